/* event-line: an event written as a line of text, for tests.
 *
 *     enter task=server call=recv fd=4 at=blocking.c:31 size=100
 *     return task=server call=select result=1 read=4,5 write= t=2000
 *     client client=A act=send data="hello\n" result=6
 *
 * A field has its name in event.def; a value with a blank stands in quotes; a set is
 * descriptors with commas between, 4,5; a list has the readiness too, 4:IN|OUT,-1:IN; data is
 * written in C escapes. */
#ifndef WAITSCOPE_EVENT_LINE_H
#define WAITSCOPE_EVENT_LINE_H

#include "error.h"
#include "event.h"

/* Owns what the event points to. */
struct event_line {
    struct event event;
    char text[2048];
    unsigned char bytes[4][1024];
    int bytes_used;
};

/* False with a sentence if the text is no such line. */
bool event_line_parse(struct event_line *line, const char *text, struct error *error);

/* Cuts the next word off *rest (quotes taken away); NULL at the end. Writes to the text. */
char *event_line_word(char **rest);

#endif
