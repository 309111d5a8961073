/* The player's moves, in a session that lives in memory: it brings its events in batches, some at
 * once, some after it was MOVING for a few turns, as a live run does. */
#include <config.h>

#include "event-line.h"
#include "player.h"
#include "tap.h"

#include <string.h>

/* A batch: how many turns it takes (0: there as soon as it is asked for), and its events. */
struct batch {
    int turns;
    const char *const lines[8];
};

static const struct batch whole[] = {
    {0,
     {"task-start task=server server=blocking", /* 0 */
      "step step=connect",                      /* 1 */
      "enter task=server call=accept fd=3"}},   /* 2 */
    {2,
     {"asleep task=server call=accept",   /* 3 */
      "queue fd=3 accept_queue=0",        /* 4, plain */
      "queue client=A receive_queue=0"}}, /* 5, plain */
    {1,
     {"client client=A act=connect result=0",             /* 6 */
      "descriptor act=opened fd=4 gen=1 sort=connection", /* 7, plain */
      "queue fd=4 gen=1 receive_queue=0"}},               /* 8, plain */
    {0, {"step step=predict"}},                           /* 9 */
    {3,
     {"step step=send",                                      /* 10 */
      "lab act=set option=SO_SNDBUF value=4096",             /* 11, plain */
      "client client=A act=send data=hello size=5 result=5", /* 12 */
      "return task=server call=accept result=4",             /* 13 */
      "queue fd=4 gen=1 receive_queue=5"}},                  /* 14, plain */
    {1, {"note text=done"}},                                 /* 15, plain */
};

enum { BATCHES = sizeof whole / sizeof whole[0], EVENTS = 16 };

struct fake {
    struct session session;
    struct trace *trace;
    enum session_state state, last;
    int batch, batches;
    int turns;    /* left before the batch is there */
    int advanced; /* how often it was asked for more */
    struct error error;
};

static const struct trace *fake_trace(const struct session *session) {
    return ((const struct fake *)session)->trace;
}

static enum session_state fake_state(const struct session *session) {
    return ((const struct fake *)session)->state;
}

static int fake_fd(const struct session *session) {
    (void)session;
    return -1;
}

static int64_t fake_deadline(const struct session *session) {
    (void)session;
    return 1;
}

static void append_lines(struct trace *trace, const char *const *lines, int count) {
    for (int i = 0; i < count && lines[i]; i++) {
        struct event_line line;
        struct error error;
        if (!event_line_parse(&line, lines[i], &error))
            tap_ok(false, "%s: %s", lines[i], error.text);
        trace_append(trace, &line.event);
    }
}

static void fake_bring(struct fake *fake) {
    append_lines(fake->trace, whole[fake->batch].lines, 8);
    fake->state = ++fake->batch == fake->batches ? fake->last : SESSION_STILL;
}

static void fake_advance(struct session *session) {
    struct fake *fake = (struct fake *)session;
    if (fake->state != SESSION_STILL)
        tap_ok(false, "it is asked for more only while it is still");
    fake->advanced++;
    fake->turns = whole[fake->batch].turns;
    fake->state = SESSION_MOVING;
    if (fake->turns == 0)
        fake_bring(fake);
}

static void fake_turn(struct session *session) {
    struct fake *fake = (struct fake *)session;
    if (fake->state != SESSION_MOVING)
        tap_ok(false, "it has a turn only while it is moving");
    if (--fake->turns == 0)
        fake_bring(fake);
}

static const struct error *fake_error(const struct session *session) {
    return &((const struct fake *)session)->error;
}

static void fake_free(struct session *session) {
    trace_free(((struct fake *)session)->trace);
    free(session);
}

static const struct session_ops fake_ops = {
    fake_trace, fake_state, fake_fd, fake_deadline, fake_advance, fake_turn, fake_error, fake_free,
};

/* Ends in state `last` after that many batches. */
static struct session *fake_new(const struct lesson *lesson, int batches, enum session_state last) {
    struct fake *fake = calloc(1, sizeof *fake);
    fake->session = (struct session){&fake_ops, lesson, true, false};
    fake->trace = trace_new();
    fake->state = SESSION_STILL;
    fake->batches = batches;
    fake->last = last;
    return &fake->session;
}

