#include <config.h>

#include "ladder-rungs.h"

#include <string.h>

static void rung_add(struct rungs *rungs, enum rung_kind kind, int64_t t, size_t seq) {
    if (rungs->count == RUNGS)
        return;
    int place = rungs->count++;
    while (place > 0 && rungs->at[place - 1].t > t) {
        rungs->at[place] = rungs->at[place - 1];
        place--;
    }
    rungs->at[place] = (struct rung){.kind = kind, .t = t, .seq = seq};
}

static bool is_of_call(const struct event *event, const struct event *call) {
    return event->kind >= EVENT_ENTER && event->kind <= EVENT_RETURN && event->task == call->task &&
           event->number == call->number;
}

/* After the return, what the program prints has its row, and a signal: the task may be held there
 * when it comes. */
static bool is_shown(const struct event *event, const struct event *call, bool returned) {
    if (event->kind == EVENT_SIGNAL || (event->kind == EVENT_NOTE && returned))
        return event->task == call->task;
    return !returned && (event->kind == EVENT_CLIENT || is_of_call(event, call));
}

/* Boundaries that other events tell of. Of two that say when the wait was over, the better one is
 * drawn. */
static void add_learnt(struct rungs *rungs) {
    const struct call_times *times = &rungs->times;
    bool before = times->arrived < times->entered;
    bool better = times->ready >= 0 && times->ready_by != EVIDENCE_TIMESTAMP;
    if (times->arrived >= 0 && (before || !better))
        rung_add(rungs, RUNG_ARRIVAL, before ? times->entered : times->arrived, SIZE_MAX);
    if (times->woken >= 0 && times->ready < 0)
        rung_add(rungs, RUNG_WOKEN, times->woken, SIZE_MAX);
}

void rungs_collect(struct rungs *rungs, const struct view *view, size_t enter) {
    struct event rooms[2];
    const struct event *call = trace_at(view->trace, enter, &rooms[0]);
    bool returned = false;
    *rungs = (struct rungs){.enter = enter};
    call_times_find(&rungs->times, view->trace, enter, view->position);
    const uint32_t kinds = trace_pictures() | TRACE_KIND(EVENT_NOTE);
    for (size_t i = enter; i < view->position; i = trace_next(view->trace, i + 1, kinds)) {
        const struct event *event = trace_at(view->trace, i, &rooms[1]);
        if (is_shown(event, call, returned))
            rung_add(rungs, RUNG_EVENT, event->t, i);
        returned = returned || (event->kind == EVENT_RETURN && is_of_call(event, call));
    }
    add_learnt(rungs);
    for (int i = 0; i < rungs->count; i++)
        rungs->at[i].waits =
            rungs->times.slept && rungs->at[i].t <= call_times_wait_end(&rungs->times);
}

static void take_out(struct rungs *rungs, int index) {
    rungs->count--;
    memmove(&rungs->at[index], &rungs->at[index + 1],
            (size_t)(rungs->count - index) * sizeof rungs->at[0]);
}

void rungs_thin(struct rungs *rungs, const struct view *view, int count) {
    for (int i = 1; i < rungs->count && count > 0;) {
        const struct rung *rung = &rungs->at[i];
        bool acts = rung->kind == RUNG_EVENT && trace_kind(view->trace, rung->seq) == EVENT_CLIENT;
        if (acts) {
            take_out(rungs, i);
            count--;
        } else {
            i++;
        }
    }
    for (; count > 0 && rungs->count > 1; count--)
        take_out(rungs, 1);
}
