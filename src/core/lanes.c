#include <config.h>

#include "lanes.h"

#include "memory.h"
#include "text-add.h"

#include <inttypes.h>
#include <string.h>

/* The figures of a queue event that have a lane. */
static const struct {
    enum field field;
    const char *name;
} figures[] = {
    {FIELD_receive_queue, "receive"},
    {FIELD_send_queue, "send"},
    {FIELD_accept_queue, "accept"},
};

enum { FIGURES = sizeof figures / sizeof figures[0] };

static bool is_named(const char *text, const char *name) {
    return text && strcmp(text, name) == 0;
}

/* In the order of the alphabet: that of their appearance is another in every part. */
static void name_add(const char ***names, int *count, const char *name) {
    int place = 0;
    while (place < *count && strcmp((*names)[place], name) < 0)
        place++;
    if (place < *count && (*names)[place] == name)
        return;
    *names = memory_grow(*names, (size_t)*count + 1, sizeof **names);
    memmove(*names + place + 1, *names + place, (size_t)(*count - place) * sizeof **names);
    (*names)[place] = name;
    ++*count;
}

bool lane_queue_has(const struct lane_queue *queue, const struct event *event) {
    return event_has(event, queue->field) && event->client == queue->client &&
           event->fd == queue->fd && event->gen == queue->gen;
}

static struct lane_queue *queue_of(struct lanes *lanes, const struct event *event,
                                   enum field field) {
    for (int i = 0; i < lanes->queue_count; i++)
        if (lanes->queues[i].field == field && lane_queue_has(&lanes->queues[i], event))
            return &lanes->queues[i];
    if (lanes->queue_count == LANES_QUEUES) {
        lanes->more_queues = true;
        return NULL;
    }
    struct lane_queue *queue = &lanes->queues[lanes->queue_count++];
    *queue = (struct lane_queue){
        .client = event->client,
        .of = event->of,
        .fd = event->fd,
        .gen = event->gen,
        .field = field,
        .before = -1,
    };
    return queue;
}

/* Before the part only the latest sample counts, of what is still open. */
static void take_queue(struct lanes *lanes, const struct event *event, bool before) {
    for (int i = 0; i < FIGURES; i++) {
        if (!event_has(event, figures[i].field))
            continue;
        struct lane_queue *queue = queue_of(lanes, event, figures[i].field);
        int64_t value = event_get(event, figures[i].field);
        if (!queue)
            continue;
        if (before)
            queue->before = queue->most = value;
        else if (value > queue->most)
            queue->most = value;
    }
}

static void take_step(struct lanes *lanes, const struct event *event) {
    if (lanes->step_count < LANES_STEPS)
        lanes->steps[lanes->step_count++] = (struct lane_step){event->step, event->t};
    else
        lanes->steps_left_out++;
}

static void take(struct lanes *lanes, const struct event *event) {
    if (event->t < lanes->begin)
        lanes->begin = event->t;
    if (event->t > lanes->end)
        lanes->end = event->t;
    if (event->task)
        name_add(&lanes->tasks, &lanes->task_count, event->task);
    if (event->kind == EVENT_CLIENT)
        name_add(&lanes->clients, &lanes->client_count, event->client);
    if (event->kind == EVENT_QUEUE)
        take_queue(lanes, event, false);
    if (event->kind == EVENT_STEP)
        take_step(lanes, event);
}

bool lane_queue_ends(const struct lane_queue *queue, const struct event *event) {
    if (event->kind == EVENT_CLIENT)
        return event->client == queue->client &&
               (is_named(event->act, "close") || is_named(event->act, "reset"));
    return event->kind == EVENT_DESCRIPTOR && !queue->client && event->fd == queue->fd &&
           event->gen == queue->gen && is_named(event->act, "closed");
}

static void take_before(struct lanes *lanes, const struct event *event) {
    if (event->kind == EVENT_QUEUE)
        take_queue(lanes, event, true);
    for (int i = 0; i < lanes->queue_count; i++) {
        struct lane_queue *queue = &lanes->queues[i];
        if (!lane_queue_ends(queue, event))
            continue;
        *queue = lanes->queues[--lanes->queue_count];
        i--;
    }
}

void lanes_find(struct lanes *lanes, const struct trace *trace, size_t from, size_t to) {
    const uint32_t kinds =
        TRACE_KIND(EVENT_QUEUE) | TRACE_KIND(EVENT_CLIENT) | TRACE_KIND(EVENT_DESCRIPTOR);
    struct event room;
    *lanes = (struct lanes){.trace = trace, .from = from, .to = to, .begin = INT64_MAX};
    for (size_t i = trace_next(trace, 0, kinds); i < from; i = trace_next(trace, i + 1, kinds))
        take_before(lanes, trace_at(trace, i, &room));
    for (size_t i = from; i < to; i++)
        take(lanes, trace_at(trace, i, &room));
    if (lanes->begin == INT64_MAX)
        lanes->begin = 0;
    if (lanes->end <= lanes->begin)
        lanes->end = lanes->begin + 1;
}

void lanes_free(struct lanes *lanes) {
    free(lanes->tasks);
    free(lanes->clients);
}

char *lane_queue_name(const struct lane_queue *queue, char *out, size_t size) {
    out[0] = '\0';
    if (queue->client)
        text_add(out, size, "%s", queue->client);
    else
        text_add(out, size, "fd %" PRId64, queue->fd);
    if (queue->gen > 1)
        text_add(out, size, " #%" PRId64, queue->gen);
    for (int i = 0; i < FIGURES; i++)
        if (figures[i].field == queue->field)
            text_add(out, size, " %s", figures[i].name);
    if (queue->of)
        text_add(out, size, " (%s)", queue->of);
    return out;
}
