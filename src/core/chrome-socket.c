/* Descriptors and queues: who is behind a number, spans of connections, counters of queues. */
#include <config.h>

#include "chrome-socket.h"

#include "memory.h"

#include <string.h>

enum { DESCRIPTORS_MAX = 1 << 16 };

struct chrome_descriptor {
    bool open, shown; /* shown: its span has been begun */
    int64_t gen;
    const char *of; /* the client at the other end; NULL: none, as of a listener */
};

/* NULL for a number that no descriptor has. */
static struct chrome_descriptor *descriptor_at(struct chrome_sockets *sockets, int64_t fd) {
    if (fd < 0 || fd >= DESCRIPTORS_MAX)
        return NULL;
    size_t wanted = (size_t)fd + 1, have = sockets->count;
    if (wanted > have) {
        wanted = wanted < 2 * have ? 2 * have : wanted;
        sockets->descriptors =
            memory_grow(sockets->descriptors, wanted, sizeof *sockets->descriptors);
        memset(sockets->descriptors + have, 0, (wanted - have) * sizeof *sockets->descriptors);
        sockets->count = wanted;
    }
    return &sockets->descriptors[fd];
}

/* Is the descriptor one that this act makes ready? A listener has no client. */
static bool is_touched(struct chrome_sockets *sockets, int64_t fd,
                       const struct chrome_cause *cause) {
    const struct chrome_descriptor *descriptor = descriptor_at(sockets, fd);
    if (!descriptor || !descriptor->open)
        return false;
    return cause->wakes == WAKES_ACCEPT ? !descriptor->of : descriptor->of == cause->client;
}

static bool set_touched(struct chrome_sockets *sockets, struct bytes set,
                        const struct chrome_cause *cause) {
    for (size_t fd = 0; fd < set.size * 8; fd++)
        if (set_has(set, (int)fd) && is_touched(sockets, (int64_t)fd, cause))
            return true;
    return false;
}

static bool list_touched(struct chrome_sockets *sockets, struct bytes list,
                         const struct chrome_cause *cause) {
    for (size_t i = 0; i < list_count(list); i++)
        if (is_touched(sockets, list_at(list, i).fd, cause))
            return true;
    return false;
}

bool chrome_sockets_explain(void *context, const struct event *returned,
                            const struct chrome_cause *cause) {
    struct chrome_sockets *sockets = context;
    bool same = returned->of == cause->client;
    switch ((enum call)returned->call) {
    case CALL_accept:
    case CALL_accept4:
        return same && cause->wakes == WAKES_ACCEPT;
    case CALL_recv:
    case CALL_read:
        return same && cause->wakes == WAKES_READ;
    case CALL_send:
    case CALL_write:
        return same && cause->wakes == WAKES_WRITE;
    case CALL_select:
        return set_touched(sockets, cause->wakes == WAKES_WRITE ? returned->write : returned->read,
                           cause) ||
               set_touched(sockets, returned->except, cause);
    case CALL_poll:
    case CALL_epoll_wait:
        return list_touched(sockets, returned->got, cause);
    default:
        return false;
    }
}

/* "A on fd 4", as b or e. */
static void span_write(struct chrome_sockets *sockets, char phase, int64_t fd,
                       const struct chrome_descriptor *descriptor, int64_t t) {
    struct chrome *chrome = sockets->chrome;
    chrome_name_lane(chrome, &sockets->lane, "sampled while all is still", NULL);
    chrome_line_begin(chrome, phase, "connection", &sockets->lane, t);
    chrome_line_name(chrome, descriptor->of);
    chrome_line_word(chrome, " on fd ");
    chrome_line_number(chrome, fd);
    chrome_line_named(chrome);
    writer_text(chrome->writer, ",\"id\":\"fd ");
    writer_integer(chrome->writer, fd);
    writer_text(chrome->writer, " generation ");
    writer_integer(chrome->writer, descriptor->gen);
    writer_byte(chrome->writer, '"');
    chrome_line_end(chrome);
}

/* Only connections have a client, and a span. */
static void span_begin(struct chrome_sockets *sockets, int64_t fd,
                       struct chrome_descriptor *descriptor, int64_t t) {
    if (!descriptor->open || !descriptor->of)
        return;
    descriptor->shown = true;
    span_write(sockets, 'b', fd, descriptor, t);
}

static void descriptor_close(struct chrome_sockets *sockets, int64_t fd,
                             struct chrome_descriptor *descriptor, int64_t t) {
    if (descriptor->shown)
        span_write(sockets, 'e', fd, descriptor, t);
    *descriptor = (struct chrome_descriptor){0};
}

void chrome_sockets_take(struct chrome_sockets *sockets, const struct event *event, int64_t t,
                         bool shown) {
    struct chrome_descriptor *descriptor = descriptor_at(sockets, event->fd);
    if (!descriptor)
        return;
    if (strcmp(event->act, "closed") == 0) {
        descriptor_close(sockets, event->fd, descriptor, t);
    } else if (strcmp(event->act, "opened") == 0) {
        descriptor_close(sockets, event->fd, descriptor, t);
        *descriptor = (struct chrome_descriptor){.open = true, .gen = event->gen, .of = event->of};
        if (shown)
            span_begin(sockets, event->fd, descriptor, t);
    }
}

static void counter_write(struct chrome_sockets *sockets, const struct event *event,
                          enum field field, const char *what, const char *unit) {
    struct chrome *chrome = sockets->chrome;
    if (!event_has(event, field))
        return;
    chrome_line_begin(chrome, 'C', "queue", &sockets->lane, event->t);
    if (event->client) {
        chrome_line_name(chrome, event->client);
    } else {
        chrome_line_word(chrome, "fd ");
        chrome_line_number(chrome, event->fd);
    }
    if (event->gen > 1) {
        chrome_line_word(chrome, " generation ");
        chrome_line_number(chrome, event->gen);
    }
    if (event->of) {
        chrome_line_word(chrome, " (");
        chrome_line_name(chrome, event->of);
        chrome_line_word(chrome, ")");
    }
    chrome_line_word(chrome, what);
    chrome_line_named(chrome);
    writer_text(chrome->writer, ",\"args\":{\"");
    writer_text(chrome->writer, unit);
    writer_text(chrome->writer, "\":");
    writer_integer(chrome->writer, event_get(event, field));
    writer_byte(chrome->writer, '}');
    chrome_line_end(chrome);
}

void chrome_sockets_sample(struct chrome_sockets *sockets, const struct event *event) {
    chrome_name_lane(sockets->chrome, &sockets->lane, "sampled while all is still", NULL);
    counter_write(sockets, event, FIELD_receive_queue, " receive queue", "bytes");
    counter_write(sockets, event, FIELD_send_queue, " send queue", "bytes");
    counter_write(sockets, event, FIELD_accept_queue, " accept queue", "connections");
}

void chrome_sockets_begin(struct chrome_sockets *sockets, int64_t t) {
    for (size_t fd = 0; fd < sockets->count; fd++)
        span_begin(sockets, (int64_t)fd, &sockets->descriptors[fd], t);
}

void chrome_sockets_end(struct chrome_sockets *sockets, int64_t t) {
    for (size_t fd = 0; fd < sockets->count; fd++)
        descriptor_close(sockets, (int64_t)fd, &sockets->descriptors[fd], t);
    free(sockets->descriptors);
}
