#include <config.h>

#include "error.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

/* Long enough for every sentence of ours; what a file adds may be cut. */
enum { SENTENCE_MAX = 2048 };

/* How many bytes the UTF-8 character at `at` has; 0 if it is none (bad, overlong, surrogate or past
 * U+10FFFF) or a control character (C0, DEL, C1), or one that turns the direction of writing. */
static size_t character_length(const unsigned char *at) {
    if (at[0] < 0x80)
        return at[0] >= 0x20 && at[0] != 0x7f;
    size_t length = at[0] >= 0xf0 ? 4 : at[0] >= 0xe0 ? 3 : 2;
    unsigned long code = at[0] & (0x7f >> length);
    for (size_t i = 1; i < length; i++) {
        if ((at[i] & 0xc0) != 0x80)
            return 0;
        code = code << 6 | (at[i] & 0x3f);
    }
    static const unsigned long least[] = {0, 0, 0xa0, 0x800, 0x10000};
    if (at[0] < 0xc2 || at[0] > 0xf4 || code < least[length] || code > 0x10ffff)
        return 0;
    if (code >= 0xd800 && code <= 0xdfff)
        return 0;
    bool turns = (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069);
    return turns ? 0 : length;
}

char *text_printable(const char *text, char *out, unsigned long size) {
    const unsigned char *at = (const unsigned char *)text;
    size_t used = 0;
    while (*at) {
        char escape[8];
        size_t length = character_length(at);
        const char *piece = (const char *)at;
        size_t piece_length = length;
        if (length == 0) {
            if (*at == '\n' || *at == '\t')
                snprintf(escape, sizeof escape, "\\%c", *at == '\n' ? 'n' : 't');
            else
                snprintf(escape, sizeof escape, "\\x%02X", *at);
            piece = escape;
            piece_length = strlen(escape);
        }
        if (used + piece_length >= size)
            break;
        memcpy(out + used, piece, piece_length);
        used += piece_length;
        at += length ? length : 1;
    }
    out[used] = '\0';
    return out;
}

bool error_set(struct error *error, const char *format, ...) {
    char sentence[SENTENCE_MAX];
    va_list arguments;
    va_start(arguments, format);
    if (vsnprintf(sentence, sizeof sentence, format, arguments) < 0)
        sentence[0] = '\0';
    va_end(arguments);
    text_printable(sentence, error->text, sizeof error->text);
    return false;
}

bool error_prefix(struct error *error, const char *prefix) {
    char sentence[SENTENCE_MAX];
    snprintf(sentence, sizeof sentence, "%s: %s", prefix, error->text);
    text_printable(sentence, error->text, sizeof error->text);
    return false;
}
