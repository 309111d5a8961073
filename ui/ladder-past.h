/* ladder-past: the calls before the latest one, and the signals between them, a row each. Pure. */
#ifndef WAITSCOPE_LADDER_PAST_H
#define WAITSCOPE_LADDER_PAST_H

#include "view.h"

/* A call that is over, or a signal; several equal ones in a row are one. As they are shown. */
struct past {
    char call[160];
    char result[160];
    char wait[64];
    bool failed;
    bool is_signal;
    int times;
};

/* Those before `enter` of the same task, as many as fit into `most` rows; they are in
 * past[0 .. count), oldest first. Returns count. */
int past_collect(struct past *past, int most, const struct view *view, size_t enter);

void past_paint(struct canvas *canvas, struct rect rect, int edge, int y, const struct past *past);

#endif
