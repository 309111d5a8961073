/* What a call returned, as a sentence. */
#include <config.h>

#include "narrate-part.h"

#include <errno.h>
#include <inttypes.h>
#include <sys/epoll.h>

#include "figures.h"
#include "i18n.h"
#include "text.h"

static void received_add(const struct event *event, char *out, size_t size) {
    char number[48], data[128];
    const char *call = call_name(event->call);
    if (event->result == 0) {
        text_add(out, size, _("%s returned 0: end of file, the peer sends no more."), call);
        return;
    }
    text_add(out, size, _("%s returned %s"), call,
             figure_number(event->result, number, sizeof number));
    if (event->data.size && event->data.size <= NARRATE_DATA_MAX)
        text_add(out, size, _(": %s"),
                 figure_data(event->data, event->cut == 1, NARRATE_DATA_MAX, data, sizeof data));
    text_add(out, size, "%s", _("."));
}

static void sent_add(const struct event *event, const struct event *enter, char *out, size_t size) {
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
}

/* ---- failures ---- */

static const char *epoll_reason(int64_t error) {
    switch (error) {
    case EPERM:
        return N_("epoll does not take a file: it is always ready");
    case EEXIST:
        return N_("that descriptor is in the interest list already");
    case ENOENT:
        return N_("that descriptor is not in the interest list");
    }
    return NULL;
}

static const char *error_reason(const struct event *event) {
    const char *reason = event->call == CALL_epoll_ctl ? epoll_reason(event->error) : NULL;
    if (reason)
        return reason;
    switch (event->error) {
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
    case EMFILE:
        return N_("the process may open no more descriptors");
    }
    return NULL;
}

/* Has the call waited as long as its socket allows? */
static bool ran_out(const struct event *event, const struct event *enter) {
    return event->error == EAGAIN && enter && enter->timeout > 0 &&
           event_has(event, FIELD_entered) && event->t - event->entered >= enter->timeout;
}

static void failed_add(const struct event *event, const struct event *enter, char *out,
                       size_t size) {
    char error[128], times[48], limit[48];
    const char *reason = error_reason(event);
    field_format(FIELD_error, event->error, error, sizeof error);
    text_add(out, size, _("%s returned -1 with %s"), call_name(event->call), error);
    if (event->times > 1)
        text_add(out, size, _(", %s times in a row"),
                 figure_number(event->times, times, sizeof times));
    if (ran_out(event, enter))
        text_add(out, size, _(": its time limit of %s was over"),
                 figure_time(enter->timeout, limit, sizeof limit));
    else if (reason)
        text_add(out, size, _(": %s"), _(reason));
    text_add(out, size, "%s", _("."));
}

/* ---- answers about readiness ---- */

/* "poll(3 descriptors) returned 1: 4 IN|RDHUP." */
static void ready_add(const struct event *event, const struct event *enter, char *out,
                      size_t size) {
    char call[NARRATE_MAX], text[256];
    bool named = event->call == CALL_poll && enter;
    const char *name = named ? narrate_call(enter, call, sizeof call) : call_name(event->call);
    if (event->result == 0) {
        bool looked = enter && event_has(enter, FIELD_timeout) && enter->timeout == 0;
        text_add(out, size,
                 looked ? _("%s returned 0: nothing is ready.")
                        : _("%s returned 0: its time is over, and nothing is ready."),
                 name);
    } else if (event->call == CALL_select) {
        text_add(out, size, _("%s returned %s."), name, narrate_result(event, text, sizeof text));
    } else {
        text_add(out, size, _("%s returned %" PRId64), name, event->result);
        text_add(out, size, _(": %s."), figure_list(event->got, text, sizeof text));
    }
}

void narrate_interest(const struct event *event, char *out, size_t size) {
    char events[128];
    bool leaves = event->operation == EPOLL_CTL_DEL || narrate_same(event->act, "removed");
    bool changes = event->operation == EPOLL_CTL_MOD || narrate_same(event->act, "changed");
    if (leaves) {
        text_add(out, size, _("fd %" PRId64 " is in the interest list of fd %" PRId64 " no more"),
                 event->fd, event->epoll);
        return;
    }
    text_add(
        out, size,
        changes ? _("fd %" PRId64 " in the interest list of fd %" PRId64 ": from now on for %s")
                : _("fd %" PRId64 " is in the interest list of fd %" PRId64 " now, for %s"),
        event->fd, event->epoll, field_format(FIELD_events, event->events, events, sizeof events));
}

/* ---- descriptors ---- */

/* The descriptor that the call opened, from the plain event that says so. */
static const struct event *opened_after(const struct trace *trace, size_t index, int64_t fd,
                                        struct event *room) {
    for (size_t i = index + 1; i < trace_count(trace); i++) {
        if (event_kind_has_picture(trace_kind(trace, i)))
            return NULL;
        const struct event *event = trace_at(trace, i, room);
        if (event->kind == EVENT_DESCRIPTOR && narrate_same(event->act, "opened") &&
            event->fd == fd)
            return event;
    }
    return NULL;
}

static void accepted_add(const struct trace *trace, size_t index, char *out, size_t size) {
    struct event rooms[2];
    const struct event *event = trace_at(trace, index, &rooms[0]);
    const struct event *opened = opened_after(trace, index, event->result, &rooms[1]);
    const char *of = event->of ? event->of : opened ? opened->of : NULL;
    text_add(out, size, _("%s returned %" PRId64), call_name(event->call), event->result);
    if (of)
        text_add(out, size, _(": the connection with %s"), of);
    text_add(out, size, "%s", _("."));
}

/* ---- all of them ---- */

static void succeeded_add(const struct trace *trace, size_t index, const struct event *enter,
                          char *out, size_t size) {
    char result[256];
    struct event room;
    const struct event *event = trace_at(trace, index, &room);
    const char *call = call_name(event->call);
    switch ((enum call)event->call) {
    case CALL_recv:
    case CALL_read:
        received_add(event, out, size);
        break;
    case CALL_send:
    case CALL_write:
        sent_add(event, enter, out, size);
        break;
    case CALL_accept:
    case CALL_accept4:
        accepted_add(trace, index, out, size);
        break;
    case CALL_select:
    case CALL_poll:
    case CALL_epoll_wait:
        ready_add(event, enter, out, size);
        break;
    case CALL_epoll_create1:
        text_add(out, size, _("%s returned %" PRId64), call, event->result);
        text_add(out, size, "%s", _(": an epoll with an empty interest list."));
        break;
    case CALL_epoll_ctl:
        text_add(out, size, _("%s returned %" PRId64), call, event->result);
        text_add(out, size, "%s", _(": "));
        narrate_interest(event, out, size);
        text_add(out, size, "%s", _("."));
        break;
    case CALL_nanosleep:
        text_add(out, size, _("%s returned 0: the time has passed."), call);
        break;
    default:
        text_add(out, size, _("%s returned %s."), call,
                 narrate_result(event, result, sizeof result));
    }
}

void narrate_return(const struct trace *trace, size_t index, char *out, size_t size) {
    struct event rooms[2];
    const struct event *event = trace_at(trace, index, &rooms[0]);
    size_t seq = narrate_enter_of(trace, index);
    const struct event *enter = seq == SIZE_MAX ? NULL : trace_at(trace, seq, &rooms[1]);
    if (event->result < 0 && event_has(event, FIELD_error))
        failed_add(event, enter, out, size);
    else
        succeeded_add(trace, index, enter, out, size);
}
