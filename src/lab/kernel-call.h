/* kernel-call: what a recorder's moments say of one call, put together. Pure; any thread. */
#ifndef WAITSCOPE_KERNEL_CALL_H
#define WAITSCOPE_KERNEL_CALL_H

#include "recorder.h"

/* CLOCK_MONOTONIC ns; -1: no such moment. */
struct kernel_call {
    uint32_t number; /* of the call in its task; 0: none */
    int64_t entered, left;
    int64_t asleep; /* it gave up the CPU for the first time */
    int64_t ready;  /* a socket first had data for it */
    int64_t woken;  /* it was made runnable for the last time, by `waker`: */
    pid_t waker;
    char waker_name[MOMENT_NAME];
    bool interrupt; /* that did it, on the waker's time */
    int64_t awake; /* it got the CPU back for the last time */
    int64_t copy;  /* the first byte was copied */
    int64_t slept; /* off the CPU in all; ns */
    int64_t sleeps;
    int64_t off;   /* the sleep that is not over began then */
    uint32_t told; /* bit (1 << enum event_kind): that event is in the trace */
};

void kernel_call_begin(struct kernel_call *call, uint32_t number);
/* The call's next moment: between its two stamps, in the order of time. */
void kernel_call_take(struct kernel_call *call, const struct moment_record *moment);

#endif
