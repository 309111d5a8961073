/* why-asleep: one to three sentences about a task that sleeps in a call. Pure. */
#ifndef WAITSCOPE_WHY_ASLEEP_H
#define WAITSCOPE_WHY_ASLEEP_H

#include "world.h"

/* Appends to out[size] why the call that was entered so does not return. */
void why_asleep_add(const struct world *world, const struct event *enter, char *out, size_t size);

#endif
