/* Why does a task sleep in its call? Told from the world and the call's arguments alone. */
#include <config.h>

#include "why-asleep.h"

#include <inttypes.h>
#include <string.h>
#include <sys/epoll.h>

#include "figures.h"
#include "i18n.h"
#include "text.h"

static bool same(const char *a, const char *b) {
    return a && b && strcmp(a, b) == 0;
}

/* The other end's name as it stands in a sentence. */
static const char *peer_of(const struct world_descriptor *descriptor) {
    return descriptor && descriptor->of ? descriptor->of : N_("the peer");
}

static void why_receive(const struct world *world, const struct event *enter, char *out,
                        size_t size) {
    char bytes[48];
    const struct world_descriptor *descriptor = world_descriptor(world, enter->fd);
    const char *call = call_name(enter->call);
    const char *peer = _(peer_of(descriptor));
    if (descriptor && descriptor->queues.receive_queue == 0)
        text_add(out, size,
                 _("%s sleeps because the receive queue of fd %" PRId64 " holds 0 bytes. It is "
                   "woken when bytes from %s arrive, or when %s ends the connection."),
                 call, enter->fd, peer, peer);
    else if (descriptor && descriptor->queues.receive_queue > 0)
        text_add(out, size,
                 ngettext("%s sleeps although %s byte lies in the receive queue of fd %" PRId64 ".",
                          "%s sleeps although %s bytes lie in the receive queue of fd %" PRId64 ".",
                          descriptor->queues.receive_queue),
                 call, figure_number(descriptor->queues.receive_queue, bytes, sizeof bytes),
                 enter->fd);
    else
        text_add(out, size, _("%s sleeps: it waits for bytes from %s."), call, peer);
}

/* Bytes of others that this task will not see as long as it sleeps here. */
static void why_others(const struct world *world, const struct event *enter, char *out,
                       size_t size) {
    char bytes[48];
    for (int i = 0; i < world->descriptor_count; i++) {
        const struct world_descriptor *other = &world->descriptors[i];
        if (!other->open || other->fd == enter->fd)
            continue;
        if (other->queues.receive_queue > 0)
            text_add(out, size,
                     ngettext(" Meanwhile %s byte from %s lies unread at fd %d.",
                              " Meanwhile %s bytes from %s lie unread at fd %d.",
                              other->queues.receive_queue),
                     figure_number(other->queues.receive_queue, bytes, sizeof bytes),
                     _(peer_of(other)), other->fd);
        if (other->queues.accept_queue > 0)
            text_add(out, size, _(" Meanwhile %s in the accept queue of fd %d."),
                     other->queues.accept_queue == 1 ? _("a connection waits")
                                                     : _("connections wait"),
                     other->fd);
    }
}

static void why_accept(const struct world *world, const struct event *enter, char *out,
                       size_t size) {
    const struct world_descriptor *listener = world_descriptor(world, enter->fd);
    if (listener && listener->queues.accept_queue == 0)
        text_add(out, size,
                 _("accept sleeps because the accept queue of fd %" PRId64
                   " is empty. It is woken when a client's connection is complete."),
                 enter->fd);
    else
        text_add(out, size, _("accept sleeps: it waits for a connection on fd %" PRId64 "."),
                 enter->fd);
}

