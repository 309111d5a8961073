/* long-trace: a trace as long as one likes, as a server behind epoll makes it that eight clients
 * keep busy. Of use to tests and benches of what must not grow with a trace. */
#ifndef WAITSCOPE_LONG_TRACE_H
#define WAITSCOPE_LONG_TRACE_H

#include "trace.h"

/* So many events, a step event before each `step_events` of them. The same every time. The caller
 * frees it. */
struct trace *long_trace(size_t count, size_t step_events);

#endif
