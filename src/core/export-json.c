/* The native form, as lines and as one document: {header's members, "events":[…], "dropped":0}. */
#include <config.h>

#include "export.h"

#include "event-json.h"
#include "header-json.h"
#include "unknown-json.h"

#include <limits.h>

static void header_write(struct writer *writer, const struct trace *trace) {
    const struct trace_header *header = trace_header_const(trace);
    writer_text(writer, "{\"format\":\"" TRACE_FORMAT "\",\"version\":");
    writer_string(writer, header->version ? header->version : TRACE_VERSION);
    header_json_members(writer, header);
}

/* Each on a line of its own. Numbered from 0, so that a part is a trace too. */
static void events_write(struct writer *writer, const struct export_part *part, bool document) {
    struct event_json *json = event_json_new(writer, part->trace);
    for (size_t i = part->from; i < part->to && !writer->failed; i++) {
        if (document)
            writer_text(writer, i > part->first ? ",\n" : "\n");
        event_json_object(json, i, (int64_t)(i - part->first));
        if (!document)
            writer_byte(writer, '\n');
    }
    event_json_free(json);
}

static void footer_write(struct writer *writer, const struct trace *trace) {
    const struct trace_header *header = trace_header_const(trace);
    unknown_json_members(writer, header->unknown_at_end, 1, 2, ',');
    writer_text(writer, ",\"dropped\":");
    writer_integer(writer, header->dropped);
    unknown_json_members(writer, header->unknown_at_end, 2, INT_MAX, ',');
    writer_text(writer, "}\n");
}

void export_jsonl(const struct export_part *part, struct writer *writer) {
    if (part->from == part->first) {
        header_write(writer, part->trace);
        writer_text(writer, "}\n");
    }
    events_write(writer, part, false);
    if (part->goes_on)
        return;
    writer_byte(writer, unknown_json_members(
                            writer, trace_header_const(part->trace)->unknown_at_end, 0, 1, '{'));
    writer_text(writer, "\"events\":");
    writer_integer(writer, (int64_t)(part->to - part->first));
    footer_write(writer, part->trace);
}

void export_json(const struct export_part *part, struct writer *writer) {
    if (part->from == part->first) {
        header_write(writer, part->trace);
        writer_text(writer, ",\"events\":[");
    }
    events_write(writer, part, true);
    if (part->goes_on)
        return;
    writer_text(writer, "\n]");
    footer_write(writer, part->trace);
}
