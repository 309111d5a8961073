/* What happened inside a call, as sentences: it sleeps, the kernel is ready, it runs again, it
 * copies. */
#include <config.h>

#include "narrate-part.h"

#include <stdint.h>

#include "call-times.h"
#include "figures.h"
#include "i18n.h"
#include "text.h"
#include "woken.h"

/* What a sleeping task waits for, and how long at most. */
static void asleep_add(const struct event *event, const struct event *enter, char *out,
                       size_t size) {
    char limit[48];
    const char *what = call_waits_for(event->call), *call = call_name(event->call);
    int64_t timeout = enter ? enter->timeout : 0;
    if (!what[0])
        text_add(out, size, _("%s sleeps in %s."), narrate_name(event->task), call);
    else
        text_add(out, size, _("%s sleeps in %s: it waits for %s."), narrate_name(event->task), call,
                 _(what));
    if (timeout > 0)
        text_add(out, size, _(" At most %s."), figure_time(timeout, limit, sizeof limit));
}

/* What there is now; the call's own answer says it. */
static const char *ready_words(const struct trace *trace, const struct call_times *times) {
    struct event room;
    if (times->returned < 0)
        return N_("The kernel has what %s waits for");
    const struct event *returned = trace_at(trace, times->return_seq, &room);
    if (returned->result < 0)
        return N_("The kernel has what %s waits for");
    switch ((enum call)returned->call) {
    case CALL_recv:
    case CALL_read:
        return returned->result > 0 ? N_("Bytes have arrived: the kernel has what %s waits for")
                                    : N_("The end of file has arrived: %s has nothing to wait for");
    case CALL_accept:
    case CALL_accept4:
        return N_("A connection is complete: the kernel has what %s waits for");
    case CALL_select:
    case CALL_poll:
    case CALL_epoll_wait:
        return N_("A descriptor is ready: the kernel has what %s waits for");
    default:
        return N_("The kernel has what %s waits for");
    }
}

static void ready_add(const struct trace *trace, const struct event *event,
                      const struct call_times *times, char *out, size_t size) {
    char time[48];
    text_add(out, size, _(ready_words(trace, times)), call_name(event->call));
    text_add(out, size, _(", %s after it was entered."),
             figure_time(event->t - times->entered, time, sizeof time));
}

static void awake_add(const struct trace *trace, size_t enter, const struct event *event,
                      const struct call_times *times, char *out, size_t size) {
    struct woken woken;
    if (times->off < 0) {
        text_add(out, size, _("%s runs again, still inside %s."), narrate_name(event->task),
                 call_name(event->call));
        return;
    }
    woken_find(&woken, trace, enter, times);
    woken_add(&woken, times, narrate_name(event->task), out, size);
}

static void copy_add(const struct event *event, const struct call_times *times, char *out,
                     size_t size) {
    char time[48];
    bool waited = times->ready >= 0 && times->ready <= event->t;
    int64_t since = waited ? times->ready : times->entered;
    text_add(out, size,
             waited ? _("%s begins to copy, %s after the kernel had the bytes.")
                    : _("%s begins to copy, %s after it was entered."),
             call_name(event->call), figure_time(event->t - since, time, sizeof time));
}

/* A phase of a call that no event entered: a file may say so. */
static void bare_add(const struct event *event, char *out, size_t size) {
    const char *call = call_name(event->call);
    if (event->kind == EVENT_READY)
        text_add(out, size, _("The kernel has what %s waits for"), call);
    else if (event->kind == EVENT_AWAKE)
        text_add(out, size, _("%s runs again, still inside %s"), narrate_name(event->task), call);
    else
        text_add(out, size, _("%s begins to copy"), call);
    text_add(out, size, "%s", _("."));
}

void narrate_phase(const struct trace *trace, size_t index, char *out, size_t size) {
    struct event rooms[2];
    struct call_times times;
    const struct event *event = trace_at(trace, index, &rooms[0]);
    size_t seq = narrate_enter_of(trace, index);
    const struct event *enter = seq == SIZE_MAX ? NULL : trace_at(trace, seq, &rooms[1]);
    if (event->kind == EVENT_ASLEEP) {
        asleep_add(event, enter, out, size);
        return;
    }
    if (!enter) {
        bare_add(event, out, size);
        return;
    }
    call_times_find(&times, trace, seq, trace_count(trace));
    if (event->kind == EVENT_READY)
        ready_add(trace, event, &times, out, size);
    else if (event->kind == EVENT_AWAKE)
        awake_add(trace, seq, event, &times, out, size);
    else
        copy_add(event, &times, out, size);
}

/* Of those boundaries that are known, each source once. */
static void sources_add(const struct call_times *times, char *out, size_t size) {
    const struct {
        int64_t t;
        enum evidence by;
    } boundaries[] = {
        {times->asleep, times->asleep_by},
        {times->ready < 0 ? times->arrived : -1, EVIDENCE_TIMESTAMP},
        {times->ready, times->ready_by},
        {times->awake, times->awake_by},
        {times->copy, times->copy_by},
    };
    uint32_t told = 0;
    for (size_t i = 0; i < sizeof boundaries / sizeof boundaries[0]; i++) {
        if (boundaries[i].t < 0 || told >> boundaries[i].by & 1)
            continue;
        text_add(out, size, "%s%s", told ? ", " : " (", evidence_name(boundaries[i].by));
        told |= 1u << boundaries[i].by;
    }
    text_add(out, size, "%s", told ? ")" : "");
}

char *narrate_times(const struct trace *trace, size_t index, char *out, size_t size) {
    struct event room;
    struct call_times times;
    size_t enter = narrate_enter_of(trace, index);
    out[0] = '\0';
    if (enter == SIZE_MAX || !call_waits_for(trace_at(trace, enter, &room)->call)[0])
        return out;
    call_times_find(&times, trace, enter, index + 1);
    if (times.asleep < 0 && times.copy < 0 && times.arrived < 0)
        return out;
    call_times_text(&times, out, size);
    sources_add(&times, out, size);
    return out;
}
