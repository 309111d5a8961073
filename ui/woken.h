/* woken: what ended a task's sleep, as far as the kernel's own record tells. Pure. */
#ifndef WAITSCOPE_WOKEN_H
#define WAITSCOPE_WOKEN_H

#include "call-times.h"
#include "trace.h"

enum waker {
    WAKER_UNKNOWN, /* no record says */
    WAKER_CLIENT,  /* what `name` did by `act` */
    WAKER_CLOCK,   /* the call's own time limit */
    WAKER_INTERRUPT,
    WAKER_THREAD, /* the thread `name` ran when it happened */
};

/* Texts are borrowed from the trace. */
struct woken {
    enum waker by;
    const char *name;
    const char *act; /* "send" */
    int64_t after;   /* CLIENT: ns from the beginning of its act to the waking */
};

/* Of the call that was entered at `enter` and of which `times` is known. */
void woken_find(struct woken *woken, const struct trace *trace, size_t enter,
                const struct call_times *times);

/* Appends to out[size] who woke the task and when it ran again, in one or two sentences; nothing
 * if no record says when it ran. */
void woken_add(const struct woken *woken, const struct call_times *times, const char *task,
               char *out, size_t size);

#endif
