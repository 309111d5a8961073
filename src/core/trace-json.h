/* trace-json: a trace as a file. JSON Lines: a header, an event a line, a footer that counts them;
 * lessons/trace.schema.json describes a line. Integers only, below 10^15, the same bytes in every
 * locale. One thread at a time. */
#ifndef WAITSCOPE_TRACE_JSON_H
#define WAITSCOPE_TRACE_JSON_H

#include "error.h"
#include "trace.h"

#include <stdio.h>

/* What a reader takes; more is refused. Bytes a line, bytes in all, events. */
enum {
    TRACE_LINE_MAX = 1 << 20,
    TRACE_FILE_MAX = 1 << 28,
    TRACE_EVENTS_MAX = 200000,
};

/* Writes all of it. `name` is what a sentence calls the stream. False with a sentence (a full disk,
 * a closed pipe). The stream is flushed, not closed. */
bool trace_write(const struct trace *trace, FILE *stream, const char *name, struct error *error);
/* The same into a file that is there whole or not at all (output.h); "-" is standard output. */
bool trace_write_file(const struct trace *trace, const char *path, struct error *error);

/* Reads a line at a time. NULL with a sentence (file, line, what was found) if it is no trace or a
 * broken one. A trace that was cut off is one all the same: the events up to there, and a sentence
 * in `warning`, whose text is "" if there is nothing to warn of. A file of a newer 1.x may have
 * fields unknown here; they are left out. The caller frees the trace. */
struct trace *trace_read(FILE *stream, const char *name, struct error *warning,
                         struct error *error);
/* "-" is standard input. */
struct trace *trace_read_file(const char *path, struct error *warning, struct error *error);

#endif
