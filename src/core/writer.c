#include <config.h>

#include "writer.h"

#include "i18n.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>

struct writer *writer_new(FILE *stream) {
    struct writer *writer = malloc(sizeof *writer); /* its buffer needs no zeros */
    if (!writer)
        abort();
    writer->stream = stream;
    writer->failed = 0;
    writer->used = 0;
    return writer;
}

static void stream_put(struct writer *writer, const char *bytes, size_t size) {
    errno = 0;
    if (!writer->failed && fwrite(bytes, 1, size, writer->stream) != size)
        writer->failed = errno ? errno : EIO;
}

void writer_drain(struct writer *writer) {
    stream_put(writer, writer->bytes, writer->used);
    writer->used = 0;
}

bool writer_finish(struct writer *writer, const char *name, struct error *error) {
    writer_drain(writer);
    errno = 0;
    if (!writer->failed && fflush(writer->stream) != 0)
        writer->failed = errno ? errno : EIO;
    if (!writer->failed)
        return true;
    return error_set(error, _("%s: cannot write it: %s"), name, strerror(writer->failed));
}

void writer_put_long(struct writer *writer, const char *bytes, size_t size) {
    writer_drain(writer);
    if (size > sizeof writer->bytes)
        stream_put(writer, bytes, size);
    else
        writer_put(writer, bytes, size);
}

void writer_integer(struct writer *writer, int64_t value) {
    writer_wrote(writer, digits_put(writer_room(writer, DIGITS_BYTES), value));
}

char *micros_put(char *at, int64_t ns) {
    uint64_t value = ns < 0 ? -(uint64_t)ns : (uint64_t)ns;
    unsigned rest = (unsigned)(value % 1000);
    if (ns < 0)
        *at++ = '-';
    at = digits_put(at, (int64_t)(value / 1000));
    *at++ = '.';
    *at++ = (char)('0' + rest / 100);
    *at++ = (char)('0' + rest / 10 % 10);
    *at++ = (char)('0' + rest % 10);
    return at;
}

void writer_micros(struct writer *writer, int64_t ns) {
    writer_wrote(writer, micros_put(writer_room(writer, DIGITS_BYTES), ns));
}

/* Most texts are short: a byte at a time is faster than to look for the next that is special. */
char *escaped_put(char *at, const char **text, size_t most) {
    const char *from = *text, *end = from + most;
    for (; from < end && *from; from++) {
        if (*from == '"' || *from == '\\')
            *at++ = '\\';
        *at++ = *from;
    }
    *text = from;
    return at;
}

void writer_escaped(struct writer *writer, const char *text) {
    enum { TURN = 256 };
    while (*text)
        writer_wrote(writer, escaped_put(writer_room(writer, 2 * TURN), &text, TURN));
}

void writer_string(struct writer *writer, const char *text) {
    writer_byte(writer, '"');
    writer_escaped(writer, text);
    writer_byte(writer, '"');
}

void writer_format(struct writer *writer, const char *format, ...) {
    char text[1024];
    va_list list;
    va_start(list, format);
    int size = vsnprintf(text, sizeof text, format, list);
    va_end(list);
    if (size > 0)
        writer_put(writer, text, (size_t)size < sizeof text ? (size_t)size : sizeof text - 1);
}
