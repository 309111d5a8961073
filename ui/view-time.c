/* Time: a lane a task, a lane a client, over this step and the one before. The longer a stretch,
 * the wider it is, but by its logarithm: waits are ten thousand times longer than copies.
 *
 *     server    ▁▁▒░░░░░ 51.9 ms ░░░░░!!▒██▒▁▁▚▚ × 1,000 ▚▚
 *     A               ● send
 *     ▁ program or held  ▒ kernel  ░ asleep  ! woken  █ copy: tracepoint  ▚ call after call
 *
 * A call begins where the kernel is entered. Before that, and after its return, the task may be
 * held until the person steps; how long it ran in the program is not known.
 */
#include <config.h>

#include "view.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "call-times.h"
#include "figures.h"
#include "i18n.h"
#include "narrate.h"
#include "time-scale.h"

enum { NAME_WIDTH = 10 };

/* What is drawn, besides what always is. */
struct shown {
    bool many, woken, copy;
    uint32_t evidence; /* of the boundaries: a bit each */
};

struct lanes {
    struct canvas *canvas;
    const struct view *view;
    struct time_scale scale;
    struct shown shown;
};

static void stretch(struct lanes *lanes, int y, int64_t from, int64_t to, enum role role,
                    const char *sign) {
    int start = time_scale_column(&lanes->scale, from);
    int end = time_scale_column(&lanes->scale, to);
    if (end < 0)
        return;
    if (start < 0)
        start = lanes->scale.x;
    canvas_repeat(lanes->canvas, start, y, end > start ? end - start : 1, role, sign);
}

/* A stretch with a text in it, if there is room. */
static void stretch_named(struct lanes *lanes, int y, int64_t from, int64_t to, enum role role,
                          const char *sign, const char *text) {
    stretch(lanes, y, from, to, role, sign);
    int start = time_scale_column(&lanes->scale, from);
    int end = time_scale_column(&lanes->scale, to);
    int width = text_width(text, SIZE_MAX, lanes->canvas->ascii);
    if (start >= 0 && end - start >= width + 2)
        canvas_text(lanes->canvas, start + (end - start - width) / 2, y, ROLE_WAIT, text);
}

static void many_lane(struct lanes *lanes, int y, const struct call_times *times) {
    char number[48], text[64];
    snprintf(text, sizeof text, " × %s ", figure_number(times->count, number, sizeof number));
    stretch_named(lanes, y, times->entered, times->returned, ROLE_TEXT, "▚", text);
    lanes->shown.many = true;
}

static int64_t last_time(const struct view *view) {
    struct event room;
    return trace_at(view->trace, view->position - 1, &room)->t;
}

/* How long it slept: exactly, at most (/proc saw it asleep some time after it was), or so far. */
static void sleep_text(const struct call_times *times, int64_t until, bool over, char *out,
                       size_t size) {
    char time[48];
    bool exact =
        times->asleep_by != EVIDENCE_PROC && (call_times_wait_is_exact(times) || times->awake >= 0);
    int64_t from = over && !exact ? times->entered : times->asleep;
    snprintf(out, size, " %s%s ",
             !over   ? "≥ "
             : exact ? ""
                     : "≤ ",
             figure_time(until - from, time, sizeof time));
}

static void note_sources(struct shown *shown, const struct call_times *times) {
    shown->evidence |= 1u << times->asleep_by;
    if (times->ready >= 0)
        shown->evidence |= 1u << times->ready_by;
    if (times->awake >= 0)
        shown->evidence |= 1u << times->awake_by;
}

