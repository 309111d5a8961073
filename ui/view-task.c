#include <config.h>

#include "view-task.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "call-times.h"
#include "figures.h"
#include "i18n.h"
#include "narrate.h"
#include "task-signals.h"
#include "woken.h"

enum { CALL_ROWS = 2 };

const char *task_glyph(const struct world_task *task) {
    if (task->gone)
        return "✗";
    switch (task->phase) {
    case PHASE_ENTER:
        return "▸";
    case PHASE_ASLEEP:
        return "z";
    case PHASE_READY:
        return "!";
    case PHASE_AWAKE:
        return "▁";
    case PHASE_COPY:
        return "█";
    case PHASE_RETURN:
        return "◂";
    default:
        return "·";
    }
}

const char *task_word(const struct world_task *task) {
    if (task->gone)
        return N_("gone");
    switch (task->phase) {
    case PHASE_ENTER:
        return N_("about to enter");
    case PHASE_ASLEEP:
        return N_("asleep");
    case PHASE_READY:
        return N_("the kernel is ready");
    case PHASE_AWAKE:
        return N_("awake");
    case PHASE_COPY:
        return N_("copying");
    case PHASE_RETURN:
        return N_("has returned");
    default:
        return N_("no call yet");
    }
}

enum role task_role(const struct world_task *task) {
    if (task->gone)
        return ROLE_DIM;
    switch (task->phase) {
    case PHASE_ASLEEP:
        return ROLE_ASLEEP;
    case PHASE_COPY:
        return ROLE_COPY;
    default:
        return ROLE_TEXT;
    }
}

const struct world_task *view_task(const struct view *view) {
    const struct world *world = view->world;
    if (world->task_count == 0)
        return NULL;
    return &world->tasks[view->focus < world->task_count ? view->focus : 0];
}

size_t task_note(const struct trace *trace, size_t position, const struct world_task *task) {
    const uint32_t kinds = TRACE_KIND(EVENT_NOTE) | TRACE_KIND(EVENT_TASK_START);
    size_t first = task->phase == PHASE_NONE ? 0 : task->latest;
    size_t last = trace_last(trace, position, kinds);
    struct event room;
    while (last != SIZE_MAX && last >= first && trace_at(trace, last, &room)->task != task->name)
        last = trace_last(trace, last, kinds);
    bool is_it = last != SIZE_MAX && last >= first && room.kind == EVENT_NOTE && !task->gone;
    return is_it ? last : SIZE_MAX;
}

size_t view_note(const struct view *view, const struct world_task *task) {
    return task_note(view->trace, view->position, task);
}

const char *view_page(const struct view *view) {
    const struct world_task *task = view_task(view);
    return task ? task->server : view->lesson ? view->lesson->server : NULL;
}

size_t view_enter(const struct view *view, const struct world_task *task) {
    size_t enter = narrate_enter_of(view->trace, task->latest);
    return enter == SIZE_MAX ? task->enter : enter;
}

void task_paint_part(struct canvas *canvas, struct rect *rect, enum role role, const char *text,
                     int most) {
    struct rect part = *rect;
    if (part.height > most)
        part.height = most;
    int used = canvas_wrap(canvas, part, role, text);
    rect->y += used;
    rect->height -= used;
}

/* "= 5", the call's answer, once it is there. */
static void paint_result(struct canvas *canvas, struct rect *rect, const struct view *view,
                         const struct world_task *task) {
    char result[256], text[300];
    struct event room;
    const struct event *event = trace_at(view->trace, task->latest, &room);
    if (task->phase != PHASE_RETURN)
        return;
    bool failed = event->result < 0;
    snprintf(text, sizeof text, "= %s", narrate_result(event, result, sizeof result));
    enum role role = failed ? ROLE_FAILED : task->latest >= view->since ? ROLE_CHANGED : ROLE_CALL;
    task_paint_part(canvas, rect, role, text, 2);
}

/* "at most 200 ms", of a sleep that the clock ends. */
static void paint_limit(struct canvas *canvas, struct rect *rect, const struct event *enter) {
    char text[96], time[48];
    if (enter->timeout <= 0)
        return;
    snprintf(text, sizeof text, _("at most %s"), figure_time(enter->timeout, time, sizeof time));
    task_paint_part(canvas, rect, ROLE_WAIT, text, 1);
}

/* "it slept 266 µs"; if only /proc saw it: "it slept, seen at +637 µs", or "slept, +637 µs" where
 * there is no room for a sentence and what the call has cost. */
static void paint_slept(struct canvas *canvas, struct rect *rect, const struct call_times *times) {
    char text[200], time[48];
    if (times->off >= 0) {
        snprintf(text, sizeof text, _("it slept %s"), figure_time(times->off, time, sizeof time));
        task_paint_part(canvas, rect, ROLE_WAIT, text, 1);
        return;
    }
    if (times->asleep_by != EVIDENCE_PROC)
        return; /* it has not run since */
    figure_time(times->asleep - times->entered, time, sizeof time);
    snprintf(text, sizeof text, _("it slept, seen at +%s"), time);
    if (text_lines(text, rect->width, canvas->ascii) >= rect->height)
        snprintf(text, sizeof text, _("slept, +%s"), time);
    task_paint_part(canvas, rect, ROLE_WAIT, text, 2);
}

