/* stats-print: the ledger of a trace as text and as JSON, to standard output. */
#ifndef WAITSCOPE_STATS_PRINT_H
#define WAITSCOPE_STATS_PRINT_H

#include "stats.h"

/* Tables, 80 columns wide, in the language of the program. What there is none of is left out. */
void stats_print_text(const struct stats *stats, const struct trace_header *header);
/* One document; lessons/stats.schema.json describes it. Times are ns. */
void stats_print_json(const struct stats *stats, const struct trace_header *header);

#endif
