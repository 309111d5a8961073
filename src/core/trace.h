/* trace: the append-only list of events; the only truth. An event is kept packed (trace-pack.h) and
 * unpacked where it is asked for: a million of them are a matter of some tens of megabytes. Its
 * texts and bytes never move and live as long as the trace. One thread at a time. */
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
    bool cut_off;           /* it was read from a file whose end is missing */
    /* Of a file of a newer version, so that it is written as it was read. */
    const char *version;         /* NULL: TRACE_VERSION */
    struct bytes unknown;        /* event-unknown.h; numbers are of enum header_member */
    struct bytes unknown_at_end; /* of the footer: numbers 0, 1 are events, dropped */
    bool evidence_unknown;       /* `evidence` stands in `unknown` as it was */
};

/* The known members behind format and version, in their order. */
#define HEADER(member, ...) HEADER_##member,
enum header_member {
#include "header.def"
    HEADER_evidence,
    HEADER_COUNT
};

struct trace;

struct trace *trace_new(void);
void trace_free(struct trace *trace);

/* The caller may fill it in. */
struct trace_header *trace_header(struct trace *trace);
const struct trace_header *trace_header_const(const struct trace *trace);

/* Copies the event with all it points to. Returns its index, which is its seq. */
size_t trace_append(struct trace *trace, const struct event *event);

size_t trace_count(const struct trace *trace);
/* Unpacks the event at index < trace_count() into *room and returns room. What it points to lives
 * as long as the trace; equal texts are equal pointers. */
const struct event *trace_at(const struct trace *trace, size_t index, struct event *room);
/* The same without unpacking it, for trace-walk.h, and the text with a number that is packed. */
struct packed trace_packed(const struct trace *trace, size_t index);
const char *trace_text_at(const struct trace *trace, uint64_t number);

/* Bytes of memory that it takes. */
size_t trace_memory(const struct trace *trace);

/* Looking for events without unpacking those that are not meant: most are passed over a thousand at
 * a time. A set of kinds is the sum of these bits. */
#define TRACE_KIND(kind) (UINT32_C(1) << (kind))
enum event_kind trace_kind(const struct trace *trace, size_t index);
/* How many events of that kind there are. */
size_t trace_count_kind(const struct trace *trace, enum event_kind kind);
/* The kinds that event_kind_has_picture(). */
uint32_t trace_pictures(void);
/* The last event of these kinds before `position` <= trace_count(); SIZE_MAX: there is none. */
size_t trace_last(const struct trace *trace, size_t position, uint32_t kinds);
/* The first at `position` or later; trace_count(): there is none. */
size_t trace_next(const struct trace *trace, size_t position, uint32_t kinds);

/* Events of these kinds, and of them only those that say so. */
struct trace_wanted {
    uint32_t kinds;
    const char *task; /* a text of the trace; NULL: of any task, or none */
    uint64_t calls;   /* the sum of such bits; 0: of any call, or none */
    int64_t number;   /* of the call in its task; 0: any, or none */
};
#define TRACE_CALL(call) (UINT64_C(1) << (call))
/* The same for these. */
size_t trace_last_wanted(const struct trace *trace, size_t position,
                         const struct trace_wanted *wanted);
size_t trace_next_wanted(const struct trace *trace, size_t position,
                         const struct trace_wanted *wanted);
/* The first at `position` or later and before `end` <= trace_count(); `end`: there is none. */
size_t trace_next_until(const struct trace *trace, size_t position, size_t end,
                        const struct trace_wanted *wanted);

/* A copy of bytes for the life of the trace. */
struct bytes trace_bytes(struct trace *trace, struct bytes bytes);

/* One copy of a text for the life of the trace: equal texts are equal pointers. NULL gives NULL.
 * Control characters and bytes that are not UTF-8 are kept as visible escapes (text_printable), in
 * events that are appended too: every text of a trace can be shown and written as it is. */
const char *trace_text(struct trace *trace, const char *text);
/* The trace's copy of such a text; NULL: it has none. */
const char *trace_find_text(const struct trace *trace, const char *text);

#endif
