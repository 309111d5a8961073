/* Time: a lane a task, a lane a client, over this step and the one before. The longer a stretch,
 * the wider it is, but by its logarithm: waits are ten thousand times longer than copies.
 *
 *     server    ▁▁▒░░░░░ 51.9 ms ░░░░░▒▁▁▚▚ × 1,000 ▚▚
 *     A               ● send
 *     ▁ program or held  ▒ kernel  ░ asleep  █ copy  ▚ call after call
 *
 * A call begins where the kernel is entered. Before that, and after its return, the task may be
 * held until the person steps; how long it ran in the program is not known.
 */
#include <config.h>

#include "view.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "call-times.h"
#include "figures.h"
#include "i18n.h"
#include "narrate.h"

enum { MARKS = 128, NAME_WIDTH = 10 };

/* Moments of the trace and the columns that they have. */
struct scale {
    int64_t t[MARKS];
    int column[MARKS];
    int count;
    int x, width;
};

static int compare(const void *a, const void *b) {
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

/* The first event of the step before the current one. */
static size_t window_start(const struct view *view) {
    size_t start = view->position;
    for (int steps = 0; start > 0 && steps < 2; start--)
        steps += trace_at(view->trace, start - 1)->kind == EVENT_STEP;
    return start;
}

static void mark_add(struct scale *scale, int64_t t) {
    if (scale->count == MARKS) {
        memmove(scale->t, scale->t + 1, (MARKS - 1) * sizeof scale->t[0]);
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

static void marks_collect(struct scale *scale, const struct view *view) {
    scale->count = 0;
    for (size_t i = window_start(view); i < view->position; i++) {
        const struct event *event = trace_at(view->trace, i);
        if (!event_kind_has_picture(event->kind))
            continue;
        mark_add(scale, time_of(view, event));
        if (event->kind == EVENT_ASLEEP && event_has(event, FIELD_entered))
            mark_add(scale, event->entered);
        if (event->kind == EVENT_RETURN && event_has(event, FIELD_arrived) &&
            event->arrived >= event->entered)
            mark_add(scale, event->arrived);
    }
    qsort(scale->t, scale->count, sizeof scale->t[0], compare);
}

/* Equal moments are one; of too many for the width the latest stay. */
static void marks_reduce(struct scale *scale) {
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

static void scale_make(struct scale *scale, const struct view *view, int x, int width) {
    int total = 0, sum = 0;
    *scale = (struct scale){.x = x, .width = width};
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

/* The column of a moment: that of the latest mark not after it. -1: before all of them. */
static int column_at(const struct scale *scale, int64_t t) {
    int column = -1;
    for (int i = 0; i < scale->count && scale->t[i] <= t; i++)
        column = scale->x + scale->column[i];
    return column;
}

static void stretch(struct canvas *canvas, const struct scale *scale, int y, int64_t from,
                    int64_t to, enum role role, const char *sign) {
    int start = column_at(scale, from), end = column_at(scale, to);
    if (end < 0)
        return;
    if (start < 0)
        start = scale->x;
    canvas_repeat(canvas, start, y, end > start ? end - start : 1, role, sign);
}

/* A stretch with a text in it, if there is room. */
static void stretch_named(struct canvas *canvas, const struct scale *scale, int y, int64_t from,
                          int64_t to, enum role role, const char *sign, const char *text) {
    stretch(canvas, scale, y, from, to, role, sign);
    int start = column_at(scale, from), end = column_at(scale, to);
    int width = text_width(text, SIZE_MAX, canvas->ascii);
    if (start >= 0 && end - start >= width + 2)
        canvas_text(canvas, start + (end - start - width) / 2, y, ROLE_WAIT, text);
}

static void asleep(struct canvas *canvas, const struct scale *scale, int y, int64_t from,
                   int64_t to, const char *prefix) {
    char time[48], text[64];
    snprintf(text, sizeof text, " %s%s ", prefix, figure_time(to - from, time, sizeof time));
    stretch_named(canvas, scale, y, from, to, ROLE_ASLEEP, "░", text);
}

static void many(struct canvas *canvas, const struct scale *scale, int y,
                 const struct call_times *times) {
    char number[48], text[64];
    snprintf(text, sizeof text, " × %s ", figure_number(times->count, number, sizeof number));
    stretch_named(canvas, scale, y, times->entered, times->returned, ROLE_TEXT, "▚", text);
}

static int64_t last_time(const struct view *view) {
    return trace_at(view->trace, view->position - 1)->t;
}

static void call_lane(struct canvas *canvas, const struct scale *scale, const struct view *view,
                      int y, size_t enter) {
    struct call_times times;
    call_times_find(&times, view->trace, enter, view->position);
    int64_t end = times.returned >= 0 ? times.returned : last_time(view);
    if (times.returned < 0 && times.asleep < 0)
        return; /* held before the kernel */
    if (times.count > 1) {
        many(canvas, scale, y, &times);
        return;
    }
    stretch(canvas, scale, y, times.entered, end, ROLE_TEXT, "▒");
    if (times.asleep >= 0 && times.returned < 0)
        asleep(canvas, scale, y, times.asleep, end, "");
    else if (times.asleep >= 0)
        asleep(canvas, scale, y, times.asleep, call_times_wait_end(&times),
               times.ready >= 0 ? "" : "≤ ");
    if (times.copy >= 0)
        stretch(canvas, scale, y, times.copy, end, ROLE_COPY, "█");
}

static void task_lane(struct canvas *canvas, const struct scale *scale, const struct view *view,
                      int y, const struct world_task *task) {
    size_t first = window_start(view);
    bool started = false;
    /* A call that was entered before the window may reach into it. */
    while (first > 0 && !(trace_at(view->trace, first)->kind == EVENT_ENTER &&
                          trace_at(view->trace, first)->task == task->name))
        first--;
    for (size_t i = first; i < view->position; i++) {
        const struct event *event = trace_at(view->trace, i);
        if (event->task != task->name)
            continue;
        if (!started && !task->gone)
            stretch(canvas, scale, y, event->t, last_time(view), ROLE_DIM, "▁");
        started = true;
        if (event->kind == EVENT_ENTER)
            call_lane(canvas, scale, view, y, i);
    }
}

static void client_lane(struct canvas *canvas, const struct scale *scale, const struct view *view,
                        int y, const char *client) {
    for (size_t i = window_start(view); i < view->position; i++) {
        const struct event *event = trace_at(view->trace, i);
        if (event->kind != EVENT_CLIENT || !event->client || strcmp(event->client, client) != 0)
            continue;
        int x = column_at(scale, event->t);
        if (x < 0)
            continue;
        enum role role = i >= view->since ? ROLE_CHANGED : ROLE_CLIENT;
        const char *word = _(narrate_act(event->act));
        int width = text_width(word, SIZE_MAX, canvas->ascii);
        bool fits = x + 2 + width <= scale->x + scale->width;
        canvas_text(canvas, x, y, role, "●");
        canvas_text(canvas, fits ? x + 2 : x - width - 1, y, role, word);
    }
}

/* Were equal calls folded in what is shown? */
static bool shows_many(const struct view *view) {
    for (size_t i = window_start(view); i < view->position; i++)
        if (trace_at(view->trace, i)->times > 1)
            return true;
    return false;
}

static void legend(struct canvas *canvas, struct rect rect, int y, const struct view *view,
                   const struct scale *scale) {
    char text[256] = "", time[48];
    int64_t length = scale->count ? scale->t[scale->count - 1] - scale->t[0] : 0;
    uint32_t exact = 1u << EVIDENCE_SWITCH | 1u << EVIDENCE_TRACEPOINT;
    text_add(text, sizeof text, "%s", _("▁ program or held  ▒ kernel  ░ asleep"));
    if (trace_header_const(view->trace)->evidence & exact)
        text_add(text, sizeof text, "  %s", _("█ copy"));
    if (shows_many(view))
        text_add(text, sizeof text, "  %s", _("▚ call after call"));
    text_add(text, sizeof text, "   ");
    text_add(text, sizeof text, _("%s, log scale"), figure_time(length, time, sizeof time));
    canvas_cut(canvas, rect.x + 1, y, rect.width - 2, ROLE_DIM, text);
}

static void paint_time(struct canvas *canvas, struct rect rect, const struct view *view) {
    struct scale scale;
    int y = rect.y, bottom = rect.y + rect.height - 1;
    if (view->position == 0)
        return;
    scale_make(&scale, view, rect.x + NAME_WIDTH, rect.width - NAME_WIDTH - 1);
    for (int i = 0; i < view->world->task_count && y < bottom; i++, y++) {
        const struct world_task *task = &view->world->tasks[i];
        canvas_cut(canvas, rect.x + 1, y, NAME_WIDTH - 2, ROLE_TEXT, task->name);
        task_lane(canvas, &scale, view, y, task);
    }
    for (int i = 0; i < view->world->client_count && y < bottom; i++, y++) {
        const struct world_client *client = &view->world->clients[i];
        canvas_cut(canvas, rect.x + 1, y, NAME_WIDTH - 2, ROLE_CLIENT, client->name);
        client_lane(canvas, &scale, view, y, client->name);
    }
    legend(canvas, rect, y < bottom - 1 ? y + 1 : bottom, view, &scale);
}

static int time_height(const struct view *view, int width, bool ascii) {
    int tasks = view->world->task_count ? view->world->task_count : 1;
    int rows = tasks + view->world->client_count + 1;
    (void)width;
    (void)ascii;
    return rows > 8 ? 8 : rows;
}

const struct view_ops view_time = {N_("time"), paint_time, time_height};
