#include <config.h>

#include "export.h"

#include "i18n.h"
#include "judge-span.h"

#include <locale.h>
#include <stdlib.h>
#include <string.h>

enum { NUMBER_DIGITS = 15 }; /* more than any trace has events */

struct export_part export_whole(const struct trace *trace, const struct lesson *lesson) {
    return (struct export_part){.trace = trace, .to = trace_count(trace), .lesson = lesson};
}

/* ---- a part ---- */

static bool is_number(const char *text) {
    size_t digits = strspn(text, "0123456789");
    return digits > 0 && digits <= NUMBER_DIGITS && !text[digits];
}

/* Where a place begins and where it ends. */
static bool place_find(const struct trace *trace, const char *place, size_t *begin, size_t *end,
                       struct error *error) {
    size_t count = trace_count(trace);
    if (is_number(place)) {
        *begin = (size_t)strtoull(place, NULL, 10);
        *end = *begin + 1;
        return *begin < count ||
               error_set(error, _("there is no event %s; the trace has %zu, from 0"), place, count);
    }
    struct span step;
    if (!span_find(trace, place, &step))
        return error_set(error, _("there is no step \"%s\" in the trace"), place);
    *begin = step.begin;
    *end = step.end;
    return true;
}

bool export_cut(struct export_part *part, const char *from, const char *to, struct error *error) {
    size_t ignored;
    if (from && !place_find(part->trace, from, &part->from, &ignored, error))
        return false;
    part->first = part->from;
    if (to && !place_find(part->trace, to, &ignored, &part->to, error))
        return false;
    if (!from || !to || part->from < part->to)
        return true;
    return error_set(error, _("\"%s\" comes after \"%s\""), from, to);
}

/* ---- formats ---- */

const struct export_format *export_by_name(const struct export_format *formats, size_t count,
                                           const char *name) {
    for (size_t i = 0; i < count; i++)
        if (strcmp(formats[i].name, name) == 0)
            return &formats[i];
    return NULL;
}

/* How long the longest of the endings is that the path has, with something before it. */
static size_t ending_length(const char *endings, const char *path) {
    size_t longest = 0, length = strlen(path);
    while (*endings) {
        size_t size = strcspn(endings, " ");
        if (size > longest && size < length && memcmp(path + length - size, endings, size) == 0)
            longest = size;
        endings += size + (endings[size] == ' ');
    }
    return longest;
}

const struct export_format *export_by_path(const struct export_format *formats, size_t count,
                                           const char *path) {
    const struct export_format *found = NULL;
    size_t longest = 0;
    for (size_t i = 0; i < count; i++) {
        size_t length = ending_length(formats[i].endings, path);
        if (length > longest) {
            longest = length;
            found = &formats[i];
        }
    }
    return found;
}

/* Words untranslated, numbers as in C; what a character is stays. */
static locale_t plain_locale(void) {
    locale_t now = duplocale(LC_GLOBAL_LOCALE);
    locale_t plain = now ? newlocale(LC_MESSAGES_MASK | LC_NUMERIC_MASK, "C", now) : now;
    if (!plain && now)
        freelocale(now);
    return plain;
}

void export_piece(const struct export_format *format, const struct export_part *part,
                  struct writer *writer) {
    locale_t plain = format->spoken ? (locale_t)0 : plain_locale();
    locale_t before = plain ? uselocale(plain) : (locale_t)0;
    format->write(part, writer);
    if (plain) {
        uselocale(before);
        freelocale(plain);
    }
}

bool export_stream(const struct export_format *format, const struct export_part *part, FILE *stream,
                   const char *name, struct error *error) {
    struct writer *writer = writer_new(stream);
    export_piece(format, part, writer);
    bool written = writer_finish(writer, name, error);
    free(writer);
    return written;
}
