/* What was measured with the gates open, as a sentence; what a step is about to measure. */
#include <config.h>

#include "narrate-part.h"

#include "figures.h"
#include "i18n.h"
#include "text.h"

char *narrate_measured(const struct event *measure, char *out, size_t size) {
    out[0] = '\0';
    text_add(out, size, "%s.c", narrate_name(measure->server));
    if (measure->arguments)
        text_add(out, size, " %s", measure->arguments);
    return out;
}

char *narrate_measured_step(const struct step *step, char *out, size_t size) {
    out[0] = '\0';
    text_add(out, size, "%s.c", narrate_name(step->server));
    for (int i = 0; i < step->argument_count; i++)
        text_add(out, size, " %s", step->arguments[i]);
    return out;
}

/* The figures of a measure event, in the order in which they are told. */
static const enum field figures[] = {FIELD_calls, FIELD_failures, FIELD_switches, FIELD_cpu,
                                     FIELD_latency};

static void figure_add(enum field field, int64_t value, char *out, size_t size) {
    char text[48];
    figure_number(value, text, sizeof text);
    if (field == FIELD_calls)
        text_add(out, size, ngettext("%s call", "%s calls", value), text);
    else if (field == FIELD_switches)
        text_add(out, size, ngettext("%s voluntary switch", "%s voluntary switches", value), text);
    else if (field == FIELD_failures)
        text_add(out, size, _("%s EAGAIN"), text);
    else
        text_add(out, size, field == FIELD_cpu ? _("CPU %s") : _("an answer after %s"),
                 figure_time(value, text, sizeof text));
}

static void page_add(const struct event *event, char *out, size_t size) {
    char page[128];
    const char *before = _(": ");
    text_add(out, size, _("%s, measured"), narrate_measured(event, page, sizeof page));
    for (size_t i = 0; i < sizeof figures / sizeof figures[0]; i++) {
        if (!event_has(event, figures[i]))
            continue;
        text_add(out, size, "%s", before);
        figure_add(figures[i], event_get(event, figures[i]), out, size);
        before = _(", ");
    }
    text_add(out, size, "%s", _("."));
}

static void cost_add(const struct event *event, char *out, size_t size) {
    char idle[48], time[48], calls[48], error[128];
    const char *call = call_name(event->call);
    figure_number(event->idle, idle, sizeof idle);
    if (narrate_same(event->act, "measured"))
        text_add(out, size, _("%s beside %s idle connections: %s a call, of %s calls."), call, idle,
                 figure_time(event->per_call, time, sizeof time),
                 figure_number(event->calls, calls, sizeof calls));
    else if (narrate_same(event->act, "refused"))
        text_add(out, size,
                 _("%s beside %s idle connections: refused, an fd_set has no room for such "
                   "descriptors."),
                 call, idle);
    else
        text_add(out, size, _("%s beside %s idle connections: not measured, %s."), call, idle,
                 field_format(FIELD_error, event->error, error, sizeof error));
}

void narrate_figures(const struct event *event, char *out, size_t size) {
    if (event->kind == EVENT_COST)
        cost_add(event, out, size);
    else
        page_add(event, out, size);
}

void narrate_measure_step(const struct step *step, char *out, size_t size) {
    char text[128];
    enum script script = step->script ? script_find(step->script) : SCRIPT_COUNT;
    if (step->idle > 0) {
        text_add(out, size,
                 _("select, poll and epoll_wait are measured beside %s idle connections."),
                 figure_number(step->idle, text, sizeof text));
        return;
    }
    text_add(out, size, _("%s is measured, with its gates open"),
             narrate_measured_step(step, text, sizeof text));
    if (script < SCRIPT_COUNT)
        text_add(out, size, _(": %s"), _(script_help(script)));
    text_add(out, size, "%s", _("."));
}
