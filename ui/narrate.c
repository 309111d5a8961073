#include <config.h>

#include "narrate.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "figures.h"
#include "i18n.h"
#include "text.h"

static bool same(const char *a, const char *b) {
    return a && b && strcmp(a, b) == 0;
}

size_t narrate_enter_of(const struct trace *trace, size_t index) {
    const char *task = trace_at(trace, index)->task;
    for (size_t i = index + 1; i > 0; i--) {
        const struct event *event = trace_at(trace, i - 1);
        if (event->kind == EVENT_ENTER && same(event->task, task))
            return i - 1;
    }
    return SIZE_MAX;
}

/* The client's sentence by its act (%s is its name), and one word for it. */
static const struct {
    const char *act;
    const char *sentence;
    const char *word;
} acts[] = {
    {"connect", N_("%s connects."), N_("connects")},
    {"connected", N_("%s is connected: the kernel has completed the handshake."), N_("connected")},
    {"send", N_("%s sends."), N_("sends")},
    {"read", N_("%s reads."), N_("reads")},
    {"stop-reading", N_("%s stops reading: what arrives stays in its receive queue."),
     N_("stops")},
    {"resume", N_("%s reads again, whatever arrives."), N_("resumes")},
    {"shutdown", N_("%s ends its sending side (shutdown): the server will read an end of file."),
     N_("shuts")},
    {"close", N_("%s closes its socket."), N_("closes")},
    {"reset", N_("%s resets its connection."), N_("resets")},
};

enum { ACTS = sizeof acts / sizeof acts[0] };

static const char *act_sentence(const char *act) {
    for (size_t i = 0; i < ACTS; i++)
        if (same(acts[i].act, act))
            return acts[i].sentence;
    return N_("%s acts.");
}

const char *narrate_act(const char *act) {
    for (size_t i = 0; i < ACTS; i++)
        if (same(acts[i].act, act))
            return acts[i].word;
    return N_("acts");
}

static const char *name_of(const char *name) {
    return name ? name : "?";
}

static char *client_text(const struct event *event, char *out, size_t size) {
    char number[48], data[128];
    const char *who = name_of(event->client);
    bool has_bytes = event_has(event, FIELD_result) && event->result > 0;
    if (event_has(event, FIELD_error) && event->error != EINPROGRESS) {
        char error[128];
        text_add(out, size, _("%s: %s failed with %s."), who, name_of(event->act),
                 field_format(FIELD_error, event->error, error, sizeof error));
        return out;
    }
    bool sends = same(event->act, "send"), reads = same(event->act, "read");
    if (reads && event_has(event, FIELD_result) && event->result == 0) {
        text_add(out, size, _("%s reads the end of file: the server sends no more."), who);
        return out;
    }
    if (!has_bytes || (!sends && !reads)) {
        text_add(out, size, _(act_sentence(event->act)), who);
        return out;
    }
    figure_number(event->result, number, sizeof number);
    figure_data(event->data, event->cut || (int64_t)event->data.size < event->result, 24, data,
                sizeof data);
    text_add(out, size, sends ? _("%s sends %s bytes") : _("%s reads %s bytes"), who, number);
    if (event->data.size)
        text_add(out, size, ": %s", data);
    text_add(out, size, ".");
    if (event_has(event, FIELD_size) && event->result < event->size) {
        figure_number(event->size, number, sizeof number);
        text_add(out, size, _(" Its kernel took no more of the %s."), number);
    }
    return out;
}

/* What a sleeping task waits for, as its own sentence. */
static char *asleep_text(const struct event *event, char *out, size_t size) {
    const char *what = call_waits_for(event->call);
    const char *call = call_name(event->call);
    if (!what[0])
        text_add(out, size, _("%s sleeps in %s."), name_of(event->task), call);
    else
        text_add(out, size, _("%s sleeps in %s: it waits for %s."), name_of(event->task), call,
                 _(what));
    return out;
}

