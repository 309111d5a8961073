/* ladder: what Stevens's figure shows of a part of a trace, one thing after the other: calls with
 * what was observed inside them, what clients did, the steps of the script. The figures and the
 * plain text are made of it. One thread. */
#ifndef WAITSCOPE_LADDER_H
#define WAITSCOPE_LADDER_H

#include "call-times.h"
#include "trace.h"

enum {
    LADDER_RUNGS = 20, /* rows of a call; of more the first are kept and the last */
    LADDER_TEXT = 160, /* bytes of a text in a row */
    LADDER_TASKS = 16, /* whose calls may reach into the part */
};

enum ladder_kind {
    LADDER_STEP,
    LADDER_TASK,   /* starts or ends */
    LADDER_CALL,   /* a call that has rungs */
    LADDER_PASSED, /* a call that did not wait: its name, its answer */
    LADDER_ACT,    /* of a client, while no call is under way */
    LADDER_SIGNAL,
    LADDER_NOTE,    /* what the program prints */
    LADDER_FIGURES, /* of a measurement */
};

/* What a row of a call shows, besides events an arrival that its return tells of. */
enum rung_kind {
    RUNG_STEP,
    RUNG_CALL,
    RUNG_ASLEEP,
    RUNG_ACT,
    RUNG_ARRIVAL,
    RUNG_PHASE,
    RUNG_SIGNAL,
    RUNG_RETURN,
};

struct rung {
    enum rung_kind kind;
    int64_t t;
    size_t seq;            /* of its event */
    enum event_kind phase; /* of RUNG_PHASE */
    bool waits;            /* the wait goes on in this row */
    char text[LADDER_TEXT];
    const char *mark; /* name of the evidence, "" if the row needs none */
};

struct ladder_item {
    enum ladder_kind kind;
    size_t seq;
    const char *task;         /* NULL: of none */
    int64_t times;            /* so many equal ones in a row */
    char text[LADDER_TEXT];   /* the call, the act, … */
    char answer[LADDER_TEXT]; /* what a call returned; "" while it has not */
    bool failed;
    bool inside; /* the call was seen in the kernel; else it may have been held before it */
    bool moves;  /* the call copies bytes of a connection */
    struct call_times call;
    struct rung rungs[LADDER_RUNGS];
    int rung_count;
    int lead; /* so many of them come before the call's own: then the program was held before it */
    size_t rungs_left_out;
};

struct ladder {
    const struct trace *trace;
    size_t from, to, next;
    size_t covered; /* acts and steps before this event stand in a call's rungs */
    size_t
        reaching[LADDER_TASKS]; /* enter events of calls that reach into the part, latest first */
    int reaching_count;
    bool several; /* more than one task: calls carry its name */
    bool held;    /* `ahead` has been read and not yet handed out */
    struct ladder_item ahead;
};

/* It is large. Nothing to free. A call that was under way where the part begins is shown whole. */
void ladder_start(struct ladder *ladder, const struct trace *trace, size_t from, size_t to);
/* False at the end. */
bool ladder_next(struct ladder *ladder, struct ladder_item *item);

/* What a client's event says, without the client's name: "sends 5 B \"hello\"". LADDER_TEXT bytes
 * are enough. */
char *ladder_act(const struct event *event, char *out, size_t size);

/* The parts of a call, as closely as they were seen: "wait 51.9 ms" or "wait ≤ 75.9 µs"; "wake 35
 * µs"; what came after: "wake and copy ≤ 96 µs", "copy 18 µs". "" if there is nothing to say. At
 * most 64 bytes. */
char *ladder_wait(const struct ladder_item *item, char *out, size_t size);
char *ladder_wake(const struct ladder_item *item, char *out, size_t size);
char *ladder_rest(const struct ladder_item *item, char *out, size_t size);

#endif
