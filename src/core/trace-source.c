#include <config.h>

#include "trace-source.h"

#include "i18n.h"
#include "memory.h"

#include <errno.h>
#include <string.h>

enum { READ_BYTES = 1 << 16 };

/* Where in a JSON text a byte stands. */
struct nest {
    int depth; /* of brackets that are open */
    bool string, escape;
};

void source_init(struct source *source, FILE *stream, const struct trace_limits *limits,
                 struct error *error) {
    *source = (struct source){.stream = stream, .limits = limits, .error = error, .line = 1};
}

void source_fini(struct source *source) {
    free(source->bytes);
}

/* `what` is untranslated: it is seldom looked up. */
static bool too_long(struct source *source, const char *what, size_t limit) {
    source->failed = true;
    return error_set(source->error, _("line %d: %s of more than %zu bytes, which is the limit"),
                     source->line, _(what), limit);
}

/* Room for READ_BYTES and the NUL behind all. What is in memory moves to its beginning. */
static void make_room(struct source *source) {
    size_t size = source->end - source->begin;
    if (source->begin > 0 && size > 0)
        memmove(source->bytes, source->bytes + source->begin, size);
    source->begin = 0;
    source->end = size;
    if (source->room >= size + READ_BYTES + 1)
        return;
    source->room = 2 * size + READ_BYTES + 1;
    source->bytes = memory_grow(source->bytes, source->room, 1);
}

/* Reads more of the stream. False: there is nothing more, or it failed. */
static bool read_more(struct source *source) {
    if (source->over)
        return false;
    if (source->total > source->limits->file)
        return too_long(source, N_("a file"), source->limits->file);
    make_room(source);
    size_t left = source->limits->file - source->total;
    errno = 0;
    size_t size = fread(source->bytes + source->end, 1, left < READ_BYTES ? left + 1 : READ_BYTES,
                        source->stream);
    source->total += size;
    source->end += size;
    source->bytes[source->end] = '\0';
    if (ferror(source->stream)) {
        source->failed = true;
        return error_set(source->error, _("cannot read it: %s"), strerror(errno));
    }
    source->over = size == 0;
    return size > 0;
}

/* Takes so many bytes off the beginning. */
static struct piece piece_take(struct source *source, size_t size) {
    struct piece piece = {source->bytes + source->begin, size, source->line};
    for (const char *at = piece.at; (at = memchr(at, '\n', size - (size_t)(at - piece.at))); at++)
        source->line++;
    source->begin += size;
    return piece;
}

/* ---- lines ---- */

enum source_end source_line(struct source *source, struct piece *piece) {
    size_t looked = 0; /* bytes that have no newline */
    for (;;) {
        size_t size = source->end - source->begin;
        const char *at = source->bytes + source->begin;
        const char *end = size > looked ? memchr(at + looked, '\n', size - looked) : NULL;
        size_t length = end ? (size_t)(end - at) : size;
        if (length > source->limits->line) {
            too_long(source, N_("a line"), source->limits->line);
            return SOURCE_WRONG;
        }
        if (end) {
            *piece = (struct piece){at, length, source->line++};
            source->begin += length + 1;
            return SOURCE_WHOLE;
        }
        looked = size;
        if (read_more(source))
            continue;
        if (source->failed)
            return SOURCE_WRONG;
        if (size > 0)
            *piece = piece_take(source, size);
        return size > 0 ? SOURCE_CUT : SOURCE_NONE;
    }
}

/* ---- a document ---- */

/* Goes on by a byte. */
static void nest_step(struct nest *nest, char byte) {
    if (nest->string) {
        nest->string = nest->escape || byte != '"';
        nest->escape = !nest->escape && byte == '\\';
        return;
    }
    nest->string = byte == '"';
    nest->depth += (byte == '{' || byte == '[') - (byte == '}' || byte == ']');
}

/* The byte at that distance from the beginning of a `what`; -1: there is none, or it failed. */
static int byte_at(struct source *source, size_t distance, const char *what) {
    if (distance > source->limits->line) {
        too_long(source, what, source->limits->line);
        return -1;
    }
    if (source->end - source->begin == distance && !read_more(source))
        return -1;
    return (unsigned char)source->bytes[source->begin + distance];
}

static bool is_space(int byte) {
    return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n';
}

/* Is the key before that place "events"? */
static bool is_events(const struct source *source, size_t colon) {
    static const char key[] = "\"events\"";
    const char *begin = source->bytes + source->begin, *end = begin + colon;
    while (end > begin && is_space(end[-1]))
        end--;
    return (size_t)(end - begin) >= strlen(key) && memcmp(end - strlen(key), key, strlen(key)) == 0;
}

bool source_is_document(struct source *source, struct piece *piece) {
    struct nest nest = {0};
    size_t colon = 0; /* of the latest member */
    /* What is wrong with the beginning is said when it is read as a line. */
    struct error *error = source->error, ignored;
    source->error = &ignored;
    bool found = false;
    for (size_t i = 0; !found; i++) {
        int byte = byte_at(source, i, N_("a line"));
        if (byte < 0 || (nest.depth == 0 && byte != '{' && !is_space(byte)))
            break;
        if (nest.depth == 1 && !nest.string && byte == ':')
            colon = i;
        found = nest.depth == 1 && !nest.string && byte == '[' && is_events(source, colon);
        if (found)
            *piece = piece_take(source, i);
        nest_step(&nest, (char)byte);
        if (nest.depth == 0 && byte == '}')
            break;
    }
    source->error = error;
    source->failed = false;
    source->begin += found; /* the bracket */
    return found;
}

enum source_end source_value(struct source *source, struct piece *piece, char *close) {
    struct nest nest = {0};
    size_t size = 0;
    int byte;
    while (is_space(byte = byte_at(source, 0, N_("an event"))))
        piece_take(source, 1);
    while (byte >= 0 && (nest.depth > 0 || nest.string || (byte != ',' && byte != ']'))) {
        nest_step(&nest, (char)byte);
        byte = byte_at(source, ++size, N_("an event"));
    }
    if (source->failed)
        return SOURCE_WRONG;
    *piece = piece_take(source, size);
    while (piece->size > 0 && is_space(piece->at[piece->size - 1]))
        piece->size--;
    if (byte < 0)
        return size > 0 ? SOURCE_CUT : SOURCE_NONE;
    *close = (char)byte;
    source->bytes[source->begin++] = '\0';
    return SOURCE_WHOLE;
}

enum source_end source_rest(struct source *source, struct piece *piece) {
    struct nest nest = {.depth = 1};
    size_t size = 0;
    for (int byte; (byte = byte_at(source, size, N_("a line"))) >= 0; size++)
        nest_step(&nest, (char)byte);
    if (source->failed)
        return SOURCE_WRONG;
    *piece = piece_take(source, size);
    return nest.depth > 0 ? SOURCE_CUT : SOURCE_WHOLE;
}
