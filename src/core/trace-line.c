#include <config.h>

#include "trace-line.h"

#include "memory.h"
#include "trace-read-event.h"

#include <stdio.h>
#include <string.h>

enum {
    NAMES = 512,     /* a power of two */
    NAME_BYTES = 56, /* of a name that is remembered */
    INTEGER_DIGITS = 15,
};

/* A name that was looked up, and what it stands for. */
struct known_name {
    unsigned char field; /* plus 1; 0: there is none */
    unsigned char size;
    char text[NAME_BYTES];
    int64_t value;
};

struct line_reader {
    struct known_name names[NAMES];
    /* Which field followed that one (plus 1; 0: the beginning) in the last event of the kind. */
    unsigned char next[EVENT_COUNT][FIELD_COUNT + 1];
    uint64_t needs[EVENT_COUNT][2]; /* the fields that an event of the kind has */
    struct event_room room;
    char *texts; /* of this line, each with its NUL */
    size_t texts_used, texts_room;
    const char *at, *end;
};

struct key {
    const char *text; /* "name": */
    size_t size;
};

#define FIELD(member, json, ...) {"\"" json "\":", sizeof json + 2},
static const struct key keys[FIELD_COUNT] = {
#include "event.def"
};

struct line_reader *line_reader_new(void) {
    struct line_reader *reader = memory_new(1, sizeof *reader);
    for (enum event_kind kind = 0; kind < EVENT_COUNT; kind++)
        for (enum field field = 0; field < FIELD_COUNT; field++)
            if (event_kind_needs(kind, field))
                reader->needs[kind][field / 64] |= UINT64_C(1) << field % 64;
    return reader;
}

void line_reader_free(struct line_reader *reader) {
    if (!reader)
        return;
    free(reader->texts);
    free(reader);
}

/* What follows the line's last byte matches nothing, so that no place needs a look at its end. */
static bool take(struct line_reader *reader, char byte) {
    if (*reader->at != byte)
        return false;
    reader->at++;
    return true;
}

static bool is_digit(char byte) {
    return byte >= '0' && byte <= '9';
}

/* As an integer is written. */
static bool read_integer(struct line_reader *reader, int64_t *value) {
    const char *at = reader->at;
    bool negative = *at == '-';
    at += negative;
    const char *digits = at;
    int64_t sum = 0;
    while (is_digit(*at) && at - digits <= INTEGER_DIGITS)
        sum = sum * 10 + (*at++ - '0');
    bool has_zero = *digits == '0' && (negative || at - digits > 1); /* before others, or -0 */
    if (at == digits || at - digits > INTEGER_DIGITS || has_zero)
        return false;
    *value = negative ? -sum : sum;
    reader->at = at;
    return true;
}

/* Printable ASCII that stands for itself in a JSON string. */
static bool is_plain(char byte) {
    return byte >= 0x20 && byte < 0x7f && byte != '"' && byte != '\\';
}

/* A string of ASCII, without its quotes and with its escapes undone, behind the texts of the line.
 * NULL: it is another. */
static char *read_string(struct line_reader *reader, size_t *size) {
    char *text = reader->texts + reader->texts_used, *out = text;
    if (!take(reader, '"'))
        return NULL;
    const char *at = reader->at;
    for (;; at++) {
        while (is_plain(*at))
            *out++ = *at++;
        if (*at != '\\' || (at[1] != '\\' && at[1] != '"'))
            break;
        *out++ = *++at;
    }
    if (*at != '"')
        return NULL;
    reader->at = at + 1;
    *size = (size_t)(out - text);
    *out = '\0';
    return text;
}

static bool read_text(struct line_reader *reader, enum field field, struct event *event) {
    size_t size;
    const char *text = read_string(reader, &size);
    if (!text)
        return false;
    reader->texts_used += size + 1;
    event_set_text(event, field, text);
    return true;
}

static bool read_data(struct line_reader *reader, enum field field, struct event *event) {
    unsigned char *blob = reader->room.blobs[reader->room.used++];
    size_t size;
    const char *text = read_string(reader, &size);
    if (!text)
        return false;
    long used = bytes_unescape(text, blob, EVENT_DATA_MAX + 1);
    if (used < 0 || used > EVENT_DATA_MAX)
        return false;
    event_set_bytes(event, field, blob, (size_t)used);
    return true;
}

/* ---- names ---- */

static struct known_name *name_slot(struct line_reader *reader, enum field field, const char *text,
                                    size_t size) {
    unsigned hash = field;
    for (size_t i = 0; i < size; i++)
        hash = hash * 31 + (unsigned char)text[i];
    return &reader->names[(hash ^ hash >> 9) % NAMES];
}

/* A LIST's readiness is remembered under FIELD_COUNT. */
static bool name_parse(enum field field, const char *text, int64_t *value) {
    char entry_text[NAME_BYTES + 3];
    struct list_entry entry;
    if (field < FIELD_COUNT)
        return field_parse(field, text, value);
    snprintf(entry_text, sizeof entry_text, "0:%s", text);
    if (!list_entry_parse(entry_text, &entry))
        return false;
    *value = entry.events;
    return true;
}

