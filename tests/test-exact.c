/* What a person sees of the kernel's own records: screens and sentences of a recording with exact
 * boundaries, and of the same run as lesser evidence would have shown it. GENERATE=1 rewrites the
 * goldens; the diff is to be read. */
#include <config.h>

#include "call-times.h"
#include "kernel-words.h"
#include "narrate.h"
#include "recorded.h"
#include "scene.h"
#include "tap.h"
#include "woken.h"

#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

static const struct shot shots[] = {
    {"exact", "phases-exact", "small", 0, PANEL_LADDER, OVERLAY_NONE, 0},
    {"exact-awake", "phases-exact", "small", 2, PANEL_LADDER, OVERLAY_NONE, 0},
    {"exact-time", "phases-exact", "small", 0, PANEL_TIME, OVERLAY_NONE, 0},
    {"exact-no-wait", "phases-exact", "no-wait", 0, PANEL_LADDER, OVERLAY_NONE, 0},
    {"exact-asleep-why", "phases-exact", "connect", 0, PANEL_LADDER, OVERLAY_WHY, 0},
    {"exact-why", "phases-exact", "small", 0, PANEL_LADDER, OVERLAY_WHY, 0},
};

static void check_goldens(void) {
    for (size_t i = 0; i < sizeof shots / sizeof shots[0]; i++)
        for (size_t k = 0; k < (i < 2 ? SHOT_SIZES : 2); k++)
            shot_check(&shots[i], shot_sizes[k].width, shot_sizes[k].height, false, "");
    shot_check(&shots[0], 100, 32, true, "-ascii");
}

/* ---- the same run, seen with less ---- */

static bool is_seen(const struct event *event, enum evidence by) {
    if (event->kind == EVENT_READY || event->kind == EVENT_COPY)
        return by == EVIDENCE_TRACEPOINT;
    return event->kind != EVENT_AWAKE || by != EVIDENCE_PROC;
}

static void weaken(struct event *event, enum evidence by) {
    static const enum field finest[] = {FIELD_woken, FIELD_waker, FIELD_kernel_entered,
                                        FIELD_kernel_left};
    for (size_t i = 0; i < sizeof finest / sizeof finest[0]; i++)
        event_clear(event, finest[i]);
    if (event->evidence == EVIDENCE_TRACEPOINT)
        event_set(event, FIELD_evidence, by);
    if (event->kind == EVENT_ASLEEP && by == EVIDENCE_PROC)
        event_set(event, FIELD_t, event->seen);
}

static struct session *open_as(enum evidence by) {
    struct session *whole = recorded_open("phases-exact", false);
    const struct trace *trace = session_trace(whole);
    struct trace *weak = trace_new();
    *trace_header(weak) = *trace_header_const(trace);
    trace_header(weak)->evidence &= ~(1u << EVIDENCE_TRACEPOINT);
    trace_header(weak)->evidence |= 1u << by;
    for (size_t i = 0; i < trace_count(trace); i++) {
        struct event event;
        trace_at(trace, i, &event);
        if (!is_seen(&event, by))
            continue;
        if (by != EVIDENCE_TRACEPOINT)
            weaken(&event, by);
        trace_append(weak, &event);
    }
    struct session *session = replay_new(weak, whole->lesson);
    session_free(whole);
    return session;
}

static const struct word {
    const char *text;
    bool proc, switches, tracepoint;
} words[] = {
    {"z asleep", true, true, true},         {"seen at +", true, false, false},
    {"bytes +", true, true, false},         {"ready +", false, false, true},
    {"▁ awake", false, true, false},        {"▁ woken by A", false, false, true},
    {"█ copies", false, false, true},       {"wake and copy ≤", true, false, false},
    {"wake-up", false, true, true},         {"· copy ≤", false, true, false},
    {"it slept, seen", true, false, false}, {"it slept ", false, true, true},
    {"! woken", false, true, true},         {"█ copy", false, false, true},
};

static void check_level(enum evidence by) {
    struct scene scene;
    scene_take(&scene, open_as(by), "small");
    struct canvas *canvas = canvas_new(100, 34, false);
    screen_paint(canvas, &scene.view);
    char *text = canvas_as_text(canvas);
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        const struct word *word = &words[i];
        bool wanted = by == EVIDENCE_PROC     ? word->proc
                      : by == EVIDENCE_SWITCH ? word->switches
                                              : word->tracepoint;
        tap_ok(!!strstr(text, word->text) == wanted, "by %s there is %s\"%s\"", evidence_name(by),
               wanted ? "" : "no ", word->text);
    }
    tap_ok(strstr(text, evidence_name(by)), "its boundaries are marked %s", evidence_name(by));
    free(text);
    canvas_free(canvas);
    scene_close(&scene);
}

