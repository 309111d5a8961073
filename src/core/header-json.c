#include <config.h>

#include "header-json.h"

#include "unknown-json.h"

#include <limits.h>

static void key_write(struct writer *writer, const char *key) {
    writer_text(writer, ",\"");
    writer_text(writer, key);
    writer_text(writer, "\":");
}

static void header_TEXT(struct writer *writer, const char *key, const char *text) {
    if (!text)
        return;
    key_write(writer, key);
    writer_string(writer, text);
}

static void header_INT(struct writer *writer, const char *key, int64_t value) {
    if (!value)
        return;
    key_write(writer, key);
    writer_integer(writer, value);
}

static void evidence_write(struct writer *writer, const struct trace_header *header) {
    key_write(writer, "evidence");
    char before = '[';
    for (int evidence = 0; evidence < EVIDENCE_COUNT; evidence++) {
        if (!(header->evidence >> evidence & 1))
            continue;
        writer_byte(writer, before);
        writer_string(writer, evidence_name((enum evidence)evidence));
        before = ',';
    }
    writer_text(writer, before == '[' ? "[]" : "]");
}

/* Members of a newer version stand where they stood. */
void header_json_members(struct writer *writer, const struct trace_header *header) {
    struct bytes unknown = header->unknown;
#define HEADER(member, type)                                                                       \
    unknown_json_members(writer, unknown, HEADER_##member, HEADER_##member + 1, ',');              \
    header_##type(writer, #member, header->member);
#include "header.def"
    unknown_json_members(writer, unknown, HEADER_evidence, HEADER_evidence + 1, ',');
    if (!header->evidence_unknown)
        evidence_write(writer, header);
    unknown_json_members(writer, unknown, HEADER_evidence + 1, INT_MAX, ',');
}
