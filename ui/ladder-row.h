/* ladder-row: what a row of the ladder is painted with. `edge` is the column between program and
 * kernel. Pure. */
#ifndef WAITSCOPE_LADDER_ROW_H
#define WAITSCOPE_LADDER_ROW_H

#include "canvas.h"

/* From the kernel to the program, with a text on it. */
void ladder_left_arrow(struct canvas *canvas, struct rect rect, int edge, int y, enum role role,
                       const char *text);
/* From the program, where the text stands, into the kernel. */
void ladder_right_arrow(struct canvas *canvas, struct rect rect, int edge, int y, enum role role,
                        const char *text);
/* The kernel's half: words, then the mark of the evidence at the right, if there is room. */
void ladder_kernel_half(struct canvas *canvas, struct rect rect, int edge, int y, enum role role,
                        const char *text, const char *mark);

#endif
