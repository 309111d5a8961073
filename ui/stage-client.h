/* stage-client: a client's two rows on the stage: who it is and what it did, both ends' queues,
 * what became of its connection. Pure. */
#ifndef WAITSCOPE_STAGE_CLIENT_H
#define WAITSCOPE_STAGE_CLIENT_H

#include "stage-columns.h"

/* The server's end of the client's latest connection, as the stage shows it: a closed one as long
 * as its number means it and the client has not left. NULL: it has none. */
const struct world_descriptor *stage_connection(const struct view *view, const char *name);

/* Rows y and y + 1. */
void stage_client_paint(struct canvas *canvas, const struct stage_columns *columns,
                        const struct view *view, int y, const struct world_client *client);

#endif
