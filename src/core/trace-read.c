#include <config.h>

#include "trace-json.h"

#include "file.h"
#include "i18n.h"
#include "json.h"
#include "memory.h"
#include "trace-read-event.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum line_end {
    LINE_WHOLE, /* with its newline */
    LINE_CUT,   /* the file ends in it */
    LINE_NONE,  /* the file ended before it */
    LINE_WRONG, /* too long, or not to be read: the error says so */
};

struct reader {
    FILE *stream;
    struct trace *trace;
    struct error *error;
    char *line;
    size_t size, room; /* of the line */
    size_t total;      /* bytes read */
    int number;        /* of the line, from 1 */
    bool newer;        /* written by a 1.x that knows more than we do */
    bool footer;       /* it has been read */
    struct event_room event_room;
};

static void line_put(struct reader *reader, int byte) {
    if (reader->size == reader->room) {
        reader->room = reader->room ? reader->room * 2 : 512;
        reader->line = memory_grow(reader->line, reader->room, 1);
    }
    reader->line[reader->size++] = (char)byte;
}

static enum line_end line_wrong(struct reader *reader, const char *what, size_t limit) {
    error_set(reader->error, _("line %d: %s of more than %zu bytes, which is the limit"),
              reader->number, what, limit);
    return LINE_WRONG;
}

static enum line_end line_read(struct reader *reader) {
    reader->size = 0;
    reader->number++;
    errno = 0;
    for (;;) {
        int byte = getc(reader->stream);
        if (byte == EOF && ferror(reader->stream)) {
            error_set(reader->error, _("cannot read it: %s"), strerror(errno));
            return LINE_WRONG;
        }
        if (byte == EOF)
            return reader->size ? LINE_CUT : LINE_NONE;
        if (++reader->total > TRACE_FILE_MAX)
            return line_wrong(reader, _("a file"), TRACE_FILE_MAX);
        if (byte == '\n')
            return LINE_WHOLE;
        if (reader->size == TRACE_LINE_MAX)
            return line_wrong(reader, _("a line"), TRACE_LINE_MAX);
        line_put(reader, byte);
    }
}

/* The sentences of getters do not know the line. */
static bool line_prefix(struct reader *reader) {
    char place[40];
    snprintf(place, sizeof place, _("line %d"), reader->number);
    return error_prefix(reader->error, place);
}

/* Only the digits of MAJOR.MINOR. */
static bool version_parse(const char *version, int *major, int *minor) {
    char again[40];
    if (sscanf(version, "%9d.%9d", major, minor) != 2)
        return false;
    snprintf(again, sizeof again, "%d.%d", *major, *minor);
    return strcmp(again, version) == 0;
}

static bool header_version(struct reader *reader, const struct json *json, const char *version,
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
    return true;
}

static bool header_TEXT(struct reader *reader, const struct json *json,
                        const struct json_node *node, const char **out) {
    const char *text;
    if (!json_get_text(json, node, JSON_TEXT_LINE, &text, reader->error))
        return false;
    *out = trace_text(reader->trace, text);
    return true;
}

static bool header_INT(struct reader *reader, const struct json *json, const struct json_node *node,
                       int64_t *out) {
    return json_get_integer(json, node, out, reader->error);
}

static bool header_evidence(struct reader *reader, const struct json *json,
                            const struct json_node *node, uint32_t *evidence) {
    if (!json_want(json, node, JSON_ARRAY, reader->error))
        return false;
    for (const struct json_node *child = json_first(node); child; child = json_next(child)) {
        const char *name;
        int64_t value;
        if (!json_get_text(json, child, JSON_TEXT_LINE, &name, reader->error))
            return false;
        if (field_parse(FIELD_evidence, name, &value))
            *evidence |= UINT32_C(1) << value;
        else if (!reader->newer)
            return json_unexpected(json, child, reader->error, _("the name of a kind of evidence"));
    }
    return true;
}

