#include <config.h>

#include "chrome-call.h"

#include "memory.h"

#include <string.h>

/* ---- what is under way ---- */

void chrome_task_enter(struct chrome_task *task, const struct event *enter) {
    if (task->call_count == task->call_room) {
        task->call_room += 4;
        task->calls = memory_grow(task->calls, (size_t)task->call_room, sizeof *task->calls);
    }
    struct chrome_call *call = &task->calls[task->call_count++];
    *call = (struct chrome_call){
        .enter = (size_t)enter->seq,
        .call = (enum call)enter->call,
        .number = enter->number,
        .free = task->lane.free,
        .inner = -1,
    };
    call_times_start(&call->times, enter);
}

static struct chrome_call *call_of(struct chrome_task *task, const struct event *event) {
    for (int i = task->call_count - 1; i >= 0; i--)
        if (task->calls[i].number == event->number)
            return &task->calls[i];
    return NULL;
}

void chrome_task_phase(struct chrome_task *task, const struct event *event) {
    struct chrome_call *call = call_of(task, event);
    if (!call)
        return;
    call_times_take(&call->times, event);
    call->seen_in_kernel = true;
    call->evidence[event->kind] = (enum evidence)event->evidence;
    if (event->waker)
        call->waker = event->waker;
}

void chrome_task_cause(struct chrome_task *task, const struct chrome_cause *cause) {
    for (int i = 0; i < task->call_count; i++) {
        struct chrome_call *call = &task->calls[i];
        int known = 0;
        /* What came first has woken it; the same again changes nothing. */
        while (known < call->cause_count && (call->causes[known].client != cause->client ||
                                             call->causes[known].wakes != cause->wakes))
            known++;
        if (known < call->cause_count)
            continue;
        call->causes = memory_grow(call->causes, (size_t)known + 1, sizeof *call->causes);
        call->causes[call->cause_count++] = *cause;
    }
}

static void call_take_off(struct chrome_task *task, struct chrome_call *call) {
    size_t after = (size_t)(&task->calls[task->call_count] - (call + 1));
    free(call->causes);
    memmove(call, call + 1, after * sizeof *call);
    task->call_count--;
}

void chrome_task_free(struct chrome_task *task) {
    while (task->call_count > 0)
        call_take_off(task, &task->calls[task->call_count - 1]);
    free(task->calls);
}

/* ---- slices ---- */

/* When what happened. */
static void call_moments(struct chrome *chrome, const struct chrome_call *call, bool returned) {
    enum { NAME_BYTES = 16 }; /* copied as a whole */
    static const struct {
        char name[NAME_BYTES];
        unsigned short size, at;
    } rows[] = {
#define ROW(member) {",\"" #member "\":", sizeof #member + 3, offsetof(struct call_times, member)}
        ROW(called), ROW(entered), ROW(asleep), ROW(ready), ROW(awake), ROW(copy), ROW(returned),
    };
    enum { ROWS = sizeof rows / sizeof rows[0], BYTES = 64 + ROWS * (NAME_BYTES + DIGITS_BYTES) };
    char *at = writer_room(chrome->writer, BYTES);
    at = text_put(at, ",\"ns\":{\"of\":\"since the run began\"");
    for (size_t i = 0; i < ROWS; i++) {
        int64_t t = *(const int64_t *)((const char *)&call->times + rows[i].at);
        bool is_guess = rows[i].at == offsetof(struct call_times, entered) &&
                        !call->seen_in_kernel && !returned;
        if (t < 0 || is_guess)
            continue;
        memcpy(at, rows[i].name, NAME_BYTES);
        at = digits_put(at + rows[i].size, t);
    }
    writer_wrote(chrome->writer, text_put(at, "}"));
}

/* What the enter and the return event say. */
static void call_arguments(struct chrome *chrome, const struct chrome_call *call,
                           const struct event *returned) {
    writer_text(chrome->writer, ",\"args\":");
    event_json_members(chrome->json, call->enter, &chrome->told_of_enter);
    if (!returned)
        writer_text(chrome->writer, ",\"unfinished\":1");
    if (returned) {
        writer_text(chrome->writer, ",\"answer\":");
        event_json_members(chrome->json, (size_t)returned->seq, &chrome->told_of_return);
        writer_byte(chrome->writer, '}');
    }
    call_moments(chrome, call, returned != NULL);
    writer_byte(chrome->writer, '}');
    chrome_line_end(chrome);
}

