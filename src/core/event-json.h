/* event-json: an event as members of a JSON object, as they stand in a trace file. One thread at a
 * time. */
#ifndef WAITSCOPE_EVENT_JSON_H
#define WAITSCOPE_EVENT_JSON_H

#include "trace.h"
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

static inline bool field_set_has(const struct field_set *set, enum field field) {
    return set->bits[field / 64] >> field % 64 & 1;
}

/* Writes events of one trace, from where they stand packed. It remembers the members that are names
 * of numbers, and texts, because to put them together costs more than all the rest. */
struct event_json;

/* Borrows both. */
struct event_json *event_json_new(struct writer *writer, const struct trace *trace);
void event_json_free(struct event_json *json);

/* Writes an object with the event's seq and those of its fields that are in the set, in the order
 * of event.def, but not its end: {"seq":0,"t":17,… */
void event_json_members(struct event_json *json, size_t index, const struct field_set *set);

/* All of it, as an object, with that number as its seq. */
void event_json_object(struct event_json *json, size_t index, int64_t seq);

/* What field_format() says, remembered. It lives until the next call. */
const char *event_json_name(struct event_json *json, enum field field, int64_t value);

#endif
