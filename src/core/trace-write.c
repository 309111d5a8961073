#include <config.h>

#include "trace-json.h"

#include "i18n.h"
#include "output.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>

/* Four characters for each byte, and the NUL. */
enum { ESCAPED_MAX = EVENT_DATA_MAX * 4 + 1 };

/* A JSON string. The texts of a trace are printable UTF-8, see trace_text(). */
static void write_text(const char *text, FILE *stream) {
    putc('"', stream);
    for (; *text; text++) {
        if (*text == '"' || *text == '\\')
            putc('\\', stream);
        putc(*text, stream);
    }
    putc('"', stream);
}

static void write_key(const char *key, FILE *stream) {
    fprintf(stream, ",\"%s\":", key);
}

static void header_TEXT(const char *key, const char *text, FILE *stream) {
    if (!text)
        return;
    write_key(key, stream);
    write_text(text, stream);
}

static void header_INT(const char *key, int64_t value, FILE *stream) {
    if (value)
        fprintf(stream, ",\"%s\":%" PRId64, key, value);
}

static void write_header(const struct trace_header *header, FILE *stream) {
    fprintf(stream, "{\"format\":\"%s\",\"version\":\"%s\"", TRACE_FORMAT, TRACE_VERSION);
#define HEADER(member, type) header_##type(#member, header->member, stream);
#include "header.def"
    write_key("evidence", stream);
    const char *comma = "";
    putc('[', stream);
    for (int evidence = 0; evidence < EVIDENCE_COUNT; evidence++) {
        if (!(header->evidence >> evidence & 1))
            continue;
        fprintf(stream, "%s\"%s\"", comma, evidence_name(evidence));
        comma = ",";
    }
    fputs("]}\n", stream);
}

static void write_set(struct bytes set, FILE *stream) {
    const char *comma = "";
    putc('[', stream);
    for (size_t fd = 0; fd < set.size * 8; fd++) {
        if (!set_has(set, (int)fd))
            continue;
        fprintf(stream, "%s%zu", comma, fd);
        comma = ",";
    }
    putc(']', stream);
}

static void write_list(struct bytes list, FILE *stream) {
    char text[128];
    putc('[', stream);
    for (size_t i = 0; i < list_count(list); i++)
        fprintf(stream, "%s\"%s\"", i ? "," : "",
                list_entry_format(list_at(list, i), text, sizeof text));
    putc(']', stream);
}

static void write_data(struct bytes data, FILE *stream) {
    char escaped[ESCAPED_MAX];
    bytes_escape(data, escaped, sizeof escaped);
    write_text(escaped, stream);
}

static void write_value(const struct event *event, enum field field, FILE *stream) {
    char text[128];
    switch (field_row(field)->type) {
    case TYPE_INT:
        fprintf(stream, "%" PRId64, event_get(event, field));
        break;
    case TYPE_TEXT:
        write_text(event_get_text(event, field), stream);
        break;
    case TYPE_SET:
        write_set(event_get_bytes(event, field), stream);
        break;
    case TYPE_LIST:
        write_list(event_get_bytes(event, field), stream);
        break;
    case TYPE_DATA:
        write_data(event_get_bytes(event, field), stream);
        break;
    default:
        write_text(field_format(field, event_get(event, field), text, sizeof text), stream);
    }
}

static void write_event(const struct event *event, FILE *stream) {
    char before = '{';
    for (enum field field = 0; field < FIELD_COUNT; field++) {
        if (!event_has(event, field))
            continue;
        fprintf(stream, "%c\"%s\":", before, field_row(field)->name);
        write_value(event, field, stream);
        before = ',';
    }
    fputs("}\n", stream);
}

bool trace_write(const struct trace *trace, FILE *stream, const char *name, struct error *error) {
    const struct trace_header *header = trace_header_const(trace);
    size_t count = trace_count(trace);
    errno = 0;
    write_header(header, stream);
    for (size_t i = 0; i < count && !ferror(stream); i++)
        write_event(trace_at(trace, i), stream);
    if (!ferror(stream))
        fprintf(stream, "{\"events\":%zu,\"dropped\":%" PRId64 "}\n", count, header->dropped);
    if (!ferror(stream))
        fflush(stream);
    if (!ferror(stream))
        return true;
    return error_set(error, _("%s: cannot write it: %s"), name, strerror(errno ? errno : EIO));
}

bool trace_write_file(const struct trace *trace, const char *path, struct error *error) {
    struct output output;
    if (!output_open(&output, path, error))
        return false;
    const char *name = output.path ? path : _("standard output");
    if (trace_write(trace, output.stream, name, error))
        return output_close(&output, error);
    output_abandon(&output);
    return false;
}
