#include <config.h>

#include "session.h"

#include "judge.h"
#include "memory.h"

#include <assert.h>
#include <poll.h>
#include <stdlib.h>
#include <time.h>

struct replay {
    struct session session;
    const struct trace *trace;
    struct trace *owned; /* the same, or NULL: it is borrowed */
};

static const struct trace *replay_trace(const struct session *session) {
    return ((const struct replay *)session)->trace;
}

static enum session_state replay_state(const struct session *session) {
    (void)session;
    return SESSION_ENDED;
}

static int replay_fd(const struct session *session) {
    (void)session;
    return -1;
}

static int64_t replay_deadline(const struct session *session) {
    (void)session;
    return -1;
}

static void replay_nothing(struct session *session) {
    (void)session;
}

static const struct error *replay_error(const struct session *session) {
    static const struct error none = {""};
    (void)session;
    return &none;
}

static void replay_free(struct session *session) {
    struct replay *replay = (struct replay *)session;
    trace_free(replay->owned);
    free(replay);
}

static const struct session_ops replay_ops = {
    .trace = replay_trace,
    .state = replay_state,
    .fd = replay_fd,
    .deadline = replay_deadline,
    .advance = replay_nothing,
    .turn = replay_nothing,
    .error = replay_error,
    .free = replay_free,
};

/* Does the trace go to the lesson's end? Of a file that was cut off nothing says that its last step
 * is whole. */
static bool is_whole(const struct trace *trace, const struct lesson *lesson) {
    return lesson && !trace_header_const(trace)->cut_off &&
           judge_done(lesson, lesson->step_count - 1, trace);
}

static struct replay *replay_make(const struct trace *trace, const struct lesson *lesson) {
    struct replay *replay = memory_new(1, sizeof *replay);
    replay->session = (struct session){.ops = &replay_ops, .lesson = lesson};
    replay->session.cut = !is_whole(trace, lesson);
    replay->trace = trace;
    return replay;
}

struct session *replay_new(struct trace *trace_take, const struct lesson *lesson) {
    struct replay *replay = replay_make(trace_take, lesson);
    replay->owned = trace_take;
    return &replay->session;
}

struct session *replay_borrow(const struct trace *trace, const struct lesson *lesson) {
    return &replay_make(trace, lesson)->session;
}

/* Until the session's descriptor or its deadline calls. */
static void session_wait(const struct session *session) {
    struct pollfd waited = {.fd = session_fd(session), .events = POLLIN};
    int64_t deadline = session_deadline(session);
    assert(waited.fd >= 0 || deadline >= 0);
    if (deadline < 0) {
        poll(&waited, 1, -1);
        return;
    }
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    int64_t left = deadline - (now.tv_sec * INT64_C(1000000000) + now.tv_nsec);
    if (left < 0)
        left = 0;
    struct timespec timeout = {left / 1000000000, left % 1000000000};
    ppoll(&waited, 1, &timeout, NULL);
}

enum session_state session_run(struct session *session, int steps) {
    const struct trace *trace = session_trace(session);
    size_t seen = 0;
    int reached = 0;
    for (;;) {
        for (; seen < trace_count(trace); seen++)
            reached += trace_kind(trace, seen) == EVENT_STEP;
        enum session_state state = session_state(session);
        if (state == SESSION_ENDED || state == SESSION_FAILED || (steps >= 0 && reached >= steps))
            return state;
        if (state == SESSION_STILL) {
            session_advance(session);
        } else {
            session_wait(session);
            session_turn(session);
        }
    }
}
