/* trace-reader: what the files that read a trace share. Of no use to others. */
#ifndef WAITSCOPE_TRACE_READER_H
#define WAITSCOPE_TRACE_READER_H

#include "json.h"
#include "trace-line.h"
#include "trace-read-event.h"
#include "trace-source.h"
#include "trace-unknown.h"

struct reader {
    struct source source;
    struct trace *trace;
    struct error *error;
    bool document;       /* else lines */
    bool newer;          /* written by a 1.x that knows more than we do */
    bool header, footer; /* they have been read */
    struct line_reader *lines;
    struct event_room event_room;
    struct unknown_room unknown;
};

/* trace-read-header.c. False with a sentence about the piece. Members that a document has behind
 * its events may stand in its end too. */
bool reader_header(struct reader *reader, const struct piece *piece, const struct json *json);
bool reader_footer(struct reader *reader, const struct piece *piece, const struct json *json);
bool reader_end(struct reader *reader, const struct piece *piece, const struct json *json);

/* trace-read.c. A sentence about something in that line gets its number. False. */
bool reader_prefix(struct reader *reader, int line);
/* NULL with a sentence. */
struct json *reader_parse(struct reader *reader, const struct piece *piece);
/* Is it an event as this version writes it, and the next one? Then it has been taken. */
bool reader_takes(struct reader *reader, const struct piece *piece);
bool reader_event(struct reader *reader, const struct piece *piece, const struct json *json);

/* trace-read-document.c. The header has not been read. False with a sentence. */
bool reader_document(struct reader *reader, const struct piece *head);

#endif
