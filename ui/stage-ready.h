/* stage-ready: what a page asks about readiness and what it is told, on the stage. select's bits as
 * letters, poll's events as words, epoll's two lists: what the kernel keeps (interest) and what it
 * has to report (the ready list). Pure. */
#ifndef WAITSCOPE_STAGE_READY_H
#define WAITSCOPE_STAGE_READY_H

#include "stage-columns.h"

/* The names of the columns, in the heading at row y. */
void stage_ready_heading(struct canvas *canvas, const struct stage_columns *columns, int y);

/* What concerns one descriptor, from row y on, in `rows` rows (1 or 2). NULL: nothing. */
void stage_ready_paint(struct canvas *canvas, const struct stage_columns *columns,
                       const struct view *view, int y, int rows,
                       const struct world_descriptor *descriptor);

/* The epoll descriptor's own row: is something in its ready list? */
void stage_ready_list(struct canvas *canvas, const struct stage_columns *columns,
                      const struct view *view, int y);

#endif
