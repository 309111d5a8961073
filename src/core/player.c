#include <config.h>

#include "player.h"

#include "checkpoints.h"
#include "judge.h"
#include "memory.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* What a move that is under way looks for. */
enum goal {
    GOAL_NONE,
    GOAL_EVENT,  /* the next event with a picture */
    GOAL_STEP,   /* the next step event */
    GOAL_TARGET, /* the step event of a certain step */
};

struct player {
    struct session *session;
    struct world start; /* before the first event: the clients have their rows */
    struct world world;
    int steps; /* step events before the place */
    struct checkpoints checkpoints;
    enum goal goal;
    int target;          /* GOAL_TARGET: a step's index */
    int *answers;        /* one a step of the lesson */
    struct judge *judge; /* NULL: no lesson */
};

/* Without a lesson the clients stand in the order in which the recording names them. */
static void start_world(struct player *player) {
    const struct lesson *lesson = player->session->lesson;
    const struct trace *trace = session_trace(player->session);
    world_init(&player->start);
    for (int i = 0; lesson && i < lesson->client_count; i++)
        world_add_client(&player->start, lesson->clients[i]);
    struct event room;
    for (size_t i = 0; !lesson && i < trace_count(trace); i++) {
        if (player->start.client_count == WORLD_CLIENTS)
            break;
        if (trace_at(trace, i, &room)->client)
            world_add_client(&player->start, room.client);
    }
}

static const struct trace *player_trace(const struct player *player) {
    return session_trace(player->session);
}

static bool session_is_over(const struct session *session) {
    enum session_state state = session_state(session);
    return state == SESSION_ENDED || state == SESSION_FAILED;
}

/* ---- the place ---- */

/* To the last checkpoint at or before `position`, or the beginning. */
static void restore(struct player *player, size_t position) {
    if (checkpoints_restore(&player->checkpoints, position, &player->world, &player->steps))
        return;
    player->world = player->start;
    player->steps = 0;
}

static void apply_one(struct player *player) {
    struct event room;
    const struct event *event = trace_at(player_trace(player), player->world.count, &room);
    world_apply(&player->world, event);
    player->steps += event->kind == EVENT_STEP;
    checkpoints_offer(&player->checkpoints, &player->world, player->steps);
}

/* The place becomes `position`: on from here, or from the last checkpoint before it. */
static void place(struct player *player, size_t position) {
    size_t now = player->world.count;
    if (position < now || checkpoints_place(&player->checkpoints, position) > now)
        restore(player, position);
    while (player->world.count < position)
        apply_one(player);
}

/* Of a recording all is there: once through it, and every place is near and judged. */
static void look_ahead(struct player *player) {
    const struct lesson *lesson = player->session->lesson;
    place(player, trace_count(player_trace(player)));
    for (int i = 0; lesson && i < lesson->step_count; i++)
        player_failure(player, i);
}

struct player *player_new(struct session *session) {
    int steps = session->lesson ? session->lesson->step_count : 0;
    struct player *player = memory_new(1, sizeof *player);
    player->answers = memory_new(steps, sizeof *player->answers);
    for (int i = 0; i < steps; i++)
        player->answers[i] = PLAYER_UNANSWERED;
    player->session = session;
    if (session->lesson)
        player->judge = judge_new(session->lesson, session_trace(session));
    start_world(player);
    player->world = player->start;
    if (session_is_over(session))
        look_ahead(player);
    place(player, 0);
    return player;
}

void player_free(struct player *player) {
    if (!player)
        return;
    checkpoints_fini(&player->checkpoints);
    free(player->answers);
    judge_free(player->judge);
    free(player);
}

struct session *player_session(const struct player *player) {
    return player->session;
}

const struct world *player_world(const struct player *player) {
    return &player->world;
}

size_t player_position(const struct player *player) {
    return player->world.count;
}

int player_step(const struct player *player) {
    const struct lesson *lesson = player->session->lesson;
    if (!lesson)
        return player->steps - 1;
    return player->world.step ? lesson_step_index(lesson, player->world.step) : -1;
}

int player_step_count(const struct player *player) {
    const struct lesson *lesson = player->session->lesson;
    if (lesson)
        return lesson->step_count;
    return (int)trace_count_kind(player_trace(player), EVENT_STEP);
}

bool player_at_edge(const struct player *player) {
    return player_position(player) == trace_count(player_trace(player));
}

bool player_is_moving(const struct player *player) {
    return player->goal != GOAL_NONE;
}

bool player_at_end(const struct player *player) {
    return player_at_edge(player) && session_is_over(player->session);
}

/* The end of the plain events that start at `position`: they complete the picture before them. */
static size_t after_plain(const struct trace *trace, size_t position) {
    return trace_next(trace, position, trace_pictures());
}

/* Is the step event what the move looks for? `steps` is how many came before it. */
static bool is_target(const struct player *player, size_t index, int steps) {
    const struct lesson *lesson = player->session->lesson;
    struct event room;
    if (!lesson)
        return steps == player->target;
    const char *id = trace_at(player_trace(player), index, &room)->step;
    return id && lesson_step_index(lesson, id) == player->target;
}

