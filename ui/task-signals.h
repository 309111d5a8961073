/* task-signals: in the stage's right column, the signal that reached a task last. Pure. */
#ifndef WAITSCOPE_TASK_SIGNALS_H
#define WAITSCOPE_TASK_SIGNALS_H

#include "view.h"

/* How many of its kind came since the page began, whether the page holds them back now, and what it
 * said. Takes the rows it used off the rectangle. */
void task_paint_signals(struct canvas *canvas, struct rect *rect, const struct view *view,
                        const struct world_task *task);

#endif
