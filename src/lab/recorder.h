/* recorder: what the kernel writes down of a task by itself, while it runs: when it gave up the
 * CPU, when it got it back, what woke it. A back end is one const table. The screen's thread.
 *
 *     kernel ── rings ──▶ drain ──▶ moments, oldest first
 */
#ifndef WAITSCOPE_RECORDER_H
#define WAITSCOPE_RECORDER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "error.h"
#include "event.h"

enum moment_kind {
    MOMENT_ENTERED,        /* the task entered the kernel by system call `value` */
    MOMENT_LEFT,           /* it is over with the result `value`; -516 to -512: by a signal, and the
                            * kernel makes EINTR of it or enters it again */
    MOMENT_OFF,            /* it gave up the CPU to wait; being preempted is no moment */
    MOMENT_ON,             /* it runs again after that */
    MOMENT_READY,          /* a socket had data for it; the wake-up below follows from that */
    MOMENT_WOKEN,          /* `by` made it runnable */
    MOMENT_COPY,           /* the first of `value` bytes is about to be copied to it */
    MOMENT_SIGNAL_SENT,    /* signal `value` was sent to it */
    MOMENT_SIGNAL_HANDLED, /* signal `value` interrupts it */
};

enum { MOMENT_NAME = 16 };

struct moment_record {
    enum moment_kind kind;
    pid_t tid;     /* the watched task */
    int64_t t;     /* CLOCK_MONOTONIC ns, by the kernel's own reading */
    int64_t value; /* see above */
    pid_t by;      /* WOKEN: the thread on whose CPU time it happened; 0: the idle task */
    char by_name[MOMENT_NAME]; /* its name (comm), "" if it is not known */
    bool interrupt; /* WOKEN: by an interrupt, a timer's for instance, which borrowed that thread */
};

struct recorder;

struct recorder_ops {
    enum evidence kind; /* SWITCH or TRACEPOINT */
    /* Can this machine and this user? If not: one sentence, why and how to allow it. */
    bool (*probe)(struct error *why);
    /* NULL with a sentence. */
    struct recorder *(*open)(struct error *error);
    /* Frees every ring and descriptor. NULL is fine. */
    void (*close)(struct recorder *recorder);
    /* From now on, until unwatch, moments of this thread of our process are recorded. */
    bool (*watch)(struct recorder *recorder, pid_t tid, struct error *error);
    void (*unwatch)(struct recorder *recorder, pid_t tid);
    /* Takes out up to `room` moments, oldest first over all rings; returns how many. Whatever the
     * kernel wrote before the call is there. */
    size_t (*drain)(struct recorder *recorder, struct moment_record *out, size_t room);
    /* How many records of watched threads the kernel has had no room for so far; before Linux 6.0:
     * as far as a later record tells. (What arrives at any socket of a busy machine may cost a
     * READY; that is not counted.) */
    int64_t (*lost)(const struct recorder *recorder);
    /* The kernel's names of what is recorded here ("sched:sched_switch"), NULL at their end; what
     * this kernel does not have is not among them. Lives as long as the recorder. */
    const char *const *(*names)(const struct recorder *recorder);
};

extern const struct recorder_ops recorder_switch; /* perf context-switch records; no privilege */
extern const struct recorder_ops recorder_tracepoint; /* perf tracepoints; CAP_PERFMON */

/* The recorder for that kind of evidence ("tracepoint", "switch"); "proc": none, what everyone has
 * will do; NULL: the finest that this machine and this user can have. False with a sentence if
 * there is no such kind, or not here. */
bool recorder_choose(const char *name, const struct recorder_ops **chosen, struct error *error);

#endif
