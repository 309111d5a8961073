#include <config.h>

#include "call-times.h"

#include "figures.h"
#include "i18n.h"
#include "text.h"

static void take_return(struct call_times *times, const struct event *event) {
    times->returned = event->t;
    times->return_seq = event->seq;
    if (event_has(event, FIELD_entered))
        times->entered = event->entered;
    if (event_has(event, FIELD_arrived)) {
        times->arrived = event->arrived;
        times->arrivals = event->arrivals;
    }
    if (event_has(event, FIELD_cpu))
        times->cpu = event->cpu;
    if (event->switches > 0)
        times->slept = true;
    times->count = event->times > 1 ? event->times : 1;
    bool arrived_inside = times->arrived >= times->entered && times->arrived <= times->returned;
    if (times->ready < 0 && times->arrivals == 1 && arrived_inside)
        times->ready = times->arrived;
}

static void take(struct call_times *times, const struct event *event) {
    switch ((enum event_kind)event->kind) {
    case EVENT_ASLEEP:
        times->asleep = event->t;
        times->slept = true;
        if (event_has(event, FIELD_entered))
            times->entered = event->entered;
        break;
    case EVENT_READY:
        times->ready = event->t;
        break;
    case EVENT_AWAKE:
        times->awake = event->t;
        break;
    case EVENT_COPY:
        times->copy = event->t;
        break;
    case EVENT_RETURN:
        take_return(times, event);
        break;
    default:
        break;
    }
}

void call_times_find(struct call_times *times, const struct trace *trace, size_t enter,
                     size_t position) {
    const struct event *call = trace_at(trace, enter);
    *times = (struct call_times){
        .called = call->t,
        .entered = call->t,
        .asleep = -1,
        .ready = -1,
        .awake = -1,
        .copy = -1,
        .returned = -1,
        .arrived = -1,
        .cpu = -1,
        .count = 1,
    };
    for (size_t i = enter + 1; i < position && times->returned < 0; i++)
        if (trace_at(trace, i)->task == call->task && trace_at(trace, i)->number == call->number)
            take(times, trace_at(trace, i));
}

int64_t call_times_wait_end(const struct call_times *times) {
    if (times->ready >= 0)
        return times->ready;
    return times->returned >= 0 ? times->returned : INT64_MAX;
}

static void add(char *out, size_t size, const char *format, int64_t ns) {
    char time[48];
    text_add(out, size, "%s", out[0] ? " · " : "");
    text_add(out, size, format, figure_time(ns, time, sizeof time));
}

static void add_wait(const struct call_times *times, char *out, size_t size) {
    if (times->arrived >= 0 && times->arrived < times->entered)
        text_add(out, size, "%s", _("no wait"));
    else if (times->ready >= 0)
        add(out, size, _("wait %s"), times->ready - times->entered);
    else if (times->slept)
        add(out, size, _("wait ≤ %s"), times->returned - times->entered);
    else
        text_add(out, size, "%s", _("it did not sleep"));
}

/* What came after the wait, as closely as it was seen. */
static void add_rest(const struct call_times *times, char *out, size_t size) {
    bool there_before = times->arrived >= 0 && times->arrived < times->entered;
    if (times->copy >= 0)
        add(out, size, _("copy %s"), times->returned - times->copy);
    else if (times->ready >= 0)
        add(out, size, _("wake and copy ≤ %s"), times->returned - times->ready);
    else if (there_before)
        add(out, size, _("copy ≤ %s"), times->returned - times->entered);
    else if (!times->slept)
        add(out, size, _("in the kernel %s"), times->returned - times->entered);
}

/* Equal calls in a row: what lies between them is not known. */
static char *many_text(const struct call_times *times, char *out, size_t size) {
    char number[48], time[48];
    text_add(out, size, _("%s equal calls in %s"),
             figure_number(times->count, number, sizeof number),
             figure_time(times->returned - times->entered, time, sizeof time));
    return out;
}

char *call_times_text(const struct call_times *times, char *out, size_t size) {
    out[0] = '\0';
    if (times->returned < 0)
        return out;
    if (times->count > 1)
        return many_text(times, out, size);
    add_wait(times, out, size);
    add_rest(times, out, size);
    if (times->cpu >= 0)
        add(out, size, _("CPU ≤ %s"), times->cpu);
    return out;
}
