/* lanes: who and what has a lane in the picture to scale of a part of a trace, and its span of
 * time. One thread. */
#ifndef WAITSCOPE_LANES_H
#define WAITSCOPE_LANES_H

#include "trace.h"

enum {
    LANES_QUEUES = 64, /* queues that are looked at */
    LANES_STEPS = 60,  /* steps that are named */
};

/* One figure of one socket's queue events. */
struct lane_queue {
    const char *client; /* whose socket it is; NULL: a descriptor of the server */
    const char *of;     /* the client at the other end of the descriptor, or NULL */
    int64_t fd, gen;
    enum field field;
    int64_t before; /* the latest sample before the part, -1: none */
    int64_t most;   /* of the samples that are drawn */
};

struct lane_step {
    const char *id;
    int64_t t;
};

struct lanes {
    const struct trace *trace;
    size_t from, to;
    int64_t begin, end; /* ns since the run began; begin < end */
    const char **tasks, **clients;
    int task_count, client_count;
    struct lane_queue queues[LANES_QUEUES];
    int queue_count;
    bool more_queues; /* than there is room for */
    struct lane_step steps[LANES_STEPS];
    int step_count;
    int64_t steps_left_out;
};

/* It is large. lanes_free() frees what it has allocated. */
void lanes_find(struct lanes *lanes, const struct trace *trace, size_t from, size_t to);
void lanes_free(struct lanes *lanes);

/* Is the queue event a sample of this queue? */
bool lane_queue_has(const struct lane_queue *queue, const struct event *event);
/* Is the socket gone with this event? Then nothing is known of the queue any more. */
bool lane_queue_ends(const struct lane_queue *queue, const struct event *event);
/* "fd 4 receive (A)", "A send"; "fd 4 #2 send (A)" if it is the second descriptor of that number.
 */
char *lane_queue_name(const struct lane_queue *queue, char *out, size_t size);

#endif
