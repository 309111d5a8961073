/* The moments of a call are those between its own two stamps:
 *
 *     entered ──┬── OFF ── READY ── WOKEN ── ON ── COPY ──┬── returned
 *               │    asleep  ready        awake    copy   │
 *
 * What lies outside (the gates' own waits) is no part of a call. Phases are told of calls that wait
 * for something: any other may give up the CPU for reasons of the machine, and two recordings would
 * differ. */
#include <config.h>

#include "run-moments.h"
#include "memory.h"
#include "run-collect.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* One drain's worth; more drains follow. */
enum { MOMENTS = 256 };

/* ---- the recorder ---- */

bool run_open_recorder(struct run *run, const struct recorder_ops *ops, struct error *error) {
    run->record = ops;
    run->recorder = ops ? ops->open(error) : NULL;
    return !ops || run->recorder;
}

void run_close_recorder(struct run *run) {
    if (run->record)
        run->record->close(run->recorder);
    run->recorder = NULL;
    free(run->moments);
    run->moments = NULL;
}

static struct event *add_lab(struct run *run, const char *act) {
    struct event *event = run_add(run, EVENT_LAB);
    event_set_text(event, FIELD_act, act);
    event_set(event, FIELD_evidence, run->record->kind);
    return event;
}

void run_record_tasks(struct run *run) {
    struct error why;
    for (int i = 0; run->recorder && i < run->task_count; i++) {
        struct run_task *task = &run->tasks[i];
        task->recorded =
            run->record->watch(run->recorder, atomic_load(&task->task.slot->tid), &why);
        if (!task->recorded)
            event_set_text(add_lab(run, "unwatched"), FIELD_text, trace_text(run->trace, why.text));
    }
}

void run_forget_task(struct run *run, struct run_task *task) {
    if (task->recorded)
        run->record->unwatch(run->recorder, atomic_load(&task->task.slot->tid));
    task->recorded = false;
}

static void drain(struct run *run) {
    size_t got;
    run->moment_count = 0;
    do {
        if (run->moment_room - run->moment_count < MOMENTS) {
            run->moment_room = run->moment_room * 2 + MOMENTS;
            run->moments = memory_grow(run->moments, run->moment_room, sizeof *run->moments);
        }
        got = run->record->drain(run->recorder, run->moments + run->moment_count, MOMENTS);
        run->moment_count += got;
    } while (got == MOMENTS);
}

static void note_lost(struct run *run) {
    int64_t lost = run->record->lost(run->recorder);
    if (lost > run->moments_lost)
        event_set(add_lab(run, "lost"), FIELD_times, lost - run->moments_lost);
    run->moments_lost = lost;
}

/* ---- events ---- */

/* The pending event of that kind and call, NULL if there is none. */
static struct event *find_pending(struct run *run, const struct run_task *task,
                                  enum event_kind kind, uint32_t number) {
    for (size_t i = 0; i < run->pending_count; i++) {
        struct event *event = &run->pending[i].event;
        if (event->kind == (int64_t)kind && event->number == number &&
            strcmp(event->task, task->task.name) == 0)
            return event;
    }
    return NULL;
}

static bool is_told(const struct kernel_call *call, enum event_kind kind) {
    return call->told >> kind & 1;
}

/* Says a boundary once. NULL: it was said, or not seen. */
static struct event *add_boundary(struct run *run, struct run_task *task, enum call id,
                                  enum event_kind kind, int64_t t) {
    struct kernel_call *call = &task->kernel;
    if (t < 0 || is_told(call, kind))
        return NULL;
    call->told |= 1u << kind;
    struct event *event = run_add(run, kind);
    event_set(event, FIELD_t, t);
    event_set_text(event, FIELD_task, task->task.name);
    event_set(event, FIELD_call, id);
    event_set(event, FIELD_number, call->number);
    event_set(event, FIELD_evidence, run->record->kind);
    return event;
}

/* /proc showed it asleep later than it fell asleep: the better time is the event's. */
static void improve_asleep(struct run *run, struct run_task *task, struct event *event) {
    event_set(event, FIELD_seen, event->t);
    event_set(event, FIELD_t, task->kernel.asleep);
    event_set(event, FIELD_evidence, run->record->kind);
    task->kernel.told |= 1u << EVENT_ASLEEP;
}

static void tell_asleep(struct run *run, struct run_task *task, enum call id, int64_t entered) {
    struct kernel_call *call = &task->kernel;
    struct event *seen = find_pending(run, task, EVENT_ASLEEP, call->number);

    if (call->asleep < 0 || is_told(call, EVENT_ASLEEP))
        return;
    if (seen) {
        improve_asleep(run, task, seen);
        return;
    }
    struct event *event = add_boundary(run, task, id, EVENT_ASLEEP, call->asleep);
    event_set(event, FIELD_entered, entered);
    task->asleep = call->number;
}

/* The client that acted last, if that was within this batch and the lab's own thread did it. An
 * interrupt borrows a thread that has nothing to do with it. */
static const char *waker_name(struct run *run, const struct kernel_call *call) {
    const char *client = NULL;
    if (call->interrupt)
        return "interrupt";
    for (size_t i = 0; i < run->pending_count; i++) {
        const struct event *event = &run->pending[i].event;
        if (event->kind == EVENT_CLIENT && event->t <= call->woken)
            client = event->client;
    }
    return client && call->waker == gettid() ? client : call->waker_name;
}

