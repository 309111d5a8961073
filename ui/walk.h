/* walk: a person's steps through a lesson. The player stops at step events; a person's step ends
 * where its outcome is to be told, just before the next one's step event. The screen and --plain
 * walk alike. One thread, the session's. */
#ifndef WAITSCOPE_WALK_H
#define WAITSCOPE_WALK_H

#include "moment.h"
#include "player.h"

enum walk_goal {
    WALK_NONE,
    WALK_EVENT, /* one event on; if that shows that the step was done already: to its end */
    WALK_OPEN,  /* to the next step event; on from there if that step does something */
    WALK_DONE,  /* to the end of the current step */
};

struct walk {
    struct player *player; /* borrowed */
    enum walk_goal goal;
    int step;   /* EVENT, DONE: the step that the place was in */
    bool begun; /* EVENT: with an event of it before the place */
};

/* One event with a picture on. A live run does not know that a step is done until the next one
 * begins; when it does, the place is the end of the step and nothing else has moved. */
void walk_next_event(struct walk *walk);
/* To the end of this step, or of the next one if this one is done. */
void walk_next_step(struct walk *walk);
/* To the end of the step before this one. */
void walk_back_step(struct walk *walk);
/* To the end of that step. */
void walk_go_step(struct walk *walk, int step);
/* Call it whenever the player may have arrived: goes on with the walk, or ends it. */
void walk_turn(struct walk *walk);
static inline bool walk_is_moving(const struct walk *walk) {
    return walk->goal != WALK_NONE || player_is_moving(walk->player);
}

/* The moment at the player's place. */
void walk_moment(const struct walk *walk, struct moment *moment);
/* Nothing but a step's announcement lies after the place, and the session is live. */
bool walk_is_live(const struct walk *walk);
/* All was seen. */
bool walk_is_over(const struct walk *walk);

/* What became of each ask, for the views and for --plain: answers[i] and outcomes[i] of step i.
 * Both have player_step_count() members. */
void walk_answers(const struct walk *walk, int *answers, int *outcomes);

/* For each step that the moment tells, of those its answered asks too: why the run does not show it
 * (player_failure()), NULL if it does. Of the others nothing is changed: begin with NULLs.
 * player_step_count() members. */
void walk_failures(const struct walk *walk, const struct moment *moment, const char **failures);

#endif
