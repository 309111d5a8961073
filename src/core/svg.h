/* svg: elements of a picture. The same bytes for the same picture: attributes only, no style sheet,
 * no reference to anything outside. It is drawn twice: first without a writer, to learn how tall it
 * gets, then for good. Lengths are tenths of a pixel. One thread.
 *
 * Colours are those of Okabe and Ito, which colour-blind people tell apart; without colour the
 * patterns and the words say the same. Paper is white, whatever lies around the picture. */
#ifndef WAITSCOPE_SVG_H
#define WAITSCOPE_SVG_H

#include "writer.h"

#include <stdint.h>

struct svg {
    struct writer *writer; /* NULL: nothing is written, it is only measured */
    int64_t y;             /* how far down the picture has got */
};

enum { SVG_PIXEL = 10 };

enum svg_font { SVG_TITLE, SVG_HEAD, SVG_BODY, SVG_CODE, SVG_SMALL, SVG_FONTS };
enum svg_anchor { SVG_START, SVG_MIDDLE, SVG_END };
enum svg_ink { SVG_BLACK, SVG_GREY, SVG_BLUE, SVG_RED, SVG_INKS };
enum svg_line { SVG_THIN, SVG_STRONG, SVG_DASHED, SVG_DOTTED, SVG_LINES };
/* What a bar stands for. */
enum svg_fill { SVG_KERNEL, SVG_ASLEEP, SVG_COPYING, SVG_MANY, SVG_QUEUE, SVG_FILLS };

/* Columns of this font that fit into so many tenths of a pixel, on the safe side; the reverse. */
int svg_columns(enum svg_font font, int64_t width);
int64_t svg_width(enum svg_font font, int columns);
/* From one line of it to the next. */
int64_t svg_leading(enum svg_font font);

/* The picture's beginning, with a title and a description for who cannot see it; its end. */
void svg_begin(struct svg *svg, int64_t width, int64_t height, const char *title,
               const char *about);
void svg_end(struct svg *svg);

/* A group that is named; it may not be open when the picture ends. */
void svg_group(struct svg *svg, const char *title);
void svg_group_end(struct svg *svg);

/* y is the line on which the text stands. */
void svg_text(struct svg *svg, int64_t x, int64_t y, enum svg_font font, enum svg_anchor anchor,
              enum svg_ink ink, const char *text);
/* Breaks it into lines at blanks; y is that of the first. Returns how many lines. */
int svg_paragraph(struct svg *svg, int64_t x, int64_t y, int64_t width, enum svg_font font,
                  enum svg_ink ink, const char *text);
/* How many lines that takes. */
int svg_paragraph_lines(int64_t width, enum svg_font font, const char *text);

void svg_line(struct svg *svg, int64_t x1, int64_t y1, int64_t x2, int64_t y2, enum svg_line line,
              enum svg_ink ink);
/* A level line with a head at its end x2. */
void svg_arrow(struct svg *svg, int64_t x1, int64_t x2, int64_t y, enum svg_ink ink);
void svg_bar(struct svg *svg, int64_t x, int64_t y, int64_t width, int64_t height,
             enum svg_fill fill);
/* Covers what was drawn there. */
void svg_paper(struct svg *svg, int64_t x, int64_t y, int64_t width, int64_t height);
void svg_dot(struct svg *svg, int64_t x, int64_t y, int64_t radius, enum svg_ink ink);
/* [ turned to the right, from y1 to y2. */
void svg_bracket(struct svg *svg, int64_t x, int64_t y1, int64_t y2);

/* A line in steps, point after point; `base` is where it stands on, and is filled down to. */
void svg_steps_begin(struct svg *svg, int64_t x, int64_t base);
void svg_steps_to(struct svg *svg, int64_t x, int64_t y);
void svg_steps_end(struct svg *svg, int64_t x, int64_t base);

#endif
