#include <config.h>

#include "event-json.h"

#include "bytes-json.h"
#include "memory.h"
#include "trace-walk.h"
#include "unknown-json.h"

#include <assert.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

/* In each of its uses, so that where it is known that all fields are wanted, or that none is of a
 * newer version, none of them is asked; and so that the place to write to stays in a register. */
#define INLINE __attribute__((always_inline)) static inline

enum {
    NAME_BYTES = 128, /* of field_format(), and of a text that is kept */
    NAMES_BITS = 4,
    NAMES = 1 << NAMES_BITS,                   /* of a field that are remembered */
    KEY_BYTES = 32,                            /* copied as a whole: that is faster than to count */
    MEMBER_BYTES = KEY_BYTES + NAME_BYTES + 2, /* with quotes; of all but SET, LIST and DATA */
    MEMBERS_BYTES = FIELD_COUNT * MEMBER_BYTES, /* of all fields of an event, but for those */
};

/* A number and what it is called. */
struct name {
    uint64_t value; /* as it is packed */
    size_t size;    /* 0: none is remembered here */
    char text[MEMBER_BYTES];
};

/* ,"result": */
struct key {
    enum field_type type;
    unsigned size;
    char text[KEY_BYTES];
};

struct event_json {
    struct writer *writer;
    const struct trace *trace;
    struct key keys[FIELD_COUNT];
    struct name names[FIELD_COUNT][NAMES]; /* ,"errno":"EAGAIN" at a place that the value chooses */
    struct readiness_names readiness;
    char name[NAME_BYTES]; /* what was asked for last */
};

struct event_json *event_json_new(struct writer *writer, const struct trace *trace) {
    struct event_json *json = memory_new(1, sizeof *json);
    json->writer = writer;
    json->trace = trace;
    for (enum field field = 0; field < FIELD_COUNT; field++) {
        struct key *key = &json->keys[field];
        int size = snprintf(key->text, sizeof key->text, ",\"%s\":", field_row(field)->name);
        assert(size > 0 && (size_t)size < sizeof key->text);
        key->size = (unsigned)size;
        key->type = field_row(field)->type;
    }
    return json;
}

void event_json_free(struct event_json *json) {
    free(json);
}

/* ---- names and texts ---- */

/* One of NAMES: the upper bits of a product are mixed from all of the value. */
static inline size_t place_of(uint64_t value) {
    return value * UINT64_C(0x9e3779b97f4a7c15) >> (64 - NAMES_BITS);
}

/* Puts together the whole member, key and quotes. Names are letters, digits and signs that need no
 * escape. False: it is a text too long to be remembered. */
__attribute__((noinline)) static bool name_learn(struct event_json *json, enum field field,
                                                 uint64_t value, struct name *name) {
    const struct key *key = &json->keys[field];
    char *at = name->text + key->size;
    name->size = 0;
    memcpy(name->text, key->text, key->size);
    *at++ = '"';
    if (key->type == TYPE_TEXT) {
        const char *text = trace_text_at(json->trace, value);
        at = escaped_put(at, &text, NAME_BYTES / 2);
        if (*text)
            return false;
    } else {
        at += strlen(field_format(field, (int64_t)sign_unfold(value), at, NAME_BYTES));
    }
    *at++ = '"';
    name->value = value;
    name->size = (size_t)(at - name->text);
    return true;
}

/* NULL: it is a text too long to be remembered. */
INLINE const struct name *name_of(struct event_json *json, enum field field, uint64_t value) {
    struct name *name = &json->names[field][place_of(value)];
    if ((name->size && name->value == value) || name_learn(json, field, value, name))
        return name;
    return NULL;
}

const char *event_json_name(struct event_json *json, enum field field, int64_t value) {
    const struct name *name = name_of(json, field, sign_fold((uint64_t)value));
    size_t before = json->keys[field].size + 1, size = name->size - before - 1;
    memcpy(json->name, name->text + before, size);
    json->name[size] = '\0';
    return json->name;
}

/* ---- members ---- */

/* A SET, LIST or DATA, or a text that is not remembered. It stays out of the way of the others. */
__attribute__((noinline)) static void member_write(struct event_json *json, enum field field,
                                                   uint64_t value, struct bytes bytes) {
    const struct key *key = &json->keys[field];
    writer_put(json->writer, key->text, key->size);
    if (key->type == TYPE_TEXT)
        writer_string(json->writer, trace_text_at(json->trace, value));
    else if (key->type == TYPE_SET)
        bytes_json_set(json->writer, bytes);
    else if (key->type == TYPE_LIST)
        bytes_json_list(json->writer, &json->readiness, bytes);
    else
        bytes_json_data(json->writer, bytes);
}

/* These two write to a place in the writer's buffer that has room for MEMBER_BYTES, and return
 * where they end. What is copied is as long as it may be: the next member begins where this one
 * ends. */