/* The number that the name stands for, whose bytes end before `close`. */
static bool read_name(struct line_reader *reader, enum field field, int64_t *value) {
    const char *text = reader->at;
    size_t size = 0;
    while (size < NAME_BYTES && is_plain(text[size]))
        size++;
    if (text[size] != '"' || size >= NAME_BYTES)
        return false;
    struct known_name *name = name_slot(reader, field, text, size);
    if (name->field != field + 1 || name->size != size || memcmp(name->text, text, size) != 0) {
        char whole[NAME_BYTES];
        memcpy(whole, text, size);
        whole[size] = '\0';
        if (!name_parse(field, whole, value))
            return false;
        *name = (struct known_name){(unsigned char)(field + 1), (unsigned char)size, "", *value};
        memcpy(name->text, text, size);
    }
    *value = name->value;
    reader->at = text + size + 1;
    return true;
}

/* ---- arrays ---- */

/* Takes the comma before the next value of an array; *more is false at the array's end. */
static bool read_comma(struct line_reader *reader, bool first, bool *more) {
    *more = !take(reader, ']');
    return !*more || first || take(reader, ',');
}

static bool read_set(struct line_reader *reader, enum field field, struct event *event) {
    unsigned char *bits = reader->room.blobs[reader->room.used++];
    size_t size = 0;
    bool more;
    if (!take(reader, '['))
        return false;
    for (bool first = true; read_comma(reader, first, &more); first = false) {
        int64_t fd;
        if (!more) {
            event_set_bytes(event, field, bits, size);
            return true;
        }
        if (!read_integer(reader, &fd) || fd < 0 || fd >= SET_DESCRIPTORS)
            return false;
        for (; size <= (size_t)fd / 8; size++)
            bits[size] = 0;
        bits[fd / 8] |= (unsigned char)(1 << fd % 8);
    }
    return false;
}

static bool read_list(struct line_reader *reader, enum field field, struct event *event) {
    unsigned char *blob = reader->room.blobs[reader->room.used++];
    size_t size = 0;
    bool more;
    if (!take(reader, '['))
        return false;
    for (bool first = true; read_comma(reader, first, &more); first = false) {
        int64_t fd, events;
        if (!more) {
            event_set_bytes(event, field, blob, size);
            return true;
        }
        if (size == EVENT_LIST_MAX * sizeof(struct list_entry) || !take(reader, '"') ||
            !read_integer(reader, &fd) || fd < INT32_MIN || fd > INT32_MAX || !take(reader, ':') ||
            !read_name(reader, FIELD_COUNT, &events))
            return false;
        struct list_entry entry = {(int32_t)fd, (uint32_t)events};
        memcpy(blob + size, &entry, sizeof entry);
        size += sizeof entry;
    }
    return false;
}

/* ---- members ---- */

static bool read_value(struct line_reader *reader, enum field field, struct event *event) {
    int64_t value;
    switch (field_row(field)->type) {
    case TYPE_INT:
        if (!read_integer(reader, &value))
            return false;
        break;
    case TYPE_TEXT:
        return read_text(reader, field, event);
    case TYPE_SET:
        return read_set(reader, field, event);
    case TYPE_LIST:
        return read_list(reader, field, event);
    case TYPE_DATA:
        return read_data(reader, field, event);
    default:
        if (!take(reader, '"') || !read_name(reader, field, &value))
            return false;
    }
    event_set(event, field, value);
    return true;
}

static bool is_key(const struct line_reader *reader, enum field field) {
    const struct key *key = &keys[field];
    return (size_t)(reader->end - reader->at) >= key->size &&
           memcmp(reader->at, key->text, key->size) == 0;
}

/* The first letters tell most keys apart at less cost. */
static enum field key_find(const struct line_reader *reader) {
    enum field field = 0;
    if (reader->end - reader->at < 3)
        return FIELD_COUNT;
    for (; field < FIELD_COUNT; field++)
        if (memcmp(reader->at, keys[field].text, 3) == 0 && is_key(reader, field))
            break;
    return field;
}

/* The field whose key stands here; most often it is the one that stood here last time. */
static enum field read_key(struct line_reader *reader, unsigned char *guess) {
    enum field field = (enum field) * guess;
    if (!is_key(reader, field))
        field = key_find(reader);
    if (field == FIELD_COUNT)
        return field;
    *guess = (unsigned char)field;
    reader->at += keys[field].size;
    return field;
}

static bool has_needs(const struct line_reader *reader, const struct event *event) {
    const uint64_t *needs = reader->needs[event->kind];
    return (event->has[0] & needs[0]) == needs[0] && (event->has[1] & needs[1]) == needs[1];
}

/* No line has more text than it is long, and a NUL a field. */
static void texts_begin(struct line_reader *reader, size_t size) {
    reader->texts_used = 0;
    if (reader->texts_room >= size + FIELD_COUNT)
        return;
    reader->texts_room = 2 * (size + FIELD_COUNT);
    reader->texts = memory_grow(reader->texts, reader->texts_room, 1);
}

bool line_read_event(struct line_reader *reader, const char *line, size_t size,
                     struct event *event) {
    int before = 0; /* the last field plus 1 */
    *event = (struct event){.has = {0}};
    reader->room.used = 0;
    texts_begin(reader, size);
    reader->at = line;
    reader->end = line + size;
    do {
        if (!take(reader, before ? ',' : '{'))
            return false;
        enum field field = read_key(reader, &reader->next[event->kind][before]);
        if (field == FIELD_COUNT || event_has(event, field) || !read_value(reader, field, event))
            return false;
        before = (int)field + 1;
    } while (*reader->at != '}');
    return reader->at + 1 == reader->end && event_has(event, FIELD_kind) &&
           has_needs(reader, event);
}
