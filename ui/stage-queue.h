/* stage-queue: how full a queue is, on the stage. Pure. */
#ifndef WAITSCOPE_STAGE_QUEUE_H
#define WAITSCOPE_STAGE_QUEUE_H

#include "stage-columns.h"

/* One direction of one socket: label, bar, figure. `other`: the other end's queues, NULL: not
 * known. What was never sampled is not painted. */
void stage_queue_paint(struct canvas *canvas, const struct stage_columns *columns,
                       const struct view *view, int x, int y, const struct world_queues *queues,
                       const struct world_queues *other, bool receive);

#endif
