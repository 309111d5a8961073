/* witness: what somebody else saw of a run's threads, strace or the kernel's ftrace, and how our
 * trace is held against it.
 *
 *     log ──▶ sightings ──▶ life of a thread ──▶ testimony: the page's calls ──▶ hold
 *     our trace ──▶ what is told of each task ────────────────────────────────────▲
 *
 * Times are ns on the witness's own clock, which runs like ours but begins elsewhere. One thread.
 */
#ifndef WAITSCOPE_WITNESS_H
#define WAITSCOPE_WITNESS_H

#include <stdio.h>

#include "error.h"
#include "trace.h"

enum { SIGHTING_ARGUMENTS = 4 };

/* One thing that a thread did or met. */
struct sighting {
    int thread;
    int signal;    /* 0: it is a system call */
    int code;      /* of a signal: si_code */
    char name[24]; /* the kernel's name of the call, "exit" for the thread's end */
    /* What is a number; a pointer is 0 or not 0. */
    int64_t arguments[SIGHTING_ARGUMENTS];
    int64_t entered;
    int64_t left; /* not after the call was over; INT64_MAX: it was never seen to be over */
    bool returned;
    bool interrupted; /* the kernel will do it again, or let it fail, after a signal */
    int64_t result;   /* -1 with `error` */
    int error;
};

struct witness {
    struct sighting *sightings;
    size_t count, room;
    int64_t grain; /* ns by which its stamps may be off: they were rounded */
};

/* Both take every thread that they find. False with a sentence if a line cannot be understood. */
bool witness_read_strace(struct witness *witness, FILE *log, struct error *error);
bool witness_read_ftrace(struct witness *witness, FILE *log, struct error *error);
void witness_free(struct witness *witness);

/* For the readers: a new sighting, zeroed; pointers to others are no longer good. */
struct sighting *witness_add(struct witness *witness, int thread);
/* The thread's latest call, if it has not returned; else NULL. */
struct sighting *witness_open_call(struct witness *witness, int thread);

/* ---- what concerns the page ---- */

/* A call that the page made, as the witness saw it. */
struct testified_call {
    struct sighting seen;
    int64_t before; /* not after the end of the thread's system call before this one */
    int64_t after;  /* when its next one began; INT64_MAX: there was none */
    bool cut;       /* the lab ended the thread directly after it: its return may be missing */
};

struct testified_signal {
    int signal, code;
    int64_t at;
    int64_t after; /* the thread's next system call */
};

struct testimony {
    struct testified_call *calls;
    size_t call_count;
    struct testified_signal *signals;
    size_t signal_count;
};

/* What the page did in that thread: without what is the lab's. `open`: its gates were open. False
 * with a sentence if the thread made a call that is neither a page's nor the lab's. */
bool testimony_take(struct testimony *testimony, const struct witness *witness, int thread,
                    bool open, struct error *error);
void testimony_free(struct testimony *testimony);

/* Is `name` what the kernel calls our `call`, or part of it? */
bool call_is_seen_as(enum call call, const char *name);
/* Is it what any call of a page is seen as? */
bool name_is_of_page(const char *name);
/* Which argument of the system call is the descriptor; -1: none is. */
int call_descriptor_argument(enum call call);
/* The kernel's name of a number on this machine; NULL: not one that matters here. */
const char *system_call_name(long number);

/* ---- the two held together ---- */

struct holding {
    size_t tasks, calls, signals, measures;
    int64_t slack;         /* ns: how far the two clocks' distance can be told */
    int64_t longer_median; /* ns by which our durations exceed the witness's */
    int64_t longer_max;
    int64_t allowed_max; /* ns: the most by which one of them could have */
};

/* False with a sentence: the first thing in which they differ. */
bool witness_hold(const struct witness *witness, const struct trace *trace, struct holding *holding,
                  struct error *error);

struct told_task;
/* The same for a page whose calls were only counted. */
bool measure_hold(const struct witness *witness, const struct told_task *task,
                  const struct testimony *testimony, struct error *error);

#endif
