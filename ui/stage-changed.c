#include <config.h>

#include "stage-changed.h"

#include <string.h>

static bool same(const char *a, const char *b) {
    return a && b && strcmp(a, b) == 0;
}

static bool just_sampled(const struct view *view, const struct world_queues *queues) {
    if (queues->receive_queue < 0 && queues->send_queue < 0 && queues->accept_queue < 0 &&
        queues->ready_list < 0)
        return false;
    return queues->seq < trace_count(view->trace) &&
           trace_kind(view->trace, queues->seq) == EVENT_QUEUE && queues->seq >= view->since;
}

/* The same socket's figure before the marked events; -1 if there is none. */
static int64_t figure_before(const struct view *view, const struct world_queues *queues,
                             enum field field) {
    const uint32_t samples = TRACE_KIND(EVENT_QUEUE);
    struct event rooms[2];
    const struct event *now = trace_at(view->trace, queues->seq, &rooms[0]);
    for (size_t i = trace_last(view->trace, view->since, samples); i != SIZE_MAX;
         i = trace_last(view->trace, i, samples)) {
        const struct event *event = trace_at(view->trace, i, &rooms[1]);
        if (event_has(event, field) && event->fd == now->fd && event->gen == now->gen &&
            event_has(event, FIELD_fd) == event_has(now, FIELD_fd) &&
            (event_has(now, FIELD_fd) || same(event->client, now->client)))
            return event_get(event, field);
    }
    return -1;
}

bool stage_figure_changed(const struct view *view, const struct world_queues *queues,
                          enum field field, int64_t figure) {
    if (!just_sampled(view, queues))
        return false;
    int64_t before = figure_before(view, queues, field);
    return before != figure && (before >= 0 || figure > 0);
}

/* Bytes that the client has sent since the place. */
static int64_t bytes_sent(const struct view *view, size_t since, const char *client) {
    const struct trace_wanted acts = {.kinds = TRACE_KIND(EVENT_CLIENT)};
    int64_t bytes = 0;
    for (size_t i = trace_next_until(view->trace, since, view->position, &acts); i < view->position;
         i = trace_next_until(view->trace, i + 1, view->position, &acts)) {
        struct event room;
        const struct event *event = trace_at(view->trace, i, &room);
        bool sends = same(event->client, client) && strncmp(event->act, "send", 4) == 0;
        bytes += sends && event->result > 0 ? event->result : 0;
    }
    return bytes;
}

/* Bytes that the program has taken out of the descriptor's queue since the place. */
static int64_t bytes_taken(const struct view *view, size_t since, int64_t fd) {
    const struct trace_wanted takes = {.kinds = TRACE_KIND(EVENT_RETURN),
                                       .calls = TRACE_CALL(CALL_recv) | TRACE_CALL(CALL_read)};
    int64_t bytes = 0;
    for (size_t i = trace_next_until(view->trace, since, view->position, &takes);
         i < view->position; i = trace_next_until(view->trace, i + 1, view->position, &takes)) {
        struct event room;
        const struct event *event = trace_at(view->trace, i, &room);
        bytes += event->fd == fd && event->result > 0 ? event->result : 0;
    }
    return bytes;
}

bool stage_receive_is_old(const struct view *view, const struct world_descriptor *connection) {
    size_t since = connection->queues.seq + 1;
    if (connection->queues.receive_queue < 0 || since > view->position)
        return false;
    int64_t sent = bytes_sent(view, since, connection->of);
    return sent > 0 && sent > bytes_taken(view, since, connection->fd);
}
