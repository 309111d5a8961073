/* trace: the append-only list of events; the only truth. What stands in it never changes or moves,
 * so pointers that it returns live as long as the trace. One thread at a time. */
#ifndef WAITSCOPE_TRACE_H
#define WAITSCOPE_TRACE_H

#include "event.h"

#define TRACE_FORMAT  "waitscope-trace"
#define TRACE_VERSION "1.0"

/* What the recording machine was. Texts belong to the trace (trace_text); NULL and 0: not known. */
struct trace_header {
    const char *lesson;     /* id */
    const char *server;     /* page that the lesson starts with */
    const char *kernel;     /* uname -r */
    const char *machine;    /* uname -m */
    const char *congestion; /* net.ipv4.tcp_congestion_control */
    int64_t rmem_max;       /* net.core.rmem_max, bytes */
    int64_t wmem_max;       /* net.core.wmem_max, bytes */
    const char *clock;      /* the kernel's clock source; "tsc" makes stamps cheap */
    const char *started;    /* wall clock, ISO 8601 */
    uint32_t evidence;      /* bit (1 << enum evidence) for each kind that was available */
    int64_t dropped;        /* events lost while it was recorded */
};

struct trace;

struct trace *trace_new(void);
void trace_free(struct trace *trace);

/* The caller may fill it in. */
struct trace_header *trace_header(struct trace *trace);
const struct trace_header *trace_header_const(const struct trace *trace);

/* Copies the event with all it points to, gives it the next seq, returns the copy. */
const struct event *trace_append(struct trace *trace, const struct event *event);

size_t trace_count(const struct trace *trace);
/* index < trace_count(). */
const struct event *trace_at(const struct trace *trace, size_t index);

/* One copy of a text for the life of the trace: equal texts are equal pointers. NULL gives NULL.
 * Control characters and bytes that are not UTF-8 are kept as visible escapes (text_printable), in
 * events that are appended too: every text of a trace can be shown and written as it is. */
const char *trace_text(struct trace *trace, const char *text);

#endif