/* Asleep, then woken and not yet running, as far as each was seen. */
static void sleep_lane(struct lanes *lanes, int y, const struct call_times *times, int64_t end) {
    char text[64];
    bool waited = call_times_wait_end(times) < INT64_MAX;
    bool over = waited || times->gone >= 0;
    int64_t until = waited ? call_times_wait_end(times) : end;
    int64_t runs = times->awake >= 0 ? times->awake : end;
    bool known = times->awake >= 0 ? times->sleeps == 1 : times->returned < 0;
    sleep_text(times, until, over, text, sizeof text);
    stretch_named(lanes, y, times->asleep, until, ROLE_ASLEEP, "░", text);
    note_sources(&lanes->shown, times);
    if (!call_times_wait_is_exact(times) || !known || runs <= until)
        return;
    stretch(lanes, y, until, runs, ROLE_WAIT, "!");
    lanes->shown.woken = true;
}

static void call_lane(struct lanes *lanes, int y, size_t enter) {
    struct call_times times;
    const struct view *view = lanes->view;
    call_times_find(&times, view->trace, enter, view->position);
    int64_t end = times.returned >= 0 ? times.returned
                  : times.gone >= 0   ? times.gone
                                      : last_time(view);
    if (times.returned < 0 && times.asleep < 0)
        return; /* held before the kernel */
    if (times.count > 1) {
        many_lane(lanes, y, &times);
        return;
    }
    stretch(lanes, y, times.entered, end, ROLE_TEXT, "▒");
    if (times.asleep >= 0)
        sleep_lane(lanes, y, &times, end);
    if (times.copy < 0)
        return;
    stretch(lanes, y, times.copy, end, ROLE_COPY, "█");
    lanes->shown.copy = true;
    lanes->shown.evidence |= 1u << times.copy_by;
}

/* A call that was entered before the window may reach into it. */
static size_t lane_start(const struct view *view, const struct world_task *task) {
    const struct trace_wanted enters = {.kinds = TRACE_KIND(EVENT_ENTER), .task = task->name};
    size_t first = time_window_start(view);
    if (first < view->position)
        first++; /* the window may begin with it */
    first = trace_last_wanted(view->trace, first, &enters);
    return first == SIZE_MAX ? 0 : first;
}

/* The life of which the event is the first that is drawn: until its end, or until now. */
static void life_lane(struct lanes *lanes, int y, const struct event *first) {
    struct event room;
    const struct view *view = lanes->view;
    const struct trace_wanted ends = {.kinds = TRACE_KIND(EVENT_TASK_END), .task = first->task};
    size_t end = trace_next_until(view->trace, first->seq, view->position, &ends);
    int64_t until = end < view->position ? trace_at(view->trace, end, &room)->t : last_time(view);
    stretch(lanes, y, first->t, until, ROLE_DIM, "▁");
}

static void task_lane(struct lanes *lanes, int y, const struct world_task *task) {
    const struct view *view = lanes->view;
    bool lives = false;
    const struct trace_wanted own = {.kinds = UINT32_MAX, .task = task->name};
    for (size_t i = trace_next_until(view->trace, lane_start(view, task), view->position, &own);
         i < view->position; i = trace_next_until(view->trace, i + 1, view->position, &own)) {
        struct event room;
        const struct event *event = trace_at(view->trace, i, &room);
        if (!lives)
            life_lane(lanes, y, event);
        lives = event->kind != EVENT_TASK_END;
        if (event->kind == EVENT_ENTER)
            call_lane(lanes, y, i);
    }
}

/* What a client did, at its column. */
struct mark {
    int x;
    enum role role;
    const char *word;
};

/* The word goes behind the mark, or before it, into the columns from `from` to before `until`; if
 * it does not fit there, the mark stands alone. Returns the first column behind both. */
static int mark_show(struct lanes *lanes, int y, const struct mark *mark, int from, int until) {
    int width = text_width(mark->word, SIZE_MAX, lanes->canvas->ascii);
    canvas_text(lanes->canvas, mark->x, y, mark->role, "●");
    if (mark->x + 2 + width <= until) {
        canvas_text(lanes->canvas, mark->x + 2, y, mark->role, mark->word);
        return mark->x + 2 + width;
    }
    if (mark->x - width - 1 >= from)
        canvas_text(lanes->canvas, mark->x - width - 1, y, mark->role, mark->word);
    return mark->x + 1;
}