static bool header_member(struct reader *reader, const struct json *json,
                          const struct json_node *node) {
    struct trace_header *header = trace_header(reader->trace);
    const char *key = json_key(node);
#define HEADER(member, type)                                                                       \
    if (strcmp(key, #member) == 0)                                                                 \
        return header_##type(reader, json, node, &header->member);
#include "header.def"
    if (strcmp(key, "evidence") == 0)
        return header_evidence(reader, json, node, &header->evidence);
    if (reader->newer || strcmp(key, "format") == 0 || strcmp(key, "version") == 0)
        return true;
    return json_fail(json, node, reader->error, _("found an unknown field, expected none"));
}

static bool header_read(struct reader *reader, const struct json *json) {
    const struct json_node *root = json_root(json);
    const struct json_node *format = json_need(json, root, "format", reader->error);
    const char *text;
    if (!format || !json_get_text(json, format, JSON_TEXT_LINE, &text, reader->error))
        return false;
    if (strcmp(text, TRACE_FORMAT) != 0)
        return json_unexpected(json, format, reader->error, "\"" TRACE_FORMAT "\"");
    const struct json_node *version = json_need(json, root, "version", reader->error);
    if (!version || !json_get_text(json, version, JSON_TEXT_LINE, &text, reader->error) ||
        !header_version(reader, json, text, version))
        return false;
    if (!json_need(json, root, "evidence", reader->error))
        return false;
    for (const struct json_node *node = json_first(root); node; node = json_next(node))
        if (!header_member(reader, json, node))
            return false;
    return true;
}

static bool footer_read(struct reader *reader, const struct json *json) {
    static const char *const keys[] = {"events", "dropped", NULL};
    const struct json_node *root = json_root(json);
    const struct json_node *events = json_need(json, root, "events", reader->error);
    const struct json_node *dropped = json_need(json, root, "dropped", reader->error);
    int64_t count, lost;
    if (!events || !dropped || !json_get_integer(json, events, &count, reader->error) ||
        !json_get_integer(json, dropped, &lost, reader->error))
        return false;
    if (!reader->newer && !json_only(json, root, keys, reader->error))
        return false;
    if (count != (int64_t)trace_count(reader->trace))
        return json_fail(json, events, reader->error,
                         _("found %lld, expected %zu, the number of events above"),
                         (long long)count, trace_count(reader->trace));
    if (lost < 0)
        return json_unexpected(json, dropped, reader->error, _("0 or more"));
    trace_header(reader->trace)->dropped = lost;
    reader->footer = true;
    return true;
}

static bool event_line_read(struct reader *reader, const struct json *json) {
    struct event event;
    size_t count = trace_count(reader->trace);
    if (!event_read_json(json, reader->newer, &reader->event_room, &event, reader->error))
        return false;
    if (event.seq != (int64_t)count)
        return json_fail(json, json_member(json_root(json), "seq"), reader->error,
                         _("found %lld, expected %zu"), (long long)event.seq, count);
    if (event.t < 0)
        return json_unexpected(json, json_member(json_root(json), "t"), reader->error,
                               _("0 or more"));
    if (count == TRACE_EVENTS_MAX)
        return error_set(reader->error, _("more than %d events, which is the limit"),
                         TRACE_EVENTS_MAX);
    trace_append(reader->trace, &event);
    return true;
}

static bool line_take(struct reader *reader, const struct json *json) {
    if (reader->number == 1)
        return header_read(reader, json);
    if (reader->footer)
        return error_set(reader->error, _("found a line after the footer, expected the end"));
    /* An event may have a field of that name too. */
    if (json_member(json_root(json), "events") && !json_member(json_root(json), "event"))
        return footer_read(reader, json);
    return event_line_read(reader, json);
}

/* False: the file is refused. *more: there may be another line. */
static bool reader_turn(struct reader *reader, bool *more) {
    enum line_end end = line_read(reader);
    *more = end == LINE_WHOLE;
    if (end == LINE_WRONG)
        return false;
    if (end == LINE_NONE && reader->number == 1)
        return error_set(reader->error, _("it is empty, expected a trace"));
    if (end == LINE_NONE)
        return true;
    struct json *json =
        json_parse(reader->size ? reader->line : "", reader->size, reader->number, reader->error);
    if (!json) /* half a line is what a file loses that was cut off */
        return end == LINE_CUT && reader->number > 1 && !reader->footer;
    bool taken = line_take(reader, json);
    json_free(json);
    return taken || line_prefix(reader);
}

static void warning_set(const struct reader *reader, const char *name, struct error *warning) {
    const struct trace_header *header = trace_header_const(reader->trace);
    warning->text[0] = '\0';
    if (!reader->footer)
        error_set(warning, _("%s: cut off: the footer is missing; it has %zu whole events"), name,
                  trace_count(reader->trace));
    else if (header->dropped)
        error_set(warning, _("%s: %lld events were lost while it was recorded"), name,
                  (long long)header->dropped);
}

struct trace *trace_read(FILE *stream, const char *name, struct error *warning,
                         struct error *error) {
    struct reader *reader = memory_new(1, sizeof *reader);
    reader->stream = stream;
    reader->error = error;
    reader->trace = trace_new();
    bool more = true, good = true;
    while (good && more)
        good = reader_turn(reader, &more);
    struct trace *trace = reader->trace;
    if (good) {
        warning_set(reader, name, warning);
    } else {
        if (reader->number == 1)
            error_prefix(error, _("no trace"));
        error_prefix(error, name);
        trace_free(trace);
        trace = NULL;
    }
    free(reader->line);
    free(reader);
    return trace;
}

struct trace *trace_read_file(const char *path, struct error *warning, struct error *error) {
    bool is_input = strcmp(path, "-") == 0;
    FILE *stream = is_input ? stdin : fopen(path, "re");
    if (!stream) {
        error_set(error, _("%s: cannot open it: %s"), path, strerror(errno));
        return NULL;
    }
    struct trace *trace = trace_read(stream, file_name(path), warning, error);
    if (!is_input)
        fclose(stream);
    return trace;
}
