/* call-times: when the parts of one call took place, as far as that was observed. Pure. */
#ifndef WAITSCOPE_CALL_TIMES_H
#define WAITSCOPE_CALL_TIMES_H

#include "trace.h"

/* ns since the run began; -1: not observed (or not yet). */
struct call_times {
    int64_t called;  /* the program reached the call */
    int64_t entered; /* the kernel was entered */
    int64_t asleep;  /* seen asleep */
    int64_t ready;   /* the kernel had what was waited for */
    int64_t awake;
    int64_t copy;
    int64_t returned;
    int64_t arrived;  /* stamp of the last segment read */
    int64_t arrivals; /* segments since the queue was empty; 0: not known */
    int64_t cpu; /* ns of CPU inside the call; with what it takes to look at the clock, so an upper
                    bound */
    bool slept;  /* it was seen, or the thread gave up the CPU inside */
    int64_t count; /* how many equal calls these are; from 2 on `entered` is the first one's */
    size_t return_seq;
};

/* Of the call entered by the event `enter`, told from the events before `position`. */
void call_times_find(struct call_times *times, const struct trace *trace, size_t enter,
                     size_t position);

/* When the wait was over at the latest: exact if `ready` is known, else the return. INT64_MAX while
 * it sleeps. */
int64_t call_times_wait_end(const struct call_times *times);

/* "wait 51.9 ms · wake and copy ≤ 96 µs · CPU ≤ 31 µs"; "" while the call is under way. */
char *call_times_text(const struct call_times *times, char *out, size_t size);

#endif
