#include <config.h>

#include "caption.h"

#include "figures.h"
#include "text-add.h"

#include <inttypes.h>

char *caption_title(const struct export_part *part, char *out, size_t size) {
    const struct trace_header *header = trace_header_const(part->trace);
    char first[48], last[48], all[48];
    size_t count = trace_count(part->trace);
    out[0] = '\0';
    text_add(out, size, "%s", header->lesson ? header->lesson : "A recording");
    if (part->from == 0 && part->to == count) {
        text_add(out, size, ": all %s events", figure_number((int64_t)count, all, sizeof all));
        return out;
    }
    text_add(out, size, ": events %s to %s of %s",
             figure_number((int64_t)part->from, first, sizeof first),
             figure_number((int64_t)part->to - 1, last, sizeof last),
             figure_number((int64_t)count, all, sizeof all));
    return out;
}

char *caption_machine(const struct export_part *part, char *out, size_t size) {
    const struct trace_header *header = trace_header_const(part->trace);
    out[0] = '\0';
    text_add(out, size, "waitscope %s", PACKAGE_VERSION);
    if (header->kernel)
        text_add(out, size, ", Linux %s", header->kernel);
    if (header->machine)
        text_add(out, size, " %s", header->machine);
    if (header->started)
        text_add(out, size, ", recorded %s", header->started);
    if (header->dropped)
        text_add(out, size, ". %" PRId64 " events were lost while it was recorded",
                 header->dropped);
    text_add(out, size, ".");
    return out;
}

char *caption_evidence(const struct export_part *part, char *out, size_t size) {
    const struct trace_header *header = trace_header_const(part->trace);
    const char *before = "Evidence: ";
    out[0] = '\0';
    for (int evidence = 0; evidence < EVIDENCE_COUNT; evidence++) {
        if (!(header->evidence >> evidence & 1))
            continue;
        text_add(out, size, "%s%s (%s)", before, evidence_name((enum evidence)evidence),
                 evidence_help((enum evidence)evidence));
        before = ", ";
    }
    text_add(out, size, "%s", out[0] ? "." : "");
    return out;
}
