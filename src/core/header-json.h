/* header-json: what a trace's header says, as members of a JSON object. One thread at a time. */
#ifndef WAITSCOPE_HEADER_JSON_H
#define WAITSCOPE_HEADER_JSON_H

#include "trace.h"
#include "writer.h"

/* Writes ,"lesson":"select", … ,"evidence":["syscall"]; what is not known is left out. */
void header_json_members(struct writer *writer, const struct trace_header *header);

#endif
