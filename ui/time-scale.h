/* time-scale: where the moments of this step and the one before stand in a row of columns. The
 * longer a stretch, the wider it is, but by its logarithm. Pure. */
#ifndef WAITSCOPE_TIME_SCALE_H
#define WAITSCOPE_TIME_SCALE_H

#include "view.h"

enum { TIME_MARKS = 128 };

/* Moments of the trace, ns since the run began, and the columns that they have. */
struct time_scale {
    int64_t t[TIME_MARKS];
    int column[TIME_MARKS]; /* from x on */
    int count;
    int x, width;
};

/* The first event of the step before the current one, or of what has marks. */
size_t time_window_start(const struct view *view);

void time_scale_make(struct time_scale *scale, const struct view *view, int x, int width);

/* The column of a moment: that of the latest mark not after it. -1: before all of them. */
int time_scale_column(const struct time_scale *scale, int64_t t);

#endif
