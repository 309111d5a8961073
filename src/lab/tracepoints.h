/* tracepoints: kernel tracepoints, hit on any CPU for some threads of ours, as records.
 *
 *     a CPU:  syscalls, copies, signals, wake-ups ──▶ ring ─┐
 *             arrivals at any socket              ──▶ ring ─┴▶ read
 *
 * Which socket an arrival is at, the kernel cannot be asked beforehand: these come of all sockets,
 * and have a ring beside, so that a busy machine costs no other record its room.
 *
 * sched:sched_switch is not among them. A thread gets an idle CPU back in a switch that the idle
 * task makes, and there are machines where perf has no tracepoint hit of some CPU's idle task:
 * switches.h has them all. One thread. */
#ifndef WAITSCOPE_TRACEPOINTS_H
#define WAITSCOPE_TRACEPOINTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "error.h"

enum tracepoint {
    TRACEPOINT_ENTER,
    TRACEPOINT_EXIT,
    TRACEPOINT_COPY,
    TRACEPOINT_GENERATE,
    TRACEPOINT_DELIVER,
    TRACEPOINT_WAKING,
    TRACEPOINT_ARRIVAL,
    TRACEPOINT_COUNT
};

/* What of an integer field a record can have. */
enum { TRACEPOINT_FIELDS = 2 };

struct tracepoint_record {
    enum tracepoint point;
    int cpu;
    int64_t t;     /* CLOCK_MONOTONIC ns */
    pid_t pid;     /* the thread on whose CPU time it happened; 0: the idle task */
    int64_t flags; /* of the context: enum tracepoint_flags */
    /* ENTER id · EXIT ret · COPY len · GENERATE sig, pid · DELIVER sig · WAKING pid */
    int64_t fields[TRACEPOINT_FIELDS];
};

/* Of the flags that the kernel has in each record, those that say whose time it was. */
enum tracepoint_flags {
    TRACEPOINT_HARDIRQ = 0x08,
    TRACEPOINT_SOFTIRQ = 0x10,
    TRACEPOINT_NMI = 0x40,
    TRACEPOINT_CONTEXT = TRACEPOINT_HARDIRQ | TRACEPOINT_SOFTIRQ | TRACEPOINT_NMI,
};

struct tracepoints;

/* "sched:sched_switch" */
const char *tracepoint_name(enum tracepoint point);

/* May this user have them here? If not: a sentence. */
bool tracepoints_probe(struct error *why);
/* What is read goes to take(to, …), record by record, each ring in its order. NULL with a sentence.
 */
struct tracepoints *tracepoints_new(void (*take)(void *to, const struct tracepoint_record *record),
                                    void *to, struct error *error);
/* NULL is fine. */
void tracepoints_free(struct tracepoints *set);

/* From now on those that have to do with these threads are recorded, and no others; what was
 * recorded so far is read. False with a sentence: all is as before. */
bool tracepoints_watch(struct tracepoints *set, const pid_t *tids, size_t count,
                       struct error *error);
/* Whatever there is. An arrival that came before another record is read in the same go. */
void tracepoints_read(struct tracepoints *set);

/* How many records had no room so far, without the arrivals: those are other sockets' as well. */
int64_t tracepoints_lost(const struct tracepoints *set);
/* The names of those that this kernel has, NULL at their end. */
const char *const *tracepoints_names(const struct tracepoints *set);

#endif
