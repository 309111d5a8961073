/* switches: the kernel's scheduler records of threads of ours: one small ring a thread, on whatever
 * CPU it runs. No privilege is needed where perf_event_paranoid is 2 or less. One thread. */
#ifndef WAITSCOPE_SWITCHES_H
#define WAITSCOPE_SWITCHES_H

#include "moments.h"

struct switch_ring;

/* All zero: nobody is watched. */
struct switches {
    struct switch_ring *rings;
    size_t count;
    int64_t lost; /* of rings that are closed */
};

/* False with a sentence: why not, and how to allow it. */
bool switches_probe(struct error *why);
void switches_fini(struct switches *switches);
bool switches_watch(struct switches *switches, pid_t tid, struct error *error);
/* What is in the thread's ring goes to `moments` before it is gone. */
void switches_unwatch(struct switches *switches, pid_t tid, struct moments *moments);
/* Adds OFF, ON and PREEMPTED to `moments`. */
void switches_read(struct switches *switches, struct moments *moments);
/* How many records had no room so far. */
int64_t switches_lost(const struct switches *switches);

/* The kernel's name of what is recorded. */
#define SWITCHES_NAME "PERF_RECORD_SWITCH"

#endif
