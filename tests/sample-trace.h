/* sample-trace: a small trace in which every kind of event and every field occurs, and helpers that
 * read and write traces in memory. Of use to tests. */
#ifndef WAITSCOPE_SAMPLE_TRACE_H
#define WAITSCOPE_SAMPLE_TRACE_H

#include "error.h"
#include "trace.h"

#include <stdio.h>

/* The caller frees it. Some of its values are chosen to be hard to write: no values of a real run.
 */
struct trace *sample_trace(void);

/* The native form, as export_stream() and export_file() write it. */
bool trace_write(const struct trace *trace, FILE *stream, const char *name, struct error *error);
bool trace_write_file(const struct trace *trace, const char *path, struct error *error);

/* The bytes of its file, NUL-terminated; the caller frees them. */
char *trace_to_text(const struct trace *trace, size_t *size);
/* trace_read() of these bytes under the name "sample". */
struct trace *trace_from_text(const char *text, size_t size, struct error *warning,
                              struct error *error);

#endif
