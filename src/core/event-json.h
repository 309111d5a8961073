/* event-json: an event as members of a JSON object, as they stand in a trace file. One thread at a
 * time. */
#ifndef WAITSCOPE_EVENT_JSON_H
#define WAITSCOPE_EVENT_JSON_H

#include "event.h"
#include "writer.h"

/* Some of an event's fields, a bit each as in `has`. */
struct field_set {
    uint64_t bits[2];
};

static inline void field_set_add(struct field_set *set, enum field field) {
    set->bits[field / 64] |= UINT64_C(1) << field % 64;
}

static inline void field_set_remove(struct field_set *set, enum field field) {
    set->bits[field / 64] &= ~(UINT64_C(1) << field % 64);
}

/* Writes events. It remembers the names of numbers that it has written, because to look them up
 * costs more than all the rest. */
struct event_json;

/* Borrows the writer. */
struct event_json *event_json_new(struct writer *writer);
void event_json_free(struct event_json *json);

/* Writes those of the event's fields that are in the set, in the order of event.def, each with
 * `before` in front of it; of the first it is `first`: {"seq":0,"t":17,…. Returns how many. */
int event_json_members(struct event_json *json, const struct event *event,
                       const struct field_set *set, char first);

/* All of it, as an object. */
void event_json_object(struct event_json *json, const struct event *event);

/* What field_format() says, remembered. It lives until the next call for that field. */
const char *event_json_name(struct event_json *json, enum field field, int64_t value);

#endif
