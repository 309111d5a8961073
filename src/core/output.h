/* output: a file that is there whole or not at all. One thread at a time.
 *
 * The bytes go to a temporary file in the same folder, without a name where the file system can do
 * that, which takes the file's place when it is closed without an error. What is no regular file (a
 * pipe, /dev/null) is written directly; "-" is standard output. A closed pipe is an error only for
 * those who block or ignore SIGPIPE. */
#ifndef WAITSCOPE_OUTPUT_H
#define WAITSCOPE_OUTPUT_H

#include "error.h"

#include <stdio.h>

/* A stream's descriptor has this number or a higher one: a page that runs meanwhile counts its own
 * from 3 (lab/descriptors.h). */
enum { OUTPUT_DESCRIPTOR = 512 };

struct output {
    FILE *stream;    /* write here */
    char *path;      /* of the file that will be there; NULL: standard output */
    char *temporary; /* of the file that is written; NULL: none, or none yet */
    bool nameless;   /* it gets its name when it is closed */
};

/* False with a sentence that names the file; then there is nothing to close. */
bool output_open(struct output *output, const char *path, struct error *error);
/* Writes all to the disk and puts the file in its place. On an error the temporary file is removed
 * and what stood there before still stands. False with a sentence. */
bool output_close(struct output *output, struct error *error);
/* Gives up: removes the temporary file. */
void output_abandon(struct output *output);

#endif
