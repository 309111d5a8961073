/* chrome-call: a task's calls as slices with their phases in them, and arrows from the clients'
 * acts that woke them. Of use to export-chrome alone. One thread. */
#ifndef WAITSCOPE_CHROME_CALL_H
#define WAITSCOPE_CHROME_CALL_H

#include "call-times.h"
#include "chrome.h"

/* What an act of a client may wake: who waits for a connection, for bytes or their end, for room.
 */
enum chrome_wakes {
    WAKES_ACCEPT = 1,
    WAKES_READ = 2,
    WAKES_WRITE = 4,
};

/* A client's act while a call was under way. */
struct chrome_cause {
    const char *client;
    enum chrome_wakes wakes;
    struct chrome_lane lane;
    int64_t t;
};

/* A call that has not returned. Inside it a signal's handler may call too. */
struct chrome_call {
    size_t enter; /* the enter event's place in the trace; of what it says: */
    enum call call;
    int64_t number;
    struct call_times times;
    bool seen_in_kernel;
    enum evidence evidence[EVENT_COUNT]; /* of its phases */
    const char *waker;                   /* who woke it, if the kernel's own records say */
    int64_t free;                        /* its slice starts here at the earliest */
    int64_t inner; /* slices that were written since it was entered begin here; -1: none was */
    struct chrome_cause *causes;
    int cause_count;
};

/* A thread that runs a page. */
struct chrome_task {
    const char *name;
    const char *server; /* the page, NULL: not known */
    struct chrome_lane lane;
    struct chrome_call *calls; /* the innermost is the last */
    int call_count, call_room;
};

/* What a call's answer says of a descriptor: which of the acts could have woken it. Who asks: does
 * this act of that client belong to the answer? */
typedef bool chrome_explains(void *context, const struct event *returned,
                             const struct chrome_cause *cause);

void chrome_task_enter(struct chrome_task *task, const struct event *enter);
/* An asleep, ready, awake or copy event. */
void chrome_task_phase(struct chrome_task *task, const struct event *event);
/* Writes the call's slices if `shown`. Takes the call off the task. */
void chrome_task_return(struct chrome *chrome, struct chrome_task *task,
                        const struct event *returned, bool shown, chrome_explains *explains,
                        void *context);
/* Writes what has not returned by `end`, if shown, and takes it off. */
void chrome_task_give_up(struct chrome *chrome, struct chrome_task *task, int64_t end, bool shown);
/* A client acts: one of the causes of all that is under way. */
void chrome_task_cause(struct chrome_task *task, const struct chrome_cause *cause);
void chrome_task_free(struct chrome_task *task);

/* The parts of a call that has returned, as slices inside its own, which lies from `from` to `to`.
 */
void chrome_phases_write(struct chrome *chrome, const struct chrome_lane *lane,
                         const struct chrome_call *call, int64_t from, int64_t to);

#endif
