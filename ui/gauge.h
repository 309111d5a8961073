/* gauge: a bar that shows how full a queue is: ▕███▁▁▁▏. Pure. */
#ifndef WAITSCOPE_GAUGE_H
#define WAITSCOPE_GAUGE_H

#include "canvas.h"
#include "world.h"

/* One direction of one socket. */
struct gauge {
    int64_t bytes;  /* -1: never sampled, nothing is drawn */
    int64_t memory; /* what the kernel charges for them, and its limit; -1: not known */
    int64_t limit;
    /* The word stands in the bar. */
    bool full;   /* no more goes in */
    bool closed; /* nor here, though it has held more: the window was not opened again */
};

/* Receive side: the kernel lets no more in when the window that the other end sees is 0. How many
 * bytes would fill the queue it does not tell: no less than the most that were seen in it. */
struct gauge gauge_receive(const struct world_queues *own, const struct world_queues *other);
struct gauge gauge_send(const struct world_queues *own);

/* `room` cells between the edges (at least 4). Returns the column behind it. */
int gauge_paint(struct canvas *canvas, int x, int y, int room, const struct gauge *gauge);

#endif
