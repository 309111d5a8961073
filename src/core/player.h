/* player: a person's place in a session. Forward, back, jump, questions. The curses screen, --plain
 * and the tests drive the same player. One thread, the session's. */
#ifndef WAITSCOPE_PLAYER_H
#define WAITSCOPE_PLAYER_H

#include "session.h"
#include "world.h"

enum { PLAYER_UNANSWERED = -1, PLAYER_SKIPPED = -2 };

struct player;

/* Borrows the session. The place is before the first event. */
struct player *player_new(struct session *session);
void player_free(struct player *player);

struct session *player_session(const struct player *player);
/* The events before the place are folded into this. */
const struct world *player_world(const struct player *player);
size_t player_position(const struct player *player);
/* Index of the current step in the lesson, or (without a lesson) how many step events came before;
 * -1 before the first. */
int player_step(const struct player *player);
/* How many steps there are: of the lesson, or else in the trace. */
int player_step_count(const struct player *player);
/* Nothing comes after this place in the trace as it stands. */
bool player_at_edge(const struct player *player);
/* A move has been asked for and the session has not yet brought what it needs. */
bool player_is_moving(const struct player *player);
/* All was seen: at the edge of a session that has ended or failed. */
bool player_at_end(const struct player *player);

/* Moves. Each replaces a move that is still under way. One that cannot go on is over at once. */
void player_next_event(struct player *player); /* stops after the next event with a picture */
void player_next_step(struct player *player);  /* stops at the next step event or the end */
void player_back_event(struct player *player);
void player_back_step(struct player *player); /* to this step's start, or the one before */
/* To just after that step's event, live if need be. */
void player_go_step(struct player *player, int step);
/* Clamped to the trace as it stands. */
void player_go_event(struct player *player, size_t position);

/* Lets the session work and finishes what can be finished of the move. True: the place changed. */
bool player_turn(struct player *player);

/* The ask of the current step that still waits for an answer, or NULL. Moving forward past it by a
 * person is the caller's to prevent; moves do not look at it. */
const struct step *player_question(const struct player *player);
void player_answer(struct player *player, int choice); /* or PLAYER_SKIPPED */
int player_answered(const struct player *player, int step);
/* judge_choice() of the step. */
int player_outcome(struct player *player, int step);
/* Why the run does not show what the step tells, or which choice of the ask came true: judge_step()
 * or judge_ask() of a step that is done. NULL: it does. */
const struct error *player_failure(struct player *player, int step);

#endif
