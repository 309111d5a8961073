/* The lane of a task: what it did in the kernel, from left to right. */
#include <config.h>

#include "svg-lanes.h"

#include "call-times.h"
#include "columns.h"
#include "figures.h"
#include "text-add.h"

#include <string.h>

/* Heights, the width of the narrowest bar and the gap between labels, in tenths of a pixel. */
enum { TASK_HEIGHT = 360, TASK_BAR = 150, NARROWEST = 8, LABEL_GAP = 50 };

/* A task's lane while it is drawn, from left to right. */
struct task_lane {
    struct plot *plot;
    int64_t top;              /* of the bars */
    int64_t drawn[SVG_FILLS]; /* bars of that kind reach this far */
    int64_t labelled;         /* labels reach this far */
    bool under_way;
    int64_t number;
    struct call_times times;
    enum call call;
    int64_t lives; /* since then; -1: it does not */
    int64_t lived; /* its line reaches this far */
};

/* A bar is as wide as it is, or as wide as one can see. What lies under others of its kind is not
 * drawn again: a million calls are a thousand bars. */
static void bar(struct task_lane *lane, int64_t from, int64_t to, enum svg_fill fill) {
    const struct lanes *lanes = lane->plot->lanes;
    if (to < lanes->begin || from > lanes->end || to < from)
        return;
    int64_t left = plot_x(lanes, from), right = plot_x(lanes, to);
    if (right < left + NARROWEST)
        right = left + NARROWEST;
    if (left < lane->drawn[fill])
        left = lane->drawn[fill];
    if (right <= left)
        return;
    svg_bar(lane->plot->svg, left, lane->top, right - left, TASK_BAR, fill);
    lane->drawn[fill] = right;
}

/* Above the bar, if it is wide enough: a label says what it stands over. */
static void label(struct task_lane *lane, int64_t from, int64_t to, const char *text) {
    const struct lanes *lanes = lane->plot->lanes;
    int64_t left = plot_x(lanes, from), right = plot_x(lanes, to);
    int64_t width = svg_width(SVG_SMALL, columns_width(text));
    if (left < lane->labelled || right - left < width)
        return;
    svg_paper(lane->plot->svg, left - 10, lane->top - 115, width + 20, 100);
    svg_text(lane->plot->svg, left, lane->top - 35, SVG_SMALL, SVG_START, SVG_BLACK, text);
    lane->labelled = left + width + LABEL_GAP;
}

/* The call's name with how long it took, or the name alone. */
static void call_label(struct task_lane *lane, int64_t to) {
    const struct call_times *times = &lane->times;
    char text[128] = "", number[48];
    text_add(text, sizeof text, "%s", call_name(lane->call));
    if (times->count > 1)
        text_add(text, sizeof text, " × %s", figure_number(times->count, number, sizeof number));
    size_t name = strlen(text);
    text_add(text, sizeof text, " %s", figure_time(to - times->entered, number, sizeof number));
    int64_t before = lane->labelled;
    label(lane, times->entered, to, text);
    text[name] = '\0';
    if (lane->labelled == before)
        label(lane, times->entered, to, text);
}

/* What is known of the call; `to` is its return, or where the lane ends. */
static void call_draw(struct task_lane *lane, int64_t to) {
    const struct call_times *times = &lane->times;
    if (times->returned < 0 && times->asleep < 0)
        return; /* it was not seen in the kernel */
    if (times->count > 1) {
        bar(lane, times->entered, to, SVG_MANY);
        call_label(lane, to);
        return;
    }
    int64_t woken = times->awake >= 0 ? times->awake : call_times_wait_end(times);
    int64_t awake = woken < to ? woken : to;
    int64_t copy = times->copy >= 0 ? times->copy : to;
    bar(lane, times->entered, times->asleep >= 0 ? times->asleep : copy, SVG_KERNEL);
    if (times->asleep >= 0) {
        bar(lane, times->asleep, awake, SVG_ASLEEP);
        if (awake < copy)
            bar(lane, awake, copy, SVG_KERNEL);
    }
    if (times->copy >= 0)
        bar(lane, times->copy, to, SVG_COPYING);
    call_label(lane, to);
}

static void life_draw(struct task_lane *lane, int64_t to) {
    const struct lanes *lanes = lane->plot->lanes;
    int64_t y = lane->top + TASK_BAR;
    if (lane->under_way)
        call_draw(lane, to);
    lane->under_way = false;
    if (lane->lives >= 0 && to >= lanes->begin) {
        int64_t left = plot_x(lanes, lane->lives), right = plot_x(lanes, to);
        if (right > lane->lived)
            svg_line(lane->plot->svg, left, y, right, y, SVG_THIN, SVG_BLACK);
        lane->lived = right;
    }
    lane->lives = -1;
}

static void task_take(struct task_lane *lane, const struct event *event) {
    bool same = lane->under_way && event->number == lane->number;
    if (lane->lives < 0)
        lane->lives = event->t;
    switch ((enum event_kind)event->kind) {
    case EVENT_ENTER:
        lane->under_way = true;
        lane->number = event->number;
        lane->call = (enum call)event->call;
        call_times_start(&lane->times, event);
        break;
    case EVENT_ASLEEP:
    case EVENT_READY:
    case EVENT_AWAKE:
    case EVENT_COPY:
        if (same)
            call_times_take(&lane->times, event);
        break;
    case EVENT_RETURN:
        if (!same)
            break;
        call_times_take(&lane->times, event);
        call_draw(lane, call_times_end(&lane->times));
        lane->under_way = false;
        break;
    case EVENT_TASK_END:
        life_draw(lane, event->t);
        break;
    default:
        break;
    }
}

static const uint32_t of_tasks = TRACE_KIND(EVENT_ENTER) | TRACE_KIND(EVENT_ASLEEP) |
                                 TRACE_KIND(EVENT_READY) | TRACE_KIND(EVENT_AWAKE) |
                                 TRACE_KIND(EVENT_COPY) | TRACE_KIND(EVENT_RETURN) |
                                 TRACE_KIND(EVENT_TASK_START) | TRACE_KIND(EVENT_TASK_END);

/* The task's latest event of its life before the part: a call may reach into it. */
static size_t task_first(const struct lanes *lanes, const char *task) {
    const uint32_t kinds =
        TRACE_KIND(EVENT_ENTER) | TRACE_KIND(EVENT_TASK_START) | TRACE_KIND(EVENT_TASK_END);
    struct event room;
    for (size_t i = trace_last(lanes->trace, lanes->from, kinds); i != SIZE_MAX;
         i = trace_last(lanes->trace, i, kinds))
        if (trace_at(lanes->trace, i, &room)->task == task)
            return room.kind == EVENT_TASK_END ? lanes->from : i;
    return lanes->from;
}

void task_lane_draw(struct plot *plot, const char *task) {
    const struct lanes *lanes = plot->lanes;
    struct task_lane lane = {.plot = plot, .lives = -1};
    lane.top = plot->svg->y + (TASK_HEIGHT - TASK_BAR) - 20;
    lane_name(plot, lane.top + TASK_BAR - 30, task);
    plot->svg->y += TASK_HEIGHT;
    if (!plot->svg->writer)
        return;
    for (size_t i = trace_next(lanes->trace, task_first(lanes, task), of_tasks); i < lanes->to;
         i = trace_next(lanes->trace, i + 1, of_tasks)) {
        struct event room;
        if (trace_at(lanes->trace, i, &room)->task == task)
            task_take(&lane, &room);
    }
    life_draw(&lane, lanes->end);
}