static const char *client_names[] = {"A", "B"};
static struct choice choices[] = {{.text = "yes"}, {.text = "no"}};
static struct step steps[] = {
    {.id = "connect", .kind = STEP_CLIENT},
    {.id = "predict", .kind = STEP_ASK, .choices = choices, .choice_count = 2},
    {.id = "send", .kind = STEP_CLIENT},
    {.id = "never", .kind = STEP_SAY},
};
static const struct lesson lesson = {
    .id = "test", .clients = client_names, .client_count = 2, .steps = steps, .step_count = 4};

static void at(const struct player *player, size_t position, int step, const char *what) {
    bool ok = player_position(player) == position && player_step(player) == step &&
              player_world(player)->count == position;
    if (!tap_ok(ok, "%s: event %zu, step %d", what, position, step))
        tap_note("it is event %zu, step %d", player_position(player), player_step(player));
}

/* Turns until the move is over; returns how many turns it took. */
static int finish(struct player *player) {
    int turns = 0;
    while (player_is_moving(player) && turns < 100) {
        player_turn(player);
        turns++;
    }
    return turns;
}

static void test_events(void) {
    struct session *session = fake_new(&lesson, BATCHES, SESSION_ENDED);
    struct player *player = player_new(session);
    at(player, 0, -1, "at the start");
    tap_ok(player_at_edge(player) && !player_at_end(player), "that is the edge, not the end");
    tap_ok(player_session(player) == session, "the session is at hand");
    tap_ok(!player_turn(player) && ((struct fake *)session)->advanced == 0,
           "a turn without a move leaves the session alone");
    player_next_event(player);
    at(player, 1, -1, "the first picture");
    tap_ok(!player_at_edge(player), "the batch has more");
    player_next_event(player);
    at(player, 2, 0, "the step event");
    player_next_event(player);
    at(player, 3, 0, "enter");
    tap_ok(((struct fake *)session)->advanced == 1, "the session was asked once");
    player_next_event(player);
    tap_ok(player_is_moving(player), "asleep needs the session to move");
    tap_ok(!player_turn(player) && player_is_moving(player), "one turn is not enough");
    tap_ok(player_turn(player) && !player_is_moving(player), "two are");
    at(player, 6, 0, "asleep with the two samples behind it");
    player_next_step(player);
    tap_ok(finish(player) == 1, "the next step comes after one turn and one batch at once");
    at(player, 10, 1, "the step that asks");
    player_next_event(player);
    finish(player);
    at(player, 12, 2, "a step with the option that was set");
    player_next_event(player);
    player_next_event(player);
    at(player, 15, 2, "return with its sample");
    player_next_event(player);
    finish(player);
    at(player, EVENTS, 2, "a plain event alone, at the end");
    tap_ok(player_at_end(player), "all was seen");
    player_next_event(player);
    player_next_step(player);
    tap_ok(!player_is_moving(player), "no move goes on from there");
    at(player, EVENTS, 2, "the place stays");
    player_free(player);
    session_free(session);
}

static void test_back(void) {
    static const size_t places[] = {EVENTS, 13, 12, 10, 9, 6, 3, 2, 1, 0, 0};
    struct session *session = fake_new(&lesson, BATCHES, SESSION_ENDED);
    struct player *player = player_new(session);
    tap_ok(session_run(session, -1) == SESSION_ENDED, "the session runs to its end");
    player_go_event(player, SIZE_MAX);
    at(player, EVENTS, 2, "clamped to the trace");
    for (size_t i = 1; i < sizeof places / sizeof places[0]; i++) {
        player_back_event(player);
        tap_ok(player_position(player) == places[i], "back from %zu to %zu", places[i - 1],
               places[i]);
    }
    for (size_t i = sizeof places / sizeof places[0] - 2; i-- > 0;) {
        player_next_event(player);
        tap_ok(player_position(player) == places[i], "on to %zu again", places[i]);
    }
    player_back_step(player);
    at(player, 12, 2, "back to the start of the step");
    player_back_step(player);
    at(player, 10, 1, "back to the step before");
    player_back_step(player);
    at(player, 2, 0, "and the one before that");
    player_back_step(player);
    at(player, 0, -1, "and to the beginning");
    player_back_step(player);
    at(player, 0, -1, "no further");
    player_go_event(player, 5);
    at(player, 5, 0, "any event, also between a picture and its sample");
    player_back_event(player);
    at(player, 3, 0, "back from there");
    player_free(player);
    session_free(session);
}

