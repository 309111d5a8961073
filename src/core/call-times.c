#include <config.h>

#include "call-times.h"

#include "figures.h"
#include "i18n.h"
#include "text-add.h"

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
    if (times->ready < 0 && times->arrivals == 1 && arrived_inside) {
        times->ready = times->arrived;
        times->ready_by = EVIDENCE_TIMESTAMP;
    }
    if (event_has(event, FIELD_kernel_entered))
        times->kernel_entered = event->kernel_entered;
    if (event_has(event, FIELD_kernel_left))
        times->kernel_left = event->kernel_left;
}

static void take_awake(struct call_times *times, const struct event *event) {
    times->awake = event->t;
    times->slept = true;
    times->sleeps = event->times > 1 ? event->times : 1;
    if (event_has(event, FIELD_slept))
        times->off = event->slept;
    if (!event_has(event, FIELD_woken))
        return;
    times->woken = event->woken;
    times->waker = event->waker;
}

void call_times_take(struct call_times *times, const struct event *event) {
    enum evidence by = (enum evidence)event->evidence;
    switch ((enum event_kind)event->kind) {
    case EVENT_ASLEEP:
        times->asleep = event->t;
        times->asleep_by = by;
        times->slept = true;
        if (event_has(event, FIELD_entered))
            times->entered = event->entered;
        break;
    case EVENT_READY:
        times->ready = event->t;
        times->ready_by = by;
        break;
    case EVENT_AWAKE:
        take_awake(times, event);
        times->awake_by = by;
        break;
    case EVENT_COPY:
        times->copy = event->t;
        times->copy_by = by;
        break;
    case EVENT_RETURN:
        take_return(times, event);
        break;
    default:
        break;
    }
}

void call_times_start(struct call_times *times, const struct event *enter) {
    *times = (struct call_times){
        .called = enter->t,
        .entered = enter->t,
        .asleep = -1,
        .ready = -1,
        .awake = -1,
        .copy = -1,
        .returned = -1,
        .gone = -1,
        .arrived = -1,
        .cpu = -1,
        .count = 1,
        .kernel_entered = -1,
        .kernel_left = -1,
        .woken = -1,
        .off = -1,
        .copies = enter->call == CALL_recv || enter->call == CALL_read,
    };
}

void call_times_find(struct call_times *times, const struct trace *trace, size_t enter,
                     size_t position) {
    struct event rooms[2];
    const struct event *call = trace_at(trace, enter, &rooms[0]);
    call_times_start(times, call);
    const struct trace_wanted wanted = {
        .kinds = TRACE_KIND(EVENT_ASLEEP) | TRACE_KIND(EVENT_READY) | TRACE_KIND(EVENT_AWAKE) |
                 TRACE_KIND(EVENT_COPY) | TRACE_KIND(EVENT_RETURN) | TRACE_KIND(EVENT_TASK_END),
        .task = call->task,
    };
    for (size_t i = trace_next_until(trace, enter + 1, position, &wanted);
         i < position && times->returned < 0 && times->gone < 0;
         i = trace_next_until(trace, i + 1, position, &wanted)) {
        const struct event *event = trace_at(trace, i, &rooms[1]);
        if (event->kind == EVENT_TASK_END)
            times->gone = event->t;
        else if (event->number == call->number)
            call_times_take(times, event);
    }
}

bool call_times_wait_is_exact(const struct call_times *times) {
    return times->ready >= 0 || times->woken >= 0;
}

int64_t call_times_wait_end(const struct call_times *times) {
    if (times->ready >= 0)
        return times->ready;
    if (times->woken >= 0)
        return times->woken;
    if (times->awake >= 0)
        return times->awake;
    return times->returned >= 0 ? times->returned : INT64_MAX;
}

int64_t call_times_end(const struct call_times *times) {
    return times->kernel_left >= 0 ? times->kernel_left : times->returned;
}

/* What was there before the last sleep began is not what ended it. */
int64_t call_times_wake_up(const struct call_times *times) {
    int64_t from = times->ready >= 0 && times->sleeps == 1 ? times->ready : times->woken;
    return times->awake >= 0 && from >= 0 && from <= times->awake ? times->awake - from : -1;
}

static void add(char *out, size_t size, const char *format, int64_t ns) {
    char time[48];
    text_add(out, size, "%s", out[0] ? " · " : "");
    text_add(out, size, format, figure_time(ns, time, sizeof time));
}

static bool was_there_before(const struct call_times *times) {
    return times->arrived >= 0 && times->arrived < times->entered;
}

static void add_wait(const struct call_times *times, char *out, size_t size) {
    if (was_there_before(times))
        text_add(out, size, "%s", _("no wait"));
    else if (call_times_wait_is_exact(times))
        add(out, size, _("wait %s"), call_times_wait_end(times) - times->entered);
    else if (times->slept)
        add(out, size, _("wait ≤ %s"), call_times_wait_end(times) - times->entered);
    else
        text_add(out, size, "%s", _("it did not sleep"));
}

/* What came after the wait, as closely as it was seen. */
static void add_rest(const struct call_times *times, char *out, size_t size) {
    int64_t wake_up = call_times_wake_up(times);
    if (wake_up >= 0)
        add(out, size, _("wake-up %s"), wake_up);
    if (times->copy >= 0)
        add(out, size, _("copy %s"), call_times_end(times) - times->copy);
    else if (times->awake >= 0)
        add(out, size, times->copies ? _("copy ≤ %s") : _("to return %s"),
            call_times_end(times) - times->awake);
    else if (times->ready >= 0)
        add(out, size, times->copies ? _("wake and copy ≤ %s") : _("wake-up ≤ %s"),
            call_times_end(times) - times->ready);
    else if (was_there_before(times))
        add(out, size, _("copy ≤ %s"), call_times_end(times) - times->entered);
    else if (!times->slept)
        add(out, size, _("in the kernel %s"),
            call_times_end(times) -
                (times->kernel_entered >= 0 ? times->kernel_entered : times->entered));
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
    return out;
}
