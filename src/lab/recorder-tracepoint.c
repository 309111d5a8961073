/* Kernel tracepoints as moments of a task: who woke it, for which data, when the copy began. */
#include <config.h>

#include "recorder.h"
#include "memory.h"
#include "switches.h"
#include "task.h"
#include "tracepoints.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* A wake-up follows from the arrival before it in the same context on the same CPU, if it comes at
 * once: the socket wakes whoever waits while it tells of the data. */
enum { WAKING_FOLLOWS = 2000000 }; /* ns */

/* Data for a socket, or the wake-up of a task of ours. */
struct arrival {
    int64_t t, context;
    pid_t pid; /* on whose CPU time */
    pid_t tid; /* who is woken */
    int cpu;
};

struct arrival_list {
    struct arrival *at;
    size_t count, room;
};

/* Names of threads, as long as one reading lasts. */
struct known_name {
    pid_t tid;
    char name[MOMENT_NAME];
};

struct recorder {
    struct tracepoints *points;
    struct switches switches;
    const char *names[TRACEPOINT_COUNT + 2];
    struct moments moments;
    pid_t *tids;
    size_t count;
    struct arrival_list arrivals, wakings; /* not yet matched */
    struct known_name *known;
    size_t known_count;
};

static bool is_watched(const struct recorder *recorder, int64_t tid) {
    for (size_t i = 0; i < recorder->count; i++)
        if (recorder->tids[i] == tid)
            return true;
    return false;
}

static void add(struct recorder *recorder, const struct tracepoint_record *record,
                enum moment_kind kind, int64_t tid, int64_t value) {
    if (is_watched(recorder, tid))
        moments_add(&recorder->moments,
                    &(struct moment_record){
                        .kind = kind, .tid = (pid_t)tid, .t = record->t, .value = value});
}

/* ---- who woke it ---- */

static void read_name(pid_t tid, int cpu, char name[MOMENT_NAME]) {
    char path[32];

    name[0] = '\0';
    if (tid == 0)
        snprintf(name, MOMENT_NAME, "swapper/%d", cpu);
    snprintf(path, sizeof path, "/proc/%d/comm", (int)tid);
    int fd = tid ? open(path, O_RDONLY | O_CLOEXEC) : -1;
    if (fd < 0)
        return;
    ssize_t got = read(fd, name, MOMENT_NAME - 1);
    name[got > 0 ? got : 0] = '\0';
    name[strcspn(name, "\n")] = '\0';
    close(fd);
}

static const char *name_of(struct recorder *recorder, pid_t tid, int cpu) {
    for (size_t i = 0; tid && i < recorder->known_count; i++)
        if (recorder->known[i].tid == tid)
            return recorder->known[i].name;
    size_t count = ++recorder->known_count;
    recorder->known = memory_grow(recorder->known, count, sizeof *recorder->known);
    recorder->known[count - 1].tid = tid;
    read_name(tid, cpu, recorder->known[count - 1].name);
    return recorder->known[count - 1].name;
}

static void note(struct arrival_list *list, const struct tracepoint_record *record, int64_t tid) {
    if (list->count == list->room) {
        list->room = list->room * 2 + 64;
        list->at = memory_grow(list->at, list->room, sizeof *list->at);
    }
    list->at[list->count++] = (struct arrival){.t = record->t,
                                               .context = record->flags & TRACEPOINT_CONTEXT,
                                               .pid = record->pid,
                                               .tid = (pid_t)tid,
                                               .cpu = record->cpu};
}

static void take_waking(struct recorder *recorder, const struct tracepoint_record *record) {
    int64_t tid = record->fields[0];

    if (!is_watched(recorder, tid))
        return;
    struct moment_record moment = {
        .kind = MOMENT_WOKEN,
        .tid = (pid_t)tid,
        .t = record->t,
        .by = record->pid,
        .interrupt = record->flags & (TRACEPOINT_HARDIRQ | TRACEPOINT_NMI),
    };
    snprintf(moment.by_name, sizeof moment.by_name, "%s",
             name_of(recorder, record->pid, record->cpu));
    moments_add(&recorder->moments, &moment);
    note(&recorder->wakings, record, tid);
}

/* The last arrival on that CPU before the wake-up, NULL if there was none. */
static const struct arrival *arrival_before(const struct arrival_list *list,
                                            const struct arrival *waking) {
    const struct arrival *last = NULL;

    for (size_t i = 0; i < list->count; i++) {
        const struct arrival *arrival = &list->at[i];
        if (arrival->cpu == waking->cpu && arrival->t <= waking->t &&
            (!last || arrival->t > last->t))
            last = arrival;
    }
    return last;
}

/* What is too old for a wake-up that is yet to be read goes. */
static void forget_arrivals(struct arrival_list *list, int64_t before) {
    size_t kept = 0;

    for (size_t i = 0; i < list->count; i++)
        if (list->at[i].t >= before)
            list->at[kept++] = list->at[i];
    list->count = kept;
}

