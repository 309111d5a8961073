/* world-ready: what select, poll and epoll were asked and what they answered, and the interest
 * lists of epoll, folded in. Only world*.c include it. */
#ifndef WAITSCOPE_WORLD_READY_H
#define WAITSCOPE_WORLD_READY_H

#include "world.h"

/* Shared with world.c: NULL is the same as nothing. */
bool world_same_text(const char *a, const char *b);
/* Numbers are used again, and the latest is the one that is meant. gen < 0: any. NULL: none. */
struct world_descriptor *world_find_descriptor(struct world *world, int64_t fd, int64_t gen);

/* Is it a call that asks which descriptors are ready? */
bool world_is_question(enum call call);
/* The enter event of such a call; its return event. */
void world_apply_asked(struct world *world, const struct event *event);
void world_apply_answer(struct world *world, const struct event *event);
/* An interest event. */
void world_apply_interest(struct world *world, const struct event *event);
/* The descriptor has been closed. */
void world_close_interest(struct world *world, struct world_descriptor *closed);

#endif
