#include <config.h>

#include "task-signals.h"

#include <signal.h>
#include <stdint.h>
#include <stdio.h>

#include "figures.h"
#include "i18n.h"
#include "narrate.h"
#include "view-task.h"

/* Does the page hold the signal back, by its latest sigprocmask? */
static bool is_blocked(const struct view *view, const struct world_task *task, int64_t signal) {
    const struct trace_wanted starts = {.kinds = TRACE_KIND(EVENT_TASK_START), .task = task->name};
    const struct trace_wanted masks = {.kinds = TRACE_KIND(EVENT_RETURN),
                                       .task = task->name,
                                       .calls = TRACE_CALL(CALL_sigprocmask)};
    size_t start = trace_last_wanted(view->trace, view->position, &starts);
    struct event room;
    for (size_t i = trace_last_wanted(view->trace, view->position, &masks);
         i != SIZE_MAX && (start == SIZE_MAX || i > start);
         i = trace_last_wanted(view->trace, i, &masks)) {
        const struct event *event = trace_at(view->trace, i, &room);
        if (event->result != 0)
            continue;
        size_t enter = narrate_enter_of(view->trace, i);
        if (enter != SIZE_MAX && trace_at(view->trace, enter, &room)->signal == signal)
            return room.mask != SIG_UNBLOCK;
    }
    return false;
}

void task_paint_signals(struct canvas *canvas, struct rect *rect, const struct view *view,
                        const struct world_task *task) {
    char text[256], name[128], number[48];
    int count = 0;
    if (!task->signalled)
        return;
    const uint32_t kinds = TRACE_KIND(EVENT_SIGNAL) | TRACE_KIND(EVENT_TASK_START);
    struct event rooms[2];
    const struct event *latest = trace_at(view->trace, task->signal, &rooms[0]);
    for (size_t i = trace_last(view->trace, task->signal + 1, kinds); i != SIZE_MAX;
         i = trace_last(view->trace, i, kinds)) {
        const struct event *event = trace_at(view->trace, i, &rooms[1]);
        if (event->kind == EVENT_TASK_START && event->task == task->name)
            break;
        count += event->kind == EVENT_SIGNAL && event->task == task->name &&
                 event->signal == latest->signal;
    }
    enum role role = task->signal >= view->since ? ROLE_CHANGED : ROLE_DIM;
    field_format(FIELD_signal, latest->signal, name, sizeof name);
    snprintf(text, sizeof text, "! %s × %s", name, figure_number(count, number, sizeof number));
    task_paint_part(canvas, rect, role, text, 1);
    if (is_blocked(view, task, latest->signal))
        task_paint_part(canvas, rect, role, _("held back now"), 1);
    if (event_has(latest, FIELD_fd))
        task_paint_part(canvas, rect, role, narrate_signal(latest, text, sizeof text), 2);
}
