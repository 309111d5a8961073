/* session: something that can be stepped, a live run or a recording; who steps it cannot tell.
 *
 * A session owns a trace that only grows. session_advance() asks for more, session_turn() does what
 * can be done without blocking, session_fd() and session_deadline() say what to wait for meanwhile.
 * While the state is SESSION_STILL nothing moves and no timer runs. One thread, the screen's. */
#ifndef WAITSCOPE_SESSION_H
#define WAITSCOPE_SESSION_H

#include "error.h"
#include "lesson.h"
#include "trace.h"

enum session_state {
    SESSION_STILL,  /* waits for session_advance() */
    SESSION_MOVING, /* wait for fd or deadline, then turn */
    SESSION_ENDED,  /* the whole lesson is in the trace, unless the session is `cut` */
    SESSION_FAILED, /* a step cannot finish; session_error() says why */
};

struct session;

struct session_ops {
    const struct trace *(*trace)(const struct session *session);
    enum session_state (*state)(const struct session *session);
    int (*fd)(const struct session *session);
    int64_t (*deadline)(const struct session *session);
    void (*advance)(struct session *session);
    void (*turn)(struct session *session);
    const struct error *(*error)(const struct session *session);
    void (*free)(struct session *session);
};

/* The first member of every implementation. */
struct session {
    const struct session_ops *ops;
    const struct lesson *lesson; /* borrowed; NULL: a recording whose lesson is not at hand */
    bool live;                   /* the end of the trace is now, not the past */
    bool cut; /* ENDED, but it is not known that the lesson did: the recording is not whole */
};

static inline const struct trace *session_trace(const struct session *session) {
    return session->ops->trace(session);
}
static inline enum session_state session_state(const struct session *session) {
    return session->ops->state(session);
}
/* To poll() for reading while MOVING; -1: none. */
static inline int session_fd(const struct session *session) {
    return session->ops->fd(session);
}
/* CLOCK_MONOTONIC ns at which to turn at the latest while MOVING; -1: none. */
static inline int64_t session_deadline(const struct session *session) {
    return session->ops->deadline(session);
}
/* STILL only: makes the next thing happen. At least one event follows, or ENDED or FAILED. */
static inline void session_advance(struct session *session) {
    session->ops->advance(session);
}
static inline void session_turn(struct session *session) {
    session->ops->turn(session);
}
/* Why it FAILED. */
static inline const struct error *session_error(const struct session *session) {
    return session->ops->error(session);
}
/* Ends it wherever it is: every thread, socket, signal handler and byte is freed. NULL is fine. */
static inline void session_free(struct session *session) {
    if (session)
        session->ops->free(session);
}

/* A recording as a session: all of it is there at once. Takes the trace. `lesson` may be NULL. */
struct session *replay_new(struct trace *trace_take, const struct lesson *lesson);
/* The same of a trace that stays the caller's and outlives the session. */
struct session *replay_borrow(const struct trace *trace, const struct lesson *lesson);

/* Advances and waits until the session has ended, failed, or (steps >= 0) reached that many step
 * events. For callers without a screen. Returns the state. */
enum session_state session_run(struct session *session, int steps);

#endif
