/* scale: what one call of select, poll and epoll_wait costs while `idle` connections have nothing
 * to say and one more has a byte. Each is called over and over, as a server calls it: without a
 * time limit, select with a fresh copy of its set; nobody reads the byte. A batch of calls is timed
 * as a whole, by one clock reading before and one after it; the figure is the median of several
 * batches. In each another connection is the one that has the byte, from the first to the last: how
 * far select and poll come before they find it is part of what they cost.
 *
 * In turns, for a session that must not wait. The screen's thread, while no page runs. */
#ifndef WAITSCOPE_SCALE_H
#define WAITSCOPE_SCALE_H

#include <stdbool.h>
#include <stdint.h>

#include "event.h"

enum {
    SCALE_IDLE_MAX = 100000,
    SCALE_BATCHES = 11,
};

/* What was called: the columns of the table. */
enum scale_call { SCALE_SELECT, SCALE_POLL, SCALE_EPOLL, SCALE_CALLS };

enum scale_outcome {
    SCALE_MEASURED,
    SCALE_REFUSED, /* a descriptor of FD_SETSIZE or more, for which an fd_set has no room */
    SCALE_FAILED,  /* the machine did not allow it: see `error` */
};

struct scale_figure {
    enum call call;
    enum scale_outcome outcome;
    int error;     /* FAILED: errno; EMFILE is the limit of descriptors */
    int64_t limit; /* EMFILE: how many this process may have open */
    int64_t calls; /* MEASURED: how many were timed, in all batches */
    int64_t ns;    /* MEASURED: of one call */
};

struct scale;
struct crowd;

/* idle: 1 to SCALE_IDLE_MAX. Never NULL: what fails is in the figures. */
struct scale *scale_new(int idle);
/* Makes some connections or times a batch of each call, some 30 ms of work. True if it is over. */
bool scale_turn(struct scale *scale);
/* SCALE_CALLS of them, once it is over. */
const struct scale_figure *scale_figures(const struct scale *scale);
/* Its connections, for a bench that makes the same calls on them between two turns. */
struct crowd *scale_crowd(struct scale *scale);
/* Closes all and puts the limit of descriptors back. NULL is allowed. */
void scale_free(struct scale *scale);

/* All of it in one go. */
void scale_measure(int idle, struct scale_figure figures[SCALE_CALLS]);

/* "measured", "refused", "failed" */
const char *scale_outcome_name(enum scale_outcome outcome);

#endif
