/* Scheduler records alone: when a thread gave up the CPU to wait, when it got it back. */
#include <config.h>

#include "recorder.h"
#include "memory.h"
#include "switches.h"
#include "task.h"

struct recorder {
    struct switches switches;
    struct moments moments;
};

static struct recorder *switch_open(struct error *error) {
    return switches_probe(error) ? memory_new(1, sizeof(struct recorder)) : NULL;
}

static void switch_close(struct recorder *recorder) {
    if (!recorder)
        return;
    switches_fini(&recorder->switches);
    moments_fini(&recorder->moments);
    free(recorder);
}

static bool switch_watch(struct recorder *recorder, pid_t tid, struct error *error) {
    moments_begin_task(&recorder->moments, tid);
    return switches_watch(&recorder->switches, tid, error);
}

static void switch_unwatch(struct recorder *recorder, pid_t tid) {
    switches_unwatch(&recorder->switches, tid, &recorder->moments);
}

static size_t switch_drain(struct recorder *recorder, struct moment_record *out, size_t room) {
    int64_t now = clock_now();

    switches_read(&recorder->switches, &recorder->moments);
    return moments_take(&recorder->moments, now, out, room);
}

static int64_t switch_lost(const struct recorder *recorder) {
    return switches_lost(&recorder->switches);
}

static const char *const *switch_names(const struct recorder *recorder) {
    static const char *const names[] = {SWITCHES_NAME, NULL};

    (void)recorder;
    return names;
}

const struct recorder_ops recorder_switch = {
    .kind = EVIDENCE_SWITCH,
    .probe = switches_probe,
    .open = switch_open,
    .close = switch_close,
    .watch = switch_watch,
    .unwatch = switch_unwatch,
    .drain = switch_drain,
    .lost = switch_lost,
    .names = switch_names,
};
