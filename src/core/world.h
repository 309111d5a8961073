/* world: what the events so far add up to. world = fold(trace[0 .. n)), nothing else: no clock, no
 * I/O, no pointer to anything but texts of the trace. A value: copy it with =. Any thread. */
#ifndef WAITSCOPE_WORLD_H
#define WAITSCOPE_WORLD_H

#include "event.h"

enum {
    WORLD_TASKS = 16,
    WORLD_CLIENTS = 8,
    WORLD_DESCRIPTORS = 64,
};

/* Where a task's latest call is. */
enum phase {
    PHASE_NONE, /* no call yet */
    PHASE_ENTER,
    PHASE_ASLEEP,
    PHASE_READY,
    PHASE_AWAKE,
    PHASE_COPY,
    PHASE_RETURN,
    PHASE_COUNT
};

struct world_task {
    const char *name;
    const char *server; /* the page it runs */
    bool gone;
    const char *end; /* how it ended, NULL while it lives */
    enum phase phase;
    size_t enter;   /* seq of the latest call's enter event, if phase != NONE */
    size_t latest;  /* seq of the latest call's latest event */
    const char *at; /* file:line of the latest call */
    int64_t since;  /* t of the latest phase */
    int64_t fd;     /* the latest call's descriptor, -1: it has none */
    int64_t mode;   /* the file status flags that the latest call sets, -1: it sets none */
    bool signalled; /* a signal has reached it */
    size_t signal;  /* seq of the latest signal's event, if signalled */
};

/* Both ends of a connection have one. Figures are those of the latest sample; -1: never sampled. */
struct world_queues {
    int64_t receive_queue, send_queue, unsent;
    int64_t receive_memory, receive_limit, send_memory, send_limit;
    int64_t receive_most; /* the most that receive_queue was in any sample */
    int64_t window, window_limited;
    int64_t accept_queue, accept_limit;
    int64_t readiness;  /* what poll says of a descriptor in an interest list: EPOLLIN, … */
    int64_t ready_list; /* of an epoll descriptor: 1 if it has something to report, else 0 */
    size_t seq;         /* of that sample */
};

/* The readiness bits that select knows: EPOLLIN, EPOLLOUT, EPOLLPRI, which are POLLIN, … too. */
enum readiness {
    READINESS_READ = 0x1,
    READINESS_EXCEPT = 0x2,
    READINESS_WRITE = 0x4,
    READINESS_MASK = 0xffff, /* of epoll's events: without EPOLLET, EPOLLONESHOT and the like */
};

/* A descriptor of the server's process. */
struct world_descriptor {
    bool open;
    int fd;
    int64_t gen;
    const char *sort; /* "socket", "listener", "connection", "epoll" */
    const char *of;   /* the client at the other end, or NULL */
    bool nonblocking;
    /* The latest select, poll or epoll_wait, while it runs and until the next. */
    bool questioned; /* it asks about the descriptor; of poll and epoll also with no bits */
    unsigned asked;  /* for which readiness bits */
    unsigned got;    /* its answer; EPOLLERR, EPOLLHUP and POLLNVAL come unasked */
    bool answered;   /* `got` is an answer: that call has returned */
    /* The interest list that the descriptor is in. */
    int64_t epoll;     /* the epoll descriptor whose list it is, -1: in none */
    unsigned interest; /* EPOLLIN, …, EPOLLET, …; a reported one-shot has lost its IN, OUT, … */
    size_t opened;     /* seq of the event that opened it */
    struct world_queues queues;
};

enum client_state {
    CLIENT_ABSENT,
    CLIENT_CONNECTING,
    CLIENT_CONNECTED,
    CLIENT_SHUT, /* it has shut down its sending side */
    CLIENT_CLOSED,
    CLIENT_RESET,
};

struct world_client {
    const char *name;
    enum client_state state;
    bool reading;           /* it reads what arrives; false after stop-reading */
    int64_t sent, received; /* bytes that its socket took, bytes that it has read */
    size_t latest;          /* seq of its latest act, if acted */
    size_t connected;       /* the place behind its latest connect, 0: it never did */
    bool acted;
    struct world_queues queues;
};

struct world {
    size_t count;     /* how many events are folded in */
    int64_t t;        /* of the last of them */
    const char *step; /* id of the current step, NULL before the first */
    size_t step_seq;
    struct world_task tasks[WORLD_TASKS];
    int task_count;
    struct world_client clients[WORLD_CLIENTS];
    int client_count;
    /* In the order of their opening: rows never move. */
    struct world_descriptor descriptors[WORLD_DESCRIPTORS];
    int descriptor_count;
    size_t note; /* seq of the latest note, if noted */
    bool noted;
};

void world_init(struct world *world);
/* Names the clients in the lesson's order before they act: each has its row from the start. */
void world_add_client(struct world *world, const char *name);
/* Folds the next event in. Things past the limits above are left out. */
void world_apply(struct world *world, const struct event *event);

/* NULL if there is none. The descriptor is the one with that number that was opened last. */
const struct world_task *world_task(const struct world *world, const char *name);
const struct world_client *world_client(const struct world *world, const char *name);
const struct world_descriptor *world_descriptor(const struct world *world, int64_t fd);
/* The server's open connection to that client, NULL if there is none. */
const struct world_descriptor *world_connection(const struct world *world, const char *client);

#endif
