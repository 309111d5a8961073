/* error: one sentence about what went wrong with a file, an argument or the machine.
 *
 * A failed system call in a server is an event, never an error; a bug is an assert.
 * The caller owns the struct. Any thread may call. */
#ifndef WAITSCOPE_ERROR_H
#define WAITSCOPE_ERROR_H

#include <stdbool.h>

/* Room for a path, a place in it and a sentence; longer text is cut at a whole character. */
struct error {
    char text[512];
};

/* Sets the sentence. Control characters and bytes that are not UTF-8 become visible escapes, so
 * that text taken from a file can be shown as it is. Always false: `return error_set(…)`. */
bool error_set(struct error *error, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Puts "PREFIX: " before the sentence, for instance the file's name. Returns false. */
bool error_prefix(struct error *error, const char *prefix);

/* Copies `text` into out[size] (NUL-terminated, cut at a whole character) with control characters
 * and bytes that are not UTF-8 written as \n, \t, \xHH. Returns out. */
char *text_printable(const char *text, char *out, unsigned long size);

#endif
