/* The page's descriptors: what calls teach about them, the lesson's options, their queues. */
#include <config.h>

#include "run-collect.h"

#include <poll.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>

/* ---- names ---- */

static struct run_descriptor *run_descriptor(struct run *run, int64_t fd) {
    return fd >= 0 && fd < DESCRIPTORS_LAB ? &run->descriptors[fd] : NULL;
}

static const char *run_client_of_port(const struct run *run, int port) {
    for (int i = 0; port && i < run->client_count; i++)
        if (run->clients[i].client.port == port)
            return run->clients[i].client.name;
    return NULL;
}

static bool accepted(const struct event *event) {
    return event->kind == EVENT_RETURN && event->result >= 0 &&
           (event->call == CALL_accept || event->call == CALL_accept4);
}

/* How many data segments came since the queue was last empty: 1 makes the stamp the time at which
 * the descriptor became readable. */
void run_count_arrivals(struct run *run, struct event *event) {
    const struct run_descriptor *descriptor = run_descriptor(run, event->fd);
    struct queue_sample now;

    if (!descriptor || !event_has(event, FIELD_arrived))
        return;
    queue_sample(event->fd, false, &now);
    if (now.segments > descriptor->empty_segments)
        event_set(event, FIELD_arrivals, now.segments - descriptor->empty_segments);
}

void run_name_descriptor(struct run *run, struct event *event) {
    const struct run_descriptor *descriptor = run_descriptor(run, event->fd);

    const char *of =
        accepted(event) ? run_client_of_port(run, socket_peer_port(event->result)) : NULL;

    if (event_has(event, FIELD_fd) && descriptor && descriptor->open) {
        event_set(event, FIELD_gen, descriptor->gen);
        of = descriptor->of ? descriptor->of : of;
    }
    if (of)
        event_set_text(event, FIELD_of, of);
}

/* ---- what an event teaches about descriptors ---- */

static void run_append(struct run *run, struct event *event) {
    trace_append(run->trace, event);
}

/* A DERIVED event that follows from `from`, at the same time. */
static struct event event_derived(const struct event *from, enum event_kind kind) {
    struct event event = {0};

    event_set(&event, FIELD_t, from->t);
    event_set(&event, FIELD_kind, kind);
    event_set(&event, FIELD_evidence, EVIDENCE_DERIVED);
    return event;
}

static void run_append_descriptor(struct run *run, const struct event *from, int fd,
                                  const char *act) {
    const struct run_descriptor *descriptor = &run->descriptors[fd];
    struct event event = event_derived(from, EVENT_DESCRIPTOR);

    event_set_text(&event, FIELD_act, act);
    event_set(&event, FIELD_fd, fd);
    event_set(&event, FIELD_gen, descriptor->gen);
    event_set_text(&event, FIELD_sort,
                   descriptor->listener     ? "listener"
                   : descriptor->epoll      ? "epoll"
                   : descriptor->file       ? "file"
                   : descriptor->connection ? "connection"
                                            : "socket");
    if (descriptor->of)
        event_set_text(&event, FIELD_of, descriptor->of);
    run_append(run, &event);
}

static void run_open_descriptor(struct run *run, const struct event *from, int fd) {
    struct run_descriptor *descriptor = run_descriptor(run, fd);

    if (!descriptor)
        return;
    const struct run_descriptor fresh = {.open = true,
                                         .gen = descriptor->gen + 1,
                                         .epoll = from->call == CALL_epoll_create1,
                                         .file = from->call == CALL_open,
                                         .interest_of = -1};
    *descriptor = fresh;
    if (from->call == CALL_dup || accepted(from)) {
        descriptor->connection = socket_peer_port(fd) != 0 || accepted(from);
        descriptor->of = run_client_of_port(run, socket_peer_port(fd));
    }
    run_append_descriptor(run, from, fd, "opened");
}

static void run_close_descriptor(struct run *run, const struct event *from, int fd) {
    struct run_descriptor *descriptor = run_descriptor(run, fd);

    if (!descriptor || !descriptor->open)
        return;
    if (descriptor->listener)
        run->port = 0;
    run_append_descriptor(run, from, fd, "closed");
    const struct run_descriptor closed = {.gen = descriptor->gen, .interest_of = -1};
    *descriptor = closed;
}

static void run_learn_listener(struct run *run, const struct event *from) {
    struct run_descriptor *descriptor = run_descriptor(run, from->fd);

    if (!descriptor)
        return;
    descriptor->listener = true;
    run->port = socket_port(from->fd);
    run_append_descriptor(run, from, from->fd, "label");
}

/* epoll_ctl said 0: the interest list is what the call asked for. */
static void run_learn_interest(struct run *run, const struct event *from) {
    struct run_descriptor *descriptor = run_descriptor(run, from->fd);
    struct event event = event_derived(from, EVENT_INTEREST);

    if (!descriptor)
        return;
    descriptor->interest_of = from->operation == EPOLL_CTL_DEL ? -1 : from->epoll;
    event_set_text(&event, FIELD_act,
                   from->operation == EPOLL_CTL_ADD   ? "added"
                   : from->operation == EPOLL_CTL_MOD ? "changed"
                                                      : "removed");
    event_set(&event, FIELD_fd, from->fd);
    event_set(&event, FIELD_epoll, from->epoll);
    if (event_has(from, FIELD_events))
        event_set(&event, FIELD_events, from->events);
    run_name_descriptor(run, &event);
    run_append(run, &event);
}

