/* text: UTF-8 in columns. What a character is, how wide it is and where a line may be broken.
 *
 * Text from files is data: control characters, bytes that are not UTF-8 and invisible marks come
 * out as '?', never as themselves. The locale's encoding must be UTF-8. Pure; any thread. */
#ifndef WAITSCOPE_TEXT_H
#define WAITSCOPE_TEXT_H

#include "text-add.h"

#include <stdbool.h>
#include <stddef.h>

enum { GLYPH_BYTES = 16 };

/* A character with its combining marks. Width in columns: 1, 2 (wide), or with ascii as many as
 * `text` has letters (1 to 3), each of them one column. */
struct glyph {
    char text[GLYPH_BYTES];
    int width;
    bool wide;
};

/* Takes the next character off *text; false at the end. A newline is a glyph of width 0. `ascii`:
 * signs of glyph.def become ASCII. */
bool text_next(const char **text, bool ascii, struct glyph *glyph);

/* Columns of the first `bytes` bytes of the text (SIZE_MAX: all). */
int text_width(const char *text, size_t bytes, bool ascii);

/* Takes the next line of at most `width` columns off *text; *line and *bytes say where it lies.
 * Breaks at spaces, between wide characters (never before closing or after opening punctuation),
 * at newlines, and inside a word only if the word alone is too long. False at the end. */
bool text_line(const char **text, int width, bool ascii, const char **line, size_t *bytes);

/* How many lines text_line() makes of it. */
int text_lines(const char *text, int width, bool ascii);

#endif
