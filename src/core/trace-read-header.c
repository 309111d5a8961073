#include <config.h>

#include "trace-reader.h"

#include "i18n.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

/* Only the digits of MAJOR.MINOR. */
static bool version_parse(const char *version, int *major, int *minor) {
    char again[40];
    if (sscanf(version, "%9d.%9d", major, minor) != 2)
        return false;
    snprintf(again, sizeof again, "%d.%d", *major, *minor);
    return strcmp(again, version) == 0;
}

static bool read_version(struct reader *reader, const struct json *json, const char *version,
                         const struct json_node *node) {
    int major, minor, our_major, our_minor;
    bool ours = version_parse(TRACE_VERSION, &our_major, &our_minor);
    assert(ours);
    (void)ours;
    if (!version_parse(version, &major, &minor))
        return json_unexpected(json, node, reader->error, _("two numbers, such as \"1.0\""));
    if (major != our_major)
        return json_fail(json, node, reader->error,
                         _("found the version %s, which is not known here, expected %d.x"), version,
                         our_major);
    reader->newer = minor > our_minor;
    trace_header(reader->trace)->version = trace_text(reader->trace, version);
    return true;
}

/* ---- members ---- */

static bool read_TEXT(struct reader *reader, const struct json *json, const struct json_node *node,
                      const char **out) {
    const char *text;
    if (!json_get_text(json, node, JSON_TEXT_LINE, &text, reader->error))
        return false;
    *out = trace_text(reader->trace, text);
    return true;
}

static bool read_INT(struct reader *reader, const struct json *json, const struct json_node *node,
                     int64_t *out) {
    return json_get_integer(json, node, out, reader->error);
}

static bool read_evidence(struct reader *reader, const struct json *json,
                          const struct json_node *node) {
    struct trace_header *header = trace_header(reader->trace);
    if (!json_want(json, node, JSON_ARRAY, reader->error))
        return false;
    for (const struct json_node *child = json_first(node); child; child = json_next(child)) {
        const char *name;
        int64_t value;
        if (!json_get_text(json, child, JSON_TEXT_LINE, &name, reader->error))
            return false;
        if (field_parse(FIELD_evidence, name, &value))
            header->evidence |= UINT32_C(1) << value;
        else if (reader->newer)
            header->evidence_unknown = true;
        else
            return json_unexpected(json, child, reader->error, _("the name of a kind of evidence"));
    }
    return true;
}

/* Which of enum header_member it is, HEADER_COUNT: none. */
static enum header_member member_find(const char *key) {
#define HEADER(member, ...) #member,
    static const char *const names[HEADER_COUNT] = {
#include "header.def"
        "evidence",
    };
    enum header_member member = 0;
    while (member < HEADER_COUNT && strcmp(names[member], key) != 0)
        member++;
    return member;
}

static bool is_head(const char *key) {
    return strcmp(key, "format") == 0 || strcmp(key, "version") == 0;
}

static bool read_member(struct reader *reader, const struct json *json,
                        const struct json_node *node) {
    struct trace_header *header = trace_header(reader->trace);
    switch (member_find(json_key(node))) {
#define HEADER(member, type)                                                                       \
    case HEADER_##member:                                                                          \
        return read_##type(reader, json, node, &header->member);
#include "header.def"
    case HEADER_evidence:
        return read_evidence(reader, json, node);
    case HEADER_COUNT:
        break;
    }
    bool is_array = reader->document && strcmp(json_key(node), "events") == 0;
    if (reader->newer || is_array || is_head(json_key(node)))
        return true;
    return json_fail(json, node, reader->error, _("found an unknown field, expected none"));
}

/* For unknown_collect(). A list of evidence that is not known is kept as a whole. */
static int known_with_evidence(const char *key) {
    if (is_head(key))
        return 0;
    bool is_array = strcmp(key, "events") == 0;
    return is_array || member_find(key) < HEADER_COUNT ? (int)member_find(key) : -1;
}

static int known_without_evidence(const char *key) {
    return member_find(key) == HEADER_evidence ? -1 : known_with_evidence(key);
}

/* ---- the header ---- */

bool reader_header(struct reader *reader, const struct piece *piece, const struct json *json) {
    const struct json_node *root = json_root(json);
    const struct json_node *format = json_need(json, root, "format", reader->error);
    const char *text;
    if (!format || !json_get_text(json, format, JSON_TEXT_LINE, &text, reader->error))
        return false;
    if (strcmp(text, TRACE_FORMAT) != 0)
        return json_unexpected(json, format, reader->error, "\"" TRACE_FORMAT "\"");
    const struct json_node *version = json_need(json, root, "version", reader->error);
    if (!version || !json_get_text(json, version, JSON_TEXT_LINE, &text, reader->error) ||
        !read_version(reader, json, text, version))
        return false;
    if (!json_need(json, root, "evidence", reader->error))
        return false;
    for (const struct json_node *node = json_first(root); node; node = json_next(node))
        if (!read_member(reader, json, node))
            return false;
    reader->header = true;
    if (!reader->newer)
        return true;
    struct trace_header *header = trace_header(reader->trace);
    header->unknown =
        trace_bytes(reader->trace, unknown_collect(&reader->unknown, json, piece->at, piece->size,
                                                   header->evidence_unknown ? known_without_evidence
                                                                            : known_with_evidence));
    return true;
}

/* ---- the end ---- */

static bool read_dropped(struct reader *reader, const struct json *json) {
    const struct json_node *dropped = json_need(json, json_root(json), "dropped", reader->error);
    int64_t lost;
    if (!dropped || !json_get_integer(json, dropped, &lost, reader->error))
        return false;
    if (lost < 0)
        return json_unexpected(json, dropped, reader->error, _("0 or more"));
    trace_header(reader->trace)->dropped = lost;
    return true;
}

static int footer_known(const char *key) {
    return strcmp(key, "events") == 0 ? 0 : strcmp(key, "dropped") == 0 ? 1 : -1;
}

static bool finish(struct reader *reader, const struct piece *piece, const struct json *json) {
    static const char *const keys[] = {"events", "dropped", NULL};
    if (!reader->newer && !json_only(json, json_root(json), keys, reader->error))
        return false;
    reader->footer = true;
    trace_header(reader->trace)->unknown_at_end =
        trace_bytes(reader->trace,
                    unknown_collect(&reader->unknown, json, piece->at, piece->size, footer_known));
    return true;
}

bool reader_footer(struct reader *reader, const struct piece *piece, const struct json *json) {
    const struct json_node *events = json_member(json_root(json), "events");
    int64_t count;
    if (!json_get_integer(json, events, &count, reader->error) || !read_dropped(reader, json))
        return false;
    if (count != (int64_t)trace_count(reader->trace))
        return json_fail(json, events, reader->error,
                         _("found %lld, expected %zu, the number of events above"),
                         (long long)count, trace_count(reader->trace));
    return finish(reader, piece, json);
}

bool reader_end(struct reader *reader, const struct piece *piece, const struct json *json) {
    return read_dropped(reader, json) && finish(reader, piece, json);
}
