#include <config.h>

#include "stage-changed.h"

#include <string.h>

static bool same(const char *a, const char *b) {
    return a && b && strcmp(a, b) == 0;
}

static bool just_sampled(const struct view *view, const struct world_queues *queues) {
    const struct event *event = NULL;
    if (queues->receive_queue < 0 && queues->send_queue < 0 && queues->accept_queue < 0 &&
        queues->ready_list < 0)
        return false;
    if (queues->seq < trace_count(view->trace))
        event = trace_at(view->trace, queues->seq);
    return event && event->kind == EVENT_QUEUE && queues->seq >= view->since;
}

/* The same socket's figure before the marked events; -1 if there is none. */
static int64_t figure_before(const struct view *view, const struct world_queues *queues,
                             enum field field) {
    const struct event *now = trace_at(view->trace, queues->seq);
    for (size_t i = view->since; i > 0; i--) {
        const struct event *event = trace_at(view->trace, i - 1);
        if (event->kind == EVENT_QUEUE && event_has(event, field) && event->fd == now->fd &&
            event->gen == now->gen && event_has(event, FIELD_fd) == event_has(now, FIELD_fd) &&
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
