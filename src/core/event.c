#include <config.h>

#include "event.h"

#include "i18n.h"

#include <assert.h>
#include <string.h>
#include <sys/syscall.h>

/* Newer architectures have only the call that the library builds select from. */
#ifndef SYS_select
#define SYS_select SYS_pselect6
#endif

#define SAME                                         true
#define MEASURED                                     false
#define FIELD(member, json, type, table, same, help) {json, TYPE_##type, #table, same, help},
static const struct field_row field_rows[FIELD_COUNT] = {
#include "event.def"
};

#define FIELD(member, ...) offsetof(struct event, member),
static const size_t field_offsets[FIELD_COUNT] = {
#include "event.def"
};

struct kind_row {
    const char *name;
    bool has_picture;
};

#define PICTURE                          true
#define PLAIN                            false
#define EVENT(name, json, picture, help) {json, picture},
static const struct kind_row kind_rows[EVENT_COUNT] = {
#include "event.def"
};

struct need_row {
    enum event_kind kind;
    enum field field;
};

#define NEEDS(kind, member) {EVENT_##kind, FIELD_##member},
static const struct need_row need_rows[] = {
#include "event.def"
};

struct evidence_row {
    const char *name;
    const char *help;
};

#define EVIDENCE(name, json, help) {json, help},
static const struct evidence_row evidence_rows[EVIDENCE_COUNT] = {
#include "event.def"
};

struct call_row {
    const char *name;
    const char *waits_for;
    const long *numbers;
    size_t count;
};

