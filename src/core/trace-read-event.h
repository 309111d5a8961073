/* trace-read-event: one line of a trace file as an event. Of use to trace-read.c alone. */
#ifndef WAITSCOPE_TRACE_READ_EVENT_H
#define WAITSCOPE_TRACE_READ_EVENT_H

#include "event.h"
#include "json.h"

enum {
    SET_DESCRIPTORS = 65536, /* a set's descriptors are below this */
    EVENT_BLOBS = 6,         /* fields of type SET, LIST and DATA */
};

/* Where the bytes of an event are while it is read. */
struct event_room {
    unsigned char blobs[EVENT_BLOBS][SET_DESCRIPTORS / 8];
    int used;
};

/* Reads the object at the document's root. Texts belong to the document, bytes to the room: append
 * the event before either goes. `lenient`: fields of unknown name are left out, not refused. False
 * with a sentence. */
bool event_read_json(const struct json *json, bool lenient, struct event_room *room,
                     struct event *event, struct error *error);

#endif
