#include <config.h>

#include "event-json.h"

#include "memory.h"
#include "unknown-json.h"

#include <assert.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

enum {
    NAME_BYTES = 128,                    /* of field_format() and list_entry_format() */
    NAMES = 8,                           /* of a field that are remembered */
    READINESS = 16,                      /* sets of readiness bits that are remembered */
    KEY_BYTES = 32,                      /* copied as a whole: that is faster than to count */
    SHORT_BYTES = 16,                    /* of a name that is copied as a whole */
    MEMBER_BYTES = NAME_BYTES + 64,      /* of a member that is a number or its name */
    DATA_BYTES = EVENT_DATA_MAX * 5 + 2, /* \\\\xHH for each byte, and the quotes */
};

/* A number and what it is called. */
struct name {
    bool known;
    int64_t value;
    size_t size;
    char text[NAME_BYTES];
};

/* "result":, and where in an event the field is. */
struct key {
    enum field_type type;
    unsigned char size;
    unsigned short offset;
    char text[KEY_BYTES];
};

#define FIELD(member, ...) offsetof(struct event, member),
static const unsigned short offsets[FIELD_COUNT] = {
#include "event.def"
};

struct event_json {
    struct writer *writer;
    struct key keys[FIELD_COUNT];
    struct name names[FIELD_COUNT][NAMES]; /* at a place that the value chooses */
    struct name readiness[READINESS];      /* likewise: "IN|RDHUP" */
};

struct event_json *event_json_new(struct writer *writer) {
    struct event_json *json = memory_new(1, sizeof *json);
    json->writer = writer;
    for (enum field field = 0; field < FIELD_COUNT; field++) {
        struct key *key = &json->keys[field];
        int size = snprintf(key->text, sizeof key->text, "\"%s\":", field_row(field)->name);
        assert(size > 0 && (size_t)size < sizeof key->text);
        key->size = (unsigned char)size;
        key->offset = offsets[field];
        key->type = field_row(field)->type;
    }
    return json;
}

void event_json_free(struct event_json *json) {
    free(json);
}

static size_t place_of(uint64_t value, size_t count) {
    return (value ^ value >> 5 ^ value >> 13) % count;
}

static const struct name *name_of(struct event_json *json, enum field field, int64_t value) {
    struct name *name = &json->names[field][place_of((uint64_t)value, NAMES)];
    if (!name->known || name->value != value) {
        *name = (struct name){.known = true, .value = value};
        name->size = strlen(field_format(field, value, name->text, sizeof name->text));
    }
    return name;
}

const char *event_json_name(struct event_json *json, enum field field, int64_t value) {
    return name_of(json, field, value)->text;
}

static const char *readiness_name(struct event_json *json, uint32_t events) {
    struct name *name = &json->readiness[place_of(events, READINESS)];
    if (!name->known || name->value != events) {
        *name = (struct name){.known = true, .value = events};
        list_entry_format((struct list_entry){0, events}, name->text, sizeof name->text);
    }
    return name->text + strlen("0:");
}

static void write_set(struct writer *writer, struct bytes set) {
    char before = '[';
    for (size_t byte = 0; byte < set.size; byte++)
        for (unsigned bits = set.at[byte]; bits; bits &= bits - 1) {
            writer_byte(writer, before);
            writer_integer(writer, (int64_t)(byte * 8) + __builtin_ctz(bits));
            before = ',';
        }
    if (before == '[')
        writer_byte(writer, before);
    writer_byte(writer, ']');
}

static void write_list(struct event_json *json, struct bytes list) {
    size_t count = list_count(list);
    writer_byte(json->writer, '[');
    for (size_t i = 0; i < count; i++) {
        struct list_entry entry = list_at(list, i);
        writer_text(json->writer, i ? ",\"" : "\"");
        writer_integer(json->writer, entry.fd);
        writer_byte(json->writer, ':');
        writer_text(json->writer, readiness_name(json, entry.events));
        writer_byte(json->writer, '"');
    }
    writer_byte(json->writer, ']');
}

