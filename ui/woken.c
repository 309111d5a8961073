#include <config.h>

#include "woken.h"

#include <string.h>

#include "figures.h"
#include "i18n.h"
#include "text.h"

/* The act of that client under which the task was woken: its last one before. NULL: it did nothing
 * since the call was entered, so the name is a thread's. */
static const struct event *act_of(const struct trace *trace, size_t enter, const char *client,
                                  int64_t woken, struct event *room) {
    const uint32_t acts = TRACE_KIND(EVENT_CLIENT);
    size_t found = SIZE_MAX;
    for (size_t i = trace_next(trace, enter, acts); i < trace_count(trace);
         i = trace_next(trace, i + 1, acts)) {
        const struct event *event = trace_at(trace, i, room);
        if (event->t > woken)
            break;
        if (event->client && strcmp(event->client, client) == 0)
            found = i;
    }
    return found == SIZE_MAX ? NULL : trace_at(trace, found, room);
}

void woken_find(struct woken *woken, const struct trace *trace, size_t enter,
                const struct call_times *times) {
    struct event room;
    int64_t limit = trace_at(trace, enter, &room)->timeout;
    *woken = (struct woken){.by = WAKER_UNKNOWN};
    if (times->woken < 0 || !times->waker)
        return;
    const struct event *act = act_of(trace, enter, times->waker, times->woken, &room);
    woken->name = times->waker;
    if (act) {
        woken->by = WAKER_CLIENT;
        woken->act = strncmp(act->act, "send", 4) == 0 ? "send" : act->act;
        woken->after = times->woken - act->t;
    } else if (times->ready < 0 && limit > 0 && times->woken - times->entered >= limit) {
        woken->by = WAKER_CLOCK;
    } else if (strcmp(times->waker, "interrupt") == 0) {
        woken->by = WAKER_INTERRUPT;
    } else {
        woken->by = WAKER_THREAD;
    }
}

static void waker_add(const struct woken *woken, const char *task, char *out, size_t size) {
    char time[48];
    if (woken->by == WAKER_CLIENT)
        text_add(out, size, _("%s's %s woke %s %s after it began."), woken->name, woken->act, task,
                 figure_time(woken->after, time, sizeof time));
    else if (woken->by == WAKER_CLOCK)
        text_add(out, size, _("The time was over: the clock woke %s."), task);
    else if (woken->by == WAKER_INTERRUPT)
        text_add(out, size, _("An interrupt woke %s."), task);
    else
        text_add(out, size, _("The kernel woke %s while the thread %s ran."), task, woken->name);
}

void woken_add(const struct woken *woken, const struct call_times *times, const char *task,
               char *out, size_t size) {
    char slept[48], number[48];
    if (times->awake < 0 || times->off < 0)
        return;
    figure_time(times->off, slept, sizeof slept);
    if (woken->by == WAKER_UNKNOWN) {
        text_add(out, size, _("%s runs again after %s of sleep"), task, slept);
    } else {
        waker_add(woken, task, out, size);
        text_add(out, size, _(" It runs again after %s of sleep"), slept);
    }
    if (times->sleeps > 1)
        text_add(out, size, _(", in %s parts"),
                 figure_number(times->sleeps, number, sizeof number));
    text_add(out, size, "%s", _("."));
}
