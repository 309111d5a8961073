#include <config.h>

#include "world-ready.h"

#include <poll.h>
#include <sys/epoll.h>

_Static_assert((int)READINESS_READ == (int)EPOLLIN && (int)READINESS_READ == POLLIN,
               "one set of bits for all");
_Static_assert((int)READINESS_WRITE == (int)EPOLLOUT && (int)READINESS_WRITE == POLLOUT,
               "likewise");
_Static_assert((int)READINESS_EXCEPT == (int)EPOLLPRI && (int)READINESS_EXCEPT == POLLPRI,
               "likewise");

/* The readiness bits that the event's three sets hold for fd. */
static unsigned sets_bits(const struct event *event, int fd) {
    unsigned bits = 0;
    if (set_has(event->read, fd))
        bits |= READINESS_READ;
    if (set_has(event->write, fd))
        bits |= READINESS_WRITE;
    if (set_has(event->except, fd))
        bits |= READINESS_EXCEPT;
    return bits;
}

/* Is it the one that its number means? */
static bool is_latest(struct world *world, const struct world_descriptor *descriptor) {
    return world_find_descriptor(world, descriptor->fd, -1) == descriptor;
}

/* What the call that the event enters asks about the descriptor. */
static void descriptor_ask(struct world *world, struct world_descriptor *descriptor,
                           const struct event *event) {
    bool in_list = false;
    unsigned bits = 0;
    if (event->call == CALL_select && descriptor->open) {
        bits = sets_bits(event, descriptor->fd);
        in_list = bits;
    } else if (event->call == CALL_poll && is_latest(world, descriptor)) {
        /* A closed one too: the answer says POLLNVAL. */
        bits = list_events(event->asked, descriptor->fd, &in_list);
    } else if (event->call == CALL_epoll_wait && descriptor->epoll == event->fd) {
        bits = descriptor->interest & READINESS_MASK;
        in_list = true;
    }
    descriptor->questioned = in_list;
    descriptor->asked = bits;
    descriptor->got = 0;
    descriptor->answered = false;
}

bool world_is_question(enum call call) {
    return call == CALL_select || call == CALL_poll || call == CALL_epoll_wait;
}

void world_apply_asked(struct world *world, const struct event *event) {
    for (int i = 0; i < world->descriptor_count; i++)
        descriptor_ask(world, &world->descriptors[i], event);
}

/* A one-shot entry that was reported stays in the list and is deaf until it is changed. */
static void disarm(struct world_descriptor *descriptor) {
    if (descriptor->got && descriptor->interest & EPOLLONESHOT)
        descriptor->interest &= ~READINESS_MASK;
}

/* What is reported was asked about, whatever else is known: epoll may still have an entry whose
 * descriptor is closed. */
static void descriptor_answer(struct world *world, struct world_descriptor *descriptor,
                              const struct event *event) {
    bool reported = false;
    unsigned bits = 0;
    if (event->call == CALL_select)
        bits = descriptor->open ? sets_bits(event, descriptor->fd) : 0;
    else if (is_latest(world, descriptor))
        bits = list_events(event->got, descriptor->fd, &reported);
    descriptor->questioned = descriptor->questioned || reported;
    if (!descriptor->questioned || (event->call == CALL_select && !descriptor->open))
        return;
    descriptor->got = bits;
    descriptor->answered = true;
    if (event->call == CALL_epoll_wait)
        disarm(descriptor);
}

/* After an error the sets are undefined: there is no answer. */
void world_apply_answer(struct world *world, const struct event *event) {
    if (event->result < 0)
        return;
    for (int i = 0; i < world->descriptor_count; i++)
        descriptor_answer(world, &world->descriptors[i], event);
}

/* It says nothing more: neither its list nor the samples that were made because it was in it. */
static void interest_drop(struct world_descriptor *descriptor) {
    descriptor->epoll = -1;
    descriptor->interest = 0;
    descriptor->queues.readiness = -1;
}

void world_apply_interest(struct world *world, const struct event *event) {
    int64_t gen = event_has(event, FIELD_gen) ? event->gen : -1;
    struct world_descriptor *descriptor = world_find_descriptor(world, event->fd, gen);
    if (!descriptor)
        return;
    if (world_same_text(event->act, "removed")) {
        interest_drop(descriptor);
        return;
    }
    descriptor->epoll = event->epoll;
    descriptor->interest = (unsigned)event->events;
}

/* A number that is closed means no entry any more; an epoll that is closed takes its list along. */
void world_close_interest(struct world *world, struct world_descriptor *closed) {
    interest_drop(closed);
    for (int i = 0; i < world->descriptor_count; i++)
        if (world->descriptors[i].epoll == closed->fd)
            interest_drop(&world->descriptors[i]);
}
