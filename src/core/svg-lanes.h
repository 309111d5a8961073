/* svg-lanes: the lanes of the figure to scale, each drawn from svg->y downwards. Of use to
 * svg-time.c alone. One thread. */
#ifndef WAITSCOPE_SVG_LANES_H
#define WAITSCOPE_SVG_LANES_H

#include "lanes.h"
#include "svg-figure.h"

/* Where time is drawn, in tenths of a pixel. */
enum { PLOT_LEFT = 1500, PLOT_WIDTH = FIGURE_RIGHT - PLOT_LEFT };

struct plot {
    struct svg *svg;
    const struct lanes *lanes;
};

/* The place of a moment; what lies outside the part is at its edge. */
int64_t plot_x(const struct lanes *lanes, int64_t t);
/* At the left of a lane; cut if it is too long. */
void lane_name(struct plot *plot, int64_t base, const char *name);

void task_lane_draw(struct plot *plot, const char *task);
void client_lane_draw(struct plot *plot, const char *client);
/* Of a queue that was not always empty. */
void queue_lane_draw(struct plot *plot, const struct lane_queue *queue);

#endif
