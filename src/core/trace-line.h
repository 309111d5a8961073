/* trace-line: the line of an event as this version writes it, read in one pass. It takes nothing
 * that event_read_json() refuses, and says the same of what it takes; what it does not take is for
 * that one to read, or to say what is wrong with it. Of use to trace-read.c alone. */
#ifndef WAITSCOPE_TRACE_LINE_H
#define WAITSCOPE_TRACE_LINE_H

#include "event.h"

/* Remembers what the last lines were like. */
struct line_reader;

struct line_reader *line_reader_new(void);
void line_reader_free(struct line_reader *reader);

/* Reads size bytes, behind which a newline or NUL stands. What the event points to lives until the
 * next call. False: it is not such a line. */
bool line_read_event(struct line_reader *reader, const char *line, size_t size,
                     struct event *event);

#endif
