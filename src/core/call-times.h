/* call-times: when the parts of one call took place, as far as that was observed. Pure. */
#ifndef WAITSCOPE_CALL_TIMES_H
#define WAITSCOPE_CALL_TIMES_H

#include "trace.h"

/* ns since the run began; -1: not observed (or not yet). */
struct call_times {
    int64_t called;  /* the program reached the call */
    int64_t entered; /* the kernel was entered */
    int64_t asleep;  /* it gave up the CPU; by /proc: it was seen asleep */
    int64_t ready;   /* the kernel had what was waited for */
    int64_t awake;   /* it ran again */
    int64_t copy;    /* the first byte was copied */
    int64_t returned;
    int64_t gone;     /* the task ended inside the call: that is no return */
    int64_t arrived;  /* stamp of the last segment read */
    int64_t arrivals; /* segments since the queue was empty; 0: not known */
    int64_t cpu; /* ns of CPU inside the call; with what it takes to look at the clock, so an upper
                    bound */
    bool slept;  /* it was seen, or the thread gave up the CPU inside */
    int64_t count; /* how many equal calls these are; from 2 on `entered` is the first one's */
    size_t return_seq;
    int64_t kernel_entered, kernel_left; /* the same two boundaries by the kernel's own record */
    int64_t woken;                       /* the task was made runnable, by `waker`: */
    const char *waker;                   /* a client, or the thread that ran then; borrowed */
    bool copies;                         /* the call brings bytes to the program */
    int64_t off; /* ns off the CPU in all, in `sleeps` sleeps; -1: unknown */
    int64_t sleeps;
    /* By which evidence; of use where the boundary is known. */
    enum evidence asleep_by, ready_by, awake_by, copy_by;
};

/* Event by event: from the enter event, then from all that follow of the same task and number. */
void call_times_start(struct call_times *times, const struct event *enter);
void call_times_take(struct call_times *times, const struct event *event);

/* Of the call entered by the event `enter`, told from the events before `position`. It ends with
 * its task: the next page's task may have the same name, and counts its calls from 1 again. */
void call_times_find(struct call_times *times, const struct trace *trace, size_t enter,
                     size_t position);

/* When the wait was over at the latest: exact if the kernel said when it had what was waited for,
 * or when it woke the task; else when the task ran again, else the return. INT64_MAX while it
 * sleeps. */
int64_t call_times_wait_end(const struct call_times *times);
/* Is that exact? */
bool call_times_wait_is_exact(const struct call_times *times);
/* When the kernel was left: by its own record if there is one, else our stamp; -1: not yet. */
int64_t call_times_end(const struct call_times *times);
/* ns from the end of the wait until the task ran again: from `ready` if it slept once, else from
 * the last time it was woken. -1: not known. */
int64_t call_times_wake_up(const struct call_times *times);

/* "wait 51.9 ms · wake-up 18 µs · copy 3.4 µs", "wait 51.9 ms · wake and copy ≤ 96 µs"; "" while
 * the call is under way. */
char *call_times_text(const struct call_times *times, char *out, size_t size);

#endif
