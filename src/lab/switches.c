#include <config.h>

#include "switches.h"
#include "i18n.h"
#include "memory.h"
#include "perf-ring.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* What the kernel lets a user without privilege have (perf_event_mlock_kb) is shared by all rings;
 * this is room for some 500 records. */
enum { SWITCH_PAGES = 4 };

/* In a record's misc: the task is taken off the CPU, though it could go on. */
#ifndef PERF_RECORD_MISC_SWITCH_OUT_PREEMPT
#define PERF_RECORD_MISC_SWITCH_OUT_PREEMPT (1 << 14)
#endif

struct switch_ring {
    pid_t tid;
    int fd;
    struct perf_ring records;
};

/* { header, pid and tid, time }: by sample_id_all. */
struct switch_record {
    struct perf_event_header header;
    uint32_t pid, tid;
    uint64_t t;
};

/* -1 with errno. */
static int open_switches(pid_t tid) {
    struct perf_event_attr attr = perf_attr(PERF_TYPE_SOFTWARE, PERF_COUNT_SW_DUMMY);

    attr.context_switch = 1;
    attr.exclude_kernel = 1; /* else it needs privilege; the records come all the same */
    attr.exclude_hv = 1;
    attr.sample_id_all = 1;
    attr.sample_type = PERF_SAMPLE_TID | PERF_SAMPLE_TIME;
    return perf_open(&attr, tid, -1);
}

static bool explain_open(struct error *error) {
    int64_t paranoid = perf_setting("perf_event_paranoid");

    if ((errno == EACCES || errno == EPERM) && paranoid > 2 && geteuid() != 0)
        return error_set(error,
                         _("scheduler records need perf_event_paranoid 2 or less, root or "
                           "CAP_PERFMON; it is %lld; as root: sysctl "
                           "kernel.perf_event_paranoid=2"),
                         (long long)paranoid);
    if (errno == EACCES || errno == EPERM)
        return error_set(error, _("perf_event_open is refused here, as it is in many containers"));
    if (errno == ENOSYS || errno == ENOENT)
        return error_set(error, _("the kernel was built without perf_event_open"));
    return error_set(error, "perf_event_open: %s", strerror(errno));
}

static bool explain_map(struct error *error) {
    if (errno == EPERM)
        return error_set(error,
                         _("no more memory for scheduler records: kernel.perf_event_mlock_kb is "
                           "%lld; as root: sysctl kernel.perf_event_mlock_kb=4096"),
                         (long long)perf_setting("perf_event_mlock_kb"));
    return error_set(error, _("no memory for scheduler records: %s"), strerror(errno));
}

static bool ring_open(struct switch_ring *ring, pid_t tid, struct error *error) {
    *ring = (struct switch_ring){.tid = tid, .fd = open_switches(tid)};
    if (ring->fd < 0)
        return explain_open(error);
    if (perf_ring_map(&ring->records, ring->fd, SWITCH_PAGES))
        return true;
    explain_map(error);
    close(ring->fd);
    return false;
}

static int64_t ring_lost(const struct switch_ring *ring) {
    int64_t counted = perf_lost(ring->fd);

    return counted > ring->records.lost ? counted : ring->records.lost;
}

static void ring_close(struct switch_ring *ring) {
    perf_ring_unmap(&ring->records);
    close(ring->fd);
}

static enum moment_kind kind_of(uint16_t misc) {
    if (!(misc & PERF_RECORD_MISC_SWITCH_OUT))
        return MOMENT_ON;
    return misc & PERF_RECORD_MISC_SWITCH_OUT_PREEMPT ? (enum moment_kind)MOMENT_PREEMPTED
                                                      : MOMENT_OFF;
}

static void ring_read(struct switch_ring *ring, struct moments *moments) {
    struct switch_record record;

    while (perf_ring_take(&ring->records, &record, sizeof record)) {
        if (record.header.type != PERF_RECORD_SWITCH || record.header.size < sizeof record)
            continue;
        moments_add(moments, &(struct moment_record){.kind = kind_of(record.header.misc),
                                                     .tid = ring->tid,
                                                     .t = (int64_t)record.t});
    }
}

/* ---- all of them ---- */

/* A tracer stops the task at each system call, and a stop looks like a sleep. */
static bool is_being_traced(void) {
    char line[128];
    bool traced = false;
    FILE *file = fopen("/proc/self/status", "re");

    while (file && !traced && fgets(line, sizeof line, file))
        traced = strncmp(line, "TracerPid:", 10) == 0 && atoi(line + 10) != 0;
    if (file)
        fclose(file);
    return traced;
}

bool switches_probe(struct error *why) {
    struct switch_ring self;

    if (is_being_traced())
        return error_set(why, _("another program traces this one (strace, gdb): its stops would "
                                "look like sleeps"));
    if (!ring_open(&self, gettid(), why))
        return false;
    ring_close(&self);
    return true;
}

void switches_fini(struct switches *switches) {
    for (size_t i = 0; i < switches->count; i++)
        ring_close(&switches->rings[i]);
    free(switches->rings);
    *switches = (struct switches){NULL, 0, 0};
}

bool switches_watch(struct switches *switches, pid_t tid, struct error *error) {
    struct switch_ring ring;

    if (!ring_open(&ring, tid, error))
        return false;
    switches->rings = memory_grow(switches->rings, switches->count + 1, sizeof ring);
    switches->rings[switches->count++] = ring;
    return true;
}

void switches_unwatch(struct switches *switches, pid_t tid, struct moments *moments) {
    for (size_t i = 0; i < switches->count; i++) {
        struct switch_ring *ring = &switches->rings[i];
        if (ring->tid != tid)
            continue;
        ring_read(ring, moments);
        switches->lost += ring_lost(ring);
        ring_close(ring);
        *ring = switches->rings[--switches->count];
        return;
    }
}

void switches_read(struct switches *switches, struct moments *moments) {
    for (size_t i = 0; i < switches->count; i++)
        ring_read(&switches->rings[i], moments);
}

int64_t switches_lost(const struct switches *switches) {
    int64_t lost = switches->lost;

    for (size_t i = 0; i < switches->count; i++)
        lost += ring_lost(&switches->rings[i]);
    return lost;
}