/* For which wake-ups there was data. */
static void match_arrivals(struct recorder *recorder) {
    for (size_t i = 0; i < recorder->wakings.count; i++) {
        const struct arrival *waking = &recorder->wakings.at[i];
        const struct arrival *arrival = arrival_before(&recorder->arrivals, waking);
        if (!arrival || arrival->pid != waking->pid || arrival->context != waking->context ||
            waking->t - arrival->t >= WAKING_FOLLOWS)
            continue;
        moments_add(
            &recorder->moments,
            &(struct moment_record){.kind = MOMENT_READY, .tid = waking->tid, .t = arrival->t});
    }
    recorder->wakings.count = 0;
    forget_arrivals(&recorder->arrivals, clock_now() - WAKING_FOLLOWS);
}

/* ---- records ---- */

static void take_record(void *to, const struct tracepoint_record *record) {
    struct recorder *recorder = to;
    int64_t value = record->fields[0];

    switch (record->point) {
    case TRACEPOINT_ENTER:
        add(recorder, record, MOMENT_ENTERED, record->pid, value);
        break;
    case TRACEPOINT_EXIT:
        add(recorder, record, MOMENT_LEFT, record->pid, value);
        break;
    case TRACEPOINT_COPY:
        add(recorder, record, MOMENT_COPY, record->pid, value);
        break;
    case TRACEPOINT_GENERATE:
        add(recorder, record, MOMENT_SIGNAL_SENT, record->fields[1], value);
        break;
    case TRACEPOINT_DELIVER:
        add(recorder, record, MOMENT_SIGNAL_HANDLED, record->pid, value);
        break;
    case TRACEPOINT_WAKING:
        take_waking(recorder, record);
        break;
    case TRACEPOINT_ARRIVAL:
        note(&recorder->arrivals, record, 0);
        break;
    case TRACEPOINT_COUNT:
        break;
    }
}

/* ---- the recorder ---- */

static bool tracepoint_probe(struct error *why) {
    return tracepoints_probe(why) && switches_probe(why);
}

static struct recorder *tracepoint_open(struct error *error) {
    struct recorder *recorder = memory_new(1, sizeof *recorder);
    const char **name = recorder->names;

    recorder->points = tracepoints_new(take_record, recorder, error);
    if (!recorder->points) {
        free(recorder);
        return NULL;
    }
    *name++ = SWITCHES_NAME;
    for (const char *const *point = tracepoints_names(recorder->points); *point; point++)
        *name++ = *point;
    return recorder;
}

static void tracepoint_close(struct recorder *recorder) {
    if (!recorder)
        return;
    tracepoints_free(recorder->points);
    switches_fini(&recorder->switches);
    moments_fini(&recorder->moments);
    free(recorder->tids);
    free(recorder->arrivals.at);
    free(recorder->wakings.at);
    free(recorder->known);
    free(recorder);
}

/* Others are watched from now on; what there was is read. */
static bool watch_these(struct recorder *recorder, const pid_t *tids, size_t count,
                        struct error *error) {
    recorder->known_count = 0;
    bool watched = tracepoints_watch(recorder->points, tids, count, error);
    if (!watched)
        tracepoints_read(recorder->points);
    match_arrivals(recorder);
    return watched;
}

static bool tracepoint_watch(struct recorder *recorder, pid_t tid, struct error *error) {
    size_t count = recorder->count + 1;

    recorder->tids = memory_grow(recorder->tids, count, sizeof *recorder->tids);
    recorder->tids[count - 1] = tid;
    recorder->count = count;
    moments_begin_task(&recorder->moments, tid);
    if (switches_watch(&recorder->switches, tid, error) &&
        watch_these(recorder, recorder->tids, count, error))
        return true;
    switches_unwatch(&recorder->switches, tid, &recorder->moments);
    recorder->count--;
    return false;
}

/* If the kernel refuses the new filters the old ones stay, and what they bring of this task is
 * passed over. */
static void tracepoint_unwatch(struct recorder *recorder, pid_t tid) {
    struct error ignored;
    pid_t others[recorder->count + 1];
    size_t count = 0;

    for (size_t i = 0; i < recorder->count; i++)
        if (recorder->tids[i] != tid)
            others[count++] = recorder->tids[i];
    if (count == recorder->count)
        return;
    switches_unwatch(&recorder->switches, tid, &recorder->moments);
    watch_these(recorder, others, count, &ignored);
    memcpy(recorder->tids, others, count * sizeof *others);
    recorder->count = count;
}

static size_t tracepoint_drain(struct recorder *recorder, struct moment_record *out, size_t room) {
    int64_t now = clock_now();

    recorder->known_count = 0;
    tracepoints_read(recorder->points);
    match_arrivals(recorder);
    switches_read(&recorder->switches, &recorder->moments);
    return moments_take(&recorder->moments, now, out, room);
}

static int64_t tracepoint_lost(const struct recorder *recorder) {
    return tracepoints_lost(recorder->points) + switches_lost(&recorder->switches);
}

static const char *const *tracepoint_names(const struct recorder *recorder) {
    return recorder->names;
}

const struct recorder_ops recorder_tracepoint = {
    .kind = EVIDENCE_TRACEPOINT,
    .probe = tracepoint_probe,
    .open = tracepoint_open,
    .close = tracepoint_close,
    .watch = tracepoint_watch,
    .unwatch = tracepoint_unwatch,
    .drain = tracepoint_drain,
    .lost = tracepoint_lost,
    .names = tracepoint_names,
};