INLINE char *integer_put(char *at, const struct key *key, int64_t value) {
    memcpy(at, key->text, KEY_BYTES);
    return digits_put(at + key->size, value);
}

INLINE char *name_put(char *at, const struct name *name) {
    memcpy(at, name->text, KEY_BYTES);
    if (name->size > KEY_BYTES)
        memcpy(at + KEY_BYTES, name->text + KEY_BYTES, MEMBER_BYTES - KEY_BYTES);
    return at + name->size;
}

/* Fields of a newer version stand where they stood. */
struct unknown_rest {
    struct bytes all;
    int done; /* what stood before this field is written */
};

/* Those that stood before the field, behind what has been put up to `at`. Returns where to go on.
 */
INLINE char *unknown_before(struct event_json *json, struct unknown_rest *rest, enum field field,
                            char *at) {
    if (rest->all.size == 0)
        return at;
    writer_wrote(json->writer, at);
    unknown_json_members(json->writer, rest->all, rest->done, field + 1, ',');
    rest->done = field + 1;
    return writer_room(json->writer, MEMBERS_BYTES);
}

/* {"seq":0,"t":17,"event":"enter" */
INLINE char *beginning_put(struct event_json *json, const struct packed *packed,
                           const struct walk *walk, const struct field_set *set,
                           struct unknown_rest *rest) {
    char before = '{';
    if (rest->all.size)
        before = unknown_json_members(json->writer, rest->all, 0, FIELD_seq + 1, before);
    char *begin = writer_room(json->writer, MEMBERS_BYTES);
    char *at = integer_put(begin, &json->keys[FIELD_seq], packed->seq);
    *begin = before;
    rest->done = FIELD_seq + 1;
    if (shape_has(walk->shape, FIELD_t) && field_set_has(set, FIELD_t)) {
        at = unknown_before(json, rest, FIELD_t, at);
        at = integer_put(at, &json->keys[FIELD_t], walk->t);
    }
    if (shape_has(walk->shape, FIELD_kind) && field_set_has(set, FIELD_kind)) {
        at = unknown_before(json, rest, FIELD_kind, at);
        const struct name *name = name_of(json, FIELD_kind, sign_fold(packed->kind));
        assert(name);
        at = name_put(at, name);
    }
    return at;
}

/* Any other member. Returns where it ends: there is room again for all that may follow. */
INLINE char *member_put(struct event_json *json, struct walk *walk, enum field field,
                        uint64_t value, char *at) {
    const struct key *key = &json->keys[field];
    if (key->type == TYPE_INT)
        return integer_put(at, key, walk_integer(walk, field, value));
    struct bytes bytes = {NULL, 0};
    if (key->type == TYPE_TEXT || key->type > TYPE_DATA) {
        const struct name *name = name_of(json, field, value);
        if (name)
            return name_put(at, name);
    } else {
        bytes = walk_bytes(walk, value);
    }
    writer_wrote(json->writer, at);
    member_write(json, field, value, bytes);
    return writer_room(json->writer, MEMBERS_BYTES);
}

INLINE void members_write(struct event_json *json, const struct packed *packed, struct walk walk,
                          const struct field_set *set, struct bytes unknown) {
    struct unknown_rest rest = {unknown, 0};
    enum field field;
    uint64_t value;
    char *at = beginning_put(json, packed, &walk, set, &rest);
    while (walk_next(&walk, &field, &value)) {
        if (!field_set_has(set, field)) {
            walk_pass(&walk, field, value);
            continue;
        }
        at = unknown_before(json, &rest, field, at);
        at = member_put(json, &walk, field, value, at);
    }
    writer_wrote(json->writer, at);
    if (unknown.size)
        unknown_json_members(json->writer, unknown, rest.done, INT_MAX, ',');
}

static const struct bytes no_unknown = {NULL, 0};
static const struct field_set all_fields = {{UINT64_MAX, UINT64_MAX}};

void event_json_members(struct event_json *json, size_t index, const struct field_set *set) {
    struct packed packed = trace_packed(json->trace, index);
    members_write(json, &packed, walk_begin(&packed), set, no_unknown);
}

__attribute__((noinline)) static void object_with_unknown(struct event_json *json,
                                                          const struct packed *packed) {
    struct walk walk = walk_begin(packed);
    enum field field;
    uint64_t value;
    while (walk_next(&walk, &field, &value))
        walk_pass(&walk, field, value);
    members_write(json, packed, walk_begin(packed), &all_fields, walk_unknown(&walk));
}

void event_json_object(struct event_json *json, size_t index, int64_t seq) {
    struct packed packed = trace_packed(json->trace, index);
    struct walk walk = walk_begin(&packed);
    packed.seq = seq;
    if (shape_has(walk.shape, SHAPE_UNKNOWN))
        object_with_unknown(json, &packed);
    else
        members_write(json, &packed, walk, &all_fields, no_unknown);
    writer_byte(json->writer, '}');
}