/* The first event at `from` or later that the move looks for; trace_count(): none is there yet.
 * `steps` is how many step events come before `from`. */
static size_t goal_find(const struct player *player, size_t from, int steps) {
    const struct trace *trace = player_trace(player);
    if (player->goal == GOAL_EVENT)
        return trace_next(trace, from, trace_pictures());
    size_t found = trace_next(trace, from, TRACE_KIND(EVENT_STEP));
    while (player->goal == GOAL_TARGET && found < trace_count(trace) &&
           !is_target(player, found, steps++))
        found = trace_next(trace, found + 1, TRACE_KIND(EVENT_STEP));
    return found;
}

/* Goes on to the goal, or as far as there is something. True: it is reached. */
static bool go_to_goal(struct player *player) {
    const struct trace *trace = player_trace(player);
    size_t goal = goal_find(player, player_position(player), player->steps);
    bool found = goal < trace_count(trace);
    place(player, found ? after_plain(trace, goal + 1) : goal);
    return found;
}

/* Goes on with the move as far as that is possible without waiting. */
static void work(struct player *player) {
    struct session *session = player->session;
    while (player->goal != GOAL_NONE) {
        if (go_to_goal(player) || session_is_over(session)) {
            player->goal = GOAL_NONE;
            return;
        }
        if (session_state(session) == SESSION_MOVING)
            return;
        session_advance(session);
        /* A session that is still and brings nothing would be asked for ever. */
        assert(session_state(session) != SESSION_STILL || !player_at_edge(player));
    }
}

static void move(struct player *player, enum goal goal, int target) {
    player->goal = goal;
    player->target = target;
    work(player);
}

void player_next_event(struct player *player) {
    move(player, GOAL_EVENT, 0);
}

void player_next_step(struct player *player) {
    move(player, GOAL_STEP, 0);
}

/* Places are: 0, and the end of each picture with its plain events. This is the last before `from`
 * (0 if there is none) whose picture is a step event, or (any) any event. */
static size_t place_before(const struct player *player, size_t from, bool any) {
    const struct trace *trace = player_trace(player);
    const uint32_t kinds = any ? trace_pictures() : TRACE_KIND(EVENT_STEP);
    for (size_t i = trace_last(trace, from, kinds); i != SIZE_MAX;
         i = trace_last(trace, i, kinds)) {
        size_t end = after_plain(trace, i + 1);
        if (end < from)
            return end;
    }
    return 0;
}

void player_back_event(struct player *player) {
    player->goal = GOAL_NONE;
    place(player, place_before(player, player_position(player), true));
}

void player_back_step(struct player *player) {
    player->goal = GOAL_NONE;
    place(player, place_before(player, player_position(player), false));
}

void player_go_step(struct player *player, int step) {
    const struct trace *trace = player_trace(player);
    player->goal = GOAL_TARGET;
    player->target = step;
    size_t found = goal_find(player, 0, 0);
    player->goal = GOAL_NONE;
    if (found < trace_count(trace))
        place(player, after_plain(trace, found + 1));
    else if (step >= 0 && step < player_step_count(player) && !session_is_over(player->session))
        move(player, GOAL_TARGET, step);
}

void player_go_event(struct player *player, size_t position) {
    size_t count = trace_count(player_trace(player));
    player->goal = GOAL_NONE;
    place(player, position < count ? position : count);
}

bool player_turn(struct player *player) {
    size_t before = player_position(player);
    if (session_state(player->session) == SESSION_MOVING)
        session_turn(player->session);
    work(player);
    return player_position(player) != before;
}

const struct step *player_question(const struct player *player) {
    int step = player_step(player);
    if (!player->session->lesson || step < 0 || player->answers[step] != PLAYER_UNANSWERED)
        return NULL;
    const struct step *asked = &player->session->lesson->steps[step];
    return asked->kind == STEP_ASK ? asked : NULL;
}

void player_answer(struct player *player, int choice) {
    const struct step *asked = player_question(player);
    if (!asked)
        return;
    assert(choice == PLAYER_SKIPPED || (choice >= 0 && choice < asked->choice_count));
    player->answers[player_step(player)] = choice;
}

int player_answered(const struct player *player, int step) {
    const struct lesson *lesson = player->session->lesson;
    if (!lesson || step < 0 || step >= lesson->step_count)
        return PLAYER_UNANSWERED;
    return player->answers[step];
}

int player_outcome(struct player *player, int step) {
    const struct lesson *lesson = player->session->lesson;
    assert(lesson && step >= 0 && step < lesson->step_count);
    return judge_choice(player->judge, step);
}

const struct error *player_failure(struct player *player, int step) {
    const struct lesson *lesson = player->session->lesson;
    assert(lesson && step >= 0 && step < lesson->step_count);
    return lesson->steps[step].kind == STEP_ASK ? judge_ask(player->judge, step)
                                                : judge_step(player->judge, step);
}
