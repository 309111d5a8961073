#include <config.h>

#include "moments.h"
#include "memory.h"

#include <stdlib.h>
#include <string.h>

void moments_fini(struct moments *moments) {
    free(moments->waiting);
    free(moments->tasks);
    *moments = (struct moments){NULL, 0, 0, 0, NULL, 0};
}

static struct moment_task *find_task(struct moments *moments, pid_t tid) {
    for (size_t i = 0; i < moments->task_count; i++)
        if (moments->tasks[i].tid == tid)
            return &moments->tasks[i];
    return NULL;
}

void moments_begin_task(struct moments *moments, pid_t tid) {
    struct moment_task *task = find_task(moments, tid);

    if (!task) {
        size_t count = ++moments->task_count;
        moments->tasks = memory_grow(moments->tasks, count, sizeof *moments->tasks);
        task = &moments->tasks[count - 1];
    }
    *task = (struct moment_task){tid, false};
}

void moments_add(struct moments *moments, const struct moment_record *record) {
    if (moments->count == moments->room) {
        moments->room = moments->room * 2 + 64;
        moments->waiting = memory_grow(moments->waiting, moments->room, sizeof *moments->waiting);
    }
    moments->waiting[moments->count++] = (struct waiting_moment){*record, moments->places++};
}

static int compare(const void *a, const void *b) {
    const struct waiting_moment *left = a, *right = b;

    if (left->record.t != right->record.t)
        return left->record.t < right->record.t ? -1 : 1;
    return left->place < right->place ? -1 : left->place > right->place;
}

/* Follows the task on and off the CPU. Is the moment one that is told? */
static bool is_told(struct moments *moments, const struct moment_record *record) {
    struct moment_task *task = find_task(moments, record->tid);
    bool was_off = task && task->off;

    if ((int)record->kind == MOMENT_PREEMPTED || record->kind == MOMENT_ON ||
        record->kind == MOMENT_OFF) {
        if (task)
            task->off = record->kind == MOMENT_OFF;
    }
    if (record->kind == MOMENT_ON)
        return was_off;
    return (int)record->kind != MOMENT_PREEMPTED;
}

size_t moments_take(struct moments *moments, int64_t until, struct moment_record *out,
                    size_t room) {
    size_t taken = 0, told = 0;

    if (moments->count == 0) /* there may be no array */
        return 0;
    qsort(moments->waiting, moments->count, sizeof *moments->waiting, compare);
    while (taken < moments->count && told < room && moments->waiting[taken].record.t <= until) {
        const struct moment_record *record = &moments->waiting[taken++].record;
        if (is_told(moments, record))
            out[told++] = *record;
    }
    moments->count -= taken;
    memmove(moments->waiting, moments->waiting + taken, moments->count * sizeof *moments->waiting);
    return told;
}