static void tell_awake(struct run *run, struct run_task *task, enum call id) {
    const struct kernel_call *call = &task->kernel;
    const char *waker = call->woken >= 0 ? waker_name(run, call) : NULL;
    struct event *event = add_boundary(run, task, id, EVENT_AWAKE, call->awake);

    if (!event)
        return;
    event_set(event, FIELD_slept, call->slept);
    if (call->sleeps > 1)
        event_set(event, FIELD_times, call->sleeps);
    if (call->woken < 0)
        return;
    event_set(event, FIELD_woken, call->woken);
    event_set_text(event, FIELD_waker, trace_text(run->trace, waker));
}

static void tell_return(struct run *run, struct run_task *task) {
    const struct kernel_call *call = &task->kernel;
    struct event *event = find_pending(run, task, EVENT_RETURN, call->number);
    if (call->entered >= 0)
        event_set(event, FIELD_kernel_entered, call->entered);
    if (call->left >= 0)
        event_set(event, FIELD_kernel_left, call->left);
}

/* ---- a call ---- */

/* The stamps of a call, whether it has returned, and whether it was data that made it. */
struct window {
    enum call id;
    uint32_t number;
    int64_t entered, left;
    bool returned, data;
};

static bool has_member(struct bytes set) {
    for (size_t i = 0; i < set.size; i++)
        if (set.at[i])
            return true;
    return false;
}

static bool has_readable(struct bytes list) {
    for (size_t i = 0; i < list_count(list); i++)
        if (list_at(list, i).events & ~(uint32_t)POLLOUT)
            return true;
    return false;
}

/* What the kernel says of data may be of another socket's, right before what wakes the call for
 * another reason: the answer decides. */
static bool returned_for_data(const struct event *event) {
    switch (event->call) {
    case CALL_send:
    case CALL_write:
    case CALL_connect:
    case CALL_nanosleep:
        return false;
    case CALL_select:
        return has_member(event->read);
    case CALL_poll:
    case CALL_epoll_wait:
        return has_readable(event->got);
    default:
        return event->result >= 0;
    }
}

/* What there is of the call goes into the trace: when it waits, and when it has returned. */
static void tell_call(struct run *run, struct run_task *task, const struct window *window) {
    const struct kernel_call *call = &task->kernel;

    if (call_waits_for(window->id)[0]) {
        tell_asleep(run, task, window->id, window->entered);
        if (window->data)
            add_boundary(run, task, window->id, EVENT_READY, call->ready);
        add_boundary(run, task, window->id, EVENT_COPY, call->copy);
        if (window->returned)
            tell_awake(run, task, window->id);
    }
    if (window->returned)
        tell_return(run, task);
}

/* Takes the moments of the task that lie in the window. */
static void take_window(struct run *run, struct run_task *task, const struct window *window) {
    pid_t tid = atomic_load(&task->task.slot->tid);

    if (task->kernel.number != window->number)
        kernel_call_begin(&task->kernel, window->number);
    for (size_t i = 0; i < run->moment_count; i++) {
        const struct moment_record *moment = &run->moments[i];
        if (moment->tid == tid && moment->t >= window->entered && moment->t <= window->left)
            kernel_call_take(&task->kernel, moment);
    }
    tell_call(run, task, window);
}

/* Equal failures that became one event are no one call. */
static bool is_return_of(const struct event *event, const struct run_task *task) {
    return event->kind == EVENT_RETURN && !event_has(event, FIELD_times) &&
           strcmp(event->task, task->task.name) == 0;
}

static void take_task(struct run *run, struct run_task *task) {
    struct slot *slot = task->task.slot;
    size_t count = run->pending_count; /* what is added here is no return */

    for (size_t i = 0; i < count; i++) {
        const struct event *event = &run->pending[i].event;
        if (!is_return_of(event, task))
            continue;
        const struct window window = {event->call, event->number, event->entered,
                                      event->t,    true,          returned_for_data(event)};
        take_window(run, task, &window);
    }
    if (atomic_load(&slot->inside) == 0)
        return;
    const struct window window = {atomic_load(&slot->call),
                                  atomic_load(&slot->inside),
                                  atomic_load(&slot->entered),
                                  INT64_MAX,
                                  false,
                                  false};
    take_window(run, task, &window);
}

/* When the kernel sent the signal that a handler was seen to run for. */
static void tell_sent(struct run *run, struct run_task *task) {
    pid_t tid = atomic_load(&task->task.slot->tid);

    for (size_t i = 0; i < run->pending_count; i++) {
        struct event *event = &run->pending[i].event;
        if (event->kind != EVENT_SIGNAL || strcmp(event->task, task->task.name) != 0)
            continue;
        for (size_t k = 0; k < run->moment_count; k++) {
            const struct moment_record *moment = &run->moments[k];
            if (moment->kind == MOMENT_SIGNAL_SENT && moment->tid == tid &&
                moment->value == event->signal && moment->t <= event->t)
                event_set(event, FIELD_sent, moment->t);
        }
    }
}

void run_skip_moments(struct run *run) {
    if (!run->recorder)
        return;
    drain(run);
    run->moments_lost = run->record->lost(run->recorder);
}

void run_take_moments(struct run *run) {
    if (!run->recorder)
        return;
    drain(run);
    for (int i = 0; i < run->task_count; i++) {
        if (!run->tasks[i].recorded)
            continue;
        take_task(run, &run->tasks[i]);
        tell_sent(run, &run->tasks[i]);
    }
    note_lost(run);
}
