/* From rings and acts to the trace: one batch a still point.
 *
 *     rings ──▶ pending ──▶ sorted by time ──▶ named (gen, of, at) ──▶ trace
 *     acts  ──▶                                       │
 *                                        descriptors learnt, options set, queues sampled */
#include <config.h>

#include "memory.h"
#include "run-collect.h"
#include "run-moments.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

/* ---- pending events ---- */

static struct pending *pending_add(struct run *run) {
    if (run->pending_count == run->pending_room) {
        run->pending_room = run->pending_room ? 2 * run->pending_room : 64;
        run->pending = memory_grow(run->pending, run->pending_room, sizeof *run->pending);
    }

    struct pending *pending = &run->pending[run->pending_count];
    memset(pending, 0, sizeof *pending);
    pending->order = run->pending_count++;
    return pending;
}

struct event *run_add(struct run *run, enum event_kind kind) {
    struct event *event = &pending_add(run)->event;

    event_set(event, FIELD_t, clock_now());
    event_set(event, FIELD_kind, kind);
    event_set(event, FIELD_evidence, EVIDENCE_SYSCALL);
    return event;
}

void run_keep_data(struct run *run, const unsigned char *data, size_t size, int64_t whole) {
    struct pending *pending = &run->pending[run->pending_count - 1];

    pending->room = memory_new(size, 1);
    memcpy(pending->room, data, size);
    event_set_bytes(&pending->event, FIELD_data, pending->room, size);
    if (whole > (int64_t)size)
        event_set(&pending->event, FIELD_cut, 1);
}

static int pending_compare(const void *left, const void *right) {
    const struct pending *a = left, *b = right;

    if (a->event.t != b->event.t)
        return a->event.t < b->event.t ? -1 : 1;
    return a->order < b->order ? -1 : 1;
}

/* Takes one record out of the task's ring. */
static bool run_drain_one(struct run *run, struct task *task) {
    unsigned char *room = memory_new(RECORD_BLOBS * EVENT_DATA_MAX + 1, 1);
    struct event event;
    const char *file;
    unsigned line;

    if (!ring_read(&task->slot->ring, &event, &file, &line, room)) {
        free(room);
        return false;
    }

    struct pending *pending = pending_add(run);
    pending->event = event;
    pending->file = file;
    pending->line = line;
    pending->room = room;
    event_set_text(&pending->event, FIELD_task, task->name);
    return true;
}

static void run_drain(struct run *run) {
    for (int i = 0; i < run->task_count; i++)
        while (run_drain_one(run, &run->tasks[i].task))
            ;
}

/* A task that sleeps in a call in which it was not seen asleep before. */
static void run_note_sleepers(struct run *run, bool timed) {
    for (int i = 0; i < run->task_count; i++) {
        struct run_task *task = &run->tasks[i];
        struct sleep_observation seen;
        if (atomic_load(&task->task.slot->open) || (timed && !atomic_load(&task->task.slot->timed)))
            continue;
        if (!evidence_proc.asleep(&task->watch, &task->task, &seen) || seen.number == task->asleep)
            continue;
        task->asleep = seen.number;

        struct event *event = run_add(run, EVENT_ASLEEP);
        event_set(event, FIELD_t, seen.seen);
        event_set_text(event, FIELD_task, task->task.name);
        event_set(event, FIELD_call, seen.call);
        event_set(event, FIELD_number, seen.number);
        event_set(event, FIELD_entered, seen.entered);
        event_set(event, FIELD_evidence, EVIDENCE_PROC);
        if (seen.kernel[0])
            event_set_text(event, FIELD_kernel, trace_text(run->trace, seen.kernel));
    }
}

void run_look(struct run *run) {
    run_note_sleepers(run, true);
}

/* ---- names ---- */

static struct run_task *run_task(struct run *run, const char *name) {
    for (int i = 0; i < run->task_count; i++)
        if (strcmp(run->tasks[i].task.name, name) == 0)
            return &run->tasks[i];
    return NULL;
}

static void event_rebase(struct event *event, enum field field, int64_t start) {
    if (event_has(event, field))
        event_set(event, field, event_get(event, field) - start);
}