/* "woken by A" */
static void paint_waker(struct canvas *canvas, struct rect *rect, const struct view *view,
                        size_t enter, const struct call_times *times) {
    struct woken woken;
    char text[128];
    woken_find(&woken, view->trace, enter, times);
    if (woken.by == WAKER_CLIENT)
        snprintf(text, sizeof text, _("woken by %s"), woken.name);
    else if (woken.by == WAKER_CLOCK)
        snprintf(text, sizeof text, "%s", _("its time is over"));
    else
        return;
    task_paint_part(canvas, rect, ROLE_WAIT, text, 1);
}

static void paint_state(struct canvas *canvas, struct rect *rect, const struct view *view,
                        const struct world_task *task) {
    char text[200];
    snprintf(text, sizeof text, "%s %s", task_glyph(task), _(task_word(task)));
    task_paint_part(canvas, rect, task_role(task), text, 2);
    if (task->phase == PHASE_NONE || task->gone)
        return;
    struct event room;
    struct call_times times;
    size_t index = view_enter(view, task);
    const struct event *enter = trace_at(view->trace, index, &room);
    call_times_find(&times, view->trace, index, view->position);
    if (times.asleep < 0)
        return;
    if (task->phase == PHASE_ASLEEP) {
        snprintf(text, sizeof text, _("waits for %s"), _(call_waits_for(enter->call)));
        task_paint_part(canvas, rect, ROLE_ASLEEP, text, 3);
        paint_limit(canvas, rect, enter);
        return;
    }
    paint_slept(canvas, rect, &times);
    if (task->phase == PHASE_AWAKE)
        paint_waker(canvas, rect, view, index, &times);
}

/* By which evidence the latest boundary of a call is known, and what the call has cost: in the room
 * that is left. */
static void paint_rest(struct canvas *canvas, struct rect *rect, const struct view *view,
                       const struct world_task *task) {
    struct call_times times;
    char text[96], time[48];
    struct event room;
    if (task->gone || task->phase <= PHASE_ENTER)
        return;
    call_times_find(&times, view->trace, view_enter(view, task), view->position);
    if (task->phase == PHASE_RETURN) {
        if (times.cpu < 0 || times.count > 1)
            return;
        snprintf(text, sizeof text, _("CPU ≤ %s"), figure_time(times.cpu, time, sizeof time));
    } else {
        const struct event *event = trace_at(view->trace, task->latest, &room);
        bool seen = event->evidence == EVIDENCE_PROC;
        figure_time(event->t - times.entered, time, sizeof time);
        snprintf(text, sizeof text, seen ? _("seen at +%s, %s") : _("at +%s, %s"), time,
                 evidence_name((enum evidence)event->evidence));
    }
    if (text_lines(text, rect->width, canvas->ascii) <= rect->height)
        task_paint_part(canvas, rect, ROLE_WAIT, text, 2);
}

/* The tasks that are not in focus, a line each. */
static void paint_others(struct canvas *canvas, struct rect *rect, const struct view *view,
                         const struct world_task *focus) {
    char text[200];
    for (int i = 0; i < view->world->task_count; i++) {
        const struct world_task *task = &view->world->tasks[i];
        if (task == focus)
            continue;
        snprintf(text, sizeof text, "%s %s %s", task->name, task_glyph(task), _(task_word(task)));
        task_paint_part(canvas, rect, task_role(task), text, 1);
    }
}

/* The program works between two calls, and says so. */
static void paint_note(struct canvas *canvas, struct rect *rect, const struct view *view,
                       const struct event *note) {
    char text[256] = "";
    enum role role = note->seq >= (int64_t)view->since ? ROLE_CHANGED : ROLE_TEXT;
    task_paint_part(canvas, rect, ROLE_CALL, _("in the program"), 1);
    text_add(text, sizeof text, _("prints: %s"), note->text);
    task_paint_part(canvas, rect, role, text, 3);
}

/* A line ends before a set of select, not inside it, if the rows are enough for that. */
static void break_before_set(char *call, int width, int rows, bool ascii) {
    char *set = strstr(call, " R{");
    if (!set || text_lines(call, width, ascii) == 1)
        return;
    *set = '\n';
    if (text_lines(call, width, ascii) > rows)
        *set = ' ';
}

static void paint_call(struct canvas *canvas, struct rect *rect, const struct view *view,
                       const struct world_task *task) {
    char call[256];
    if (task->phase != PHASE_NONE) {
        struct event room;
        const struct event *enter = trace_at(view->trace, view_enter(view, task), &room);
        narrate_call(enter, call, sizeof call);
        if (enter->call == CALL_select)
            break_before_set(call, rect->width, CALL_ROWS, canvas->ascii);
        task_paint_part(canvas, rect, ROLE_CALL, call, CALL_ROWS);
        paint_result(canvas, rect, view, task);
    }
    paint_state(canvas, rect, view, task);
}

void view_task_paint(struct canvas *canvas, struct rect rect, const struct view *view) {
    const struct world_task *task = view_task(view);
    if (!task) {
        canvas_wrap(canvas, rect, ROLE_DIM, _("no server code runs yet"));
        return;
    }
    size_t note = view_note(view, task);
    struct event room;
    if (note != SIZE_MAX)
        paint_note(canvas, &rect, view, trace_at(view->trace, note, &room));
    else
        paint_call(canvas, &rect, view, task);
    task_paint_signals(canvas, &rect, view, task);
    paint_others(canvas, &rect, view, task);
    if (note == SIZE_MAX)
        paint_rest(canvas, &rect, view, task);
}
