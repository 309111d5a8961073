/* ladder-rungs: the rows of the latest call in the ladder, in the order of time. Pure. */
#ifndef WAITSCOPE_LADDER_RUNGS_H
#define WAITSCOPE_LADDER_RUNGS_H

#include "call-times.h"
#include "view.h"

enum { RUNGS = 24 };

enum rung_kind {
    RUNG_EVENT,
    RUNG_ARRIVAL, /* the stamp that the return brought; if the kernel said no better */
    RUNG_WOKEN,   /* the task was made runnable; if nothing says more of what it waited for */
};

struct rung {
    enum rung_kind kind;
    int64_t t;
    size_t seq; /* EVENT: of what it shows */
    bool waits; /* the wait goes on in this row */
};

struct rungs {
    struct rung at[RUNGS];
    int count;
    size_t enter; /* the call's enter event */
    struct call_times times;
};

/* Of the call that was entered at `enter`. */
void rungs_collect(struct rungs *rungs, const struct view *view, size_t enter);

/* Takes so many rows out: what clients did, which the stage shows too, then the oldest; never the
 * first. */
void rungs_thin(struct rungs *rungs, const struct view *view, int count);

#endif
