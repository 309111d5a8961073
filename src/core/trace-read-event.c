#include <config.h>

#include "trace-read-event.h"

#include "i18n.h"

#include <assert.h>
#include <string.h>

static unsigned char *room_take(struct event_room *room) {
    assert(room->used < EVENT_BLOBS);
    return room->blobs[room->used++];
}

static bool read_set(const struct json *json, const struct json_node *node, struct event_room *room,
                     struct bytes *set, struct error *error) {
    unsigned char *bits = room_take(room);
    memset(bits, 0, SET_DESCRIPTORS / 8);
    *set = (struct bytes){bits, 0};
    if (!json_want(json, node, JSON_ARRAY, error))
        return false;
    for (const struct json_node *child = json_first(node); child; child = json_next(child)) {
        int64_t fd;
        if (!json_get_integer(json, child, &fd, error))
            return false;
        if (fd < 0 || fd >= SET_DESCRIPTORS)
            return json_unexpected(json, child, error, _("a descriptor from 0 to 65535"));
        bits[fd / 8] |= (unsigned char)(1 << fd % 8);
        if (set->size < (size_t)fd / 8 + 1)
            set->size = (size_t)fd / 8 + 1;
    }
    return true;
}

static bool read_list(const struct json *json, const struct json_node *node,
                      struct event_room *room, struct bytes *list, struct error *error) {
    _Static_assert(SET_DESCRIPTORS / 8 >= EVENT_LIST_MAX * sizeof(struct list_entry),
                   "a blob has room for a list");
    unsigned char *entries = room_take(room);
    *list = (struct bytes){entries, 0};
    if (!json_want(json, node, JSON_ARRAY, error))
        return false;
    if (json_count(node) > EVENT_LIST_MAX)
        return json_fail(json, node, error, _("found more than %d entries, which is the limit"),
                         EVENT_LIST_MAX);
    for (const struct json_node *child = json_first(node); child; child = json_next(child)) {
        struct list_entry entry;
        const char *text;
        if (!json_get_text(json, child, JSON_TEXT_LINE, &text, error))
            return false;
        if (!list_entry_parse(text, &entry))
            return json_unexpected(json, child, error,
                                   _("a descriptor and its readiness, such as \"4:IN|RDHUP\""));
        memcpy(entries + list->size, &entry, sizeof entry);
        list->size += sizeof entry;
    }
    return true;
}

static bool is_ascii(const char *text) {
    while (*text > 0)
        text++;
    return *text == '\0';
}

static bool read_data(const struct json *json, const struct json_node *node,
                      struct event_room *room, struct bytes *data, struct error *error) {
    _Static_assert(SET_DESCRIPTORS / 8 > EVENT_DATA_MAX, "a blob has room for data and one more");
    unsigned char *bytes = room_take(room);
    const char *text;
    if (!json_get_text(json, node, JSON_TEXT_LINE, &text, error))
        return false;
    long size = is_ascii(text) ? bytes_unescape(text, bytes, EVENT_DATA_MAX + 1) : -1;
    if (size < 0)
        return json_unexpected(json, node, error,
                               _("ASCII with the escapes \\n \\r \\t \\\\ \\\" \\xHH"));
    if (size > EVENT_DATA_MAX)
        return json_fail(json, node, error, _("found more than %d bytes, which is the limit"),
                         EVENT_DATA_MAX);
    *data = (struct bytes){bytes, (size_t)size};
    return true;
}

/* What the names of a field's values are called in a sentence. */
static const char *names_expected(enum field field) {
    switch (field_row(field)->type) {
    case TYPE_KIND:
        return _("the name of an event");
    case TYPE_CALL:
        return _("the name of a traced call");
    case TYPE_EVIDENCE:
        return _("the name of a kind of evidence");
    case TYPE_ERRNO:
        return _("the name of an error, such as EAGAIN");
    case TYPE_SIGNAL:
    case TYPE_SIGNALS:
        return _("the name of a signal, such as SIGPIPE");
    default:
        return _("names of constants, or a number in their place");
    }
}

static bool read_name(const struct json *json, const struct json_node *node, enum field field,
                      struct event *event, struct error *error) {
    const char *text;
    int64_t value;
    if (!json_get_text(json, node, JSON_TEXT_LINE, &text, error))
        return false;
    if (!field_parse(field, text, &value))
        return json_unexpected(json, node, error, names_expected(field));
    event_set(event, field, value);
    return true;
}

static bool read_field(const struct json *json, const struct json_node *node, enum field field,
                       struct event_room *room, struct event *event, struct error *error) {
    struct bytes bytes = {0};
    const char *text;
    int64_t value;
    switch (field_row(field)->type) {
    case TYPE_INT:
        if (!json_get_integer(json, node, &value, error))
            return false;
        event_set(event, field, value);
        return true;
    case TYPE_TEXT:
        if (!json_get_text(json, node, JSON_TEXT_LINE, &text, error))
            return false;
        event_set_text(event, field, text);
        return true;
    case TYPE_SET:
        if (!read_set(json, node, room, &bytes, error))
            return false;
        event_set_bytes(event, field, bytes.at, bytes.size);
        return true;
    case TYPE_LIST:
        if (!read_list(json, node, room, &bytes, error))
            return false;
        event_set_bytes(event, field, bytes.at, bytes.size);
        return true;
    case TYPE_DATA:
        if (!read_data(json, node, room, &bytes, error))
            return false;
        event_set_bytes(event, field, bytes.at, bytes.size);
        return true;
    default:
        return read_name(json, node, field, event, error);
    }
}

static bool check_needs(const struct json *json, const struct event *event, struct error *error) {
    const struct json_node *root = json_root(json);
    if (!event_has(event, FIELD_kind))
        return json_need(json, root, field_row(FIELD_kind)->name, error);
    enum event_kind kind = (enum event_kind)event->kind;
    for (enum field field = 0; field < FIELD_COUNT; field++)
        if (event_kind_needs(kind, field) && !event_has(event, field))
            return json_need(json, root, field_row(field)->name, error);
    return true;
}

bool event_read_json(const struct json *json, bool lenient, struct event_room *room,
                     struct event *event, struct error *error) {
    const struct json_node *root = json_root(json);
    *event = (struct event){0};
    room->used = 0;
    if (!json_want(json, root, JSON_OBJECT, error))
        return false;
    for (const struct json_node *node = json_first(root); node; node = json_next(node)) {
        enum field field = field_find(json_key(node));
        if (field == FIELD_COUNT && lenient)
            continue;
        if (field == FIELD_COUNT)
            return json_fail(json, node, error, _("found an unknown field, expected none"));
        if (!read_field(json, node, field, room, event, error))
            return false;
    }
    return check_needs(json, event, error);
}
