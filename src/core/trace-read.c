#include <config.h>

#include "trace-json.h"

#include "file.h"
#include "i18n.h"
#include "memory.h"
#include "trace-reader.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

const struct trace_limits trace_limits = {
    .line = (size_t)1 << 20,
    .file = (size_t)1 << 31,
    .events = 5000000,
    .memory = (size_t)1 << 30,
};

/* The sentences of getters do not know the line. */
bool reader_prefix(struct reader *reader, int line) {
    char place[40];
    snprintf(place, sizeof place, _("line %d"), line);
    return error_prefix(reader->error, place);
}

struct json *reader_parse(struct reader *reader, const struct piece *piece) {
    return json_parse(piece->at, piece->size, piece->line, reader->error);
}

/* ---- events ---- */

static bool has_room(const struct reader *reader) {
    const struct trace_limits *limits = reader->source.limits;
    return trace_count(reader->trace) < limits->events &&
           trace_memory(reader->trace) <= limits->memory;
}

/* Why there is no room for one more. */
static bool room_fail(struct reader *reader) {
    const struct trace_limits *limits = reader->source.limits;
    if (trace_count(reader->trace) < limits->events)
        return error_set(reader->error,
                         _("its events need more than %zu bytes of memory, which is the limit"),
                         limits->memory);
    return error_set(reader->error, _("more than %zu events, which is the limit"), limits->events);
}

bool reader_takes(struct reader *reader, const struct piece *piece) {
    struct event event;
    if (!line_read_event(reader->lines, piece->at, piece->size, &event) ||
        event.seq != (int64_t)trace_count(reader->trace) || event.t < 0 || !has_room(reader))
        return false;
    trace_append(reader->trace, &event);
    return true;
}

static int field_known(const char *key) {
    enum field field = field_find(key);
    return field < FIELD_COUNT ? (int)field : -1;
}

bool reader_event(struct reader *reader, const struct piece *piece, const struct json *json) {
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
    if (!has_room(reader))
        return room_fail(reader);
    if (reader->newer)
        event.unknown =
            unknown_collect(&reader->unknown, json, piece->at, piece->size, field_known);
    trace_append(reader->trace, &event);
    return true;
}

/* ---- lines ---- */

static bool line_take(struct reader *reader, const struct piece *piece, const struct json *json) {
    if (piece->line == 1)
        return reader_header(reader, piece, json);
    if (reader->footer)
        return error_set(reader->error, _("found a line after the footer, expected the end"));
    /* An event may have a field of that name too. */
    if (json_member(json_root(json), "events") && !json_member(json_root(json), "event"))
        return reader_footer(reader, piece, json);
    return reader_event(reader, piece, json);
}

/* Half a line is what a file loses that was cut off. If it may be that, nothing is said of it. */
static bool line_may_be_half(const struct reader *reader, const struct piece *piece) {
    if (piece->line == 1 || reader->footer)
        return false;
    reader->error->text[0] = '\0';
    return true;
}

/* False: the file is refused. *more: there may be another line. */
static bool line_turn(struct reader *reader, bool *more) {
    struct piece piece;
    enum source_end end = source_line(&reader->source, &piece);
    *more = end == SOURCE_WHOLE;
    if (end == SOURCE_WRONG)
        return false;
    if (end == SOURCE_NONE && reader->source.line == 1)
        return error_set(reader->error, _("it is empty, expected a trace"));
    if (end == SOURCE_NONE)
        return true;
    if (piece.line > 1 && !reader->footer && reader_takes(reader, &piece))
        return true;
    struct json *json = reader_parse(reader, &piece);
    if (!json)
        return end == SOURCE_CUT && line_may_be_half(reader, &piece);
    bool taken = line_take(reader, &piece, json);
    json_free(json);
    return taken || reader_prefix(reader, piece.line);
}

static bool read_all(struct reader *reader) {
    struct piece head;
    bool more = true, good = true;
    if (source_is_document(&reader->source, &head))
        return reader_document(reader, &head);
    while (good && more)
        good = line_turn(reader, &more);
    return good;
}

/* ---- a file ---- */

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

struct trace *trace_read_within(FILE *stream, const char *name, const struct trace_limits *limits,
                                struct error *warning, struct error *error) {
    struct reader *reader = memory_new(1, sizeof *reader);
    source_init(&reader->source, stream, limits, error);
    reader->error = error;
    reader->trace = trace_new();
    reader->lines = line_reader_new();
    struct trace *trace = reader->trace;
    if (read_all(reader)) {
        trace_header(trace)->cut_off = !reader->footer;
        warning_set(reader, name, warning);
    } else {
        if (!reader->header)
            error_prefix(error, _("no trace"));
        error_prefix(error, name);
        trace_free(trace);
        trace = NULL;
    }
    source_fini(&reader->source);
    line_reader_free(reader->lines);
    free(reader->unknown.bytes);
    free(reader);
    return trace;
}

struct trace *trace_read(FILE *stream, const char *name, struct error *warning,
                         struct error *error) {
    return trace_read_within(stream, name, &trace_limits, warning, error);
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