/* The world after a way there and back is the world after the straight way. */
static void test_fold(void) {
    struct session *session = fake_new(&lesson, BATCHES, SESSION_ENDED);
    struct player *player = player_new(session);
    tap_ok(player_world(player)->client_count == 2 &&
               strcmp(player_world(player)->clients[1].name, "B") == 0,
           "the lesson's clients have their rows before anything happens");
    session_run(session, -1);
    player_go_event(player, 9);
    struct world straight = *player_world(player);
    player_go_event(player, EVENTS);
    tap_ok(player_world(player)->clients[0].sent == 5, "A has sent 5 bytes at the end");
    player_go_event(player, 9);
    tap_ok(memcmp(&straight, player_world(player), sizeof straight) == 0,
           "there and back is the same world");
    tap_ok(player_world(player)->clients[0].sent == 0, "nothing is sent yet");
    player_free(player);
    session_free(session);
}

static void test_steps(void) {
    struct session *session = fake_new(&lesson, BATCHES, SESSION_ENDED);
    struct player *player = player_new(session);
    tap_ok(player_step_count(player) == 4, "the lesson has four steps");
    player_go_step(player, 2);
    tap_ok(player_is_moving(player), "a step that has not happened yet is run to");
    finish(player);
    at(player, 12, 2, "just after its event and option");
    player_go_step(player, 0);
    tap_ok(!player_is_moving(player), "one that has happened is there at once");
    at(player, 2, 0, "the first step");
    int advanced = ((struct fake *)session)->advanced;
    player_go_step(player, 1);
    at(player, 10, 1, "forward again");
    tap_ok(((struct fake *)session)->advanced == advanced, "without asking the session");
    player_go_step(player, 17);
    player_go_step(player, -1);
    at(player, 10, 1, "there is no such step");
    player_next_step(player);
    at(player, 12, 2, "the next step is there already");
    player_go_step(player, 3);
    finish(player);
    at(player, EVENTS, 2, "the end comes before a step that is never reached");
    player_go_step(player, 1);
    player_go_step(player, 3);
    at(player, 10, 1, "once it is known that it never comes, the place stays");
    player_free(player);
    session_free(session);
}

static void test_replaced(void) {
    struct session *session = fake_new(&lesson, BATCHES, SESSION_ENDED);
    struct player *player = player_new(session);
    player_go_step(player, 0);
    player_next_step(player);
    at(player, 3, 0, "on the way to the next step");
    tap_ok(player_is_moving(player), "the session moves");
    player_back_event(player);
    tap_ok(!player_is_moving(player), "back ends that move");
    at(player, 2, 0, "and is done at once");
    tap_ok(!player_turn(player) && !player_turn(player), "the session works on meanwhile");
    tap_ok(session_state(session) == SESSION_STILL && ((struct fake *)session)->batch == 2,
           "and becomes still, asked for no more");
    at(player, 2, 0, "the place stays");
    tap_ok(!player_at_edge(player), "what came is after it");
    player_go_step(player, 2);
    tap_ok(player_is_moving(player), "far ahead");
    player_next_event(player);
    finish(player);
    at(player, 9, 0, "one event instead of a step");
    player_next_event(player);
    player_next_event(player);
    tap_ok(player_is_moving(player), "one event on");
    player_go_step(player, 0);
    tap_ok(!player_is_moving(player), "a jump instead");
    at(player, 2, 0, "to the first step");
    player_next_step(player);
    player_next_step(player);
    tap_ok(player_is_moving(player), "forward once more");
    player_go_event(player, 4);
    tap_ok(!player_is_moving(player), "an event's number instead");
    at(player, 4, 0, "to event 4");
    player_free(player);
    session_free(session);
}

