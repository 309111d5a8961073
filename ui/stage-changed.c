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
