/* measure: a page runs with its gates open while clients play a script in real time; what that
 * cost. Nothing is recorded call by call, so that watching costs little more than two clock
 * readings a call. The screen's thread. */
#ifndef WAITSCOPE_MEASURE_H
#define WAITSCOPE_MEASURE_H

#include "lesson.h"

/* Times in ns. -1: not measured. */
struct measure_result {
    int64_t calls;      /* system calls of the page's task */
    int64_t failures;   /* those that said EAGAIN */
    int64_t switches;   /* voluntary context switches of its thread */
    int64_t cpu;        /* CPU time of its thread */
    int64_t inside;     /* inside system calls, asleep or not */
    int64_t copied;     /* at most that the last recv's copy took */
    int64_t wall;       /* from the script's start to its last answer */
    int64_t latency_50; /* from a client's send to its answer: median, 99th percentile, largest */
    int64_t latency_99;
    int64_t latency_max;
    char served[8]; /* the clients in the order in which they got their last answers */
};

/* Who waits for a measurement may give it up. asked() comes every tenth of a second; once it says
 * true, the page is ended. */
struct measure_stop {
    bool (*asked)(void *context);
    void *context;
};

/* Runs the page from its start to the end of the script and ends it. Waits for real: up to a second
 * or so, at most 20 s. No live session may exist. `arguments` (after the port, NULL at the end) may
 * be NULL, and so may `stop`. False with a sentence (unknown page, no answer, a wrong answer), or
 * without one if it was given up. */
bool measure_page(const char *server, const char *const *arguments, enum script script,
                  const struct measure_stop *stop, struct measure_result *result,
                  struct error *error);

/* Writes the figures that were measured into a `measure` event; not `served`. */
void measure_result_put(const struct measure_result *result, struct event *event);

#endif
