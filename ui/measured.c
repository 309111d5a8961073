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
    size_t last =
        trace_last(view->trace, view->position, TRACE_KIND(EVENT_MEASURE) | TRACE_KIND(EVENT_STEP));
    return last != SIZE_MAX && trace_kind(view->trace, last) == EVENT_MEASURE ? NULL : step;
}

/* The latest measure event, NULL if a page has started since. */
static const struct event *latest(const struct view *view, struct event *room) {
    size_t last = trace_last(view->trace, view->position,
                             TRACE_KIND(EVENT_MEASURE) | TRACE_KIND(EVENT_TASK_START));
    bool is_it = last != SIZE_MAX && trace_kind(view->trace, last) == EVENT_MEASURE;
    return is_it ? trace_at(view->trace, last, room) : NULL;
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
    measured->columns[last] = (struct compare_column){.running = false};
    measured->names[last][0] = '\0';
    text_add(measured->names[last], MEASURED_NAME, "%s", server ? server : "");
    return measured->names[last];
}

static void add_measured(struct measured *measured, const struct event *event) {
    char *name = column_add(measured, event->server);
    if (event->arguments)
        text_add(name, MEASURED_NAME, " %s", event->arguments);
    measured->columns[measured->compare.count - 1].measured = *event;
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
    size_t step = trace_last(view->trace, view->position, TRACE_KIND(EVENT_STEP));
    return step == SIZE_MAX || event->seq > (int64_t)step;
}

bool measured_fill(struct measured *measured, const struct view *view) {
    const struct step *step = awaited(view);
    struct event room;
    const struct event *last = latest(view, &room);
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
    const uint32_t measures = TRACE_KIND(EVENT_MEASURE);
    for (size_t i = trace_next(view->trace, 0, measures); i < view->position;
         i = trace_next(view->trace, i + 1, measures)) {
        struct event found;
        const struct event *event = trace_at(view->trace, i, &found);
        if (event->script && strcmp(event->script, script) == 0)
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
