#include <config.h>

#include "view-task.h"

#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "figures.h"
#include "i18n.h"
#include "narrate.h"

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

const struct event *view_note(const struct view *view, const struct world_task *task) {
    size_t first = task->phase == PHASE_NONE ? 0 : task->latest;
    for (size_t i = view->position; i > first; i--) {
        const struct event *event = trace_at(view->trace, i - 1);
        if (event->task != task->name)
            continue;
        if (event->kind == EVENT_NOTE)
            return task->gone ? NULL : event;
        if (event->kind == EVENT_TASK_START)
            break;
    }
    return NULL;
}

const char *view_page(const struct view *view) {
    const struct world_task *task = view_task(view);
    return task ? task->server : view->lesson ? view->lesson->server : NULL;
}

size_t view_enter(const struct view *view, const struct world_task *task) {
    size_t enter = narrate_enter_of(view->trace, task->latest);
    return enter == SIZE_MAX ? task->enter : enter;
}

/* Paints the text and takes the rows it used off the rectangle. */
static void paint_part(struct canvas *canvas, struct rect *rect, enum role role, const char *text,
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
    const struct event *event = trace_at(view->trace, task->latest);
    if (task->phase != PHASE_RETURN)
        return;
    bool failed = event->result < 0;
    snprintf(text, sizeof text, "= %s", narrate_result(event, result, sizeof result));
    enum role role = failed ? ROLE_FAILED : task->latest >= view->since ? ROLE_CHANGED : ROLE_CALL;
    paint_part(canvas, rect, role, text, 2);
}

static const struct event *asleep_of(const struct view *view, const struct world_task *task) {
    size_t enter = view_enter(view, task);
    for (size_t i = task->latest; i > enter; i--) {
        const struct event *event = trace_at(view->trace, i);
        if (event->kind == EVENT_ASLEEP && event->number == trace_at(view->trace, enter)->number &&
            event->task == task->name)
            return event;
    }
    return NULL;
}

/* "at most 200 ms", of a sleep that the clock ends. */
static void paint_limit(struct canvas *canvas, struct rect *rect, const struct event *enter) {
    char text[96], time[48];
    if (enter->timeout <= 0)
        return;
    snprintf(text, sizeof text, _("at most %s"), figure_time(enter->timeout, time, sizeof time));
    paint_part(canvas, rect, ROLE_WAIT, text, 1);
}

/* Does the page hold the signal back, by its latest sigprocmask? */
static bool is_blocked(const struct view *view, const struct world_task *task, int64_t signal) {
    for (size_t i = view->position; i > 0; i--) {
        const struct event *event = trace_at(view->trace, i - 1);
        if (event->task != task->name)
            continue;
        if (event->kind == EVENT_TASK_START)
            return false;
        if (event->kind != EVENT_RETURN || event->call != CALL_sigprocmask || event->result != 0)
            continue;
        size_t enter = narrate_enter_of(view->trace, i - 1);
        if (enter != SIZE_MAX && trace_at(view->trace, enter)->signal == signal)
            return trace_at(view->trace, enter)->mask != SIG_UNBLOCK;
    }
    return false;
}

/* The latest signal that reached the task, how many of that kind since its page began, and what it
 * said. */
static void paint_signals(struct canvas *canvas, struct rect *rect, const struct view *view,
                          const struct world_task *task) {
    char text[256], name[128], number[48];
    int count = 0;
    if (!task->signalled)
        return;
    const struct event *latest = trace_at(view->trace, task->signal);
    for (size_t i = task->signal + 1; i > 0; i--) {
        const struct event *event = trace_at(view->trace, i - 1);
        if (event->kind == EVENT_TASK_START && event->task == task->name)
            break;
        count += event->kind == EVENT_SIGNAL && event->task == task->name &&
                 event->signal == latest->signal;
    }
    enum role role = task->signal >= view->since ? ROLE_CHANGED : ROLE_DIM;
    field_format(FIELD_signal, latest->signal, name, sizeof name);
    snprintf(text, sizeof text, "! %s × %s", name, figure_number(count, number, sizeof number));
    if (is_blocked(view, task, latest->signal))
        text_add(text, sizeof text, " %s", _("(held back)"));
    paint_part(canvas, rect, role, text, 1);
    if (event_has(latest, FIELD_fd))
        paint_part(canvas, rect, role, narrate_signal(latest, text, sizeof text), 2);
}

/* "slept, +637 µs" where there is no room for a sentence. */
static void paint_slept(struct canvas *canvas, struct rect *rect, const struct event *asleep) {
    char text[200], seen[48];
    figure_time(asleep->t - asleep->entered, seen, sizeof seen);
    snprintf(text, sizeof text, _("it slept, seen at +%s"), seen);
    if (text_lines(text, rect->width, canvas->ascii) > rect->height)
        snprintf(text, sizeof text, _("slept, +%s"), seen);
    paint_part(canvas, rect, ROLE_WAIT, text, 2);
}

static void paint_state(struct canvas *canvas, struct rect *rect, const struct view *view,
                        const struct world_task *task) {
    char text[200];
    snprintf(text, sizeof text, "%s %s", task_glyph(task), _(task_word(task)));
    paint_part(canvas, rect, task_role(task), text, 2);
    if (task->phase == PHASE_NONE || task->gone)
        return;
    const struct event *asleep = asleep_of(view, task);
    const struct event *enter = trace_at(view->trace, view_enter(view, task));
    if (asleep && task->phase == PHASE_ASLEEP) {
        snprintf(text, sizeof text, _("waits for %s"), _(call_waits_for(enter->call)));
        paint_part(canvas, rect, ROLE_ASLEEP, text, 3);
        paint_limit(canvas, rect, enter);
    } else if (asleep && event_has(asleep, FIELD_entered)) {
        paint_slept(canvas, rect, asleep);
    }
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
        paint_part(canvas, rect, task_role(task), text, 1);
    }
}

/* The program works between two calls, and says so. */
static void paint_note(struct canvas *canvas, struct rect *rect, const struct view *view,
                       const struct event *note) {
    char text[256] = "";
    enum role role = note->seq >= (int64_t)view->since ? ROLE_CHANGED : ROLE_TEXT;
    paint_part(canvas, rect, ROLE_CALL, _("in the program"), 1);
    text_add(text, sizeof text, _("prints: %s"), note->text);
    paint_part(canvas, rect, role, text, 3);
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
        const struct event *enter = trace_at(view->trace, view_enter(view, task));
        narrate_call(enter, call, sizeof call);
        if (enter->call == CALL_select)
            break_before_set(call, rect->width, CALL_ROWS, canvas->ascii);
        paint_part(canvas, rect, ROLE_CALL, call, CALL_ROWS);
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
    const struct event *note = view_note(view, task);
    if (note)
        paint_note(canvas, &rect, view, note);
    else
        paint_call(canvas, &rect, view, task);
    paint_signals(canvas, &rect, view, task);
    paint_others(canvas, &rect, view, task);
}
