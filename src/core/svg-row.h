/* svg-row: rows of the ladder, each drawn from svg->y downwards. Of use to the ladder's files
 * alone. One thread. */
#ifndef WAITSCOPE_SVG_ROW_H
#define WAITSCOPE_SVG_ROW_H

#include "svg-figure.h"

/* Places from the left to the right, and sizes, in tenths of a pixel. */
enum {
    ROW_PROGRAM = 2760, /* the program's line */
    ROW_KERNEL = 3560,  /* the kernel's line */
    ROW_BEHIND = 3680,  /* what stands behind it */
    ROW_MARK = 6020,    /* marks of evidence end here */
    ROW_BRACKET = 6130,
    ROW_BRACKET_TEXT = 6190,
    ROW_BAR = 90, /* width of a bar on the kernel's line */
    ROW_STEP_HEIGHT = 210,
};

/* A row's texts, on the program's side and behind the kernel's line. None is NULL. */
struct svg_row {
    const char *left, *right, *mark;
    enum svg_ink left_ink, right_ink;
    bool acts; /* a client does it: a short arrow into the kernel's line */
};

/* The two lines from one height to another: the program's is whole where the thread runs in it, and
 * dotted while it is inside the kernel. */
void svg_life_lines(struct svg *svg, int64_t from, int64_t to, bool inside);

int64_t svg_row_height(const struct svg_row *row);
/* Draws the texts, not the lines; returns the height at which the row's arrow belongs. */
int64_t svg_row_draw(struct svg *svg, const struct svg_row *row);
/* The same with the lines. */
void svg_row_plain(struct svg *svg, const struct svg_row *row);
/* The script reaches a step. */
void svg_row_step(struct svg *svg, const char *id, bool inside);

#endif
