/* call: the two halves of a traced call. A wrapper reads like this:
 *
 *     struct traced_call call;
 *     call_begin(&call, CALL_recv, file, line, fd);
 *     call_put(&call, FIELD_size, size);     arguments
 *     call_enter(&call);                     event, gate, stamps
 *     ssize_t result = recv(…);
 *     call_leave(&call, result);             stamps, errno
 *     call_put_bytes(&call, FIELD_data, …);  what came back
 *     return call_return(&call);             event, gate
 *
 * Tasks only; async-signal-safe. */
#ifndef WAITSCOPE_CALL_H
#define WAITSCOPE_CALL_H

#include <errno.h>
#include <stdbool.h>

#include "task.h"

struct traced_call {
    enum call id;
    const char *file;
    int line;
    int fd; /* -1: the call has none */
    uint32_t number;
    bool open;             /* the gates are open: only counted, and nothing is put together below */
    bool folded;           /* it repeats a failure: its enter is not written down */
    int64_t entered, left; /* CLOCK_MONOTONIC ns; open gates: ticks */
    int64_t cpu, switches;
    int64_t result;
    int error;
    struct draft draft; /* last: a call that is only counted never comes near it */
};

/* ---- what the halves do with the gates closed ---- */

void call_tell_begin(struct traced_call *call);
void call_ask_socket_timeout(struct traced_call *call, int option);
void call_tell_enter(struct traced_call *call);
void call_tell_leave(struct traced_call *call);
void call_tell_return(struct traced_call *call);

/* ---- the halves ---- */

/* Inline, and with nothing that a counted call does not need: what they do lies on the way of each
 * call of a page that is measured. */
static inline void call_begin(struct traced_call *call, enum call id, const char *file, int line,
                              int fd) {
    struct task *task = task_self;

    call->id = id;
    call->file = file;
    call->line = line;
    call->fd = fd;
    call->number = ++task->calls;
    call->open = atomic_load_explicit(&task->slot->open, memory_order_relaxed);
    atomic_store_explicit(&task->slot->timed, 0, memory_order_relaxed);
    if (!call->open)
        call_tell_begin(call);
}

static inline void call_put(struct traced_call *call, enum field field, int64_t value) {
    if (!call->open)
        draft_put(&call->draft, field, value);
}

static inline void call_put_bytes(struct traced_call *call, enum field field, const void *at,
                                  size_t size) {
    if (!call->open)
        draft_put_bytes(&call->draft, field, at, size);
}

/* The call ends by itself, though nothing happens: before call_enter(). */
void call_put_timeout(struct traced_call *call, int64_t ns);

/* The same if the call's socket has SO_RCVTIMEO or SO_SNDTIMEO (`option`) set. */
static inline void call_put_socket_timeout(struct traced_call *call, int option) {
    if (!call->open)
        call_ask_socket_timeout(call, option);
}

/* Who sees `inside` sees what belongs to it, and who sees that of the next call no longer sees
 * this one's `inside`: evidence_ops.asleep needs no more, and no barrier is paid for. */
static inline void call_enter(struct traced_call *call) {
    struct slot *slot = task_self->slot;

    if (!call->open)
        call_tell_enter(call);
    else
        call->entered = ticks_now(atomic_load_explicit(&slot->counted, memory_order_relaxed));
    atomic_store_explicit(&slot->call, call->id, memory_order_release);
    atomic_store_explicit(&slot->inside, call->number, memory_order_release);
}

static inline void call_count(struct traced_call *call) {
    struct slot *slot = task_self->slot;

    call->left = ticks_now(atomic_load_explicit(&slot->counted, memory_order_relaxed));
    tally_add_call(&slot->tally, call->left - call->entered, call->error == EAGAIN);
}

static inline void call_leave(struct traced_call *call, int64_t result) {
    call->error = call->open && result != -1 ? 0 : errno;
    call->result = result;
    if (call->open)
        call_count(call);
    else
        call->left = clock_now();
    atomic_store_explicit(&task_self->slot->inside, 0, memory_order_relaxed);
    if (!call->open)
        call_tell_leave(call);
}

/* Returns the result with errno as the kernel left it. */
static inline int64_t call_return(struct traced_call *call) {
    if (!call->open)
        call_tell_return(call);
    if (!call->open || call->result == -1)
        errno = call->error;
    return call->result;
}

/* A line that the page printed: an event, and a gate, so that a page that works in a loop without a
 * call can be held. */
void call_note(const char *file, int line, const char *text);

#endif
