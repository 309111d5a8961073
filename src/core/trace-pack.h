/* trace-pack: an event in few bytes, as a trace keeps it: the number of its shape, then the values
 * of the fields that it has, in their order. Integers have a variable length, of times only the
 * difference to the event's own is kept, texts are numbers, and SET, LIST and DATA stand there with
 * their size before them. `seq` and `kind` are not packed: the trace knows both. One thread at a
 * time. */
#ifndef WAITSCOPE_TRACE_PACK_H
#define WAITSCOPE_TRACE_PACK_H

#include "event.h"
#include "trace-shape.h"
#include "trace-text.h"

/* What packed events refer to. */
struct packer {
    struct shapes shapes;
    struct texts *texts;
};

/* An event where it stands, and what is known of it besides. */
struct packed {
    const struct packer *packer;
    const unsigned char *at;
    int64_t base; /* that it was packed with */
    int64_t seq;
    enum event_kind kind;
};

/* No event needs more bytes than this. */
size_t event_packed_max(const struct event *event);
/* Returns how many it took. Times are small in it if t is near to `base`. */
size_t event_pack(struct packer *packer, const struct event *event, int64_t base,
                  unsigned char *out);
/* The reverse. SET, LIST and DATA fields point into what was packed, texts are those kept. */
void event_unpack(const struct packed *packed, struct event *event);

/* What events are looked for by, at a fraction of the cost. */
struct event_peek {
    const char *task; /* NULL: it has none */
    int64_t call;     /* -1: it has none */
    int64_t number;   /* 0: it has none */
};
struct event_peek event_peek(const struct packer *packer, const unsigned char *packed);

#endif
