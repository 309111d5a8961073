/* The parts of a call as slices inside its own. */
#include <config.h>

#include "chrome-call.h"

enum { PHASES = 3 };

/* A part of a call, from the end of the one before. */
struct chrome_phase {
    const char *name;
    int64_t from, to;
    enum evidence evidence; /* of the boundary that is not the call's own */
};

static bool moves_bytes(enum call call) {
    return call == CALL_recv || call == CALL_read || call == CALL_send || call == CALL_write;
}

static void phase_add(struct chrome_phase *phases, int *count, const char *name, int64_t from,
                      int64_t to, enum evidence evidence) {
    phases[(*count)++] = (struct chrome_phase){name, from, to, evidence};
}

/* What followed the wait, as closely as it was seen. */
static int phases_after_wait(const struct chrome_call *call, struct chrome_phase *phases,
                             int count) {
    const struct call_times *times = &call->times;
    int64_t end = call_times_end(times);
    bool moves = moves_bytes(call->call);
    if (times->awake >= 0 && times->ready >= 0)
        phase_add(phases, &count, "wake", times->ready, times->awake, call->evidence[EVENT_AWAKE]);
    if (times->copy >= 0)
        phase_add(phases, &count, "copy", times->copy, end, call->evidence[EVENT_COPY]);
    else if (times->awake >= 0 && moves)
        phase_add(phases, &count, "copy ≤", times->awake, end, EVIDENCE_SYSCALL);
    else if (times->awake < 0 && times->ready >= 0)
        phase_add(phases, &count, moves ? "wake and copy ≤" : "wake ≤", times->ready, end,
                  EVIDENCE_SYSCALL);
    return count;
}

/* Of a call that has returned. The names are those of the ladder. */
static int phases_find(const struct chrome_call *call, struct chrome_phase *phases) {
    const struct call_times *times = &call->times;
    int count = 0;
    if (times->count > 1)
        return 0;
    if (times->arrived >= 0 && times->arrived < times->entered && !times->slept) {
        phase_add(phases, &count, times->copy >= 0 ? "copy" : "copy ≤",
                  times->copy >= 0 ? times->copy : times->entered, call_times_end(times),
                  times->copy >= 0 ? call->evidence[EVENT_COPY] : EVIDENCE_SYSCALL);
        return count;
    }
    if (times->ready < 0 && !times->slept)
        return 0;
    if (times->ready >= 0)
        phase_add(phases, &count, "wait", times->entered, times->ready,
                  call->evidence[EVENT_READY]);
    else
        phase_add(phases, &count, "wait ≤", times->entered,
                  times->awake >= 0 ? times->awake : times->returned,
                  times->awake >= 0 ? call->evidence[EVENT_AWAKE] : EVIDENCE_SYSCALL);
    return phases_after_wait(call, phases, count);
}

static void phase_write(struct chrome *chrome, const struct chrome_lane *lane, const char *name,
                        int64_t from, int64_t to, enum evidence evidence) {
    chrome_line_plain(chrome, 'X', "phase", lane, from, name);
    chrome_line_duration(chrome, to - from);
    writer_text(chrome->writer, ",\"args\":{\"evidence\":\"");
    writer_text(chrome->writer, evidence_name(evidence));
    writer_text(chrome->writer, "\"}");
    chrome_line_end(chrome);
}

static void ready_write(struct chrome *chrome, const struct chrome_lane *lane, int64_t ready) {
    chrome_line_plain(chrome, 'i', "ready", lane, ready, "ready");
    chrome_line_end(chrome);
}

/* Each ends a nanosecond early: readers that add in floating point mistake slices that touch. */
void chrome_phases_write(struct chrome *chrome, const struct chrome_lane *lane,
                         const struct chrome_call *call, int64_t from, int64_t to) {
    struct chrome_phase phases[PHASES];
    int count = call->inner < 0 ? phases_find(call, phases) : 0;
    int64_t asleep = call->times.asleep;
    for (int i = 0; i < count; i++) {
        int64_t begin = phases[i].from > from ? phases[i].from : from;
        int64_t end = (phases[i].to < to ? phases[i].to : to) - 1;
        if (end <= begin)
            continue;
        phase_write(chrome, lane, phases[i].name, begin, end, phases[i].evidence);
        if (i == 0 && asleep > begin && asleep < end - 1)
            phase_write(chrome, lane, "asleep", asleep, end - 1, call->evidence[EVENT_ASLEEP]);
        from = end + 1;
    }
    if (call->times.ready >= 0 && call->times.count == 1)
        ready_write(chrome, lane, call->times.ready);
}