static void why_send(const struct world *world, const struct event *enter, char *out, size_t size) {
    char here[48], there[48], memory[48], limit[48], third[48];
    const struct world_descriptor *descriptor = world_descriptor(world, enter->fd);
    const char *call = call_name(enter->call), *peer = _(peer_of(descriptor));
    const struct world_client *client = descriptor ? world_client(world, descriptor->of) : NULL;
    if (!descriptor || descriptor->queues.send_queue < 0) {
        text_add(out, size, _("%s sleeps: it waits for room in the send queue of fd %" PRId64 "."),
                 call, enter->fd);
        return;
    }
    const struct world_queues *queues = &descriptor->queues;
    figure_number(queues->send_queue, here, sizeof here);
    bool some = queues->send_memory >= 0 && queues->send_memory < queues->send_limit;
    text_add(out, size,
             some ? ngettext("%s sleeps because the send queue of fd %" PRId64 " has too little "
                             "room: %s byte waits in it.",
                             "%s sleeps because the send queue of fd %" PRId64 " has too little "
                             "room: %s bytes wait in it.",
                             queues->send_queue)
                  : ngettext("%s sleeps because the send queue of fd %" PRId64 " has no room: %s "
                             "byte waits in it.",
                             "%s sleeps because the send queue of fd %" PRId64 " has no room: %s "
                             "bytes wait in it.",
                             queues->send_queue),
             call, enter->fd, here);
    if (queues->window == 0)
        text_add(out, size, _(" %s's window is 0."), peer);
    if (client && client->queues.receive_queue > 0)
        text_add(out, size,
                 ngettext(" %s byte lies unread at %s.", " %s bytes lie unread at %s.",
                          client->queues.receive_queue),
                 figure_number(client->queues.receive_queue, there, sizeof there), peer);
    if (queues->send_limit > 0 && queues->send_memory >= 0)
        text_add(out, size,
                 _(" Queue memory: %s of %s; it is woken once that is at most two thirds (%s)."),
                 figure_number(queues->send_memory, memory, sizeof memory),
                 figure_number(queues->send_limit, limit, sizeof limit),
                 figure_number(queues->send_limit * 2 / 3, third, sizeof third));
    text_add(out, size, _(" Who can wake it: %s, by reading."), peer);
}

/* ---- several descriptors at once ---- */

/* What the queues of a watched descriptor hold, in two or three words. */
static void watched_add(const struct world_descriptor *descriptor, unsigned asked, char *out,
                        size_t size) {
    char bytes[48];
    const struct world_queues *queues = &descriptor->queues;
    text_add(out, size, _("fd %d: "), descriptor->fd);
    if (same(descriptor->sort, "listener"))
        text_add(out, size, queues->accept_queue < 0 ? _("a listener") : _("%d to accept"),
                 (int)queues->accept_queue);
    else if ((asked & READINESS_READ) && queues->receive_queue >= 0)
        text_add(out, size, ngettext("%s byte to read", "%s bytes to read", queues->receive_queue),
                 figure_number(queues->receive_queue, bytes, sizeof bytes));
    else if ((asked & READINESS_WRITE) && queues->send_queue > 0)
        text_add(out, size, ngettext("%s byte to send", "%s bytes to send", queues->send_queue),
                 figure_number(queues->send_queue, bytes, sizeof bytes));
    else
        text_add(out, size, "%s", _("not known"));
}

/* "A, B or a new client": who is at the other end of what is waited for. */
static void wakers_add(const char *const *names, int count, char *out, size_t size) {
    for (int i = 0; i < count; i++) {
        text_add(out, size, "%s", i == 0 ? "" : i + 1 < count ? _(", ") : _(" or "));
        text_add(out, size, "%s", names[i]);
    }
}

/* Who can end the sleep, of the descriptors that `waits` picks. */
static void who_add(const struct world *world, const struct event *enter,
                    bool (*waits)(const struct world_descriptor *, const struct event *), char *out,
                    size_t size) {
    const char *names[WORLD_CLIENTS + 1];
    int count = 0;
    bool listens = false;
    for (int i = 0; i < world->descriptor_count; i++) {
        const struct world_descriptor *descriptor = &world->descriptors[i];
        if (!descriptor->open || !waits(descriptor, enter))
            continue;
        if (same(descriptor->sort, "listener"))
            listens = true;
        else if (descriptor->of && count < WORLD_CLIENTS)
            names[count++] = descriptor->of;
    }
    if (listens)
        names[count++] = _("a new client");
    if (count == 0)
        return;
    text_add(out, size, "%s", _(" Who can wake it: "));
    wakers_add(names, count, out, size);
    text_add(out, size, "%s", _("."));
}

static bool is_asked(const struct world_descriptor *descriptor, const struct event *enter) {
    (void)enter;
    return descriptor->asked != 0;
}

static bool is_of_interest(const struct world_descriptor *descriptor, const struct event *enter) {
    return descriptor->epoll == enter->fd && descriptor->interest & READINESS_MASK;
}

