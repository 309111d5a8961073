/* ladder-row: what a row of the ladder is painted with. `edge` is the column between program and
 * kernel. Pure. */
#ifndef WAITSCOPE_LADDER_ROW_H
#define WAITSCOPE_LADDER_ROW_H

#include "canvas.h"
#include "event.h"

/* From the kernel to the program, with a text on it. */
void ladder_left_arrow(struct canvas *canvas, struct rect rect, int edge, int y, enum role role,
                       const char *text);
/* From the program, where the text stands, into the kernel. */
void ladder_right_arrow(struct canvas *canvas, struct rect rect, int edge, int y, enum role role,
                        const char *text);
/* The call as it has room before that arrow: what says least gives way first. */
char *ladder_call_text(const struct canvas *canvas, struct rect rect, int edge,
                       const struct event *enter, char *out, size_t size);
/* The kernel's half: words, then the mark of the evidence at the right: of a long one that has no
 * room, the beginning. */
void ladder_kernel_half(struct canvas *canvas, struct rect rect, int edge, int y, enum role role,
                        const char *text, const char *mark);

#endif