#define CALL(name, waits_for, ...) static const long name##_numbers[] = {__VA_ARGS__};
#include "call.def"
#define CALL(name, waits_for, ...)                                                                 \
    {#name, waits_for, name##_numbers, sizeof name##_numbers / sizeof name##_numbers[0]},
static const struct call_row call_rows[CALL_COUNT] = {
#include "call.def"
};

const struct field_row *field_row(enum field field) {
    assert(field < FIELD_COUNT);
    return &field_rows[field];
}

enum field field_find(const char *name) {
    enum field field = 0;
    while (field < FIELD_COUNT && strcmp(field_rows[field].name, name) != 0)
        field++;
    return field;
}

const char *event_kind_name(enum event_kind kind) {
    assert(kind < EVENT_COUNT);
    return kind_rows[kind].name;
}

bool event_kind_has_picture(enum event_kind kind) {
    assert(kind < EVENT_COUNT);
    return kind_rows[kind].has_picture;
}

bool event_kind_needs(enum event_kind kind, enum field field) {
    if (field == FIELD_seq || field == FIELD_t || field == FIELD_kind)
        return true;
    for (size_t i = 0; i < sizeof need_rows / sizeof need_rows[0]; i++)
        if (need_rows[i].kind == kind && need_rows[i].field == field)
            return true;
    return false;
}

const char *evidence_name(enum evidence evidence) {
    assert(evidence < EVIDENCE_COUNT);
    return evidence_rows[evidence].name;
}

const char *evidence_help(enum evidence evidence) {
    assert(evidence < EVIDENCE_COUNT);
    return evidence_rows[evidence].help;
}

const char *call_name(enum call call) {
    assert(call < CALL_COUNT);
    return call_rows[call].name;
}

const char *call_waits_for(enum call call) {
    assert(call < CALL_COUNT);
    return call_rows[call].waits_for;
}

bool call_is_kernel_number(enum call call, long number) {
    assert(call < CALL_COUNT);
    const struct call_row *row = &call_rows[call];
    /* Nobody is seen asleep in what never sleeps. */
    if (row->waits_for[0] == '\0')
        return false;
    for (size_t i = 0; i < row->count; i++)
        if (row->numbers[i] == number)
            return true;
    return number == SYS_restart_syscall; /* after the process was stopped and continued */
}

static bool type_is_integer(enum field_type type) {
    return type != TYPE_TEXT && type != TYPE_SET && type != TYPE_LIST && type != TYPE_DATA;
}

static void *member(struct event *event, enum field field) {
    return (char *)event + field_offsets[field];
}

static const void *member_const(const struct event *event, enum field field) {
    return (const char *)event + field_offsets[field];
}

void event_clear(struct event *event, enum field field) {
    assert(field < FIELD_COUNT);
    event->has[field / 64] &= ~(UINT64_C(1) << field % 64);
}

void event_set(struct event *event, enum field field, int64_t value) {
    assert(field < FIELD_COUNT && type_is_integer(field_rows[field].type));
    if (field_rows[field].type == TYPE_INT && value > EVENT_INTEGER_MAX)
        value = EVENT_INTEGER_MAX;
    if (field_rows[field].type == TYPE_INT && value < -EVENT_INTEGER_MAX)
        value = -EVENT_INTEGER_MAX;
    *(int64_t *)member(event, field) = value;
    event->has[field / 64] |= UINT64_C(1) << field % 64;
}

void event_set_text(struct event *event, enum field field, const char *text) {
    assert(field < FIELD_COUNT && field_rows[field].type == TYPE_TEXT && text);
    *(const char **)member(event, field) = text;
    event->has[field / 64] |= UINT64_C(1) << field % 64;
}

void event_set_bytes(struct event *event, enum field field, const void *at, size_t size) {
    assert(field < FIELD_COUNT);
    enum field_type type = field_rows[field].type;
    assert(type == TYPE_SET || type == TYPE_LIST || type == TYPE_DATA);
    const size_t list_max = EVENT_LIST_MAX * sizeof(struct list_entry);
    size_t max = type == TYPE_DATA ? EVENT_DATA_MAX : type == TYPE_LIST ? list_max : SIZE_MAX;
    if (size > max) {
        size = max;
        event_set(event, FIELD_cut, 1);
    }
    *(struct bytes *)member(event, field) = (struct bytes){at, size};
    event->has[field / 64] |= UINT64_C(1) << field % 64;
}

int64_t event_get(const struct event *event, enum field field) {
    assert(field < FIELD_COUNT && type_is_integer(field_rows[field].type));
    return event_has(event, field) ? *(const int64_t *)member_const(event, field) : 0;
}

const char *event_get_text(const struct event *event, enum field field) {
    assert(field < FIELD_COUNT && field_rows[field].type == TYPE_TEXT);
    return event_has(event, field) ? *(const char *const *)member_const(event, field) : NULL;
}

struct bytes event_get_bytes(const struct event *event, enum field field) {
    assert(field < FIELD_COUNT);
    assert(!type_is_integer(field_rows[field].type) && field_rows[field].type != TYPE_TEXT);
    if (!event_has(event, field))
        return (struct bytes){NULL, 0};
    return *(const struct bytes *)member_const(event, field);
}

size_t list_count(struct bytes list) {
    return list.size / sizeof(struct list_entry);
}

struct list_entry list_at(struct bytes list, size_t index) {
    struct list_entry entry;
    assert(index < list_count(list));
    memcpy(&entry, list.at + index * sizeof entry, sizeof entry);
    return entry;
}

uint32_t list_events(struct bytes list, int64_t fd, bool *found) {
    uint32_t events = 0;
    bool is_in = false;
    for (size_t i = 0; i < list_count(list); i++) {
        struct list_entry entry = list_at(list, i);
        if (entry.fd != fd)
            continue;
        events |= entry.events;
        is_in = true;
    }
    if (found)
        *found = is_in;
    return events;
}

bool set_has(struct bytes set, int fd) {
    return fd >= 0 && (size_t)fd / 8 < set.size && (set.at[fd / 8] >> fd % 8 & 1);
}

/* Zero bytes at the end of a bitmap name no descriptor. */
static struct bytes set_trim(struct bytes set) {
    while (set.size > 0 && set.at[set.size - 1] == 0)
        set.size--;
    return set;
}

static bool field_same(const struct event *a, const struct event *b, enum field field) {
    if (event_has(a, field) != event_has(b, field))
        return false;
    if (!event_has(a, field))
        return true;
    enum field_type type = field_rows[field].type;
    if (type == TYPE_TEXT)
        return strcmp(event_get_text(a, field), event_get_text(b, field)) == 0;
    if (type_is_integer(type))
        return event_get(a, field) == event_get(b, field);
    struct bytes one = event_get_bytes(a, field), other = event_get_bytes(b, field);
    if (type == TYPE_SET) {
        one = set_trim(one);
        other = set_trim(other);
    }
    return one.size == other.size && (one.size == 0 || memcmp(one.at, other.at, one.size) == 0);
}

bool event_same(const struct event *a, const struct event *b, enum field *field) {
    for (*field = 0; *field < FIELD_COUNT; (*field)++)
        if (field_rows[*field].same && !field_same(a, b, *field))
            return false;
    return true;
}
