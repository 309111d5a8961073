#include <config.h>

#include "long-trace.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>

enum { CLIENTS = 8, LISTENER = 3, EPOLL = 4, FIRST = 5, REQUEST = 17 };

struct maker {
    struct trace *trace;
    size_t count, step_events;
    uint64_t random;
    int64_t t;
    int64_t number;  /* of the page's call */
    int64_t entered; /* when it entered the kernel */
};

/* 0 to below `below`. */
static int64_t random_below(struct maker *maker, int64_t below) {
    maker->random = maker->random * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (int64_t)(maker->random >> 33) % below;
}

static const char *client_name(int client) {
    static const char *const names[CLIENTS] = {"A", "B", "C", "D", "E", "F", "G", "H"};
    return names[client];
}

static struct event event_at(struct maker *maker, enum event_kind kind, enum evidence evidence) {
    struct event event = {.has = {0}};
    maker->t += 800 + random_below(maker, 4000);
    event_set(&event, FIELD_t, maker->t);
    event_set(&event, FIELD_kind, kind);
    event_set(&event, FIELD_evidence, evidence);
    return event;
}

/* Steps come where they are due; what is too much is left out. */
static void put(struct maker *maker, const struct event *event) {
    size_t have = trace_count(maker->trace);
    if (have == maker->count)
        return;
    if (have % maker->step_events == 0) {
        char id[32];
        struct event step = {.has = {0}};
        snprintf(id, sizeof id, "step-%zu", have / maker->step_events);
        event_set(&step, FIELD_t, event->t);
        event_set(&step, FIELD_kind, EVENT_STEP);
        event_set_text(&step, FIELD_step, id);
        event_set(&step, FIELD_evidence, EVIDENCE_DERIVED);
        trace_append(maker->trace, &step);
    }
    if (trace_count(maker->trace) < maker->count)
        trace_append(maker->trace, event);
}

/* ---- the page ---- */

static struct event call_event(struct maker *maker, enum event_kind kind, enum call call, int fd,
                               const char *at) {
    struct event event = event_at(maker, kind, EVIDENCE_SYSCALL);
    event_set_text(&event, FIELD_task, "server");
    event_set(&event, FIELD_call, call);
    event_set(&event, FIELD_number, maker->number);
    event_set_text(&event, FIELD_at, at);
    event_set(&event, FIELD_fd, fd);
    event_set(&event, FIELD_gen, 1);
    return event;
}

static struct event enter_event(struct maker *maker, enum call call, int fd, const char *at) {
    maker->number++;
    struct event event = call_event(maker, EVENT_ENTER, call, fd, at);
    maker->entered = maker->t + 300;
    return event;
}

static struct event return_event(struct maker *maker, enum call call, int fd, const char *at,
                                 int64_t result) {
    struct event event = call_event(maker, EVENT_RETURN, call, fd, at);
    event_set(&event, FIELD_result, result);
    event_set(&event, FIELD_entered, maker->entered);
    event_set(&event, FIELD_cpu, 1200 + random_below(maker, 4000));
    event_set(&event, FIELD_switches, call == CALL_epoll_wait);
    return event;
}

static void put_wait(struct maker *maker) {
    struct event event = enter_event(maker, CALL_epoll_wait, EPOLL, "epoll.c:141");
    event_set(&event, FIELD_nfds, 16);
    put(maker, &event);
    event = call_event(maker, EVENT_ASLEEP, CALL_epoll_wait, EPOLL, "epoll.c:141");
    event_set(&event, FIELD_entered, maker->entered);
    event_set_text(&event, FIELD_kernel, "do_epoll_wait");
    event_set(&event, FIELD_evidence, EVIDENCE_PROC);
    put(maker, &event);
}

static void put_woken(struct maker *maker, int fd) {
    struct list_entry got = {fd, EPOLLIN};
    struct event event = return_event(maker, CALL_epoll_wait, EPOLL, "epoll.c:141", 1);
    event_set_bytes(&event, FIELD_got, &got, sizeof got);
    put(maker, &event);
}

static void put_received(struct maker *maker, int fd, const char *text) {
    int64_t arrived = maker->t - 2000;
    struct event event = enter_event(maker, CALL_recv, fd, "epoll.c:88");
    event_set(&event, FIELD_size, 4096);
    put(maker, &event);
    event = return_event(maker, CALL_recv, fd, "epoll.c:88", REQUEST);
    event_set(&event, FIELD_arrived, arrived);
    event_set(&event, FIELD_arrivals, 1);
    event_set_bytes(&event, FIELD_data, text, REQUEST);
    put(maker, &event);
}

