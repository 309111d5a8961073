#include <config.h>

#include "player.h"

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
    enum goal goal;
    int target;   /* GOAL_TARGET: a step's index */
    int *answers; /* one a step of the lesson */
};

/* Without a lesson the clients stand in the order in which the recording names them. */
static void start_world(struct player *player) {
    const struct lesson *lesson = player->session->lesson;
    const struct trace *trace = session_trace(player->session);
    world_init(&player->start);
    for (int i = 0; lesson && i < lesson->client_count; i++)
        world_add_client(&player->start, lesson->clients[i]);
    for (size_t i = 0; !lesson && i < trace_count(trace); i++)
        if (trace_at(trace, i)->client)
            world_add_client(&player->start, trace_at(trace, i)->client);
}

struct player *player_new(struct session *session) {
    int steps = session->lesson ? session->lesson->step_count : 0;
    struct player *player = memory_new(1, sizeof *player);
    player->answers = memory_new(steps, sizeof *player->answers);
    for (int i = 0; i < steps; i++)
        player->answers[i] = PLAYER_UNANSWERED;
    player->session = session;
    start_world(player);
    player->world = player->start;
    return player;
}

void player_free(struct player *player) {
    if (!player)
        return;
    free(player->answers);
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

static const struct trace *player_trace(const struct player *player) {
    return session_trace(player->session);
}

int player_step(const struct player *player) {
    const struct lesson *lesson = player->session->lesson;
    if (!lesson)
        return player->steps - 1;
    return player->world.step ? lesson_step_index(lesson, player->world.step) : -1;
}

int player_step_count(const struct player *player) {
    const struct lesson *lesson = player->session->lesson;
    const struct trace *trace = player_trace(player);
    int count = 0;
    if (lesson)
        return lesson->step_count;
    for (size_t i = 0; i < trace_count(trace); i++)
        count += trace_at(trace, i)->kind == EVENT_STEP;
    return count;
}

bool player_at_edge(const struct player *player) {
    return player_position(player) == trace_count(player_trace(player));
}

bool player_is_moving(const struct player *player) {
    return player->goal != GOAL_NONE;
}

static bool session_is_over(const struct session *session) {
    enum session_state state = session_state(session);
    return state == SESSION_ENDED || state == SESSION_FAILED;
}

bool player_at_end(const struct player *player) {
    return player_at_edge(player) && session_is_over(player->session);
}

static const struct event *apply_one(struct player *player) {
    const struct event *event = trace_at(player_trace(player), player_position(player));
    world_apply(&player->world, event);
    player->steps += event->kind == EVENT_STEP;
    return event;
}

/* The place becomes `position`: on from here, or once more from the beginning. */
static void place(struct player *player, size_t position) {
    if (position < player_position(player)) {
        player->world = player->start;
        player->steps = 0;
    }
    while (player_position(player) < position)
        apply_one(player);
}

static bool is_plain(const struct trace *trace, size_t index) {
    return !event_kind_has_picture(trace_at(trace, index)->kind);
}

/* The end of the plain events that start at `position`: they complete the picture before them. */
static size_t after_plain(const struct trace *trace, size_t position) {
    while (position < trace_count(trace) && is_plain(trace, position))
        position++;
    return position;
}

/* Is it what the move looks for? `steps` is how many step events came before this one. */
static bool is_goal(const struct player *player, const struct event *event, int steps) {
    const struct lesson *lesson = player->session->lesson;
    bool is_step = event->kind == EVENT_STEP;
    switch (player->goal) {
    case GOAL_EVENT:
        return event_kind_has_picture(event->kind);
    case GOAL_STEP:
        return is_step;
    case GOAL_TARGET:
        if (!is_step || !lesson)
            return is_step && steps == player->target;
        return event->step && lesson_step_index(lesson, event->step) == player->target;
    case GOAL_NONE:
        break;
    }
    return false;
}

/* Applies what is there until the goal is reached: true. */
static bool apply_until_goal(struct player *player) {
    while (!player_at_edge(player)) {
        int steps = player->steps;
        if (!is_goal(player, apply_one(player), steps))
            continue;
        place(player, after_plain(player_trace(player), player_position(player)));
        return true;
    }
    return false;
}

/* Goes on with the move as far as that is possible without waiting. */
static void work(struct player *player) {
    struct session *session = player->session;
    while (player->goal != GOAL_NONE) {
        if (apply_until_goal(player) || session_is_over(session)) {
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
    for (size_t i = from; i > 0; i--) {
        const struct event *event = trace_at(trace, i - 1);
        if (!event_kind_has_picture(event->kind) || (!any && event->kind != EVENT_STEP))
            continue;
        size_t end = after_plain(trace, i);
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

/* Index of the event that opens the step, or SIZE_MAX. */
static size_t find_step(struct player *player, int step) {
    const struct trace *trace = player_trace(player);
    int steps = 0;
    player->goal = GOAL_TARGET;
    player->target = step;
    for (size_t i = 0; i < trace_count(trace); i++) {
        if (is_goal(player, trace_at(trace, i), steps))
            return i;
        steps += trace_at(trace, i)->kind == EVENT_STEP;
    }
    return SIZE_MAX;
}

void player_go_step(struct player *player, int step) {
    size_t index = find_step(player, step);
    player->goal = GOAL_NONE;
    if (index != SIZE_MAX)
        place(player, after_plain(player_trace(player), index + 1));
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
