#include <config.h>

#include "told.h"

#include "memory.h"

#include <stdlib.h>
#include <string.h>

/* The latest of that name: a lesson may start one page after the other. NULL: none has started. */
static struct told_task *told_task(struct told *told, const char *name) {
    for (size_t i = told->count; name && i-- > 0;)
        if (strcmp(told->tasks[i].name, name) == 0)
            return &told->tasks[i];
    return NULL;
}

static void told_add_task(struct told *told, const struct event *event) {
    if (told->count == told->room) {
        told->room = told->room ? 2 * told->room : 8;
        told->tasks = memory_grow(told->tasks, told->room, sizeof *told->tasks);
    }
    told->tasks[told->count++] =
        (struct told_task){.thread = event->tid, .name = event->task, .page = event->server};
}

static struct told_call *task_call(struct told_task *task, int64_t number) {
    for (size_t i = task->call_count; i-- > 0;)
        if (task->calls[i].number == number)
            return &task->calls[i];
    return NULL;
}

static void task_add_call(struct told_task *task, const struct event *event, size_t place) {
    if (task->call_count == task->call_room) {
        task->call_room = task->call_room ? 2 * task->call_room : 64;
        task->calls = memory_grow(task->calls, task->call_room, sizeof *task->calls);
    }
    task->calls[task->call_count++] = (struct told_call){
        .call = event->call,
        .number = event->number,
        .at = event_has(event, FIELD_at) ? event->at : "an unknown place",
        .fd = event_has(event, FIELD_fd) ? event->fd : -1,
        .entered = -1,
        .left = -1,
        .asleep = -1,
        .kernel_entered = -1,
        .kernel_left = -1,
        .copy = -1,
        .place = place,
    };
}

static void task_add_signal(struct told_task *task, const struct event *event) {
    if (task->signal_count == task->signal_room) {
        task->signal_room = task->signal_room ? 2 * task->signal_room : 16;
        task->signals = memory_grow(task->signals, task->signal_room, sizeof *task->signals);
    }
    task->signals[task->signal_count++] = (struct told_signal){
        .signal = event->signal,
        .has_code = event_has(event, FIELD_code),
        .code = event->code,
        .at = event->t,
    };
}

static void call_return_as(struct told_call *call, const struct event *event) {
    call->returned = true;
    call->times = event_has(event, FIELD_times) ? event->times : 1;
    call->result = event->result;
    call->error = event_has(event, FIELD_error) ? event->error : 0;
    call->entered = event->entered;
    call->left = event->t;
    if (event_has(event, FIELD_kernel_entered))
        call->kernel_entered = event->kernel_entered;
    if (event_has(event, FIELD_kernel_left))
        call->kernel_left = event->kernel_left;
}

/* Where something finer watched, /proc's look is `seen`. */
static void call_sleep_as(struct told_call *call, const struct event *event) {
    if (event_has(event, FIELD_entered))
        call->entered = event->entered;
    if (event_has(event, FIELD_seen))
        call->asleep = event->seen;
    else if (event->evidence == EVIDENCE_PROC)
        call->asleep = event->t;
}

static bool task_take_call(struct told_task *task, const struct event *event, size_t place,
                           struct error *error) {
    struct told_call *call = task_call(task, event->number);

    if (event->kind == EVENT_ENTER) {
        if (call)
            return error_set(error, "event %zu enters call %lld once more", place,
                             (long long)event->number);
        task_add_call(task, event, place);
        return true;
    }
    if (!call || call->call != (enum call)event->call ||
        (event_has(event, FIELD_fd) && event->fd != call->fd))
        return error_set(error, "event %zu is of call %lld, which was not entered", place,
                         (long long)event->number);
    if (call->returned)
        return error_set(error, "event %zu is of call %lld, which has returned", place,
                         (long long)event->number);
    if (event->kind == EVENT_RETURN)
        call_return_as(call, event);
    else if (event->kind == EVENT_ASLEEP)
        call_sleep_as(call, event);
    else if (event->kind == EVENT_COPY)
        call->copy = event->t;
    return true;
}

static bool told_take_event(struct told *told, const struct event *event, size_t place,
                            struct error *error) {
    struct told_task *task = told_task(told, event->task);

    switch (event->kind) {
    case EVENT_TASK_START:
        told_add_task(told, event);
        return true;
    case EVENT_ENTER:
    case EVENT_ASLEEP:
    case EVENT_READY:
    case EVENT_AWAKE:
    case EVENT_COPY:
    case EVENT_RETURN:
        return task ? task_take_call(task, event, place, error)
                    : error_set(error, "event %zu is of a task that has not started", place);
    case EVENT_SIGNAL:
        if (task)
            task_add_signal(task, event);
        return true;
    case EVENT_MEASURE:
        if (told->count == 0)
            return true;
        task = &told->tasks[told->count - 1];
        task->measured = true;
        task->measured_calls = event->calls;
        task->measured_failures = event->failures;
        return true;
    default:
        return true;
    }
}

/* A call that has not reached the kernel comes last; else the order of the kernel's entries. */
static int call_compare(const void *left, const void *right) {
    const struct told_call *a = left, *b = right;

    if ((a->entered < 0) != (b->entered < 0))
        return a->entered < 0 ? 1 : -1;
    if (a->entered != b->entered)
        return a->entered < b->entered ? -1 : 1;
    return a->place < b->place ? -1 : 1;
}

/* Numbers are given out without a gap: what stands for many has as many. */
static bool task_check_numbers(const struct told_task *task, struct error *error) {
    int64_t next = 1;

    for (size_t i = 0; i < task->call_count; i++) {
        const struct told_call *call = &task->calls[i];
        if (call->number != next)
            return error_set(error, "call %lld comes after call %lld", (long long)call->number,
                             (long long)next - 1);
        next += call->returned ? call->times : 1;
    }
    return true;
}

bool told_take(struct told *told, const struct trace *trace, struct error *error) {
    bool good = true;

    *told = (struct told){0};
    for (size_t i = 0; good && i < trace_count(trace); i++) {
        struct event room;
        good = told_take_event(told, trace_at(trace, i, &room), i, error);
    }
    for (size_t i = 0; good && i < told->count; i++) {
        struct told_task *task = &told->tasks[i];
        good = task_check_numbers(task, error);
        if (task->call_count > 0) /* else there may be no array */
            qsort(task->calls, task->call_count, sizeof *task->calls, call_compare);
    }
    return good;
}

void told_free(struct told *told) {
    for (size_t i = 0; i < told->count; i++) {
        free(told->tasks[i].calls);
        free(told->tasks[i].signals);
    }
    free(told->tasks);
    *told = (struct told){0};
}
