#include <config.h>

#include "call.h"
#include "task.h"

#include <errno.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <time.h>

/* Which call of the page it was. */
struct place {
    enum call id;
    uint32_t number;
    const char *file;
    int line, fd;
};

static void draft_call(struct draft *draft, enum event_kind kind, int64_t t,
                       const struct place *place) {
    draft_begin(draft, kind, t);
    draft->record.call = place->id;
    draft->record.number = place->number;
    draft->record.file = place->file;
    draft->record.line = place->line;
    if (place->fd >= 0)
        draft_put(draft, FIELD_fd, place->fd);
}

static struct place call_place(const struct traced_call *call) {
    return (struct place){call->id, call->number, call->file, call->line, call->fd};
}

static void call_draft(struct traced_call *call, enum event_kind kind, int64_t t) {
    const struct place place = call_place(call);

    draft_call(&call->draft, kind, t, &place);
}

/* CPU time that the thread has used, ns. */
static int64_t thread_cpu(void) {
    struct timespec used;

    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
    return used.tv_sec * INT64_C(1000000000) + used.tv_nsec;
}

static int64_t thread_switches(void) {
    struct rusage usage;

    getrusage(RUSAGE_THREAD, &usage);
    return usage.ru_nvcsw;
}

/* ---- equal failures ---- */

/* A page that polls comes to a gate once in so many equal failures. */
enum { FOLD_MAX = 1000 };

static bool fold_matches(const struct fold *fold, const struct traced_call *call) {
    return fold->armed && fold->id == call->id && fold->file == call->file &&
           fold->line == call->line && fold->fd == call->fd;
}

/* One return for all of them. */
static void fold_write(struct task *task) {
    struct fold *fold = &task->fold;
    const struct place place = {fold->id, fold->number, fold->file, fold->line, fold->fd};
    struct draft draft;

    draft_call(&draft, EVENT_RETURN, fold->left, &place);
    draft_put(&draft, FIELD_result, -1);
    draft_put(&draft, FIELD_error, EAGAIN);
    draft_put(&draft, FIELD_entered, fold->entered);
    draft_put(&draft, FIELD_times, fold->times);
    ring_write(&task->slot->ring, &draft);
    fold->active = false;
}

static void fold_arm(struct fold *fold, const struct traced_call *call, bool failed) {
    fold->armed = failed;
    fold->id = call->id;
    fold->file = call->file;
    fold->line = call->line;
    fold->fd = call->fd;
}

/* Takes the return of a call that repeats the failure before it. True: nothing to write down yet.
 */
static bool fold_take(struct task *task, const struct traced_call *call) {
    struct fold *fold = &task->fold;

    if (!fold->active) {
        fold->active = true;
        fold->number = call->number;
        fold->entered = call->entered;
        fold->times = 0;
    }
    fold->times++;
    fold->left = call->left;
    if (fold->times < FOLD_MAX)
        return true;
    fold_write(task);
    return false;
}

/* ---- the halves ---- */

/* A call that repeats a failure most likely fails again, and then nobody asks when it began. */
void call_tell_begin(struct traced_call *call) {
    call->folded = task_self->fold.active && fold_matches(&task_self->fold, call);
    call_draft(call, EVENT_ENTER, call->folded ? 0 : clock_now());
}

void call_put_timeout(struct traced_call *call, int64_t ns) {
    call_put(call, FIELD_timeout, ns);
    atomic_store_explicit(&task_self->slot->timed, ns > 0, memory_order_relaxed);
}

/* The same call has just failed at once: its socket has no limit. Only a call could change that. */
void call_ask_socket_timeout(struct traced_call *call, int option) {
    struct timeval limit = {0};
    socklen_t size = sizeof limit;

    if (call->folded || getsockopt(call->fd, SOL_SOCKET, option, &limit, &size) != 0)
        return;
    int64_t ns = limit.tv_sec * INT64_C(1000000000) + limit.tv_usec * INT64_C(1000);
    if (ns > 0)
        call_put_timeout(call, ns);
}

/* The dear readings (CPU clock, rusage) lie outside the two stamps. */
static void call_write_enter(struct traced_call *call) {
    struct task *task = task_self;

    if (task->fold.active) {
        fold_write(task);
        task_gate();
        call->draft.record.t = clock_now();
    }
    ring_write(&task->slot->ring, &call->draft);
    task_gate();
    call->switches = thread_switches();
    call->cpu = thread_cpu();
}

void call_tell_enter(struct traced_call *call) {
    if (!call->folded)
        call_write_enter(call);
    call->entered = clock_now();
    atomic_store_explicit(&task_self->slot->entered, call->entered, memory_order_release);
}

void call_tell_leave(struct traced_call *call) {
    call_draft(call, EVENT_RETURN, call->left);
    call_put(call, FIELD_result, call->result);
    if (call->result == -1)
        call_put(call, FIELD_error, call->error);
    call_put(call, FIELD_entered, call->entered);
    if (call->folded)
        return;
    call_put(call, FIELD_cpu, thread_cpu() - call->cpu);
    call_put(call, FIELD_switches, thread_switches() - call->switches);
}

/* A folded call that did not fail after all was entered without a word: say it now. */
static void call_unfold(struct traced_call *call) {
    const struct place place = call_place(call);
    struct draft enter;

    fold_write(task_self);
    draft_call(&enter, EVENT_ENTER, call->entered, &place);
    ring_write(&task_self->slot->ring, &enter);
}

/* EAGAIN after a time limit took its time: that is not polling. */
static bool call_polls(const struct traced_call *call) {
    return call->result == -1 && call->error == EAGAIN &&
           !atomic_load_explicit(&task_self->slot->timed, memory_order_relaxed);
}

void call_tell_return(struct traced_call *call) {
    struct fold *fold = &task_self->fold;
    bool failed = call_polls(call);

    if (failed && fold_matches(fold, call)) {
        if (!fold_take(task_self, call))
            task_gate();
        return;
    }
    if (call->folded)
        call_unfold(call);
    fold_arm(fold, call, failed);
    ring_write(&task_self->slot->ring, &call->draft);
    task_gate();
}

void call_note(const char *file, int line, const char *text) {
    struct draft draft;

    if (atomic_load_explicit(&task_self->slot->open, memory_order_relaxed))
        return;
    if (task_self->fold.active) {
        fold_write(task_self);
        task_gate();
    }
    draft_begin(&draft, EVENT_NOTE, clock_now());
    draft.record.file = file;
    draft.record.line = line;
    draft_put_bytes(&draft, FIELD_text, text, strlen(text));
    ring_write(&task_self->slot->ring, &draft);
    task_gate();
}
