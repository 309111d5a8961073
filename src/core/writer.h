/* writer: bytes on their way to a stream, gathered in a buffer and formatted by hand: the same
 * bytes in every locale, at little more than the cost of copying them. One thread at a time. */
#ifndef WAITSCOPE_WRITER_H
#define WAITSCOPE_WRITER_H

#include "digits.h"
#include "error.h"

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

enum { WRITER_BYTES = 1 << 16 };

/* Nothing is written any more once a write has failed. */
struct writer {
    FILE *stream; /* borrowed */
    int failed;   /* errno of the first write that failed, 0: none has */
    size_t used;  /* bytes that wait in the buffer */
    char bytes[WRITER_BYTES];
};

/* It is large: the caller frees it with free(). */
struct writer *writer_new(FILE *stream);

/* Writes out what waits, and flushes the stream. False with a sentence that calls the stream `name`
 * if that or anything before has failed (a full disk, a closed pipe). */
bool writer_finish(struct writer *writer, const char *name, struct error *error);

/* Writes out what waits. */
void writer_drain(struct writer *writer);

/* Makes room for so many bytes, at most WRITER_BYTES; they are written from the place that it
 * returns up to what writer_wrote() is told. */
static inline char *writer_room(struct writer *writer, size_t size) {
    if (size > sizeof writer->bytes - writer->used)
        writer_drain(writer);
    return writer->bytes + writer->used;
}
static inline void writer_wrote(struct writer *writer, const char *end) {
    writer->used = (size_t)(end - writer->bytes);
}

/* What does not fit into the buffer. */
void writer_put_long(struct writer *writer, const char *bytes, size_t size);

static inline void writer_put(struct writer *writer, const char *bytes, size_t size) {
    if (size > sizeof writer->bytes - writer->used) {
        writer_put_long(writer, bytes, size);
        return;
    }
    memcpy(writer->bytes + writer->used, bytes, size);
    writer->used += size;
}

static inline void writer_byte(struct writer *writer, char byte) {
    writer_put(writer, &byte, 1);
}

static inline void writer_text(struct writer *writer, const char *text) {
    writer_put(writer, text, strlen(text));
}

/* To a place that has room for it; known texts cost no more than a copy. Returns the end. */
static inline char *text_put(char *at, const char *text) {
    size_t size = strlen(text);
    memcpy(at, text, size);
    return at + size;
}

/* Decimal. digits_put() is the same without a writer. */
void writer_integer(struct writer *writer, int64_t value);
/* ns as µs with three digits behind the point: "1.500"; the same to a place with room for
 * DIGITS_BYTES, of which it returns the end. */
void writer_micros(struct writer *writer, int64_t ns);
char *micros_put(char *at, int64_t ns);
/* A text that is printable UTF-8, as those of a trace are, as it stands inside a JSON string; the
 * whole string with its quotes. */
void writer_escaped(struct writer *writer, const char *text);
void writer_string(struct writer *writer, const char *text);
/* The same of at most `most` bytes of *text, of which it takes what it writes, to a place with room
 * for twice as many. Returns the end. */
char *escaped_put(char *at, const char **text, size_t most);
/* snprintf() for what is written seldom, without figures that a locale changes. At most 1023 bytes.
 */
void writer_format(struct writer *writer, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
