/* stage-changed: which figures are other than before the latest move, and which are of before it.
 * Pure. */
#ifndef WAITSCOPE_STAGE_CHANGED_H
#define WAITSCOPE_STAGE_CHANGED_H

#include "view.h"

/* Is `figure`, the queues' latest sample of `field`, another than before view->since? A first
 * sample is a change only if there is something in it. */
bool stage_figure_changed(const struct view *view, const struct world_queues *queues,
                          enum field field, int64_t figure);

/* Has the client sent more bytes since the latest sample of the connection's receive queue than the
 * program has taken out of it? Then that sample says nothing about now. */
bool stage_receive_is_old(const struct view *view, const struct world_descriptor *connection);

#endif