/* Five bytes have come since the queue was looked at: the figure of before says nothing of now. */
static void check_old_figure(void) {
    struct scene scene;
    scene_open(&scene, "phases-exact", "small");
    for (int back = 0; back < 5; back++) {
        struct canvas *canvas = canvas_new(100, 34, false);
        screen_paint(canvas, &scene.view);
        char *text = canvas_as_text(canvas);
        tap_ok(!strstr(text, "fd 4 in") == (back > 0), "%d events before the return, %s", back,
               back ? "a receive queue that was not looked at is blank"
                    : "and behind it, what was looked at is shown");
        free(text);
        canvas_free(canvas);
        player_back_event(scene.player);
        scene_look(&scene);
    }
    scene_close(&scene);
}

/* ---- sentences ---- */

static size_t find(const struct trace *trace, enum event_kind kind, int64_t number) {
    struct event room;
    size_t i = trace_next(trace, 0, TRACE_KIND(kind));
    while (i < trace_count(trace) && trace_at(trace, i, &room)->number != number)
        i = trace_next(trace, i + 1, TRACE_KIND(kind));
    return i;
}

/* The pattern's asterisks stand for the figures of the recording. */
static void check_sentence(const struct session *session, enum event_kind kind, int64_t number,
                           const char *pattern) {
    char text[NARRATE_MAX] = "";
    const struct trace *trace = session_trace(session);
    size_t index = find(trace, kind, number);
    if (index < trace_count(trace))
        narrate_event(trace, session->lesson, index, text, sizeof text);
    if (!tap_ok(fnmatch(pattern, text, 0) == 0, "%s", pattern))
        tap_note("%s", text);
}

static void check_sentences(void) {
    struct session *session = recorded_open("phases-exact", false);
    check_sentence(
        session, EVENT_READY, 6,
        "A connection is complete: the kernel has what accept waits for, * after it was entered.");
    check_sentence(
        session, EVENT_READY, 7,
        "Bytes have arrived: the kernel has what recv waits for, * after it was entered.");
    check_sentence(session, EVENT_AWAKE, 7,
                   "A's send woke server * after it began. It runs again after * µs of sleep.");
    check_sentence(session, EVENT_COPY, 7,
                   "recv begins to copy, * after the kernel had the bytes.");
    check_sentence(session, EVENT_COPY, 8, "recv begins to copy, * after it was entered.");
    session_free(session);
    session = open_as(EVIDENCE_SWITCH);
    check_sentence(session, EVENT_AWAKE, 7, "server runs again after * µs of sleep.");
    session_free(session);
}

/* ---- who woke it ---- */

static struct trace *trace_of_call(enum call call, int64_t timeout) {
    struct trace *trace = trace_new();
    struct event enter = {0};
    event_set(&enter, FIELD_kind, EVENT_ENTER);
    event_set(&enter, FIELD_t, 100);
    event_set_text(&enter, FIELD_task, "server");
    event_set(&enter, FIELD_call, call);
    event_set(&enter, FIELD_number, 1);
    if (timeout)
        event_set(&enter, FIELD_timeout, timeout);
    trace_append(trace, &enter);
    return trace;
}

static void add_act(struct trace *trace, int64_t t, const char *client, const char *act) {
    struct event event = {0};
    event_set(&event, FIELD_kind, EVENT_CLIENT);
    event_set(&event, FIELD_t, t);
    event_set_text(&event, FIELD_client, client);
    event_set_text(&event, FIELD_act, act);
    trace_append(trace, &event);
}

static void add_awake(struct trace *trace, int64_t woken, const char *waker, int64_t t,
                      int64_t sleeps) {
    struct event event = {0};
    event_set(&event, FIELD_kind, EVENT_AWAKE);
    event_set(&event, FIELD_t, t);
    event_set_text(&event, FIELD_task, "server");
    event_set(&event, FIELD_call, CALL_recv);
    event_set(&event, FIELD_number, 1);
    event_set(&event, FIELD_woken, woken);
    event_set_text(&event, FIELD_waker, waker);
    event_set(&event, FIELD_slept, 5000);
    if (sleeps > 1)
        event_set(&event, FIELD_times, sleeps);
    trace_append(trace, &event);
}

