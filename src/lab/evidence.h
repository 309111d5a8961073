/* evidence: what the machine lets us know about a task that is inside a call, beyond our own
 * stamps. A back end is one row of a const table; this is the one that everyone has. The screen's
 * thread. */
#ifndef WAITSCOPE_EVIDENCE_H
#define WAITSCOPE_EVIDENCE_H

#include "task.h"

/* One task's /proc files, open for as long as it is watched. */
struct watch {
    int stat, syscall, wchan, status;
};

/* What was seen. */
struct sleep_observation {
    uint32_t number; /* the call, as numbered by the task */
    enum call call;
    int64_t entered; /* CLOCK_MONOTONIC ns */
    int64_t seen;    /* CLOCK_MONOTONIC ns */
    char kernel[64]; /* the kernel function it sleeps in, "" if the machine does not tell */
};

struct evidence_ops {
    const char *name;
    enum evidence kind;
    bool (*open)(struct watch *watch, pid_t tid, struct error *error);
    void (*close)(struct watch *watch);
    /* Is the task asleep in the kernel inside a call? Never true on a guess: its state, its system
     * call and its slot must agree, before and after. */
    bool (*asleep)(const struct watch *watch, const struct task *task,
                   struct sleep_observation *seen);
    /* Voluntary context switches of the task so far, -1: not known. */
    int64_t (*switches)(const struct watch *watch);
    /* Is no signal on its way to the task, and no handler of the page running in it? */
    bool (*quiet)(const struct watch *watch, const struct task *task);
};

/* /proc/self/task/TID: state S and the number of the system call. Needs no privilege. */
extern const struct evidence_ops evidence_proc;

#endif