static char *received_text(const struct event *event, char *out, size_t size) {
    char number[48], data[128];
    const char *call = call_name(event->call);
    if (event->result == 0) {
        text_add(out, size, _("%s returned 0: end of file, the peer sends no more."), call);
        return out;
    }
    figure_number(event->result, number, sizeof number);
    text_add(out, size, _("%s returned %s"), call, number);
    if (event->data.size)
        text_add(out, size, ": %s",
                 figure_data(event->data, event->cut || (int64_t)event->data.size < event->result,
                             24, data, sizeof data));
    text_add(out, size, ".");
    return out;
}

static char *sent_text(const struct event *event, const struct event *enter, char *out,
                       size_t size) {
    char number[48], offered[48];
    int64_t wanted = enter && event_has(enter, FIELD_size) ? enter->size : event->result;
    const char *call = call_name(event->call);
    figure_number(event->result, number, sizeof number);
    figure_number(wanted, offered, sizeof offered);
    if (event->result < wanted)
        text_add(out, size, _("%s returned %s: only so many of the %s bytes were taken."), call,
                 number, offered);
    else
        text_add(out, size, _("%s returned %s: the kernel has taken the bytes."), call, number);
    return out;
}

static const char *error_reason(int64_t error) {
    switch (error) {
    case EAGAIN:
        return N_("it would have to wait, and this descriptor must not");
    case EINTR:
        return N_("a signal interrupted it");
    case EPIPE:
        return N_("the other side will read no more");
    case ECONNRESET:
        return N_("the peer has reset the connection");
    case EBADF:
        return N_("no descriptor is open under that number");
    }
    return NULL;
}

static char *failed_text(const struct event *event, char *out, size_t size) {
    char error[128];
    const char *reason = error_reason(event->error);
    field_format(FIELD_error, event->error, error, sizeof error);
    text_add(out, size, _("%s returned -1 with %s"), call_name(event->call), error);
    if (reason)
        text_add(out, size, ": %s", _(reason));
    text_add(out, size, ".");
    return out;
}

/* The descriptor that the call opened, from the plain event that says so. */
static const struct event *opened_after(const struct trace *trace, size_t index) {
    for (size_t i = index + 1; i < trace_count(trace); i++) {
        const struct event *event = trace_at(trace, i);
        if (event_kind_has_picture(event->kind))
            return NULL;
        if (event->kind == EVENT_DESCRIPTOR && same(event->act, "opened") &&
            event->fd == trace_at(trace, index)->result)
            return event;
    }
    return NULL;
}

static char *accepted_text(const struct trace *trace, size_t index, char *out, size_t size) {
    const struct event *event = trace_at(trace, index);
    const struct event *opened = opened_after(trace, index);
    const char *of = event->of ? event->of : opened ? opened->of : NULL;
    text_add(out, size, _("%s returned %" PRId64), call_name(event->call), event->result);
    if (of)
        text_add(out, size, _(": the connection with %s"), of);
    text_add(out, size, ".");
    return out;
}

static char *return_text(const struct trace *trace, size_t index, char *out, size_t size) {
    char result[256];
    const struct event *event = trace_at(trace, index);
    size_t enter = narrate_enter_of(trace, index);
    if (event->result < 0 && event_has(event, FIELD_error))
        return failed_text(event, out, size);
    switch ((enum call)event->call) {
    case CALL_recv:
    case CALL_read:
        return received_text(event, out, size);
    case CALL_send:
    case CALL_write:
        return sent_text(event, enter == SIZE_MAX ? NULL : trace_at(trace, enter), out, size);
    case CALL_accept:
    case CALL_accept4:
        return accepted_text(trace, index, out, size);
    default:
        text_add(out, size, _("%s returned %s."), call_name(event->call),
                 narrate_result(event, result, sizeof result));
    }
    return out;
}

static char *step_text(const struct lesson *lesson, const struct event *event, char *out,
                       size_t size) {
    int step = lesson && event->step ? lesson_step_index(lesson, event->step) : -1;
    if (step >= 0)
        return narrate_step(&lesson->steps[step], out, size);
    text_add(out, size, _("Step \"%s\" begins."), name_of(event->step));
    return out;
}

