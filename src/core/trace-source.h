/* trace-source: the bytes of a trace file, a piece at a time, in memory that does not grow with the
 * file. Of use to trace-read*.c alone. */
#ifndef WAITSCOPE_TRACE_SOURCE_H
#define WAITSCOPE_TRACE_SOURCE_H

#include "error.h"
#include "trace-json.h"

/* What comes next. */
enum source_end {
    SOURCE_WHOLE, /* a piece */
    SOURCE_CUT,   /* a piece that the file ends in */
    SOURCE_NONE,  /* nothing: the file has ended */
    SOURCE_WRONG, /* too much, or not to be read: the error says so */
};

/* Bytes of the file; behind them stands one that is no part of a JSON token. Until the next call.
 */
struct piece {
    const char *at;
    size_t size;
    int line; /* its first, from 1 */
};

struct source {
    FILE *stream; /* borrowed */
    const struct trace_limits *limits;
    struct error *error;
    char *bytes;
    size_t begin, end, room; /* of what is in memory */
    size_t total;            /* bytes read */
    int line;                /* of the place `begin`, from 1 */
    bool over;               /* the stream has nothing more */
    bool failed;             /* and the error says why */
};

void source_init(struct source *source, FILE *stream, const struct trace_limits *limits,
                 struct error *error);
void source_fini(struct source *source);

/* The next line, without its newline. */
enum source_end source_line(struct source *source, struct piece *piece);

/* Is the rest one JSON object with a member `events` that is an array? Then *piece is what comes
 * before the array's bracket. */
bool source_is_document(struct source *source, struct piece *piece);
/* Within an array: the next value and the comma or bracket behind it, which is *close. The value is
 * taken as it stands: it may be none. */
enum source_end source_value(struct source *source, struct piece *piece, char *close);
/* All that is left. */
enum source_end source_rest(struct source *source, struct piece *piece);

#endif
