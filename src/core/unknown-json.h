/* unknown-json: writes what event-unknown.h keeps. One thread at a time. */
#ifndef WAITSCOPE_UNKNOWN_JSON_H
#define WAITSCOPE_UNKNOWN_JSON_H

#include "event-unknown.h"
#include "writer.h"

/* Writes the members that stood before one of the numbers from..below-1, each behind `before`, the
 * first, or a comma. Returns what is to stand before the next member. */
char unknown_json_members(struct writer *writer, struct bytes all, int from, int below,
                          char before);

#endif
