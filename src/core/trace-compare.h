/* trace-compare: do two recordings show the same events? Pure. Any thread. */
#ifndef WAITSCOPE_TRACE_COMPARE_H
#define WAITSCOPE_TRACE_COMPARE_H

#include "error.h"
#include "trace.h"

/* Only fields marked SAME in event.def count. If not, `difference` is one sentence about the first
 * event that differs: its seq, the field, and what either trace has there. */
bool trace_same(const struct trace *a, const struct trace *b, struct error *difference);

#endif
