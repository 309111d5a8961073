/* chrome-socket: the descriptors of the server's process as spans, its queues as counters. Of use
 * to export-chrome alone. One thread. */
#ifndef WAITSCOPE_CHROME_SOCKET_H
#define WAITSCOPE_CHROME_SOCKET_H

#include "chrome-call.h"

struct chrome_descriptor;

struct chrome_sockets {
    struct chrome *chrome;
    struct chrome_lane lane;
    struct chrome_descriptor *descriptors; /* at their number */
    size_t count;
};

/* A descriptor event; `t` is the latest time so far. A connection that is opened while the part is
 * shown begins its span. */
void chrome_sockets_take(struct chrome_sockets *sockets, const struct event *event, int64_t t,
                         bool shown);
/* A queue event. */
void chrome_sockets_sample(struct chrome_sockets *sockets, const struct event *event);
/* The part begins: so do the spans of what is open. It ends: they end, and all is freed. */
void chrome_sockets_begin(struct chrome_sockets *sockets, int64_t t);
void chrome_sockets_end(struct chrome_sockets *sockets, int64_t t);

/* For chrome_task_return(): the context is the sockets. */
bool chrome_sockets_explain(void *context, const struct event *returned,
                            const struct chrome_cause *cause);

#endif
