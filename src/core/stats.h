/* stats: the ledger of a trace, kept event by event: calls by kind, errors, waits, copies, bytes.
 * Nothing is estimated: a time is counted under the evidence that shows it, and one of which only
 * an upper bound is known is kept apart. Sums end at INT64_MAX. One thread at a time. */
#ifndef WAITSCOPE_STATS_H
#define WAITSCOPE_STATS_H

#include "trace.h"

/* Rows of a sort; what would need more is left out and counted. */
enum { STATS_ROWS = 256 };

#define TIME(name, ...) TIME_##name,
enum stats_part {
#include "stats.def"
    TIME_COUNT
};

struct stats_part_row {
    const char *name; /* "wait" */
    bool exact;       /* else no longer than that */
    const char *what; /* untranslated msgid */
};
const struct stats_part_row *stats_part_row(enum stats_part part);

/* ns, in so many calls. */
struct stats_time {
    int64_t calls, ns;
};

/* All calls by one name. What the trace has as one event for equal calls counts as all of them. */
struct stats_call {
    int64_t returned, failed;
    int64_t unreturned; /* entered, and no return came: the events end there, or the task */
    int64_t slept;      /* those seen asleep, or that gave up the CPU */
    int64_t bytes;      /* that recv, read, send and write moved */
    struct stats_time wait, wait_at_most;
};

struct stats_error {
    enum call call;
    int64_t error; /* errno */
    int64_t times;
};

/* A task while it runs a page; another page that runs under its name later has its own row. */
struct stats_task {
    const char *task, *server; /* server NULL: not told */
    int64_t started;           /* after so many events, the latest time */
    int64_t returned, failed, unreturned, slept;
    int64_t switches; /* voluntary, inside calls */
    int64_t cpu;      /* ns inside calls, with what it takes to look at the clock */
    struct stats_time times[TIME_COUNT][EVIDENCE_COUNT];
};

/* Bytes between the server and a client. */
struct stats_client {
    const char *client;
    int64_t received, taken; /* by the server's calls: received from it, taken for it */
    int64_t sent, read;      /* by its own */
};

/* A page that ran with its gates open; -1: not measured. */
struct stats_measured {
    const char *server, *arguments, *script; /* arguments may be NULL */
    int64_t calls, failures, switches, cpu, wall;
};

/* Waits by their length: in bucket i are those of at least stats_bucket(i) ns and less than
 * stats_bucket(i + 1), which of the last is INT64_MAX. */
enum { STATS_BUCKETS = 8 };
int64_t stats_bucket(int bucket);

struct stats {
    int64_t events;
    int64_t begin, end; /* t of the first event and of the last */
    int64_t kinds[EVENT_COUNT];
    struct stats_call calls[CALL_COUNT];
    struct stats_error *errors;
    struct stats_task *tasks;
    struct stats_client *clients;
    struct stats_measured *measured;
    int error_count, task_count, client_count, measured_count;
    int64_t left_out;                                           /* events that had no row */
    int64_t waits[STATS_BUCKETS], waits_at_most[STATS_BUCKETS]; /* calls */
    struct stats_open *open;                                    /* calls under way */
};

/* Names belong to the trace that the events are from. The caller frees it. */
struct stats *stats_new(void);
void stats_free(struct stats *stats);
/* The events of a trace, or of a part of it, in their order. */
void stats_take(struct stats *stats, const struct event *event);

#endif
