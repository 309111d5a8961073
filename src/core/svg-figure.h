/* svg-figure: the figures that an SVG export is made of. Each is drawn from svg->y downwards and
 * moves it on. Of use to export-svg.c alone. One thread. */
#ifndef WAITSCOPE_SVG_FIGURE_H
#define WAITSCOPE_SVG_FIGURE_H

#include "export.h"
#include "svg.h"

/* The page, in tenths of a pixel. */
enum { FIGURE_WIDTH = 7280, FIGURE_LEFT = 160, FIGURE_RIGHT = 7120 };

/* Program and kernel, from call to call, not to scale: several figures if there are many calls.
 * Where nobody calls and nobody acts, a list of what there is. Returns how many figures it drew. */
int svg_ladder(struct svg *svg, const struct export_part *part);

/* A lane for each task, client and queue, to scale. `number` is that of the figure. */
void svg_time(struct svg *svg, const struct export_part *part, int number);

#endif
