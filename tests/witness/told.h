/* told: what our trace says of one task's calls, in the order in which the kernel was
 * entered. Texts belong to the trace. One thread. */
#ifndef WAITSCOPE_WITNESS_TOLD_H
#define WAITSCOPE_WITNESS_TOLD_H

#include "error.h"
#include "trace.h"

/* Times are ns since the run began; -1: not told. */
struct told_call {
    enum call call;
    int64_t number; /* in its task */
    const char *at;
    int64_t fd; /* -1: it has none */
    bool returned;
    int64_t times; /* how many equal calls this one stands for */
    int64_t result;
    int error;
    int64_t entered, left;
    int64_t asleep; /* /proc showed it asleep */
    int64_t kernel_entered, kernel_left, copy;
    size_t place; /* of its first event in the trace */
};

struct told_signal {
    int signal;
    bool has_code;
    int code;
    int64_t at;
};

struct told_task {
    int thread;
    const char *name, *page;
    struct told_call *calls;
    size_t call_count, call_room;
    struct told_signal *signals;
    size_t signal_count, signal_room;
    bool measured; /* it ran with its gates open: */
    int64_t measured_calls, measured_failures;
};

struct told {
    struct told_task *tasks;
    size_t count, room;
};

/* False with a sentence if the trace contradicts itself. */
bool told_take(struct told *told, const struct trace *trace, struct error *error);
void told_free(struct told *told);

#endif
