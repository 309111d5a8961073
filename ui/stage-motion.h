/* stage-motion: bytes on their way along their row of the stage. Pure. */
#ifndef WAITSCOPE_STAGE_MOTION_H
#define WAITSCOPE_STAGE_MOTION_H

#include "stage-columns.h"

/* Paints the bytes that the latest picture moved, view->motion frames on their way; nothing at
 * rest. `top` is the row of the first client. */
void stage_motion_paint(struct canvas *canvas, const struct stage_columns *columns,
                        const struct view *view, int top);

#endif