/* The escapes of bytes_escape() in a JSON string, in one pass: a backslash of theirs is two. */
static void write_data(struct writer *writer, struct bytes data) {
    static const char digits[] = "0123456789abcdef";
    char *at = writer_room(writer, DATA_BYTES);
    *at++ = '"';
    for (size_t i = 0; i < data.size; i++) {
        unsigned char byte = data.at[i];
        if (byte >= ' ' && byte <= '~' && byte != '"' && byte != '\\') {
            *at++ = (char)byte;
            continue;
        }
        *at++ = '\\';
        *at++ = '\\';
        const char *letter = byte ? strchr("\nn\rr\tt", byte) : NULL;
        if (byte == '"' || byte == '\\') {
            *at++ = '\\';
            *at++ = (char)byte;
        } else if (letter && byte < ' ') {
            *at++ = letter[1];
        } else {
            *at++ = 'x';
            *at++ = digits[byte >> 4];
            *at++ = digits[byte & 15];
        }
    }
    *at++ = '"';
    writer_wrote(writer, at);
}

/* Names are letters, digits and signs that need no escape. */
static char *name_put(char *at, const struct name *name) {
    *at++ = '"';
    memcpy(at, name->text, SHORT_BYTES);
    if (name->size > SHORT_BYTES)
        memcpy(at, name->text, name->size);
    at += name->size;
    *at++ = '"';
    return at;
}

static void member_write(struct event_json *json, const struct event *event, enum field field,
                         char before) {
    const struct key *key = &json->keys[field];
    char *at = writer_room(json->writer, MEMBER_BYTES);
    *at++ = before;
    memcpy(at, key->text, KEY_BYTES);
    at += key->size;
    const void *member = (const char *)event + key->offset;
    if (key->type == TYPE_INT)
        at = integer_put(at, *(const int64_t *)member);
    else if (key->type > TYPE_DATA)
        at = name_put(at, name_of(json, field, *(const int64_t *)member));
    writer_wrote(json->writer, at);
    if (key->type == TYPE_TEXT)
        writer_string(json->writer, event_get_text(event, field));
    else if (key->type == TYPE_SET)
        write_set(json->writer, event_get_bytes(event, field));
    else if (key->type == TYPE_LIST)
        write_list(json, event_get_bytes(event, field));
    else if (key->type == TYPE_DATA)
        write_data(json->writer, event_get_bytes(event, field));
}

int event_json_members(struct event_json *json, const struct event *event,
                       const struct field_set *set, char first) {
    int count = 0;
    for (int word = 0; word < 2; word++) {
        uint64_t rest = event->has[word] & set->bits[word];
        for (; rest; rest &= rest - 1) {
            enum field field = (enum field)(word * 64 + __builtin_ctzll(rest));
            member_write(json, event, field, count++ ? ',' : first);
        }
    }
    return count;
}

/* Fields of a newer version stand where they stood. */
static void object_with_unknown(struct event_json *json, const struct event *event) {
    char before = '{';
    int done = 0; /* the number after the last field */
    for (enum field field = 0; field < FIELD_COUNT; field++) {
        if (!event_has(event, field))
            continue;
        before = unknown_json_members(json->writer, event->unknown, done, field + 1, before);
        member_write(json, event, field, before);
        before = ',';
        done = field + 1;
    }
    unknown_json_members(json->writer, event->unknown, done, INT_MAX, before);
    writer_byte(json->writer, '}');
}

void event_json_object(struct event_json *json, const struct event *event) {
    if (event->unknown.size) {
        object_with_unknown(json, event);
        return;
    }
    static const struct field_set all = {{UINT64_MAX, UINT64_MAX}};
    if (event_json_members(json, event, &all, '{') == 0)
        writer_byte(json->writer, '{');
    writer_byte(json->writer, '}');
}
