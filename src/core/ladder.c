#include <config.h>

#include "ladder-call.h"

#include "figures.h"
#include "text-add.h"

#include <string.h>

static bool has_several_tasks(const struct trace *trace, size_t from, size_t to) {
    const uint32_t enters = TRACE_KIND(EVENT_ENTER);
    const char *first = NULL;
    for (size_t i = trace_next(trace, from, enters); i < to; i = trace_next(trace, i + 1, enters)) {
        struct event room;
        const char *task = trace_at(trace, i, &room)->task;
        if (first && first != task)
            return true;
        first = task;
    }
    return false;
}

/* Has the call that was entered there returned before the part? */
static bool is_over(const struct ladder *ladder, size_t enter) {
    const uint32_t ends = TRACE_KIND(EVENT_RETURN) | TRACE_KIND(EVENT_TASK_END);
    struct event rooms[2];
    const struct event *call = trace_at(ladder->trace, enter, &rooms[0]);
    for (size_t i = trace_next(ladder->trace, enter, ends); i < ladder->from;
         i = trace_next(ladder->trace, i + 1, ends)) {
        const struct event *end = trace_at(ladder->trace, i, &rooms[1]);
        if (end->task == call->task && (end->kind == EVENT_TASK_END || end->number == call->number))
            return true;
    }
    return false;
}

/* Each task's latest call before the part. */
static void find_reaching(struct ladder *ladder) {
    const uint32_t enters = TRACE_KIND(EVENT_ENTER);
    const char *tasks[LADDER_TASKS];
    int seen = 0;
    for (size_t i = trace_last(ladder->trace, ladder->from, enters);
         i != SIZE_MAX && seen < LADDER_TASKS; i = trace_last(ladder->trace, i, enters)) {
        struct event room;
        const char *task = trace_at(ladder->trace, i, &room)->task;
        int known = 0;
        while (known < seen && tasks[known] != task)
            known++;
        if (known < seen)
            continue;
        tasks[seen++] = task;
        if (!is_over(ladder, i))
            ladder->reaching[ladder->reaching_count++] = i;
    }
}

void ladder_start(struct ladder *ladder, const struct trace *trace, size_t from, size_t to) {
    *ladder = (struct ladder){.trace = trace, .from = from, .to = to, .next = from};
    ladder->several = has_several_tasks(trace, from, to);
    if (from < to)
        find_reaching(ladder);
}

static void task_text(const struct event *event, char *out, size_t size) {
    if (event->kind == EVENT_TASK_START)
        text_add(out, size, "%s starts: %s.c", event->task, event->server);
    else
        text_add(out, size, "%s is gone: %s", event->task, event->act);
}

static void figures_text(const struct event *event, char *out, size_t size) {
    char number[48];
    if (event->kind == EVENT_MEASURE) {
        bool has = event->arguments && event->arguments[0];
        text_add(out, size, "%s.c%s%s measured: %s calls", event->server, has ? " " : "",
                 has ? event->arguments : "", figure_number(event->calls, number, sizeof number));
        text_add(out, size, ", CPU %s", figure_time(event->cpu, number, sizeof number));
        return;
    }
    text_add(out, size, "%s beside %s idle connections", call_name((enum call)event->call),
             figure_number(event->idle, number, sizeof number));
    if (event_has(event, FIELD_per_call))
        text_add(out, size, ": %s", figure_time(event->per_call, number, sizeof number));
}

/* False: the event has no place of its own. */
static bool item_make(struct ladder *ladder, struct ladder_item *item, const struct event *event) {
    *item = (struct ladder_item){.seq = (size_t)event->seq, .task = event->task, .times = 1};
    bool inside = item->seq < ladder->covered;
    switch ((enum event_kind)event->kind) {
    case EVENT_STEP:
        item->kind = LADDER_STEP;
        text_add(item->text, LADDER_TEXT, "%s", event->step);
        return !inside;
    case EVENT_ENTER:
        ladder_call(ladder, item, event);
        return true;
    case EVENT_CLIENT:
        item->kind = LADDER_ACT;
        ladder_act_text(event, item->text, LADDER_TEXT);
        return !inside;
    case EVENT_SIGNAL:
        item->kind = LADDER_SIGNAL;
        ladder_signal_text(event, item->text, LADDER_TEXT);
        return !inside;
    case EVENT_NOTE:
        item->kind = LADDER_NOTE;
        text_add(item->text, LADDER_TEXT, "%s", event->text);
        return true;
    case EVENT_TASK_START:
    case EVENT_TASK_END:
        item->kind = LADDER_TASK;
        task_text(event, item->text, LADDER_TEXT);
        return true;
    case EVENT_MEASURE:
    case EVENT_COST:
        item->kind = LADDER_FIGURES;
        figures_text(event, item->text, LADDER_TEXT);
        return true;
    default:
        return false;
    }
}