static char *ended_text(const struct event *event, char *out, size_t size) {
    const char *task = name_of(event->task);
    char name[128];
    if (same(event->act, "killed"))
        text_add(out, size, _("%s is gone: %s killed it."), task,
                 field_format(FIELD_signal, event->signal, name, sizeof name));
    else if (same(event->act, "ended"))
        text_add(out, size, _("%s is gone: waitscope ended it."), task);
    else
        text_add(out, size, _("%s is gone: it left with %" PRId64 "."), task, event->value);
    return out;
}

static char *descriptor_text(const struct event *event, char *out, size_t size) {
    const char *sentence = same(event->act, "opened")   ? N_("fd %" PRId64 " is open")
                           : same(event->act, "closed") ? N_("fd %" PRId64 " is closed")
                                                        : N_("fd %" PRId64);
    text_add(out, size, _(sentence), event->fd);
    if (event->of)
        text_add(out, size, _(": the connection with %s"), event->of);
    text_add(out, size, ".");
    return out;
}

static char *lab_text(const struct event *event, char *out, size_t size) {
    char option[128];
    if (same(event->act, "set"))
        text_add(out, size, _("waitscope sets %s to %" PRId64 "."),
                 field_format(FIELD_option, event->option, option, sizeof option), event->value);
    else
        text_add(out, size, _("waitscope: %s."), name_of(event->act));
    return out;
}

static char *queue_text(const struct event *event, char *out, size_t size) {
    char unread[48], sent[48], where[48] = "";
    if (event_has(event, FIELD_fd))
        text_add(where, sizeof where, "fd %" PRId64, event->fd);
    else
        text_add(where, sizeof where, "%.30s", name_of(event->client));
    if (event_has(event, FIELD_accept_queue))
        text_add(out, size, _("%s: %s connections wait to be accepted."), where,
                 figure_number(event->accept_queue, unread, sizeof unread));
    else
        text_add(out, size, _("%s: %s bytes unread, %s bytes not yet acknowledged."), where,
                 figure_number(event->receive_queue, unread, sizeof unread),
                 figure_number(event->send_queue, sent, sizeof sent));
    return out;
}

char *narrate_event(const struct trace *trace, const struct lesson *lesson, size_t index, char *out,
                    size_t size) {
    const struct event *event = trace_at(trace, index);
    char text[256];
    out[0] = '\0';
    switch ((enum event_kind)event->kind) {
    case EVENT_STEP:
        return step_text(lesson, event, out, size);
    case EVENT_ENTER:
        text_add(out, size, _("%s calls %s."), name_of(event->task),
                 narrate_call(event, text, sizeof text));
        return out;
    case EVENT_ASLEEP:
        return asleep_text(event, out, size);
    case EVENT_READY:
        text_add(out, size, _("The kernel now has what %s waits for."), call_name(event->call));
        return out;
    case EVENT_AWAKE:
        text_add(out, size, _("%s runs again, still inside %s."), name_of(event->task),
                 call_name(event->call));
        return out;
    case EVENT_COPY:
        text_add(out, size, _("%s copies the bytes."), call_name(event->call));
        return out;
    case EVENT_RETURN:
        return return_text(trace, index, out, size);
    case EVENT_CLIENT:
        return client_text(event, out, size);
    case EVENT_QUEUE:
        return queue_text(event, out, size);
    case EVENT_DESCRIPTOR:
        return descriptor_text(event, out, size);
    case EVENT_SIGNAL:
        text_add(out, size, _("%s reaches %s."),
                 field_format(FIELD_signal, event->signal, text, sizeof text),
                 name_of(event->task));
        return out;
    case EVENT_NOTE:
        text_add(out, size, _("%s prints: %s"), name_of(event->task), name_of(event->text));
        return out;
    case EVENT_TASK_START:
        text_add(out, size, _("%s begins to run %s.c."), name_of(event->task),
                 name_of(event->server));
        return out;
    case EVENT_TASK_END:
        return ended_text(event, out, size);
    case EVENT_LAB:
        return lab_text(event, out, size);
    case EVENT_COUNT:
        break;
    }
    return out;
}
