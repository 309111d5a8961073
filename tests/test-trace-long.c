/* A long trace is kept, looked through, gone about in, written and read as a short one is, in
 * little memory. tests/bench/trace.c has the times. */
#include <config.h>

#include "long-trace.h"
#include "memory.h"
#include "player.h"
#include "sample-trace.h"
#include "session.h"
#include "tap.h"
#include "trace-compare.h"
#include "trace-json.h"

#include <string.h>

enum { EVENTS = 30000, STEP_EVENTS = 2500, PLACES = 300 };

static uint64_t random_next(uint64_t *random) {
    *random = *random * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return *random >> 33;
}

/* ---- looking ---- */

static bool is_wanted(const struct event *event, const struct trace_wanted *wanted) {
    return TRACE_KIND(event->kind) & wanted->kinds &&
           (!wanted->task || event->task == wanted->task) &&
           (!wanted->calls ||
            (event_has(event, FIELD_call) && TRACE_CALL(event->call) & wanted->calls)) &&
           (!wanted->number || event->number == wanted->number);
}

/* The same as the trace's functions, an event at a time. */
static size_t naive_last(const struct trace *trace, size_t position,
                         const struct trace_wanted *wanted) {
    struct event room;
    while (position > 0 && !is_wanted(trace_at(trace, position - 1, &room), wanted))
        position--;
    return position - 1; /* SIZE_MAX at the beginning */
}

static size_t naive_next(const struct trace *trace, size_t position, size_t end,
                         const struct trace_wanted *wanted) {
    struct event room;
    while (position < end && !is_wanted(trace_at(trace, position, &room), wanted))
        position++;
    return position;
}

static bool looks_right(struct trace *trace, size_t position, size_t end,
                        const struct trace_wanted *wanted) {
    return trace_last_wanted(trace, position, wanted) == naive_last(trace, position, wanted) &&
           trace_next_until(trace, position, end, wanted) ==
               naive_next(trace, position, end, wanted) &&
           trace_next_wanted(trace, position, wanted) ==
               naive_next(trace, position, trace_count(trace), wanted);
}

static void test_looking(struct trace *trace) {
    const char *server = trace_text(trace, "server");
    const struct trace_wanted wanted[] = {
        {.kinds = TRACE_KIND(EVENT_STEP)},
        {.kinds = trace_pictures()},
        {.kinds = TRACE_KIND(EVENT_TASK_START)},
        {.kinds = TRACE_KIND(EVENT_MEASURE)},
        {.kinds = UINT32_MAX, .task = server},
        {.kinds = UINT32_MAX, .task = trace_text(trace, "nobody")},
        {.kinds = TRACE_KIND(EVENT_ENTER), .calls = TRACE_CALL(CALL_send) | TRACE_CALL(CALL_poll)},
        {.kinds = TRACE_KIND(EVENT_RETURN), .task = server, .number = 777},
        {.kinds = TRACE_KIND(EVENT_RETURN), .calls = TRACE_CALL(CALL_select)},
    };
    enum { WANTED = sizeof wanted / sizeof wanted[0] };
    uint64_t random = 1;
    bool good = true;
    for (int i = 0; i < tap_rounds(30) * WANTED; i++) {
        size_t position = i < WANTED ? EVENTS : random_next(&random) % (EVENTS + 1);
        size_t end = position + random_next(&random) % (EVENTS + 1 - position);
        good = good && looks_right(trace, i < 2 * WANTED ? 0 : position, end, &wanted[i % WANTED]);
    }
    tap_ok(good, "what is looked for is found as one by one");
    size_t steps = 0;
    for (size_t i = 0; i < EVENTS; i++)
        steps += trace_kind(trace, i) == EVENT_STEP;
    tap_ok(steps == EVENTS / STEP_EVENTS && trace_count_kind(trace, EVENT_STEP) == steps,
           "kinds are counted");
}

/* ---- a file ---- */

