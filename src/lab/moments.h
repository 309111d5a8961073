/* moments: what was read from several rings, in one order. Each ring is in order by itself; a
 * record that the kernel writes while the rings are read, one after the other, may lie in one that
 * was read already: so what is younger than the reading waits for the next one. One thread. */
#ifndef WAITSCOPE_MOMENTS_H
#define WAITSCOPE_MOMENTS_H

#include "recorder.h"

/* A task that was preempted runs again; that is neither OFF nor ON. This kind stays inside. */
enum { MOMENT_PREEMPTED = -1 };

struct waiting_moment {
    struct moment_record record;
    uint64_t place; /* in the order of reading */
};

/* Is the task off the CPU to wait? */
struct moment_task {
    pid_t tid;
    bool off;
};

/* All zero is empty. */
struct moments {
    struct waiting_moment *waiting;
    size_t count, room;
    uint64_t places;
    struct moment_task *tasks;
    size_t task_count;
};

void moments_fini(struct moments *moments);
/* Begins anew with that task: nothing is known of it. */
void moments_begin_task(struct moments *moments, pid_t tid);
void moments_add(struct moments *moments, const struct moment_record *record);
/* Takes out up to `room` of those not younger than `until` (CLOCK_MONOTONIC ns), oldest first;
 * returns how many. An ON without its OFF is left out. */
size_t moments_take(struct moments *moments, int64_t until, struct moment_record *out, size_t room);

#endif
