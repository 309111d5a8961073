#include <config.h>

#include "lesson-read.h"

#include "i18n.h"

#include <stdio.h>
#include <string.h>

static bool is_integer_field(enum field field) {
    return field_row(field)->type == TYPE_INT;
}

/* Appends the names of a short, closed type; leaves `out` alone for the others. */
static void names_append(enum field field, int count, char *out, size_t size) {
    for (int value = 0; value < count; value++) {
        char name[64];
        size_t used = strlen(out);
        snprintf(out + used, size - used, "%s%s", value ? ", " : "",
                 field_format(field, value, name, sizeof name));
    }
}

static bool name_unexpected(struct reader *reader, const struct json_node *node, enum field field) {
    char expected[480];
    snprintf(expected, sizeof expected, "%s", _("one of "));
    switch (field_row(field)->type) {
    case TYPE_KIND:
        names_append(field, EVENT_COUNT, expected, sizeof expected);
        break;
    case TYPE_CALL:
        names_append(field, CALL_COUNT, expected, sizeof expected);
        break;
    case TYPE_EVIDENCE:
        names_append(field, EVIDENCE_COUNT, expected, sizeof expected);
        break;
    case TYPE_ERRNO:
        return json_unexpected(reader->json, node, reader->error,
                               _("the name of an error, such as \"EAGAIN\""));
    case TYPE_SIGNAL:
    case TYPE_SIGNALS:
        return json_unexpected(reader->json, node, reader->error,
                               _("the name of a signal, such as \"SIGPIPE\""));
    default:
        return json_unexpected(reader->json, node, reader->error,
                               _("one of the names that a trace uses here"));
    }
    return json_unexpected(reader->json, node, reader->error, expected);
}

/* Names of clients and pages must be known, or the condition could never hold. */
static bool check_reference(struct reader *reader, const struct json_node *node, enum field field,
                            const char *text) {
    if (field == FIELD_client || field == FIELD_of)
        return check_client(reader, node, text);
    if (field == FIELD_script)
        return check_script(reader, node, text);
    return field != FIELD_server || check_server(reader, node, text);
}

static bool read_string(struct reader *reader, const struct json_node *node,
                        struct condition *out) {
    const char *text;
    if (!json_get_text(reader->json, node, JSON_TEXT_NEWLINES, &text, reader->error))
        return false;
    if (field_row(out->field)->type == TYPE_TEXT) {
        /* as a trace keeps its texts */
        size_t room = strlen(text) * 4 + 1;
        out->text = text_printable(text, pool_alloc(reader->pool, room, 1), room);
        return check_reference(reader, node, out->field, text);
    }
    if (field_row(out->field)->type != TYPE_DATA)
        return field_parse(out->field, text, &out->value) ||
               name_unexpected(reader, node, out->field);
    size_t room = strlen(text) + 1;
    unsigned char *bytes = pool_alloc(reader->pool, room, 1);
    long size = bytes_unescape(text, bytes, room);
    if (size < 0 || size > EVENT_DATA_MAX)
        return json_unexpected(
            reader->json, node, reader->error,
            _("at most 1024 bytes, with the escapes \\n \\r \\t \\\\ \\\" \\xHH"));
    out->text = pool_text(reader->pool, text);
    out->bytes = (struct bytes){bytes, (size_t)size};
    return true;
}

static bool read_descriptors(struct reader *reader, const struct json_node *array,
                             struct condition *out) {
    unsigned char *bits = pool_alloc(reader->pool, LESSON_DESCRIPTOR_MAX / 8 + 1, 1);
    if (!json_want(reader->json, array, JSON_ARRAY, reader->error))
        return false;
    out->bytes.at = bits;
    for (const struct json_node *node = json_first(array); node; node = json_next(node)) {
        int64_t fd;
        if (!json_get_integer(reader->json, node, &fd, reader->error))
            return false;
        if (fd < 0 || fd > LESSON_DESCRIPTOR_MAX || set_has(out->bytes, (int)fd))
            return json_unexpected(reader->json, node, reader->error,
                                   _("a descriptor from 0 to 1023 that is not named before"));
        bits[fd / 8] |= (unsigned char)(1 << fd % 8);
        if (out->bytes.size < (size_t)fd / 8 + 1)
            out->bytes.size = (size_t)fd / 8 + 1;
    }
    return true;
}

