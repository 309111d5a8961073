#include <config.h>

#include "plain-write.h"

#include <ctype.h>
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "text.h"

/* Wider than any line: nothing is wrapped. */
enum { NO_WIDTH = 1 << 28, MIN_WIDTH = 20 };

static void write_glyphs(const struct plain_options *options, const char *text, size_t bytes) {
    const char *end = text + bytes;
    struct glyph glyph;
    while (text < end && text_next(&text, options->ascii, &glyph))
        fputs(glyph.text, options->out);
}

void plain_write(const struct plain_options *options, int indent, const char *text) {
    const char *line;
    size_t bytes;
    int width = options->width > 0 ? options->width - 1 - indent : NO_WIDTH;
    if (!text)
        return;
    if (width < MIN_WIDTH)
        width = MIN_WIDTH;
    while (text_line(&text, width, options->ascii, &line, &bytes)) {
        fprintf(options->out, "%*s", indent, "");
        write_glyphs(options, line, bytes);
        fputc('\n', options->out);
    }
}

void plain_write_line(const struct plain_options *options) {
    fputc('\n', options->out);
    fflush(options->out);
}

void plain_write_prompt(const struct plain_options *options, const char *text) {
    write_glyphs(options, text, strlen(text));
    fputc(' ', options->out);
    fflush(options->out);
}

/* Puts more bytes behind those that are there. False at the end. */
static bool fill(struct plain_input *input) {
    if (input->count == sizeof input->bytes)
        input->count = 0; /* a line longer than anything that has a meaning */
    for (;;) {
        ssize_t got =
            read(input->fd, input->bytes + input->count, sizeof input->bytes - input->count);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return false;
        input->count += (size_t)got;
        return true;
    }
}

static void copy_trimmed(const char *from, size_t count, char *line, size_t size) {
    while (count > 0 && isspace((unsigned char)from[count - 1]))
        count--;
    while (count > 0 && isspace((unsigned char)*from)) {
        from++;
        count--;
    }
    if (count >= size)
        count = size - 1;
    memcpy(line, from, count);
    line[count] = '\0';
}

bool plain_read_line(struct plain_input *input, char *line, size_t size) {
    char *end;
    if (input->fd < 0)
        return false;
    while (!(end = memchr(input->bytes, '\n', input->count))) {
        if (!fill(input))
            return false;
    }
    size_t used = end - input->bytes + 1;
    copy_trimmed(input->bytes, used, line, size);
    memmove(input->bytes, input->bytes + used, input->count - used);
    input->count -= used;
    return true;
}