void run_set_option(struct run *run, int fd, const struct set *set, const char *client) {
    int64_t value = socket_set(fd, set->option, set->value);
    struct event event = {0};

    event_set(&event, FIELD_t, clock_now() - run->start);
    event_set(&event, FIELD_kind, EVENT_LAB);
    event_set(&event, FIELD_evidence, EVIDENCE_SOCKOPT);
    event_set_text(&event, FIELD_act, "set");
    if (client)
        event_set_text(&event, FIELD_client, client);
    else
        event_set(&event, FIELD_fd, fd);
    event_set(&event, FIELD_option, set->option);
    event_set(&event, FIELD_size, set->value);
    event_set(&event, FIELD_result, value);
    if (!client)
        run_name_descriptor(run, &event);
    run_append(run, &event);
}

static void run_set_options(struct run *run, int fd, enum set_where where) {
    for (int i = 0; i < run->lesson->set_count; i++)
        if (run->lesson->sets[i].where == where)
            run_set_option(run, fd, &run->lesson->sets[i], NULL);
}

/* Sockets that accept makes inherit the stamps from their listener. */
static void run_learn_socket(struct run *run, int fd) {
    const struct set stamps = {.option = SO_TIMESTAMPNS, .value = 1};

    run_set_option(run, fd, &stamps, NULL);
    run_set_options(run, fd, SET_LISTENER);
}

void run_learn_return(struct run *run, const struct event *event) {
    if (event->result < 0)
        return;
    switch (event->call) {
    case CALL_socket:
        run_open_descriptor(run, event, event->result);
        run_learn_socket(run, event->result);
        break;
    case CALL_accept:
    case CALL_accept4:
        run_open_descriptor(run, event, event->result);
        run_set_options(run, event->result, SET_ACCEPTED);
        break;
    case CALL_dup:
    case CALL_open:
    case CALL_epoll_create1:
        run_open_descriptor(run, event, event->result);
        break;
    case CALL_listen:
        run_learn_listener(run, event);
        break;
    case CALL_epoll_ctl:
        run_learn_interest(run, event);
        break;
    case CALL_close:
        run_close_descriptor(run, event, event->fd);
        break;
    default:
        break;
    }
}

/* ---- queues ---- */

static void run_append_queue(struct run *run, const struct queue_sample *sample, int fd,
                             const char *client) {
    struct event event = {0};

    event_set(&event, FIELD_t, clock_now() - run->start);
    event_set(&event, FIELD_kind, EVENT_QUEUE);
    event_set(&event, FIELD_evidence, EVIDENCE_IOCTL);
    if (client)
        event_set_text(&event, FIELD_client, client);
    else
        event_set(&event, FIELD_fd, fd);
    queue_sample_put(sample, &event);
    if (!client)
        run_name_descriptor(run, &event);
    run_append(run, &event);
}

static void run_sample_descriptor(struct run *run, int fd) {
    struct run_descriptor *descriptor = &run->descriptors[fd];
    struct queue_sample sample;

    queue_sample(fd, descriptor->listener || descriptor->epoll, &sample);
    if (descriptor->interest_of >= 0)
        sample.readiness = descriptor_readiness(fd);
    if (descriptor->epoll)
        sample.ready_list = descriptor_readiness(fd) & POLLIN ? 1 : 0;
    if (sample.receive_queue == 0)
        descriptor->empty_segments = sample.segments;
    if (descriptor->sampled && !queue_sample_differs(&sample, &descriptor->sample))
        return;
    descriptor->sampled = true;
    descriptor->sample = sample;
    run_append_queue(run, &sample, fd, NULL);
}

static void run_sample_client(struct run *run, struct run_client *client) {
    struct queue_sample sample;

    queue_sample(client->client.fd, false, &sample);
    if (client->sampled && !queue_sample_differs(&sample, &client->sample))
        return;
    client->sampled = true;
    client->sample = sample;
    run_append_queue(run, &sample, -1, client->client.name);
}

void run_sample(struct run *run) {
    for (int fd = DESCRIPTORS_FIRST; fd < DESCRIPTORS_LAB; fd++)
        if (run->descriptors[fd].listener || run->descriptors[fd].connection ||
            run->descriptors[fd].epoll)
            run_sample_descriptor(run, fd);
    for (int i = 0; i < run->client_count; i++) {
        struct run_client *client = &run->clients[i];
        if (client->client.fd < 0)
            client->sampled = false;
        else if (client->client.port)
            run_sample_client(run, client);
    }
}

void run_close_page(struct run *run) {
    struct event now = {0};

    event_set(&now, FIELD_t, clock_now() - run->start);
    descriptors_close_page();
    for (int fd = DESCRIPTORS_FIRST; fd < DESCRIPTORS_LAB; fd++)
        run_close_descriptor(run, &now, fd);
}
