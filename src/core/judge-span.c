#include <config.h>

#include "judge-span.h"

#include <assert.h>
#include <string.h>

/* Of a step event. */
static bool is_step(const struct event *event, const char *id) {
    return event->step && (!id || strcmp(event->step, id) == 0);
}

/* The first step event at `from` or later; of the step `id`, or any if NULL. trace_count(): none.
 */
static size_t step_find(const struct trace *trace, size_t from, const char *id) {
    size_t count = trace_count(trace);
    size_t found = trace_next(trace, from, TRACE_KIND(EVENT_STEP));
    struct event room;
    while (found < count && !is_step(trace_at(trace, found, &room), id))
        found = trace_next(trace, found + 1, TRACE_KIND(EVENT_STEP));
    return found;
}

bool span_find(const struct trace *trace, const char *id, struct span *span) {
    span->begin = step_find(trace, 0, id);
    if (span->begin == trace_count(trace))
        return false;
    span->end = step_find(trace, span->begin + 1, NULL);
    return true;
}

int answer_step(const struct lesson *lesson, int ask) {
    int step = ask;
    while (lesson->steps[step].kind == STEP_ASK)
        step++;
    assert(step < lesson->step_count);
    return step;
}

bool span_find_answer(const struct lesson *lesson, int ask, const struct trace *trace,
                      struct span *span) {
    struct span answer;
    int step = answer_step(lesson, ask);
    if (!span_find(trace, lesson->steps[ask].id, span) ||
        !span_find(trace, lesson->steps[step].id, &answer))
        return false;
    span->end = answer.end;
    return span->begin < answer.begin;
}