static bool read_list(struct reader *reader, const struct json_node *array, struct condition *out) {
    if (!json_want(reader->json, array, JSON_ARRAY, reader->error))
        return false;
    if (json_count(array) > EVENT_LIST_MAX)
        return json_unexpected(reader->json, array, reader->error, _("at most 1024 entries"));
    struct list_entry *entries =
        pool_alloc(reader->pool, (size_t)json_count(array), sizeof *entries);
    size_t count = 0;
    for (const struct json_node *node = json_first(array); node; node = json_next(node)) {
        const char *text;
        if (!json_get_text(reader->json, node, JSON_TEXT_LINE, &text, reader->error))
            return false;
        if (!list_entry_parse(text, &entries[count++]))
            return json_unexpected(reader->json, node, reader->error,
                                   _("a descriptor and its readiness, such as \"4:IN|RDHUP\""));
    }
    out->bytes = (struct bytes){(const unsigned char *)entries, count * sizeof *entries};
    return true;
}

static bool read_bound(struct reader *reader, const struct json_node *object, const char *key,
                       bool *has, int64_t *out) {
    const struct json_node *node = json_member(object, key);
    *has = node;
    return !node || json_get_integer(reader->json, node, out, reader->error);
}

/* {"min": a, "max": b}, one of them at least. */
static bool read_range(struct reader *reader, const struct json_node *node, bool *has_min,
                       int64_t *min, bool *has_max, int64_t *max) {
    static const char *const keys[] = {"min", "max", NULL};
    if (!json_only(reader->json, node, keys, reader->error) ||
        !read_bound(reader, node, "min", has_min, min) ||
        !read_bound(reader, node, "max", has_max, max))
        return false;
    if (!*has_min && !*has_max)
        return json_fail(reader->json, node, reader->error,
                         _("found neither \"min\" nor \"max\", expected at least one"));
    if (*has_min && *has_max && *min > *max)
        return json_fail(reader->json, node, reader->error,
                         _("found a \"min\" above the \"max\", expected it below"));
    return true;
}

/* The expect that `after` or "EXPECT.FIELD" names: it must match an event that can be compared to.
 */
static const struct expect *need_expect(struct reader *reader, const struct json_node *node,
                                        const char *id) {
    const struct expect *expect = reader_expect(reader, id);
    if (!expect)
        json_fail(reader->json, node, reader->error,
                  _("found the expect \"%.60s\", expected one that stands before this one"), id);
    else if (expect->pattern.has_count && expect->pattern.count_min == 0) {
        json_fail(reader->json, node, reader->error,
                  _("found the expect \"%.60s\", which may match no event, expected one that must"),
                  id);
        return NULL;
    }
    return expect;
}

/* {"less": "FIELD"}, {"more": "EXPECT.FIELD"} */
static bool read_relation(struct reader *reader, const struct json_node *node, const char *key,
                          enum pattern_place place, struct condition *out) {
    const char *text;
    if (json_count(node) != 1)
        return json_fail(reader->json, node, reader->error,
                         _("found more than \"%s\", expected it alone"), key);
    const struct json_node *member = json_member(node, key);
    if (!json_get_text(reader->json, member, JSON_TEXT_LINE, &text, reader->error))
        return false;
    const char *dot = strchr(text, '.');
    out->relation = strcmp(key, "less") == 0 ? RELATION_LESS : RELATION_MORE;
    out->other_field = field_find(dot ? dot + 1 : text);
    if (out->other_field == FIELD_COUNT || !is_integer_field(out->other_field))
        return json_unexpected(reader->json, member, reader->error,
                               _("a field that is a number, or EXPECT.FIELD"));
    if (!dot)
        return true;
    if (place == PATTERN_UNTIL)
        return json_unexpected(reader->json, member, reader->error, _("a field of the same event"));
    char *id = pool_alloc(reader->pool, (size_t)(dot - text) + 1, 1);
    memcpy(id, text, (size_t)(dot - text));
    out->other = id;
    return need_expect(reader, member, id);
}

static bool read_object(struct reader *reader, const struct json_node *node,
                        enum pattern_place place, struct condition *out) {
    if (!is_integer_field(out->field))
        return json_unexpected(reader->json, node, reader->error, _("a single value"));
    if (json_member(node, "less"))
        return read_relation(reader, node, "less", place, out);
    if (json_member(node, "more"))
        return read_relation(reader, node, "more", place, out);
    out->relation = RELATION_RANGE;
    return read_range(reader, node, &out->has_min, &out->min, &out->has_max, &out->max);
}

