#include <config.h>

#include "walk.h"

static const struct trace *walk_trace(const struct walk *walk) {
    return session_trace(player_session(walk->player));
}

static bool session_is_over(const struct walk *walk) {
    enum session_state state = session_state(player_session(walk->player));
    return state == SESSION_ENDED || state == SESSION_FAILED;
}

static enum ending ending_of(const struct walk *walk) {
    const struct session *session = player_session(walk->player);
    if (!session_is_over(walk))
        return ENDING_OPEN;
    return session_state(session) == SESSION_ENDED && !session->cut ? ENDING_WHOLE : ENDING_CUT;
}

void walk_moment(const struct walk *walk, struct moment *moment) {
    moment_find(moment, player_session(walk->player)->lesson, walk_trace(walk),
                player_position(walk->player), ending_of(walk));
}

/* The step event at or before the place's last event; SIZE_MAX if there is none. */
static size_t step_event_before(const struct walk *walk, size_t position) {
    return trace_last(walk_trace(walk), position, TRACE_KIND(EVENT_STEP));
}

static void start(struct walk *walk, enum walk_goal goal, int step) {
    walk->goal = goal;
    walk->step = step;
    player_next_step(walk->player);
}

void walk_next_step(struct walk *walk) {
    struct moment moment;
    walk_moment(walk, &moment);
    start(walk, moment.step >= 0 && !moment.done ? WALK_DONE : WALK_OPEN, moment.step);
    walk_turn(walk);
}

static void open_arrived(struct walk *walk) {
    struct moment moment;
    walk_moment(walk, &moment);
    walk->goal = WALK_NONE;
    if (moment.step >= 0 && !moment.done)
        start(walk, WALK_DONE, moment.step);
}

/* The player has passed the step's end if it stands behind another step's event. */
static void done_arrived(struct walk *walk) {
    struct moment moment;
    walk_moment(walk, &moment);
    walk->goal = WALK_NONE;
    if (moment.step != walk->step && !moment.begun)
        player_go_event(walk->player, step_event_before(walk, player_position(walk->player)));
}

void walk_next_event(struct walk *walk) {
    struct moment moment;
    walk_moment(walk, &moment);
    walk->goal = WALK_EVENT;
    walk->step = moment.step;
    walk->begun = moment.begun && !moment.done;
    player_next_event(walk->player);
    walk_turn(walk);
}

static void event_arrived(struct walk *walk) {
    if (walk->begun)
        done_arrived(walk);
    walk->goal = WALK_NONE;
}

void walk_turn(struct walk *walk) {
    while (walk->goal != WALK_NONE && !player_is_moving(walk->player)) {
        if (walk->goal == WALK_OPEN)
            open_arrived(walk);
        else if (walk->goal == WALK_EVENT)
            event_arrived(walk);
        else
            done_arrived(walk);
    }
}

void walk_back_step(struct walk *walk) {
    size_t event = step_event_before(walk, player_position(walk->player));
    walk->goal = WALK_NONE;
    player_go_event(walk->player, event == SIZE_MAX ? 0 : event);
}

void walk_go_step(struct walk *walk, int step) {
    walk->goal = WALK_OPEN;
    player_go_step(walk->player, step);
    walk_turn(walk);
}

bool walk_is_live(const struct walk *walk) {
    const struct session *session = player_session(walk->player);
    const struct trace *trace = walk_trace(walk);
    const uint32_t acts = trace_pictures() & ~TRACE_KIND(EVENT_STEP);
    return session->live &&
           trace_next(trace, player_position(walk->player), acts) == trace_count(trace);
}

bool walk_is_over(const struct walk *walk) {
    return player_at_end(walk->player);
}

void walk_answers(const struct walk *walk, int *answers, int *outcomes) {
    const struct lesson *lesson = player_session(walk->player)->lesson;
    for (int i = 0; lesson && i < lesson->step_count; i++) {
        answers[i] = player_answered(walk->player, i);
        outcomes[i] = -1;
        if (lesson->steps[i].kind == STEP_ASK)
            outcomes[i] = player_outcome(walk->player, i);
    }
}

void walk_failures(const struct walk *walk, const struct moment *moment, const char **failures) {
    for (int i = 0; i < moment->asks; i++) {
        const struct error *failure = player_failure(walk->player, moment->ask + i);
        failures[moment->ask + i] = failure ? failure->text : NULL;
    }
    if (moment->told < 0 ||
        player_session(walk->player)->lesson->steps[moment->told].kind == STEP_ASK)
        return;
    const struct error *failure = player_failure(walk->player, moment->told);
    failures[moment->told] = failure ? failure->text : NULL;
}
