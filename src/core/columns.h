/* columns: how wide a text is, in characters of a typewriter's font, whatever the locale says. A
 * wide character (Chinese, for instance) is two columns. Texts are UTF-8. Any thread. */
#ifndef WAITSCOPE_COLUMNS_H
#define WAITSCOPE_COLUMNS_H

#include <stdbool.h>
#include <stddef.h>

int columns_width(const char *text);

/* Copies as much of the text as fits into so many columns and into out[size]; if it is cut, an
 * ellipsis is its last character. Returns out. */
char *columns_cut(const char *text, int columns, char *out, size_t size);

/* Takes a line of words off *text that fits into so many columns and into out[size]. False at the
 * end. A word that is longer than a line is cut. */
bool columns_line(const char **text, int columns, char *out, size_t size);

#endif
