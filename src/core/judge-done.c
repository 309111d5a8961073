/* Is the last step of a trace all there? Nothing in the trace says so: it follows from what the
 * director does before it takes the next step. */
#include <config.h>

#include "judge-span.h"
#include "judge.h"

#include <string.h>

/* Is an event of that kind in the span? */
static bool span_has(const struct trace *trace, struct span span, enum event_kind kind) {
    return trace_next(trace, span.begin, TRACE_KIND(kind)) < span.end;
}

/* Has the step's client acted? */
static bool client_acted(const struct trace *trace, struct span span, const struct step *step) {
    const uint32_t clients = TRACE_KIND(EVENT_CLIENT);
    struct event room;
    for (size_t i = trace_next(trace, span.begin, clients); i < span.end;
         i = trace_next(trace, i + 1, clients))
        if (strcmp(trace_at(trace, i, &room)->client, step->client) == 0)
            return true;
    return false;
}

/* The latest event of a task that says where it is. */
static enum event_kind task_last(const struct trace *trace, size_t end, const char *task) {
    const struct trace_wanted wanted = {
        .kinds = TRACE_KIND(EVENT_TASK_START) | TRACE_KIND(EVENT_TASK_END) |
                 TRACE_KIND(EVENT_ENTER) | TRACE_KIND(EVENT_ASLEEP) | TRACE_KIND(EVENT_READY) |
                 TRACE_KIND(EVENT_AWAKE) | TRACE_KIND(EVENT_COPY) | TRACE_KIND(EVENT_RETURN),
        .task = task,
    };
    return trace_kind(trace, trace_last_wanted(trace, end, &wanted));
}

/* Does every task sleep in a call, or is it gone? Nothing follows by itself then. */
static bool all_rest(const struct trace *trace) {
    const uint32_t starts = TRACE_KIND(EVENT_TASK_START);
    size_t count = trace_count(trace);
    struct event room;
    for (size_t i = trace_next(trace, 0, starts); i < count; i = trace_next(trace, i + 1, starts)) {
        enum event_kind last = task_last(trace, count, trace_at(trace, i, &room)->task);
        if (last != EVENT_ASLEEP && last != EVENT_TASK_END)
            return false;
    }
    return true;
}

bool judge_done(const struct lesson *lesson, int index, const struct trace *trace) {
    const struct step *step = &lesson->steps[index];
    struct span span;
    if (!span_find(trace, step->id, &span))
        return false;
    switch (step->kind) {
    case STEP_SAY:
    case STEP_ASK:
        return true;
    case STEP_CLIENT:
        return client_acted(trace, span, step) && (step->hold || all_rest(trace));
    case STEP_RUN:
        return judge_until(lesson, index, trace);
    case STEP_SERVER:
        return span_has(trace, span, EVENT_TASK_START);
    case STEP_MEASURE:
        return span_has(trace, span, step->idle ? EVENT_COST : EVENT_MEASURE);
    }
    return false;
}
