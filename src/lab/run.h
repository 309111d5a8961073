/* run: the real thing of one live session: the page's tasks, the clients, their descriptors. It
 * knows when everything is still and what happened since it last was; the script is the director's
 * (live.c). The screen's thread. */
#ifndef WAITSCOPE_RUN_H
#define WAITSCOPE_RUN_H

#include <signal.h>
#include <sys/resource.h>

#include "client.h"
#include "descriptors.h"
#include "evidence.h"
#include "kernel-call.h"
#include "net.h"
#include "stamps.h"

enum {
    RUN_TASKS = 1, /* no page makes threads yet */
    RUN_CLIENTS = 8,
    RUN_SIGNALS = 65,
};

struct run_task {
    struct task task;
    struct watch watch;
    bool started;
    bool closed;               /* it is gone and what it left open is closed */
    uint32_t asleep;           /* number of the call that it was last seen asleep in */
    bool recorded;             /* the recorder watches it */
    struct kernel_call kernel; /* what it has of the latest call */
    struct event enter;        /* of its latest call; without a kind: it has made none */
};

/* A number in the page's range. */
struct run_descriptor {
    bool open, listener, connection, epoll, file;
    int64_t interest_of; /* the epoll descriptor in whose interest list it is, -1: none */
    int64_t gen;
    const char *of; /* client */
    bool sampled;
    struct queue_sample sample;
    int64_t empty_segments; /* data segments received when its queue was last empty */
};

struct run_client {
    struct client client;
    bool sampled;
    struct queue_sample sample;
};

/* An event that is not yet in the trace. */
struct pending {
    struct event event;
    const char *file;
    unsigned line;
    size_t order;
    unsigned char *room; /* owns what the event points to */
};

struct run {
    const struct lesson *lesson;
    struct trace *trace; /* borrowed */
    int64_t start;       /* CLOCK_MONOTONIC ns */
    int notify;          /* eventfd that tasks write when they are watched */
    struct arena *arena;
    struct run_task tasks[RUN_TASKS];
    int task_count;
    struct run_client clients[RUN_CLIENTS];
    int client_count;
    struct run_descriptor descriptors[DESCRIPTORS_LAB];
    int port; /* the listener's, 0: none listens */
    struct pending *pending;
    size_t pending_count, pending_room;
    const struct recorder_ops *record; /* NULL: nothing records the tasks */
    struct recorder *recorder;
    struct moment_record *moments; /* drained, not yet used */
    size_t moment_count, moment_room;
    int64_t moments_lost;
    struct parked parked;
    struct stamps stamps;
    bool stamped; /* the kernel stamps what arrives */
    struct sigaction dispositions[RUN_SIGNALS];
    struct rlimit signal_limit; /* RLIMIT_SIGPENDING: a page may have lowered it */
};

/* Nothing runs yet. `record`: what records the tasks beside us, NULL: nothing. NULL with a
 * sentence. */
struct run *run_new(const struct lesson *lesson, struct trace *trace,
                    const struct recorder_ops *record, struct error *error);
/* Ends every task wherever it is and frees what the run holds. NULL is allowed. */
void run_free(struct run *run);

/* Starts a page with arguments after the port (NULL at their end, or NULL); its task is held before
 * the page's first line. False with a sentence. */
bool run_start_server(struct run *run, const char *name, const char *const *arguments,
                      struct error *error);
/* Ends the page's tasks, closes its descriptors and the clients' sockets; says so in the trace. */
void run_end_server(struct run *run);

/* Is every task held, asleep in the kernel without a timeout, or gone, and no signal on its way? */
bool run_is_still(struct run *run);
/* Notes tasks that are asleep under a timeout, which run_is_still() passes over. */
void run_look(struct run *run);
/* Has every byte that was sent on any connection been acknowledged? */
bool run_is_settled(const struct run *run);
/* Asks for one write of `notify` when a task next comes to a gate or ends. */
void run_watch(struct run *run);
/* While still: appends to the trace what has happened since the last time, sorted by time; applies
 * the lesson's options to new sockets; samples the queues. */
void run_collect(struct run *run);

/* The first task that is held at a gate, NULL if none. */
struct task *run_held(struct run *run);
/* The first client that reads and has something to read, NULL if none. */
struct client *run_reader(struct run *run);
struct client *run_client(struct run *run, const char *name);
/* A client acts, or reads what has arrived. Appended with the next run_collect(). */
void run_act(struct run *run, const struct step *step);
void run_read(struct run *run, struct client *client);

/* An event of the lab's own, stamped now. Texts need to live as long as the trace's. */
struct event *run_add(struct run *run, enum event_kind kind);

#endif