static void event_name_place(struct run *run, struct event *event, const char *file,
                             unsigned line) {
    const char *base = strrchr(file, '/');
    char place[128];

    snprintf(place, sizeof place, "%s:%u", base ? base + 1 : file, line);
    event_set_text(event, FIELD_at, trace_text(run->trace, place));
}

/* These are learnt outside the page: the rest of what they say is their enter event's. */
static bool event_is_inside_call(const struct event *event) {
    return event->kind == EVENT_ASLEEP || event->kind == EVENT_READY ||
           event->kind == EVENT_AWAKE || event->kind == EVENT_COPY;
}

static void event_copy_call(struct event *event, const struct event *enter) {
    if (event_has(enter, FIELD_at))
        event_set_text(event, FIELD_at, enter->at);
    if (event_has(enter, FIELD_fd))
        event_set(event, FIELD_fd, enter->fd);
}

/* "returned", "exited", "killed" come as text: a record has no other texts. */
static void event_name_end(struct run *run, struct event *event) {
    const char *text = trace_text(run->trace, event->text);

    if (!text)
        return;
    event_clear(event, FIELD_text);
    event->text = NULL;
    event_set_text(event, FIELD_act, text);
}

static void event_trim_note(struct event *event) {
    size_t length = strlen(event->text);

    if (length > 0 && event->text[length - 1] == '\n')
        ((char *)event->text)[length - 1] = '\0'; /* it lies in the pending event's own room */
}

static void event_complete(struct run *run, struct pending *pending) {
    static const enum field times[] = {FIELD_t,           FIELD_entered, FIELD_arrived,
                                       FIELD_seen,        FIELD_woken,   FIELD_kernel_entered,
                                       FIELD_kernel_left, FIELD_sent};
    struct event *event = &pending->event;
    struct run_task *task = event_has(event, FIELD_task) ? run_task(run, event->task) : NULL;

    for (size_t i = 0; i < sizeof times / sizeof *times; i++)
        event_rebase(event, times[i], run->start);
    if (pending->file)
        event_name_place(run, event, pending->file, pending->line);
    if (event_is_inside_call(event) && task && event_has(&task->enter, FIELD_kind))
        event_copy_call(event, &task->enter);
    if (event->kind == EVENT_RETURN)
        run_count_arrivals(run, event);
    if (event->kind == EVENT_TASK_START && task)
        event_set_text(event, FIELD_server, task->task.server->name);
    if (event->kind == EVENT_TASK_END)
        event_name_end(run, event);
    if (event->kind == EVENT_NOTE)
        event_trim_note(event);
    run_name_descriptor(run, event);
}

static void run_learn(struct run *run, const struct event *event) {
    struct run_task *task = event_has(event, FIELD_task) ? run_task(run, event->task) : NULL;

    if (event->kind == EVENT_ENTER && task)
        task->enter = *event;
    if (event->kind == EVENT_RETURN)
        run_learn_return(run, event);
}

/* ---- a batch ---- */

/* The end of a page's last task is the end of its process: the kernel closes what it left open. */
static void run_close_if_gone(struct run *run) {
    for (int i = 0; i < run->task_count; i++)
        if (!task_is_gone(&run->tasks[i].task) || run->tasks[i].closed)
            return;
    for (int i = 0; i < run->task_count; i++)
        run->tasks[i].closed = true;
    if (run->task_count > 0)
        run_close_page(run);
}

static void run_append_pending(struct run *run) {
    if (run->pending_count > 0) /* else there may be no array */
        qsort(run->pending, run->pending_count, sizeof *run->pending, pending_compare);
    for (size_t i = 0; i < run->pending_count; i++) {
        struct pending *pending = &run->pending[i];
        struct event kept;
        event_complete(run, pending);
        size_t index = trace_append(run->trace, &pending->event);
        run_learn(run, trace_at(run->trace, index, &kept));
        free(pending->room);
    }
    run->pending_count = 0;
}

void run_collect(struct run *run) {
    run_drain(run);
    run_note_sleepers(run, false);
    run_take_moments(run);
    run_append_pending(run);
    run_close_if_gone(run);
    run_sample(run);
}