static void put_sent(struct maker *maker, int fd) {
    struct event event = enter_event(maker, CALL_send, fd, "epoll.c:97");
    event_set(&event, FIELD_size, REQUEST);
    event_set(&event, FIELD_flags, MSG_NOSIGNAL);
    put(maker, &event);
    event = return_event(maker, CALL_send, fd, "epoll.c:97", REQUEST);
    put(maker, &event);
}

/* ---- the others ---- */

static void put_act(struct maker *maker, int client, const char *act, const char *text) {
    struct event event = event_at(maker, EVENT_CLIENT, EVIDENCE_SYSCALL);
    event_set_text(&event, FIELD_client, client_name(client));
    event_set_text(&event, FIELD_act, act);
    event_set(&event, FIELD_result, text ? REQUEST : 0);
    if (text)
        event_set_bytes(&event, FIELD_data, text, REQUEST);
    put(maker, &event);
}

static void put_sample(struct maker *maker, int fd, int64_t unread) {
    struct event event = event_at(maker, EVENT_QUEUE, EVIDENCE_IOCTL);
    event_set(&event, FIELD_fd, fd);
    event_set(&event, FIELD_gen, 1);
    event_set(&event, FIELD_receive_queue, unread);
    event_set(&event, FIELD_send_queue, 0);
    event_set(&event, FIELD_receive_memory, unread ? 768 : 0);
    event_set(&event, FIELD_window, 65536 - unread);
    event_set(&event, FIELD_readiness, unread ? EPOLLIN | EPOLLOUT : EPOLLOUT);
    put(maker, &event);
}

static void put_opened(struct maker *maker, int fd, const char *sort, const char *of) {
    struct event event = event_at(maker, EVENT_DESCRIPTOR, EVIDENCE_DERIVED);
    event_set_text(&event, FIELD_act, "opened");
    event_set(&event, FIELD_fd, fd);
    event_set(&event, FIELD_gen, 1);
    event_set_text(&event, FIELD_sort, sort);
    if (of)
        event_set_text(&event, FIELD_of, of);
    put(maker, &event);
}

static void put_interest(struct maker *maker, int fd) {
    struct event event = event_at(maker, EVENT_INTEREST, EVIDENCE_DERIVED);
    event_set_text(&event, FIELD_act, "added");
    event_set(&event, FIELD_epoll, EPOLL);
    event_set(&event, FIELD_fd, fd);
    event_set(&event, FIELD_gen, 1);
    event_set(&event, FIELD_events, EPOLLIN);
    put(maker, &event);
}

static void put_beginning(struct maker *maker) {
    struct event event = event_at(maker, EVENT_TASK_START, EVIDENCE_SYSCALL);
    event_set_text(&event, FIELD_task, "server");
    event_set_text(&event, FIELD_server, "epoll-level");
    put(maker, &event);
    put_opened(maker, LISTENER, "listener", NULL);
    put_opened(maker, EPOLL, "epoll", NULL);
    for (int client = 0; client < CLIENTS; client++) {
        put_act(maker, client, "connect", NULL);
        put_opened(maker, FIRST + client, "connection", client_name(client));
        put_interest(maker, FIRST + client);
    }
    put_wait(maker);
}

struct trace *long_trace(size_t count, size_t step_events) {
    struct maker maker = {
        .trace = trace_new(), .count = count, .step_events = step_events, .random = 1};
    struct trace_header *header = trace_header(maker.trace);
    header->server = trace_text(maker.trace, "epoll-level");
    header->kernel = trace_text(maker.trace, "6.1.0");
    header->evidence = 1u << EVIDENCE_SYSCALL | 1u << EVIDENCE_PROC;
    put_beginning(&maker);
    for (unsigned request = 0; trace_count(maker.trace) < count; request++) {
        int client = (int)random_below(&maker, CLIENTS);
        char text[REQUEST + 8];
        snprintf(text, sizeof text, "request %08u\n", request % 100000000);
        put_act(&maker, client, "send", text);
        put_woken(&maker, FIRST + client);
        put_sample(&maker, FIRST + client, REQUEST);
        put_received(&maker, FIRST + client, text);
        put_sent(&maker, FIRST + client);
        put_act(&maker, client, "read", text);
        put_sample(&maker, FIRST + client, 0);
        put_wait(&maker);
    }
    return maker.trace;
}
