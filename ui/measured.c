#include <config.h>

#include "measured.h"

#include <stdio.h>
#include <string.h>

#include "i18n.h"

/* The page that this step measures, and has not yet: NULL if there is none. */
static const struct step *awaited(const struct view *view) {
    const struct moment *moment = &view->moment;
    if (!view->lesson || moment->step < 0)
        return NULL;
    const struct step *step = &view->lesson->steps[moment->step];
    if (step->kind != STEP_MEASURE || !step->script)
        return NULL;
    for (size_t i = view->position; i > 0; i--) {
        enum event_kind kind = trace_at(view->trace, i - 1)->kind;
        if (kind == EVENT_MEASURE)
            return NULL;
        if (kind == EVENT_STEP)
            break;
    }
    return step;
}

/* The latest measure event, NULL if a page has started since. */
static const struct event *latest(const struct view *view) {
    for (size_t i = view->position; i > 0; i--) {
        const struct event *event = trace_at(view->trace, i - 1);
        if (event->kind == EVENT_MEASURE)
            return event;
        if (event->kind == EVENT_TASK_START)
            break;
    }
    return NULL;
}

/* The name of one more column, whose page is `server`. The first one makes place if need be. */
static char *column_add(struct measured *measured, const char *server) {
    int last = MEASURED_COLUMNS - 1;
    if (measured->compare.count > last) {
        memmove(measured->columns, measured->columns + 1, last * sizeof *measured->columns);
        memmove(measured->names, measured->names + 1, last * sizeof *measured->names);
    } else {
        last = measured->compare.count++;
    }
    measured->columns[last] = (struct compare_column){.measured = NULL};
    measured->names[last][0] = '\0';
    text_add(measured->names[last], MEASURED_NAME, "%s", server ? server : "");
    return measured->names[last];
}

static void add_measured(struct measured *measured, const struct event *event) {
    char *name = column_add(measured, event->server);
    if (event->arguments)
        text_add(name, MEASURED_NAME, " %s", event->arguments);
    measured->columns[measured->compare.count - 1].measured = event;
}

/* It is being measured as soon as its page runs. */
static void add_awaited(struct measured *measured, const struct view *view,
                        const struct step *step) {
    char *name = column_add(measured, step->server);
    measured->columns[measured->compare.count - 1].running = view->waiting || view->moment.begun;
    for (int i = 0; i < step->argument_count; i++)
        text_add(name, MEASURED_NAME, " %s", step->arguments[i]);
}

/* Is the event one of the current step? */
static bool is_new(const struct view *view, const struct event *event) {
    size_t i = view->position;
    while (i > 0 && trace_at(view->trace, i - 1)->kind != EVENT_STEP)
        i--;
    return event->seq >= (int64_t)i;
}

bool measured_fill(struct measured *measured, const struct view *view) {
    const struct step *step = awaited(view);
    const struct event *last = latest(view);
    if (!step && (!last || !last->script))
        return false;
    const struct trace_header *header = trace_header_const(view->trace);
    const char *script = step ? step->script : last->script;
    enum script known = script_find(script);
    *measured = (struct measured){.compare = {
                                      .script = script,
                                      .does = known < SCRIPT_COUNT ? _(script_help(known)) : "",
                                      .kernel = header->kernel,
                                      .machine = header->machine,
                                      .columns = measured->columns,
                                      .latest = -1,
                                  }};
    for (size_t i = 0; i < view->position; i++) {
        const struct event *event = trace_at(view->trace, i);
        if (event->kind == EVENT_MEASURE && event->script && strcmp(event->script, script) == 0)
            add_measured(measured, event);
    }
    if (step)
        add_awaited(measured, view, step);
    else if (is_new(view, last))
        measured->compare.latest = measured->compare.count - 1;
    for (int i = 0; i < measured->compare.count; i++)
        measured->columns[i].server = measured->names[i];
    return true;
}
