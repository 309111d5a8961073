#include <config.h>

#include "view-task.h"

#include <stdio.h>

#include "figures.h"
#include "i18n.h"
#include "narrate.h"

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
        return N_("about to enter the kernel");
    case PHASE_ASLEEP:
        return N_("asleep in the kernel");
    case PHASE_READY:
        return N_("the kernel is ready");
    case PHASE_AWAKE:
        return N_("awake in the kernel");
    case PHASE_COPY:
        return N_("copying");
    case PHASE_RETURN:
        return N_("back in the program");
    default:
        return N_("has called nothing yet");
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
    enum role role = failed                        ? ROLE_FAILED
                     : task->latest >= view->since ? ROLE_CHANGED
                                                   : ROLE_CALL;
    paint_part(canvas, rect, role, text, 2);
}

static const struct event *asleep_of(const struct view *view, const struct world_task *task) {
    for (size_t i = task->latest; i > task->enter; i--) {
        const struct event *event = trace_at(view->trace, i);
        if (event->kind == EVENT_ASLEEP && event->task == task->name)
            return event;
    }
    return NULL;
}

static void paint_state(struct canvas *canvas, struct rect *rect, const struct view *view,
                        const struct world_task *task) {
    char text[200], seen[48];
    snprintf(text, sizeof text, "%s %s", task_glyph(task), _(task_word(task)));
    paint_part(canvas, rect, task_role(task), text, 2);
    if (task->phase == PHASE_NONE || task->gone)
        return;
    const struct event *asleep = asleep_of(view, task);
    const struct event *enter = trace_at(view->trace, task->enter);
    if (asleep && task->phase == PHASE_ASLEEP) {
        snprintf(text, sizeof text, _("waits for %s"), _(call_waits_for(enter->call)));
        paint_part(canvas, rect, ROLE_ASLEEP, text, 2);
    } else if (asleep && event_has(asleep, FIELD_entered)) {
        snprintf(text, sizeof text, _("it slept, seen at +%s"),
                 figure_time(asleep->t - asleep->entered, seen, sizeof seen));
        paint_part(canvas, rect, ROLE_WAIT, text, 2);
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

void view_task_paint(struct canvas *canvas, struct rect rect, const struct view *view) {
    const struct world_task *task = view_task(view);
    char call[256];
    if (!task) {
        canvas_wrap(canvas, rect, ROLE_DIM, _("no server code runs yet"));
        return;
    }
    if (task->phase != PHASE_NONE) {
        const struct event *enter = trace_at(view->trace, task->enter);
        paint_part(canvas, &rect, ROLE_CALL, narrate_call(enter, call, sizeof call), 2);
        paint_result(canvas, &rect, view, task);
    }
    paint_state(canvas, &rect, view, task);
    paint_others(canvas, &rect, view, task);
}