static bool read_condition(struct reader *reader, const struct json_node *node,
                           enum pattern_place place, struct condition *out) {
    out->relation = RELATION_EQUAL;
    if (field_row(out->field)->type == TYPE_SET)
        return read_descriptors(reader, node, out);
    if (field_row(out->field)->type == TYPE_LIST)
        return read_list(reader, node, out);
    if (json_type(node) == JSON_OBJECT)
        return read_object(reader, node, place, out);
    if (is_integer_field(out->field) && json_type(node) == JSON_NUMBER)
        return json_get_integer(reader->json, node, &out->value, reader->error);
    if (is_integer_field(out->field))
        return json_unexpected(reader->json, node, reader->error,
                               _("a number, {\"min\", \"max\"}, {\"less\"} or {\"more\"}"));
    return read_string(reader, node, out);
}

static bool read_count(struct reader *reader, const struct json_node *node,
                       enum pattern_place place, struct pattern *out) {
    bool has_min = false;
    bool has_max = false;
    out->has_count = true;
    out->count_max = INT64_MAX;
    if (json_type(node) == JSON_OBJECT && place != PATTERN_UNTIL) {
        if (!read_range(reader, node, &has_min, &out->count_min, &has_max, &out->count_max))
            return false;
    } else {
        if (!json_get_integer(reader->json, node, &out->count_min, reader->error))
            return false;
        has_max = place != PATTERN_UNTIL;
        out->count_max = has_max ? out->count_min : INT64_MAX;
    }
    if (out->count_min < 0 || (out->count_min == 0 && !has_max))
        return json_fail(reader->json, node, reader->error,
                         _("found a count that every trace meets, expected one that can fail"));
    return true;
}

static bool read_after(struct reader *reader, const struct json_node *node, struct pattern *out) {
    const char *id;
    if (!json_get_text(reader->json, node, JSON_TEXT_LINE, &id, reader->error) ||
        !need_expect(reader, node, id))
        return false;
    out->after = pool_text(reader->pool, id);
    return true;
}

/* One member of a pattern. */
static bool read_member(struct reader *reader, const struct json_node *node,
                        enum pattern_place place, struct pattern *out) {
    const char *key = json_key(node);
    if (strcmp(key, "id") == 0 && place == PATTERN_EXPECT)
        return true;
    if (strcmp(key, "count") == 0)
        return read_count(reader, node, place, out);
    if (strcmp(key, "after") == 0 && place != PATTERN_UNTIL)
        return read_after(reader, node, out);
    enum field field = field_find(key);
    if (field == FIELD_COUNT)
        return json_fail(
            reader->json, node, reader->error,
            place == PATTERN_UNTIL
                ? _("found an unknown key, expected a field of an event or \"count\"")
                : _("found an unknown key, expected a field of an event, \"count\" or \"after\""));
    struct condition *condition = &out->conditions[out->condition_count++];
    condition->field = field;
    return read_condition(reader, node, place, condition);
}

bool read_pattern(struct reader *reader, const struct json_node *node, enum pattern_place place,
                  struct pattern *out) {
    if (!json_want(reader->json, node, JSON_OBJECT, reader->error))
        return false;
    out->conditions = pool_alloc(reader->pool, (size_t)json_count(node), sizeof *out->conditions);
    for (const struct json_node *child = json_first(node); child; child = json_next(child))
        if (!read_member(reader, child, place, out))
            return false;
    if (out->condition_count == 0)
        return json_fail(reader->json, node, reader->error,
                         _("found no field of an event, expected at least one"));
    return true;
}

static bool text_equal(const char *a, const char *b) {
    return a == b || (a && b && strcmp(a, b) == 0);
}

static bool condition_equal(const struct condition *a, const struct condition *b) {
    return a->field == b->field && a->relation == b->relation && a->value == b->value &&
           text_equal(a->text, b->text) && a->bytes.size == b->bytes.size &&
           (a->bytes.size == 0 || memcmp(a->bytes.at, b->bytes.at, a->bytes.size) == 0) &&
           a->has_min == b->has_min && a->has_max == b->has_max && a->min == b->min &&
           a->max == b->max && text_equal(a->other, b->other) && a->other_field == b->other_field;
}

static bool conditions_include(const struct pattern *pattern, const struct condition *condition) {
    for (int i = 0; i < pattern->condition_count; i++)
        if (condition_equal(&pattern->conditions[i], condition))
            return true;
    return false;
}

bool pattern_equal(const struct pattern *a, const struct pattern *b) {
    if (a->condition_count != b->condition_count || a->has_count != b->has_count ||
        a->count_min != b->count_min || a->count_max != b->count_max ||
        !text_equal(a->after, b->after))
        return false;
    for (int i = 0; i < a->condition_count; i++)
        if (!conditions_include(b, &a->conditions[i]))
            return false;
    return true;
}
