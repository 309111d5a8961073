/* plain-write: lines out, lines in, for --plain. One thread. */
#ifndef WAITSCOPE_PLAIN_WRITE_H
#define WAITSCOPE_PLAIN_WRITE_H

#include "plain.h"

/* The text as lines that fit the width, `indent` columns in. */
void plain_write(const struct plain_options *options, int indent, const char *text);
/* An empty line. */
void plain_write_line(const struct plain_options *options);
/* The text and a blank; the line is left open. */
void plain_write_prompt(const struct plain_options *options, const char *text);

/* Reads lines from a descriptor without stdio, which would read ahead. */
struct plain_input {
    int fd;
    char bytes[512];
    size_t count;
};

/* The next line without its end and without blanks around it; a longer line is cut. False at the
 * end of the input. */
bool plain_read_line(struct plain_input *input, char *line, size_t size);

#endif
