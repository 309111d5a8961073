#include <config.h>

#include "trace-json.h"

#include "export.h"
#include "i18n.h"
#include "output.h"
#include "writer.h"

#include <stdlib.h>

bool trace_write(const struct trace *trace, FILE *stream, const char *name, struct error *error) {
    struct export_part whole = export_whole(trace, NULL);
    struct writer *writer = writer_new(stream);
    export_jsonl(&whole, writer);
    bool written = writer_finish(writer, name, error);
    free(writer);
    return written;
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
