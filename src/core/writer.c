#include <config.h>

#include "writer.h"

#include "i18n.h"

#include <assert.h>
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

static void writer_drain(struct writer *writer) {
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

char *writer_room(struct writer *writer, size_t size) {
    assert(size <= sizeof writer->bytes);
    if (size > sizeof writer->bytes - writer->used)
        writer_drain(writer);
    return writer->bytes + writer->used;
}

void writer_put_long(struct writer *writer, const char *bytes, size_t size) {
    writer_drain(writer);
    if (size > sizeof writer->bytes)
        stream_put(writer, bytes, size);
    else
        writer_put(writer, bytes, size);
}

/* Two digits a turn, from the end. */
static void digits_before(char *end, uint64_t value) {
    static const char pairs[] =
        "00010203040506070809101112131415161718192021222324252627282930313233"
        "34353637383940414243444546474849505152535455565758596061626364656667"
        "6869707172737475767778798081828384858687888990919293949596979899";
    for (; value >= 100; value /= 100) {
        end -= 2;
        memcpy(end, pairs + value % 100 * 2, 2);
    }
    if (value < 10) {
        end[-1] = (char)('0' + value);
        return;
    }
    memcpy(end - 2, pairs + value * 2, 2);
}

static int digits_count(uint64_t value) {
    int count = 1;
    for (; value >= 10000; value /= 10000)
        count += 4;
    return count + (value >= 10) + (value >= 100) + (value >= 1000);
}

char *integer_put(char *at, int64_t value) {
    uint64_t digits = value < 0 ? -(uint64_t)value : (uint64_t)value;
    if (value < 0)
        *at++ = '-';
    char *end = at + digits_count(digits);
    digits_before(end, digits);
    return end;
}

void writer_integer(struct writer *writer, int64_t value) {
    writer_wrote(writer, integer_put(writer_room(writer, WRITER_DIGITS), value));
}

void writer_micros(struct writer *writer, int64_t ns) {
    uint64_t value = ns < 0 ? -(uint64_t)ns : (uint64_t)ns;
    unsigned rest = (unsigned)(value % 1000);
    char *at = writer_room(writer, WRITER_DIGITS + 4);
    if (ns < 0)
        *at++ = '-';
    at = integer_put(at, (int64_t)(value / 1000));
    *at++ = '.';
    *at++ = (char)('0' + rest / 100);
    *at++ = (char)('0' + rest / 10 % 10);
    *at++ = (char)('0' + rest % 10);
    writer_wrote(writer, at);
}

/* Most texts are short: a byte at a time is faster than to look for the next that is special. */
void writer_escaped(struct writer *writer, const char *text) {
    enum { TURN = 256 };
    while (*text) {
        char *at = writer_room(writer, 2 * TURN);
        for (int i = 0; i < TURN && *text; i++, text++) {
            if (*text == '"' || *text == '\\')
                *at++ = '\\';
            *at++ = *text;
        }
        writer_wrote(writer, at);
    }
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