static void test_questions(void) {
    struct session *session = fake_new(&lesson, BATCHES, SESSION_ENDED);
    struct player *player = player_new(session);
    tap_ok(!player_question(player), "no question at the start");
    player_answer(player, 1);
    player_go_step(player, 0);
    tap_ok(!player_question(player), "no question in a step that does not ask");
    player_go_step(player, 1);
    finish(player);
    tap_ok(player_question(player) == &steps[1], "the step that asks has its question");
    tap_ok(player_answered(player, 1) == PLAYER_UNANSWERED, "it waits for an answer");
    player_back_event(player);
    tap_ok(!player_question(player), "before it there is none");
    player_next_event(player);
    player_answer(player, 1);
    tap_ok(!player_question(player), "answered, it waits no more");
    tap_ok(player_answered(player, 1) == 1, "the answer is known");
    player_answer(player, 0);
    tap_ok(player_answered(player, 1) == 1, "a second answer changes nothing");
    tap_ok(player_answered(player, 0) == PLAYER_UNANSWERED &&
               player_answered(player, 99) == PLAYER_UNANSWERED &&
               player_answered(player, -1) == PLAYER_UNANSWERED,
           "other steps have none");
    player_next_step(player);
    finish(player);
    player_go_step(player, 1);
    tap_ok(!player_question(player), "come back to, it is not asked again");
    player_free(player);
    player = player_new(session);
    player_go_step(player, 1);
    player_answer(player, PLAYER_SKIPPED);
    tap_ok(!player_question(player) && player_answered(player, 1) == PLAYER_SKIPPED,
           "it can be skipped");
    player_free(player);
    session_free(session);
}

static void test_failed(void) {
    struct session *session = fake_new(&lesson, 3, SESSION_FAILED);
    struct player *player = player_new(session);
    player_go_step(player, 2);
    finish(player);
    at(player, 9, 0, "a session that fails ends the move where it failed");
    tap_ok(player_at_end(player), "there is no more to see");
    player_free(player);
    session_free(session);
    session = fake_new(&lesson, 3, SESSION_FAILED);
    tap_ok(session_run(session, 1) == SESSION_STILL && trace_count(session_trace(session)) == 3,
           "a run can stop after a number of steps");
    tap_ok(session_run(session, 2) == SESSION_FAILED, "it says that it failed");
    session_free(session);
}

static void test_recording(void) {
    struct trace *trace = trace_new();
    for (int i = 0; i < BATCHES; i++)
        append_lines(trace, whole[i].lines, 8);
    append_lines(trace, (const char *const[]){"client client=Z act=connect result=0"}, 1);
    struct session *session = replay_new(trace, NULL);
    struct player *player = player_new(session);
    tap_ok(!session->live && session_state(session) == SESSION_ENDED, "a recording has ended");
    tap_ok(session_run(session, -1) == SESSION_ENDED, "it runs to its end at once");
    tap_ok(player_world(player)->client_count == 2 &&
               strcmp(player_world(player)->clients[1].name, "Z") == 0,
           "its clients have their rows before they act");
    tap_ok(player_step_count(player) == 3, "it has three steps");
    at(player, 0, -1, "at the start");
    player_next_step(player);
    at(player, 2, 0, "the first step");
    player_go_step(player, 2);
    at(player, 12, 2, "the third step");
    player_go_step(player, 3);
    at(player, 12, 2, "there is no fourth");
    player_back_step(player);
    at(player, 10, 1, "back to the second");
    tap_ok(!player_question(player) && player_answered(player, 1) == PLAYER_UNANSWERED,
           "without its lesson it asks nothing");
    player_next_step(player);
    player_next_step(player);
    at(player, EVENTS + 1, 2, "to the end");
    tap_ok(player_at_end(player) && !player_is_moving(player), "all was seen");
    player_free(player);
    session_free(session);
    session = replay_new(trace_new(), NULL);
    player = player_new(session);
    player_next_event(player);
    player_back_step(player);
    at(player, 0, -1, "an empty recording has one place");
    tap_ok(player_at_end(player), "which is its end");
    player_free(player);
    session_free(session);
    session_free(NULL);
    player_free(NULL);
}

int main(void) {
    test_events();
    test_back();
    test_fold();
    test_steps();
    test_replaced();
    test_questions();
    test_failed();
    test_recording();
    return tap_done();
}