static void why_asked(const struct world *world, const struct event *enter, char *out,
                      size_t size) {
    text_add(out, size,
             _("%s sleeps because none of the descriptors that it was asked about is ready."),
             call_name(enter->call));
    int told = 0;
    for (int i = 0; i < world->descriptor_count; i++) {
        const struct world_descriptor *descriptor = &world->descriptors[i];
        if (!descriptor->open || !descriptor->asked)
            continue;
        text_add(out, size, "%s", told++ ? _("; ") : _(" Their queues: "));
        watched_add(descriptor, descriptor->asked, out, size);
    }
    if (told)
        text_add(out, size, "%s", _("."));
    who_add(world, enter, is_asked, out, size);
}

/* Something lies there, and epoll does not report it: why not? */
static void unreported_add(const struct world_descriptor *descriptor, char *out, size_t size) {
    char bits[128];
    unsigned armed = descriptor->interest & READINESS_MASK;
    unsigned ready = descriptor->queues.readiness < 0 ? 0 : (unsigned)descriptor->queues.readiness;
    if (!armed && ready & ~(unsigned)READINESS_WRITE)
        text_add(out, size,
                 _(" poll says %s of fd %d, but that was reported once (ONESHOT): not again "
                   "before epoll_ctl changes it."),
                 field_format(FIELD_readiness, ready, bits, sizeof bits), descriptor->fd);
    else if (ready & armed && descriptor->interest & EPOLLET)
        text_add(out, size,
                 _(" poll says %s of fd %d, but that was reported once (ET): not again before "
                   "something new happens to it."),
                 field_format(FIELD_readiness, ready & armed, bits, sizeof bits), descriptor->fd);
}

static void why_epoll(const struct world *world, const struct event *enter, char *out,
                      size_t size) {
    text_add(out, size,
             _("epoll_wait sleeps because the ready list of fd %" PRId64
               " is empty. It is woken when something happens to a descriptor of its interest "
               "list."),
             enter->fd);
    for (int i = 0; i < world->descriptor_count; i++)
        if (world->descriptors[i].open && world->descriptors[i].epoll == enter->fd)
            unreported_add(&world->descriptors[i], out, size);
    who_add(world, enter, is_of_interest, out, size);
}

static void why_time(const struct event *enter, char *out, size_t size) {
    char time[48];
    text_add(out, size,
             _("nanosleep sleeps because the program asked for %s. Only that, or a signal, wakes "
               "it."),
             figure_time(enter->timeout, time, sizeof time));
}

/* ---- the clock ---- */

/* What ends the sleep at the latest. */
static void limit_add(const struct event *enter, char *out, size_t size) {
    char time[48];
    if (enter->timeout <= 0 || enter->call == CALL_nanosleep)
        return;
    figure_time(enter->timeout, time, sizeof time);
    bool answers =
        enter->call == CALL_select || enter->call == CALL_poll || enter->call == CALL_epoll_wait;
    if (answers)
        text_add(out, size, _(" At most %s: then it returns 0."), time);
    else if (enter->call == CALL_send || enter->call == CALL_write)
        text_add(out, size, _(" At most %s, the socket's limit: then it returns what was taken."),
                 time);
    else
        text_add(out, size, _(" At most %s, the socket's limit: then it returns -1, EAGAIN."),
                 time);
}

void why_asleep_add(const struct world *world, const struct event *enter, char *out, size_t size) {
    switch ((enum call)enter->call) {
    case CALL_recv:
    case CALL_read:
        why_receive(world, enter, out, size);
        why_others(world, enter, out, size);
        break;
    case CALL_accept:
    case CALL_accept4:
        why_accept(world, enter, out, size);
        why_others(world, enter, out, size);
        break;
    case CALL_send:
    case CALL_write:
        why_send(world, enter, out, size);
        break;
    case CALL_select:
    case CALL_poll:
        why_asked(world, enter, out, size);
        break;
    case CALL_epoll_wait:
        why_epoll(world, enter, out, size);
        break;
    case CALL_nanosleep:
        why_time(enter, out, size);
        why_others(world, enter, out, size);
        break;
    default:
        text_add(out, size, _("%s sleeps in the kernel."), call_name(enter->call));
    }
    limit_add(enter, out, size);
}
