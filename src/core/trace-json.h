/* trace-json: a trace from its file; export.h puts it there. JSON Lines: a header, an event a
 * line, a footer that counts them; lessons/trace.schema.json describes a line. Or the same as one
 * document. Integers only, below 10^15, the same bytes in every locale. One thread at a time. */
#ifndef WAITSCOPE_TRACE_JSON_H
#define WAITSCOPE_TRACE_JSON_H

#include "error.h"
#include "trace.h"

#include <stdio.h>

/* What a reader takes; more is refused. */
struct trace_limits {
    size_t line;   /* bytes a line, or an event of a document */
    size_t file;   /* bytes in all */
    size_t events; /* how many */
    size_t memory; /* bytes that the events take in memory: a file can say much in few of its own */
};
extern const struct trace_limits trace_limits;

/* Reads lines, or the one document {…header's members, "events":[…], "dropped":0}, an event at a
 * time. NULL with a sentence (file, line, what was found) if it is no trace or a broken one. A
 * trace that was cut off is one all the same: the events up to there, and a sentence in `warning`,
 * whose text is "" if there is nothing to warn of. A file of a newer 1.x may have fields unknown
 * here: they are kept as they stand (event-unknown.h). The caller frees the trace. */
struct trace *trace_read(FILE *stream, const char *name, struct error *warning,
                         struct error *error);
/* The same with other limits. */
struct trace *trace_read_within(FILE *stream, const char *name, const struct trace_limits *limits,
                                struct error *warning, struct error *error);
/* "-" is standard input. */
struct trace *trace_read_file(const char *path, struct error *warning, struct error *error);

#endif
