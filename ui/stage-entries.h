/* stage-entries: a row on the stage for what no row of a client can show of poll's array. Pure. */
#ifndef WAITSCOPE_STAGE_ENTRIES_H
#define WAITSCOPE_STAGE_ENTRIES_H

#include "stage-columns.h"

/* Negative ones, those of a closed descriptor, and what the array says of one descriptor more than
 * once, in row y. `shown` says whether a descriptor has a row of its own. */
void stage_entries_paint(struct canvas *canvas, const struct stage_columns *columns,
                         const struct view *view, int y,
                         bool (*shown)(const struct view *view,
                                       const struct world_descriptor *descriptor));

#endif
