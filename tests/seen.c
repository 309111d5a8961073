#include <config.h>

#include "seen.h"
#include "tap.h"

#include <stdio.h>
#include <string.h>

void seen_look(const struct recorder_ops *ops, struct recorder *recorder, struct seen *seen) {
    size_t got;

    do {
        got = ops->drain(recorder, seen->all + seen->count, SEEN_MOST - seen->count);
        seen->count += got;
    } while (got);
}

static const char *const kind_names[] = {
    [MOMENT_ENTERED] = "entered",
    [MOMENT_LEFT] = "left",
    [MOMENT_OFF] = "off",
    [MOMENT_ON] = "on",
    [MOMENT_READY] = "ready",
    [MOMENT_WOKEN] = "woken",
    [MOMENT_COPY] = "copy",
    [MOMENT_SIGNAL_SENT] = "sent",
    [MOMENT_SIGNAL_HANDLED] = "handled",
};

/* Of the thread, between its two stamps: the names of the kinds, a space after each. */
static const char *seen_story(const struct seen *seen, const struct worker *worker, char out[512]) {
    size_t used = 0;

    out[0] = '\0';
    for (size_t i = 0; i < seen->count; i++) {
        const struct moment_record *moment = &seen->all[i];
        if (moment->tid == worker->tid && moment->t >= worker->before &&
            moment->t <= worker->after && used < 480)
            used += (size_t)snprintf(out + used, 512 - used, "%s ", kind_names[moment->kind]);
    }
    return out;
}

const struct moment_record *seen_find(const struct seen *seen, const struct worker *worker,
                                      enum moment_kind kind) {
    for (size_t i = 0; i < seen->count; i++) {
        const struct moment_record *moment = &seen->all[i];
        if (moment->tid == worker->tid && moment->kind == kind && moment->t >= worker->before)
            return moment;
    }
    return NULL;
}

bool seen_in_order(const struct seen *seen) {
    for (size_t i = 1; i < seen->count; i++)
        if (seen->all[i].t < seen->all[i - 1].t)
            return false;
    return true;
}

bool seen_is(const struct seen *seen, const struct worker *worker, const char *expected) {
    char found[512];
    bool same = strcmp(seen_story(seen, worker, found), expected) == 0;

    if (!same)
        tap_note("expected %s, found %s", expected, found);
    return same;
}

long seen_count(const struct seen *seen, pid_t tid, enum moment_kind kind, int64_t value) {
    long found = 0;

    for (size_t i = 0; i < seen->count; i++) {
        const struct moment_record *moment = &seen->all[i];
        found += moment->tid == tid && moment->kind == kind && moment->value == value;
    }
    return found;
}
