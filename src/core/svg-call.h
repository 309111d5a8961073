/* svg-call: calls of the ladder, each drawn from svg->y downwards. Of use to svg-ladder.c alone.
 * One thread. */
#ifndef WAITSCOPE_SVG_CALL_H
#define WAITSCOPE_SVG_CALL_H

#include "ladder.h"
#include "svg-row.h"

/* One that did not wait, with what came just before it; one with rungs. */
void svg_passed_draw(struct svg *svg, const struct ladder_item *item);
void svg_call_draw(struct svg *svg, const struct ladder_item *item);

/* The kernel runs the program's handler. */
void svg_signal_draw(struct svg *svg, const struct ladder_item *item);

/* How tall an item is. */
int64_t svg_item_height(const struct ladder_item *item);

#endif
