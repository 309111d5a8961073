#include <config.h>

#include "time-scale.h"

#include <stdlib.h>
#include <string.h>

#include "call-times.h"

static int compare(const void *a, const void *b) {
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

/* What comes before as many events with a picture as there are marks has no mark. */
size_t time_window_start(const struct view *view) {
    const uint32_t pictures = trace_pictures();
    size_t start = view->position;
    int steps = 0;
    for (int marks = 0; marks < TIME_MARKS && steps < 2; marks++) {
        size_t before = trace_last(view->trace, start, pictures);
        if (before == SIZE_MAX)
            return 0;
        start = before;
        steps += trace_kind(view->trace, start) == EVENT_STEP;
    }
    return start;
}

static void mark_add(struct time_scale *scale, int64_t t) {
    if (scale->count == TIME_MARKS) {
        memmove(scale->t, scale->t + 1, (TIME_MARKS - 1) * sizeof scale->t[0]);
        scale->count--;
    }
    scale->t[scale->count++] = t;
}

/* A call has its place where the kernel was entered; until that is known, where it is held. */
static int64_t time_of(const struct view *view, const struct event *event) {
    struct call_times times;
    if (event->kind != EVENT_ENTER)
        return event->t;
    call_times_find(&times, view->trace, event->seq, view->position);
    return times.entered;
}

static void marks_collect(struct time_scale *scale, const struct view *view) {
    scale->count = 0;
    for (size_t i = time_window_start(view); i < view->position; i++) {
        struct event room;
        if (!event_kind_has_picture(trace_kind(view->trace, i)))
            continue;
        const struct event *event = trace_at(view->trace, i, &room);
        mark_add(scale, time_of(view, event));
        if (event->kind == EVENT_ASLEEP && event_has(event, FIELD_entered))
            mark_add(scale, event->entered);
        if (event->kind == EVENT_AWAKE && event_has(event, FIELD_woken))
            mark_add(scale, event->woken);
        if (event->kind == EVENT_RETURN && event_has(event, FIELD_arrived) &&
            event->arrived >= event->entered)
            mark_add(scale, event->arrived);
    }
    qsort(scale->t, scale->count, sizeof scale->t[0], compare);
}

/* Equal moments are one; of too many for the width the latest stay. */
static void marks_reduce(struct time_scale *scale) {
    int count = 0;
    for (int i = 0; i < scale->count; i++)
        if (count == 0 || scale->t[i] != scale->t[count - 1])
            scale->t[count++] = scale->t[i];
    int most = scale->width / 2 < 2 ? 2 : scale->width / 2;
    int drop = count > most ? count - most : 0;
    memmove(scale->t, scale->t + drop, (count - drop) * sizeof scale->t[0]);
    scale->count = count - drop;
}

/* 4 + 4 times the binary logarithm of the µs. */
static int weight(int64_t ns) {
    int weight = 4;
    for (int64_t us = ns / 1000; us > 0; us /= 2)
        weight += 4;
    return weight;
}

void time_scale_make(struct time_scale *scale, const struct view *view, int x, int width) {
    int total = 0, sum = 0;
    *scale = (struct time_scale){.x = x, .width = width};
    marks_collect(scale, view);
    marks_reduce(scale);
    for (int i = 1; i < scale->count; i++)
        total += weight(scale->t[i] - scale->t[i - 1]);
    for (int i = 0; i < scale->count; i++) {
        if (i > 0)
            sum += weight(scale->t[i] - scale->t[i - 1]);
        scale->column[i] = total > 0 ? (int)((int64_t)sum * (width - 1) / total) : 0;
    }
}

int time_scale_column(const struct time_scale *scale, int64_t t) {
    int column = -1;
    for (int i = 0; i < scale->count && scale->t[i] <= t; i++)
        column = scale->x + scale->column[i];
    return column;
}