static void test_file(const struct trace *trace) {
    struct error warning, error = {""};
    size_t size, again_size;
    char *text = trace_to_text(trace, &size);
    struct trace *read = trace_from_text(text, size, &warning, &error);
    if (!tap_ok(read && !warning.text[0], "it is read without a warning %s", error.text))
        exit(1);
    tap_ok(trace_same(trace, read, &error) && trace_count(read) == EVENTS,
           "all events are the same %s", error.text);
    char *again = trace_to_text(read, &again_size);
    tap_ok(again_size == size && memcmp(again, text, size) == 0, "written again it is the same");
    tap_ok(trace_memory(read) < (size_t)50 * EVENTS, "an event takes %zu bytes, of %zu in a file",
           trace_memory(read) / EVENTS, size / EVENTS);
    free(again);
    free(text);
    trace_free(read);
}

/* ---- going about ---- */

struct guide {
    struct player *player;
    const struct trace *trace;
    struct world *world, *start; /* what the player's is to be; before the first event */
};

/* From the beginning, event by event. */
static bool is_there(struct guide *guide, size_t position) {
    struct event room;
    if (position < guide->world->count)
        *guide->world = *guide->start;
    while (guide->world->count < position)
        world_apply(guide->world, trace_at(guide->trace, guide->world->count, &room));
    size_t steps = 0;
    if (position > 0)
        steps = (position - 1) / STEP_EVENTS + 1;
    return player_position(guide->player) == position &&
           memcmp(player_world(guide->player), guide->world, sizeof *guide->world) == 0 &&
           player_step(guide->player) == (int)steps - 1;
}

/* The end of the last picture before `position` and of what completes it. */
static size_t place_before(const struct trace *trace, size_t position) {
    for (size_t i = position; i > 0; i--) {
        size_t end = trace_next(trace, i, trace_pictures());
        if (event_kind_has_picture(trace_kind(trace, i - 1)) && end < position)
            return end;
    }
    return 0;
}

/* Every fourth place is at a round number, where something may be kept, or next to it. */
static bool goes_about(struct guide *guide, uint64_t *random) {
    size_t position = random_next(random) % (EVENTS + 1);
    if (*random >> 20 & 1 && *random >> 21 & 1)
        position = (position / 1024 + 1) * 1024 - 1 + (*random >> 22) % 3;
    if (position > EVENTS)
        position = EVENTS;
    player_go_event(guide->player, position);
    bool good = is_there(guide, position);
    size_t before = place_before(guide->trace, position);
    player_back_event(guide->player);
    good = good && is_there(guide, before);
    player_next_step(guide->player);
    size_t step = (before + STEP_EVENTS - 1) / STEP_EVENTS * STEP_EVENTS;
    if (step < EVENTS)
        step = trace_next(guide->trace, step + 1, trace_pictures());
    return good && is_there(guide, step);
}

static void test_going(struct trace *trace) {
    struct session *session = replay_new(trace, NULL);
    struct player *player = player_new(session);
    struct guide guide = {player, trace, memory_new(1, sizeof(struct world)),
                          memory_new(1, sizeof(struct world))};
    uint64_t random = 1;
    *guide.start = *player_world(player);
    *guide.world = *guide.start;
    tap_ok(guide.start->client_count == 8 && guide.start->count == 0, "it begins at the beginning");
    bool good = true;
    int places = tap_rounds(PLACES);
    for (int i = 0; i < places; i++)
        good = good && goes_about(&guide, &random);
    tap_ok(good, "at each of %d places the world is what the events before it add up to", places);
    free(guide.start);
    free(guide.world);
    player_free(player);
    session_free(session);
}

int main(void) {
    struct trace *trace = long_trace(EVENTS, STEP_EVENTS);
    tap_ok(trace_count(trace) == EVENTS, "it has %d events", EVENTS);
    test_looking(trace);
    test_file(trace);
    test_going(trace);
    return tap_done();
}