/* Equal calls that did not wait are one row; of steps that follow each other the last is one. */
static bool is_same(const struct ladder_item *a, const struct ladder_item *b) {
    if (a->kind == LADDER_STEP && b->kind == LADDER_STEP)
        return true;
    return a->kind == LADDER_PASSED && b->kind == LADDER_PASSED && b->lead == 0 &&
           strcmp(a->text, b->text) == 0 && strcmp(a->answer, b->answer) == 0;
}

static bool item_read(struct ladder *ladder, struct ladder_item *item) {
    struct event room;
    if (ladder->reaching_count > 0) {
        size_t enter = ladder->reaching[--ladder->reaching_count];
        return item_make(ladder, item, trace_at(ladder->trace, enter, &room));
    }
    while (ladder->next < ladder->to) {
        if (item_make(ladder, item, trace_at(ladder->trace, ladder->next++, &room)))
            return true;
    }
    return false;
}

bool ladder_next(struct ladder *ladder, struct ladder_item *item) {
    if (ladder->held)
        *item = ladder->ahead;
    else if (!item_read(ladder, item))
        return false;
    while ((ladder->held = item_read(ladder, &ladder->ahead)) && is_same(item, &ladder->ahead)) {
        int64_t times = item->times + 1;
        if (item->kind == LADDER_STEP)
            *item = ladder->ahead;
        item->times = times;
    }
    return true;
}

/* ---- durations ---- */

static void duration_add(const char *word, int64_t ns, char *out, size_t size) {
    char time[48];
    text_add(out, size, "%s%s", word, figure_time(ns, time, sizeof time));
}

char *ladder_wait(const struct ladder_item *item, char *out, size_t size) {
    const struct call_times *times = &item->call;
    out[0] = '\0';
    if (times->returned < 0 || times->count > 1)
        return out;
    if (times->ready >= 0)
        duration_add("wait ", times->ready - times->entered, out, size);
    else if (times->slept)
        duration_add("wait ≤ ", times->returned - times->entered, out, size);
    return out;
}

static bool woke(const struct call_times *times) {
    return times->returned >= 0 && times->ready >= 0 && times->awake >= times->ready;
}

char *ladder_wake(const struct ladder_item *item, char *out, size_t size) {
    out[0] = '\0';
    if (woke(&item->call) && item->call.count == 1)
        duration_add("wake ", item->call.awake - item->call.ready, out, size);
    return out;
}

/* Of a call that was not seen to copy. */
static void rest_add(const struct ladder_item *item, char *out, size_t size) {
    const struct call_times *times = &item->call;
    if (woke(times) && item->moves)
        duration_add("copy ≤ ", call_times_end(times) - times->awake, out, size);
    else if (times->ready >= 0 && !woke(times))
        duration_add(item->moves ? "wake and copy ≤ " : "wake ≤ ",
                     call_times_end(times) - times->ready, out, size);
    else if (times->arrived >= 0 && times->arrived < times->entered)
        duration_add("copy ≤ ", call_times_end(times) - times->entered, out, size);
    else if (item->kind == LADDER_PASSED)
        duration_add("", call_times_end(times) - times->entered, out, size);
}

char *ladder_rest(const struct ladder_item *item, char *out, size_t size) {
    const struct call_times *times = &item->call;
    out[0] = '\0';
    if (times->returned < 0)
        return out;
    if (times->count > 1)
        duration_add("in all ", times->returned - times->entered, out, size);
    else if (times->copy >= 0)
        duration_add("copy ", call_times_end(times) - times->copy, out, size);
    else
        rest_add(item, out, size);
    return out;
}