/* "recv", "recv EAGAIN", "recv EAGAIN × 1000" */
static void call_name_line(struct chrome *chrome, const struct chrome_call *call,
                           const struct event *returned) {
    chrome_line_word(chrome, call_name(call->call));
    if (returned && returned->result < 0 && event_has(returned, FIELD_error)) {
        chrome_line_word(chrome, " ");
        chrome_line_word(chrome, event_json_name(chrome->json, FIELD_error, returned->error));
    }
    if (call->times.count > 1) {
        chrome_line_word(chrome, " × ");
        chrome_line_number(chrome, call->times.count);
    }
    chrome_line_named(chrome);
}

/* Slices nest or stand apart, whatever the file says: a call goes around all that was written since
 * it was entered, or comes after it. Sets the slice's place. */
static void call_fit(const struct chrome_task *task, const struct chrome_call *call, int64_t end,
                     int64_t *from, int64_t *to) {
    *from = call->times.entered > call->free ? call->times.entered : call->free;
    *to = end;
    if (call->inner >= 0 && *from < call->inner && *to < task->lane.free)
        *to = task->lane.free;
    if (call->inner >= 0 && *from >= call->inner && *from < task->lane.free)
        *from = task->lane.free;
    if (*to <= *from)
        *to = *from + 1;
}

/* The lane is taken up to `to`, for the other calls that are under way. */
static void call_placed(struct chrome_task *task, const struct chrome_call *call, int64_t from,
                        int64_t to) {
    if (to + 1 > task->lane.free)
        task->lane.free = to + 1;
    for (int i = 0; i < task->call_count; i++) {
        struct chrome_call *other = &task->calls[i];
        if (other != call && (other->inner < 0 || from < other->inner))
            other->inner = from;
    }
}

/* ---- arrows ---- */

/* The act that woke the call: the kernel's word, or else the first that its answer explains. NULL:
 * none, or not known. */
static const struct chrome_cause *cause_find(const struct chrome_call *call,
                                             const struct event *returned,
                                             chrome_explains *explains, void *context) {
    const struct chrome_cause *found = NULL;
    int64_t until = call_times_wait_end(&call->times);
    for (int i = 0; i < call->cause_count; i++) {
        const struct chrome_cause *cause = &call->causes[i];
        bool inside = cause->t >= call->times.entered && cause->t <= until;
        bool meant = call->waker && strcmp(call->waker, cause->client) == 0;
        if (inside && (meant || explains(context, returned, cause)) &&
            (!found || cause->t < found->t))
            found = cause;
    }
    return found;
}

static void arrow_write(struct chrome *chrome, struct chrome_task *task,
                        const struct chrome_call *call, const struct chrome_cause *cause,
                        int64_t from, int64_t to) {
    int64_t at = call->times.ready >= 0 ? call->times.ready : to - 1;
    if (at < from)
        at = from;
    if (at > to - 1)
        at = to - 1;
    if (at >= cause->t)
        chrome_arrow(chrome, &cause->lane, cause->t, &task->lane, at);
}

/* ---- the two ends of a call ---- */

void chrome_task_return(struct chrome *chrome, struct chrome_task *task,
                        const struct event *returned, bool shown, chrome_explains *explains,
                        void *context) {
    struct chrome_call *call = call_of(task, returned);
    if (!call)
        return;
    call_times_take(&call->times, returned);
    if (call->times.ready == call->times.arrived)
        call->evidence[EVENT_READY] = EVIDENCE_TIMESTAMP;
    int64_t from, to;
    call_fit(task, call, call->times.returned, &from, &to);
    call_placed(task, call, from, to);
    if (shown) {
        chrome_name_lane(chrome, &task->lane, task->name, task->server);
        chrome_line_begin(chrome, 'X', "call", &task->lane, from);
        call_name_line(chrome, call, returned);
        chrome_line_duration(chrome, to - from);
        call_arguments(chrome, call, returned);
        chrome_phases_write(chrome, &task->lane, call, from, to);
        const struct chrome_cause *cause =
            call->times.slept ? cause_find(call, returned, explains, context) : NULL;
        if (cause)
            arrow_write(chrome, task, call, cause, from, to);
    }
    call_take_off(task, call);
}

/* From the innermost outwards, so that each finds what lies inside it. */
void chrome_task_give_up(struct chrome *chrome, struct chrome_task *task, int64_t end, bool shown) {
    while (task->call_count > 0) {
        struct chrome_call *call = &task->calls[task->call_count - 1];
        int64_t from, to;
        call_fit(task, call, end, &from, &to);
        call_placed(task, call, from, to);
        if (shown) {
            chrome_name_lane(chrome, &task->lane, task->name, task->server);
            chrome_line_begin(chrome, call->seen_in_kernel ? 'X' : 'i', "call", &task->lane, from);
            call_name_line(chrome, call, NULL);
            if (call->seen_in_kernel)
                chrome_line_duration(chrome, to - from);
            call_arguments(chrome, call, NULL);
        }
        call_take_off(task, call);
    }
}
