#include <config.h>

#include "narrate-part.h"

#include <inttypes.h>
#include <string.h>

#include "figures.h"
#include "i18n.h"
#include "text.h"

bool narrate_same(const char *a, const char *b) {
    return a && b && strcmp(a, b) == 0;
}

const char *narrate_name(const char *name) {
    return name ? name : "?";
}

/* A signal's handler may call inside a call: each has its number. */
size_t narrate_enter_of(const struct trace *trace, size_t index) {
    struct event room;
    const struct event *of = trace_at(trace, index, &room);
    if (!of->task)
        return SIZE_MAX;
    return trace_last_wanted(trace, index + 1,
                             &(struct trace_wanted){.kinds = TRACE_KIND(EVENT_ENTER),
                                                    .task = of->task,
                                                    .number = of->number});
}

static void enter_add(const struct event *event, char *out, size_t size) {
    char call[NARRATE_MAX], list[NARRATE_MAX];
    narrate_call(event, call, sizeof call);
    if (event->call == CALL_poll)
        text_add(out, size, _("%s calls %s: %s."), narrate_name(event->task), call,
                 figure_list(event->asked, list, sizeof list));
    else
        text_add(out, size, _("%s calls %s."), narrate_name(event->task), call);
}

static void step_add(const struct lesson *lesson, const struct event *event, char *out,
                     size_t size) {
    int step = lesson && event->step ? lesson_step_index(lesson, event->step) : -1;
    if (step >= 0)
        narrate_step(&lesson->steps[step], out, size);
    else
        text_add(out, size, _("Step \"%s\" begins."), narrate_name(event->step));
}

static void ended_add(const struct event *event, char *out, size_t size) {
    const char *task = narrate_name(event->task);
    char name[128];
    if (narrate_same(event->act, "killed"))
        text_add(out, size, _("%s is gone: %s killed it."), task,
                 field_format(FIELD_signal, event->signal, name, sizeof name));
    else if (narrate_same(event->act, "ended"))
        text_add(out, size, _("%s is gone: waitscope ended it."), task);
    else
        text_add(out, size, _("%s is gone: it left with %" PRId64 "."), task, event->value);
}

static void descriptor_add(const struct event *event, char *out, size_t size) {
    const char *sentence = narrate_same(event->act, "opened")   ? N_("fd %" PRId64 " is open")
                           : narrate_same(event->act, "closed") ? N_("fd %" PRId64 " is closed")
                                                                : N_("fd %" PRId64);
    text_add(out, size, _(sentence), event->fd);
    if (event->of)
        text_add(out, size, _(": the connection with %s"), event->of);
    text_add(out, size, "%s", _("."));
}

static void lab_add(const struct event *event, char *out, size_t size) {
    char option[128], number[48];
    if (narrate_same(event->act, "set"))
        text_add(out, size, _("waitscope sets %s to %" PRId64 "."),
                 field_format(FIELD_option, event->option, option, sizeof option), event->value);
    else if (narrate_same(event->act, "lost"))
        text_add(out, size,
                 _("The kernel had no room for %s of its records: boundaries may be missing."),
                 figure_number(event->times, number, sizeof number));
    else if (narrate_same(event->act, "unwatched"))
        text_add(out, size, _("The kernel records nothing of this task: %s."),
                 narrate_name(event->text));
    else
        text_add(out, size, _("waitscope: %s."), narrate_name(event->act));
}

bool narrate_is_told(const struct trace *trace, size_t index) {
    struct event room;
    enum event_kind kind = trace_kind(trace, index);
    if (kind != EVENT_LAB)
        return event_kind_has_picture(kind) || kind == EVENT_NOTE;
    const char *act = trace_at(trace, index, &room)->act;
    return narrate_same(act, "lost") || narrate_same(act, "unwatched");
}

static void queue_add(const struct event *event, char *out, size_t size) {
    char unread[48], sent[48], where[48] = "";
    if (event_has(event, FIELD_fd))
        text_add(where, sizeof where, "fd %" PRId64, event->fd);
    else
        text_add(where, sizeof where, "%.30s", narrate_name(event->client));
    if (event_has(event, FIELD_ready_list))
        text_add(out, size,
                 event->ready_list ? _("%s: something is in the ready list.")
                                   : _("%s: the ready list is empty."),
                 where);
    else if (event_has(event, FIELD_accept_queue))
        text_add(out, size,
                 ngettext("%s: %s connection waits to be accepted.",
                          "%s: %s connections wait to be accepted.", event->accept_queue),
                 where, figure_number(event->accept_queue, unread, sizeof unread));
    else
        text_add(out, size, _("%s: %s bytes unread, %s bytes not yet acknowledged."), where,
                 figure_number(event->receive_queue, unread, sizeof unread),
                 figure_number(event->send_queue, sent, sizeof sent));
}

static void interest_add(const struct event *event, char *out, size_t size) {
    narrate_interest(event, out, size);
    text_add(out, size, "%s", _("."));
}

static void signal_add(const struct event *event, char *out, size_t size) {
    char name[128], text[256], time[48];
    const char *task = narrate_name(event->task);
    field_format(FIELD_signal, event->signal, name, sizeof name);
    if (narrate_signal(event, text, sizeof text)[0])
        text_add(out, size, _("%s reaches %s: %s."), name, task, text);
    else
        text_add(out, size, _("%s reaches %s."), name, task);
    if (event_has(event, FIELD_sent))
        text_add(out, size, _(" The kernel had sent it %s before."),
                 figure_time(event->t - event->sent, time, sizeof time));
}

char *narrate_event(const struct trace *trace, const struct lesson *lesson, size_t index, char *out,
                    size_t size) {
    struct event room;
    const struct event *event = trace_at(trace, index, &room);
    out[0] = '\0';
    switch ((enum event_kind)event->kind) {
    case EVENT_STEP:
        step_add(lesson, event, out, size);
        break;
    case EVENT_ENTER:
        enter_add(event, out, size);
        break;
    case EVENT_ASLEEP:
    case EVENT_READY:
    case EVENT_AWAKE:
    case EVENT_COPY:
        narrate_phase(trace, index, out, size);
        break;
    case EVENT_RETURN:
        narrate_return(trace, index, out, size);
        break;
    case EVENT_CLIENT:
        narrate_client(event, out, size);
        break;
    case EVENT_QUEUE:
        queue_add(event, out, size);
        break;
    case EVENT_DESCRIPTOR:
        descriptor_add(event, out, size);
        break;
    case EVENT_INTEREST:
        interest_add(event, out, size);
        break;
    case EVENT_SIGNAL:
        signal_add(event, out, size);
        break;
    case EVENT_NOTE:
        text_add(out, size, _("%s prints: %s"), narrate_name(event->task),
                 narrate_name(event->text));
        break;
    case EVENT_TASK_START:
        text_add(out, size, _("%s begins to run %s.c."), narrate_name(event->task),
                 narrate_name(event->server));
        break;
    case EVENT_TASK_END:
        ended_add(event, out, size);
        break;
    case EVENT_MEASURE:
    case EVENT_COST:
        narrate_figures(event, out, size);
        break;
    case EVENT_LAB:
        lab_add(event, out, size);
        break;
    case EVENT_COUNT:
        break;
    }
    return out;
}
