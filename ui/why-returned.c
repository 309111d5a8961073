#include <config.h>

#include "why-returned.h"

#include "figures.h"
#include "i18n.h"
#include "text.h"
#include "woken.h"

static void sentence_add(char *out, size_t size, const char *format, int64_t ns) {
    char time[48];
    text_add(out, size, format, figure_time(ns, time, sizeof time));
}

static bool was_there_before(const struct call_times *times) {
    return times->arrived >= 0 && times->arrived < times->entered;
}

/* A stamp is that of the last segment: only of a single one it tells when the wait was over. */
static void before_add(const struct call_times *times, char *out, size_t size) {
    sentence_add(out, size,
                 times->arrivals == 1
                     ? _(" It did not wait: the bytes had arrived %s before it was entered.")
                     : _(" It did not wait: the last of the bytes had arrived %s before it was "
                         "entered."),
                 times->entered - times->arrived);
}

static void ready_add(const struct call_times *times, char *out, size_t size) {
    if (times->off < 0)
        text_add(out, size, "%s", times->slept ? _(" It slept.") : _(" It did not sleep."));
    sentence_add(out, size,
                 times->ready_by == EVIDENCE_TIMESTAMP
                     ? _(" The bytes arrived %s after it was entered.")
                     : _(" The kernel had what it waited for %s after it was entered."),
                 times->ready - times->entered);
}

static void wait_add(const struct call_times *times, char *out, size_t size) {
    int64_t whole = times->returned - times->entered;
    if (was_there_before(times))
        before_add(times, out, size);
    else if (times->ready >= 0)
        ready_add(times, out, size);
    else if (times->off < 0)
        sentence_add(out, size,
                     times->slept ? _(" It slept, for at most %s.")
                                  : _(" It did not sleep: it took %s."),
                     whole);
    if (times->ready < 0 && times->arrived >= times->entered)
        sentence_add(out, size, _(" The last of the bytes arrived %s after it was entered."),
                     times->arrived - times->entered);
}

static void copy_add(const struct call_times *times, enum call call, char *out, size_t size) {
    bool copies = call == CALL_recv || call == CALL_read;
    if (times->copy >= 0)
        sentence_add(out, size, _(" The copy took %s."), call_times_end(times) - times->copy);
    else if (times->awake >= 0 && copies)
        sentence_add(out, size, _(" The copy took at most %s."),
                     call_times_end(times) - times->awake);
    else if (times->awake < 0 && times->ready >= 0)
        sentence_add(out, size,
                     copies ? _(" To wake up and to copy took at most %s.")
                            : _(" To wake up took at most %s."),
                     call_times_end(times) - times->ready);
    else if (copies && was_there_before(times))
        sentence_add(out, size, _(" The copy took at most %s."),
                     call_times_end(times) - times->entered);
}

/* " A's send woke server …": the kernel's own record of the sleep. */
static void woke_add(const struct call_times *times, const struct trace *trace, size_t enter,
                     char *out, size_t size) {
    struct woken woken;
    struct event room;
    if (times->off < 0)
        return;
    woken_find(&woken, trace, enter, times);
    text_add(out, size, " ");
    woken_add(&woken, times, trace_at(trace, enter, &room)->task, out, size);
    if (call_times_wake_up(times) >= 0)
        sentence_add(out, size, _(" The wake-up took %s."), call_times_wake_up(times));
}

void why_returned_add(const struct call_times *times, const struct trace *trace, size_t enter,
                      char *out, size_t size) {
    char number[48];
    struct event room;
    enum call call = trace_at(trace, enter, &room)->call;
    if (times->returned < 0)
        return;
    if (times->count > 1) {
        text_add(out, size, _(" It is the last of %s equal calls."),
                 figure_number(times->count, number, sizeof number));
        return;
    }
    wait_add(times, out, size);
    woke_add(times, trace, enter, out, size);
    copy_add(times, call, out, size);
    if (times->cpu >= 0)
        sentence_add(out, size, _(" It used at most %s of CPU time."), times->cpu);
}
