#include <config.h>

#include "call.h"
#include "task.h"

#include <errno.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

static void call_draft(struct traced_call *call, enum event_kind kind, int64_t t) {
    draft_begin(&call->draft, kind, t);
    call->draft.record.call = call->id;
    call->draft.record.number = call->number;
    call->draft.record.file = call->file;
    call->draft.record.line = call->line;
    if (call->fd >= 0)
        draft_put(&call->draft, FIELD_fd, call->fd);
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

void call_begin(struct traced_call *call, enum call id, const char *file, int line, int fd) {
    call->id = id;
    call->file = file;
    call->line = line;
    call->fd = fd;
    call->number = ++task_self->calls;
    call_draft(call, EVENT_ENTER, clock_now());
}

void call_put(struct traced_call *call, enum field field, int64_t value) {
    draft_put(&call->draft, field, value);
}

void call_put_bytes(struct traced_call *call, enum field field, const void *at, size_t size) {
    draft_put_bytes(&call->draft, field, at, size);
}

/* The dear readings (CPU clock, rusage) lie outside the two stamps. */
void call_enter(struct traced_call *call) {
    struct slot *slot = task_self->slot;

    ring_write(&slot->ring, &call->draft);
    task_gate();
    call->switches = thread_switches();
    call->cpu = thread_cpu();
    call->entered = clock_now();
    atomic_store(&slot->call, call->id);
    atomic_store(&slot->entered, call->entered);
    atomic_store(&slot->inside, call->number);
}

void call_leave(struct traced_call *call, int64_t result) {
    int error = errno;
    int64_t now = clock_now();

    atomic_store(&task_self->slot->inside, 0);
    call->result = result;
    call->error = error;
    call->cpu = thread_cpu() - call->cpu;
    call->switches = thread_switches() - call->switches;
    call_draft(call, EVENT_RETURN, now);
    call_put(call, FIELD_result, result);
    if (result == -1)
        call_put(call, FIELD_error, error);
    call_put(call, FIELD_entered, call->entered);
    call_put(call, FIELD_cpu, call->cpu);
    call_put(call, FIELD_switches, call->switches);
}

int64_t call_return(struct traced_call *call) {
    ring_write(&task_self->slot->ring, &call->draft);
    task_gate();
    errno = call->error;
    return call->result;
}

void call_note(const char *file, int line, const char *text) {
    struct draft draft;

    draft_begin(&draft, EVENT_NOTE, clock_now());
    draft.record.file = file;
    draft.record.line = line;
    draft_put_bytes(&draft, FIELD_text, text, strlen(text));
    ring_write(&task_self->slot->ring, &draft);
}
