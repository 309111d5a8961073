/* ladder-past: the calls before the latest one, and the signals between them, a row each. Pure. */
#ifndef WAITSCOPE_LADDER_PAST_H
#define WAITSCOPE_LADDER_PAST_H

#include "view.h"

enum { PAST_TIMES = 999 };

/* A call that is over, or a signal; several equal ones in a row are one. As they are shown. */
struct past {
    char call[160];
    size_t seq; /* of its first event */
    char result[160];
    char wait[64];
    bool failed;
    bool is_signal;
    int times; /* at most PAST_TIMES */
    bool more; /* and there were still more of them */
};

/* Those before `enter` since the task began to run its page, as many as fit into `most` rows; they
 * are in past[0 .. count), oldest first. Returns count. */
int past_collect(struct past *past, int most, const struct view *view, size_t enter);

void past_paint(struct canvas *canvas, struct rect rect, int edge, int y, const struct view *view,
                const struct past *past);

#endif
