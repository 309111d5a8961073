/* event-unknown: members of a JSON object that this version does not know, as a newer one wrote
 * them. They are kept, so that what is written again is what was read: `unknown` of an event and of
 * a trace's header holds them, one after the other. Any thread. */
#ifndef WAITSCOPE_EVENT_UNKNOWN_H
#define WAITSCOPE_EVENT_UNKNOWN_H

#include "event.h"

/* One of them: its key and its value as they stood, `"key":value`, and the number of the known
 * member before which it stood (of an event: the field). More than there are: behind all others. */
struct unknown {
    int before;
    struct bytes text;
};

/* How many bytes one takes in `unknown`. */
size_t unknown_size(size_t text_size);
/* Writes it there. Returns how many bytes that were. */
size_t unknown_put(const struct unknown *unknown, unsigned char *out);
/* The one at *at, which goes on to the next and begins at 0. False: there is no more. */
bool unknown_next(struct bytes all, size_t *at, struct unknown *out);

#endif