static void check_woken(struct trace *trace_take, enum waker by, const char *expected) {
    struct call_times times;
    struct woken woken;
    char text[256] = "";
    call_times_find(&times, trace_take, 0, trace_count(trace_take));
    woken_find(&woken, trace_take, 0, &times);
    woken_add(&woken, &times, "server", text, sizeof text);
    if (!tap_ok(woken.by == by && strcmp(text, expected) == 0, "%s", expected))
        tap_note("%s", text);
    trace_free(trace_take);
}

static void check_wakers(void) {
    struct trace *trace = trace_of_call(CALL_recv, 0);
    add_act(trace, 5000, "B", "connect");
    add_act(trace, 6000, "A", "send-many");
    add_awake(trace, 8000, "A", 11000, 1);
    check_woken(trace, WAKER_CLIENT,
                "A's send woke server 2.0 µs after it began. It runs again after 5.0 µs of "
                "sleep.");
    trace = trace_of_call(CALL_recv, 0);
    add_act(trace, 9000, "A", "send");
    add_awake(trace, 8000, "A", 11000, 3);
    check_woken(trace, WAKER_THREAD,
                "The kernel woke server while the thread A ran. It runs again after 5.0 µs "
                "of sleep, in 3 parts.");
    trace = trace_of_call(CALL_recv, 0);
    add_awake(trace, 8000, "interrupt", 11000, 1);
    check_woken(trace, WAKER_INTERRUPT,
                "An interrupt woke server. It runs again after 5.0 µs of sleep.");
    trace = trace_of_call(CALL_nanosleep, 7000);
    add_awake(trace, 8000, "cc1", 11000, 1);
    check_woken(trace, WAKER_CLOCK,
                "The time was over: the clock woke server. It runs again after 5.0 µs of sleep.");
    trace = trace_of_call(CALL_select, 9000);
    add_awake(trace, 8000, "swapper/0", 11000, 1);
    check_woken(trace, WAKER_THREAD,
                "The kernel woke server while the thread swapper/0 ran. It runs again after 5.0 µs "
                "of sleep.");
}

/* ---- a call that never returned ---- */

/* The next page's task has the same name, and counts from 1 again. */
static void check_gone(void) {
    struct trace *trace = trace_of_call(CALL_recv, 0);
    static const enum event_kind kinds[] = {EVENT_TASK_END, EVENT_TASK_START, EVENT_RETURN};
    struct call_times times;
    for (int i = 0; i < 3; i++) {
        struct event event = {0};
        event_set(&event, FIELD_kind, kinds[i]);
        event_set(&event, FIELD_t, 200 + i * 100);
        event_set_text(&event, FIELD_task, "server");
        if (kinds[i] == EVENT_RETURN)
            event_set(&event, FIELD_number, 1);
        trace_append(trace, &event);
    }
    call_times_find(&times, trace, 0, trace_count(trace));
    tap_ok(times.returned < 0 && times.gone == 200, "a call ends with its task, not with the next");
    trace_free(trace);
}

/* ---- the kernel's functions ---- */

static void check_words(const char *function, const char *expected) {
    const char *found = kernel_words(function);
    tap_ok(expected ? found && strcmp(found, expected) == 0 : !found, "%s: %s", function,
           expected ? expected : "is shown by its name");
}

static void check_kernel(void) {
    check_words("inet_csk_accept", "it waits for a connection");
    check_words("poll_schedule_timeout.constprop.0", "it waits for any of several descriptors");
    check_words("wait_woken", "it waits for something to happen to one socket");
    check_words("do_epoll_wait", "it waits for something in an epoll's ready list");
    check_words("hrtimer_nanosleep", "it waits for the clock");
    check_words("futex_do_wait", "it waits for another thread");
    check_words("quota_wait", NULL);
    check_words("", NULL);
}

int main(void) {
    recorded_locale(false);
    check_goldens();
    check_level(EVIDENCE_TRACEPOINT);
    check_level(EVIDENCE_SWITCH);
    check_level(EVIDENCE_PROC);
    check_old_figure();
    check_sentences();
    check_wakers();
    check_gone();
    check_kernel();
    recorded_free();
    recorded_locale(true);
    shot_check(&shots[0], 100, 32, false, "-zh");
    shot_check(&shots[4], 80, 24, false, "-zh");
    recorded_free();
    return tap_done();
}
