/* canvas: a grid of cells that views paint. A cell holds one character (UTF-8, with its combining
 * marks) and a role; a wide character takes two cells. What lies outside the clip is not painted.
 * The owner frees it. Pure; one thread at a time. */
#ifndef WAITSCOPE_CANVAS_H
#define WAITSCOPE_CANVAS_H

#include <stdbool.h>
#include <stddef.h>

#include "style.h"
#include "text.h"

struct rect {
    int x, y, width, height;
};

struct cell {
    char text[GLYPH_BYTES]; /* "" in the right half of a wide character */
    unsigned char role;     /* enum role */
};

struct canvas {
    int width, height;
    bool ascii; /* signs become ASCII as they are painted */
    struct rect clip;
    struct cell *cells; /* row after row */
};

/* Blank, of role TEXT, the clip is all of it. Sizes below 1 become 1. */
struct canvas *canvas_new(int width, int height, bool ascii);
void canvas_free(struct canvas *canvas);

const struct cell *canvas_cell(const struct canvas *canvas, int x, int y);

/* From now on only this part is painted. Returns what it was before. */
struct rect canvas_clip(struct canvas *canvas, struct rect clip);

void canvas_clear(struct canvas *canvas, struct rect rect);

/* Paints the text on one row, up to its end or a newline. Returns the column behind it. */
int canvas_text(struct canvas *canvas, int x, int y, enum role role, const char *text);
int canvas_format(struct canvas *canvas, int x, int y, enum role role, const char *format, ...)
    __attribute__((format(printf, 5, 6)));

/* The same in `width` columns: a longer text ends in an ellipsis. */
int canvas_cut(struct canvas *canvas, int x, int y, int width, enum role role, const char *text);
/* The same, ending at the column before `x + width`. */
void canvas_right(struct canvas *canvas, int x, int y, int width, enum role role, const char *text);

/* Paints the text in the rectangle with line breaks; what does not fit ends in an ellipsis. Returns
 * the rows used. */
int canvas_wrap(struct canvas *canvas, struct rect rect, enum role role, const char *text);

/* Lines. The sign is UTF-8 ("─"), one column wide. */
void canvas_hline(struct canvas *canvas, int x, int y, int width, enum role role);
void canvas_vline(struct canvas *canvas, int x, int y, int height, enum role role);
void canvas_box(struct canvas *canvas, struct rect rect, enum role role);
/* `count` times the sign, side by side. */
void canvas_repeat(struct canvas *canvas, int x, int y, int count, enum role role,
                   const char *sign);

/* Gives what is painted there another role. */
void canvas_role(struct canvas *canvas, struct rect rect, enum role role);

/* The row as UTF-8 without blanks at its end, in out[size]; returns out. */
char *canvas_row(const struct canvas *canvas, int y, char *out, size_t size);

#endif
