/* trace-unknown: keeps what a newer version wrote (event-unknown.h) while a trace is read. Of use
 * to trace-read*.c alone. */
#ifndef WAITSCOPE_TRACE_UNKNOWN_H
#define WAITSCOPE_TRACE_UNKNOWN_H

#include "event-unknown.h"
#include "json.h"

/* Grows as need be; {0} is empty. The caller frees bytes. */
struct unknown_room {
    unsigned char *bytes;
    size_t used, room;
};

/* Which known member of the object has that key, from 0 to below 255; -1: none has. */
typedef int unknown_known(const char *key);

/* Collects the unknown members of the object at the document's root, whose text this is. They are
 * in the room until the next call. */
struct bytes unknown_collect(struct unknown_room *room, const struct json *json, const char *text,
                             size_t size, unknown_known *known);

#endif
