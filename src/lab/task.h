/* task: a thread that runs a server page, held at a gate before and after each call.
 *
 *     page ── traced call ──▶ gate ── kernel ──▶ gate ── page
 *                              ▲                  ▲
 *                           released by the director, one passage a release
 *
 * The slot is shared memory, for a forked child's sake. Functions say which thread may call. */
#ifndef WAITSCOPE_TASK_H
#define WAITSCOPE_TASK_H

#include <pthread.h>
#include <setjmp.h>
#include <signal.h>

#include "arena.h"
#include "error.h"
#include "record.h"
#include "servers.h"
#include "tally.h"

/* Arguments that a page can be given after the port. */
enum { TASK_ARGUMENTS = 4 };

/* Wakes a task out of any call when it must end. (SIGRTMAX is valgrind's.) */
#define TASK_WAKE_SIGNAL (SIGRTMIN + 5)

struct slot {
    _Atomic uint32_t arrivals; /* how often the task has come to a gate */
    _Atomic uint32_t permits;  /* how often it was let pass; a futex */
    _Atomic uint32_t open;     /* gates are open: nothing is held or recorded, only counted */
    _Atomic uint32_t counted;  /* open gates: for ticks_now() */
    _Atomic uint32_t stamped;  /* open gates: its sockets have SO_TIMESTAMPNS */
    _Atomic uint32_t handlers; /* the page has installed signal handlers */
    _Atomic uint32_t handling; /* one of them is running */
    _Atomic uint32_t timed;    /* the call that it is inside ends by itself: it has a timeout */
    _Atomic uint32_t inside;   /* number of the call whose kernel part it is in, else 0 */
    _Atomic int64_t entered;   /* CLOCK_MONOTONIC ns at which that began; not with open gates */
    _Atomic uint32_t watched;  /* the director waits for the next arrival: write the eventfd */
    _Atomic uint32_t ending;   /* the task must end */
    _Atomic uint32_t gone;     /* it has ended; a futex */
    _Atomic int tid;
    _Atomic int call; /* enum call, while inside */
    struct tally tally;
    struct ring ring;
};

/* Equal failures one after the other become one event: a page that polls makes a million a second.
 */
struct fold {
    bool armed; /* the latest call said EAGAIN; it was this one: */
    enum call id;
    const char *file;
    int line, fd;
    bool active;     /* it is said again and again, and that is not yet written down: */
    uint32_t number; /* of the first that is not */
    int64_t times, entered, left; /* ns: when the first was entered, when the last returned */
};

struct task {
    const struct server *server;
    const char *const *arguments; /* borrowed; after the port, NULL at the end */
    char name[16];
    struct slot *slot;
    struct arena *arena; /* borrowed; what the page allocates */
    int notify;          /* borrowed eventfd */
    pthread_t thread;
    struct fold fold;
    uint32_t calls;                /* numbers given out */
    struct sigaction handlers[65]; /* the page's own, by signal */
    sigjmp_buf end;                /* where an ended task goes */
};

/* The task that the calling thread is, NULL on the screen's thread. */
extern _Thread_local struct task *task_self;

/* ---- the screen's thread ---- */

/* Starts the thread with the page's arguments after the port (NULL at their end); it comes to its
 * first gate before any page code runs. False with a sentence if the machine has no more threads or
 * memory. `notify` is written on arrivals that are watched. */
bool task_start(struct task *task, const struct server *server, const char *name,
                const char *const *arguments, int notify, struct arena *arena, struct error *error);
/* Is it waiting at a gate? */
bool task_is_held(const struct task *task);
bool task_is_gone(const struct task *task);
/* Lets a held task go on to its next gate. */
void task_release(struct task *task);
/* From now on its gates are open. */
void task_open_gates(struct task *task);
/* Ends it wherever it is, joins it and frees the slot. */
void task_end(struct task *task);

/* ---- the task itself, async-signal-safe ---- */

/* Waits until released; does not return if the task must end. */
void task_gate(void);
/* Leaves the page at once: `act` ("exited", "killed") and value go into the task-end event. */
_Noreturn void task_leave(const char *act, enum field field, int64_t value);

#endif