static void client_lane(struct lanes *lanes, int y, const char *client) {
    const uint32_t acts = TRACE_KIND(EVENT_CLIENT);
    const struct view *view = lanes->view;
    const struct time_scale *scale = &lanes->scale;
    struct mark before = {.x = -1};
    int free_from = scale->x;
    for (size_t i = trace_next(view->trace, time_window_start(view), acts); i < view->position;
         i = trace_next(view->trace, i + 1, acts)) {
        struct event room;
        const struct event *event = trace_at(view->trace, i, &room);
        if (!event->client || strcmp(event->client, client) != 0)
            continue;
        int x = time_scale_column(scale, event->t);
        if (x < 0)
            continue;
        if (before.x >= 0)
            free_from = mark_show(lanes, y, &before, free_from, x) + 1;
        before = (struct mark){x, i >= view->since ? ROLE_CHANGED : ROLE_CLIENT,
                               _(narrate_act(event->act))};
    }
    if (before.x >= 0)
        mark_show(lanes, y, &before, free_from, scale->x + scale->width);
}

/* "░ asleep  ! woken  █ copy: tracepoint" */
static void legend_phases(const struct shown *shown, char *out, size_t size) {
    bool first = true;
    text_add(out, size, "%s", _("░ asleep"));
    if (shown->woken)
        text_add(out, size, "  %s", _("! woken"));
    if (shown->copy)
        text_add(out, size, "  %s", _("█ copy"));
    for (int i = 0; i <= EVIDENCE_PROC; i++) {
        if (!(shown->evidence >> i & 1))
            continue;
        text_add(out, size, "%s%s", first ? _(": ") : " ", evidence_name((enum evidence)i));
        first = false;
    }
}

/* In the rows from y on. */
static void legend(const struct lanes *lanes, struct rect rect, int y) {
    char text[256] = "", time[48];
    const struct time_scale *scale = &lanes->scale;
    int64_t length = scale->count ? scale->t[scale->count - 1] - scale->t[0] : 0;
    text_add(text, sizeof text, "%s  ", _("▁ program or held  ▒ kernel"));
    legend_phases(&lanes->shown, text, sizeof text);
    if (lanes->shown.many)
        text_add(text, sizeof text, "  %s", _("▚ call after call"));
    text_add(text, sizeof text, "   ");
    text_add(text, sizeof text, _("%s, log scale"), figure_time(length, time, sizeof time));
    struct rect rows = {rect.x + 1, y, rect.width - 2, rect.y + rect.height - y};
    canvas_wrap(lanes->canvas, rows, ROLE_DIM, text);
}

static void paint_time(struct canvas *canvas, struct rect rect, const struct view *view) {
    struct lanes lanes = {.canvas = canvas, .view = view};
    int y = rect.y, bottom = rect.y + rect.height - 1;
    if (view->position == 0)
        return;
    time_scale_make(&lanes.scale, view, rect.x + NAME_WIDTH, rect.width - NAME_WIDTH - 1);
    for (int i = 0; i < view->world->task_count && y < bottom; i++, y++) {
        const struct world_task *task = &view->world->tasks[i];
        canvas_cut(canvas, rect.x + 1, y, NAME_WIDTH - 2, ROLE_TEXT, task->name);
        task_lane(&lanes, y, task);
    }
    for (int i = 0; i < view->world->client_count && y < bottom; i++, y++) {
        const struct world_client *client = &view->world->clients[i];
        canvas_cut(canvas, rect.x + 1, y, NAME_WIDTH - 2, ROLE_CLIENT, client->name);
        client_lane(&lanes, y, client->name);
    }
    legend(&lanes, rect, y < bottom - 1 ? y + 1 : bottom);
}

static int time_height(const struct view *view, int width, bool ascii) {
    int tasks = view->world->task_count ? view->world->task_count : 1;
    int rows = tasks + view->world->client_count + 1;
    (void)width;
    (void)ascii;
    return rows > 8 ? 8 : rows;
}

const struct view_ops view_time = {N_("time"), paint_time, time_height};
