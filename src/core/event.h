/* event: one line of a trace, and the tables that name everything in it.
 *
 * An event is a plain value. A bit in `has` says which members are set; an unset member is 0.
 * Texts and byte strings are borrowed: trace_append() copies what it is given. Any thread. */
#ifndef WAITSCOPE_EVENT_H
#define WAITSCOPE_EVENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define EVENT(name, json, picture, help) EVENT_##name,
enum event_kind {
#include "event.def"
    EVENT_COUNT
};

#define EVIDENCE(name, json, help) EVIDENCE_##name,
enum evidence {
#include "event.def"
    EVIDENCE_COUNT
};

#define CALL(name, ...) CALL_##name,
enum call {
#include "call.def"
    CALL_COUNT
};
#undef CALL

#define FIELD(member, ...) FIELD_##member,
enum field {
#include "event.def"
    FIELD_COUNT
};

enum field_type {
    TYPE_INT,
    TYPE_TEXT,
    TYPE_SET,
    TYPE_LIST,
    TYPE_DATA,
    TYPE_ERRNO,
    TYPE_SIGNAL,
    TYPE_SIGNALS,
    TYPE_KIND,
    TYPE_CALL,
    TYPE_EVIDENCE,
    TYPE_NAME,
    TYPE_FLAGS,
};

/* TYPE_DATA: bytes as they are. TYPE_SET: a bitmap, bit n of byte n / 8 is descriptor n. TYPE_LIST:
 * struct list_entry after struct list_entry, at any alignment. */
struct bytes {
    const unsigned char *at;
    size_t size;
};

#define MEMBER_INT      int64_t
#define MEMBER_ERRNO    int64_t
#define MEMBER_SIGNAL   int64_t
#define MEMBER_SIGNALS  int64_t
#define MEMBER_KIND     int64_t
#define MEMBER_CALL     int64_t
#define MEMBER_EVIDENCE int64_t
#define MEMBER_NAME     int64_t
#define MEMBER_FLAGS    int64_t
#define MEMBER_TEXT     const char *
#define MEMBER_SET      struct bytes
#define MEMBER_LIST     struct bytes
#define MEMBER_DATA     struct bytes

#define FIELD(member, json, type, ...) MEMBER_##type member;
struct event {
    uint64_t has[2];
#include "event.def"
    struct bytes unknown; /* fields of a newer version (event-unknown.h), or empty */
};

_Static_assert(FIELD_COUNT <= 128, "event.has has a bit a field");

/* One descriptor of a LIST; in JSON "4:IN|RDHUP". fd may be negative. */
struct list_entry {
    int32_t fd;
    uint32_t events; /* table `ready` */
};

/* Data and lists longer than this are cut, and the event marked. */
enum {
    EVENT_DATA_MAX = 1024, /* bytes */
    EVENT_LIST_MAX = 1024, /* entries */
};

/* A trace file holds integers exactly up to this; event_set() keeps TYPE_INT within it. */
#define EVENT_INTEGER_MAX INT64_C(999999999999999)

static inline bool event_has(const struct event *event, enum field field) {
    return event->has[field / 64] >> field % 64 & 1;
}

/* Takes a field back. */
void event_clear(struct event *event, enum field field);

/* Setters: the value and its bit. The integer setter takes every type that is an int64_t. */
void event_set(struct event *event, enum field field, int64_t value);
void event_set_text(struct event *event, enum field field, const char *text);
void event_set_bytes(struct event *event, enum field field, const void *at, size_t size);

/* The value of an integer field (0 if unset), a text field (NULL if unset), a SET, LIST or DATA
 * field. */
int64_t event_get(const struct event *event, enum field field);
const char *event_get_text(const struct event *event, enum field field);
struct bytes event_get_bytes(const struct event *event, enum field field);

/* How many entries a LIST has; the one at index < list_count(). */
size_t list_count(struct bytes list);
struct list_entry list_at(struct bytes list, size_t index);
/* The readiness bits of descriptor fd, 0 if it is not in the list; *found (may be NULL): is it? */
uint32_t list_events(struct bytes list, int64_t fd, bool *found);

/* Is descriptor fd in the set? */
bool set_has(struct bytes set, int fd);

/* One row a field. */
struct field_row {
    const char *name;
    enum field_type type;
    const char *table; /* of NAME and FLAGS, else "0" */
    bool same;         /* two recordings of a lesson must agree in it */
    const char *help;
};
const struct field_row *field_row(enum field field);
/* FIELD_COUNT if no field has that name. */
enum field field_find(const char *name);

const char *event_kind_name(enum event_kind kind);
/* Does stepping by one event stop here? */
bool event_kind_has_picture(enum event_kind kind);
/* Does an event of that kind always have the field? */
bool event_kind_needs(enum event_kind kind, enum field field);
const char *evidence_name(enum evidence evidence);
const char *evidence_help(enum evidence evidence);
const char *call_name(enum call call);
/* What a task that sleeps in it waits for (untranslated msgid), "" if it never sleeps. */
const char *call_waits_for(enum call call);
/* Is `number` a system call that the kernel may show while a task is in `call`? */
bool call_is_kernel_number(enum call call, long number);

/* The text of an integer field's value as it stands in JSON ("EAGAIN", "send", "MSG_NOSIGNAL",
 * "42"), written to out[size]; returns out. 128 bytes are always enough. */
const char *field_format(enum field field, int64_t value, char *out, size_t size);
/* The reverse, for the types whose JSON form is a string. False if the name is unknown. */
bool field_parse(enum field field, const char *text, int64_t *value);

/* The same for an entry of a LIST: "4:IN|RDHUP", "-1:IN", "5:0". 128 bytes are always enough. */
const char *list_entry_format(struct list_entry entry, char *out, size_t size);
bool list_entry_parse(const char *text, struct list_entry *entry);

/* Bytes as printable ASCII with C escapes (\n \r \t \\ \" \xHH). Writes at most size - 1
 * characters, never half an escape; returns how many bytes of the input were written. */
size_t bytes_escape(struct bytes bytes, char *out, size_t size);
/* The reverse. Returns how many bytes were written to out (at most size), or -1 on a bad escape. */
long bytes_unescape(const char *text, unsigned char *out, size_t size);

/* Do two events agree in everything that two recordings must agree in? If not, *field is the first
 * field that differs. */
bool event_same(const struct event *a, const struct event *b, enum field *field);

#endif
