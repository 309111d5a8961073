/* life: one thread's sightings, put together: what a signal handler did inside a call, a
 * call that a signal interrupted, a call that the lab makes of two. One thread. */
#ifndef WAITSCOPE_WITNESS_LIFE_H
#define WAITSCOPE_WITNESS_LIFE_H

#include "witness.h"

#include <sys/types.h>

struct moment {
    struct sighting seen;
    int depth;    /* how many signal handlers it is in */
    bool dropped; /* it is part of another one, or tells nothing */
    bool cut;     /* the lab ended the thread directly after it */
};

struct life {
    struct moment *at;
    size_t count;
    size_t begin, end; /* of the page's part: before and after it the lab is at work */
};

void life_take(struct life *life, const struct witness *witness, int thread);
void life_free(struct life *life);

/* The next or previous call (step 1 or -1) at the same depth; -1: there is none. */
ssize_t life_beside(const struct life *life, size_t index, int step);

bool moment_is(const struct moment *moment, const char *name);

#endif
