#include <config.h>

#include "tracepoints.h"
#include "descriptors.h"
#include "event.h"
#include "i18n.h"
#include "memory.h"
#include "perf-ring.h"
#include "tracefs.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* See src/core/event.c. */
#ifndef SYS_select
#define SYS_select SYS_pselect6
#endif

/* Pages of a ring; the smaller where a user may have no more (perf_event_mlock_kb). */
enum { PAGES = 64, PAGES_LEAST = 16 };

/* The kernel takes a filter of up to a page. */
enum { FILTER_MAX = 4096 };

/* The number of the first PID namespace: PROC_PID_INIT_INO. */
enum { FIRST_NAMESPACE = 0xEFFFFFFC };

enum which_ring { RING_OWN, RING_ARRIVALS, RINGS };

struct point_row {
    const char *name;
    enum which_ring ring;
    const char *thread; /* a record is ours if this field is a thread of ours; NULL: all are */
    bool calls;         /* and its id a call of call.def */
    const char *fields[TRACEPOINT_FIELDS];
};

static const struct point_row rows[TRACEPOINT_COUNT] = {
    [TRACEPOINT_ENTER] = {"raw_syscalls:sys_enter", RING_OWN, "common_pid", true, {"id"}},
    [TRACEPOINT_EXIT] = {"raw_syscalls:sys_exit", RING_OWN, "common_pid", true, {"ret"}},
    [TRACEPOINT_COPY] = {"skb:skb_copy_datagram_iovec", RING_OWN, "common_pid", false, {"len"}},
    [TRACEPOINT_GENERATE] = {"signal:signal_generate", RING_OWN, "pid", false, {"sig", "pid"}},
    [TRACEPOINT_DELIVER] = {"signal:signal_deliver", RING_OWN, "common_pid", false, {"sig"}},
    [TRACEPOINT_WAKING] = {"sched:sched_waking", RING_OWN, "pid", false, {"pid"}},
    [TRACEPOINT_ARRIVAL] = {"sock:sk_data_ready", RING_ARRIVALS, NULL, false, {NULL}},
};

/* What this kernel says of a tracepoint. */
struct point {
    int64_t number; /* -1: it has none such */
    struct tracefs_field pid, flags, fields[TRACEPOINT_FIELDS];
};

struct cpu {
    int number;
    int fds[RINGS]; /* the dummy events whose rings they are */
    struct perf_ring rings[RINGS];
};

/* A tracepoint on a CPU. Its filter cannot be changed once it is set: for other threads another
 * takes over. */
struct armed {
    int fd;
    enum tracepoint point;
    int cpu;
    uint64_t id;
};

struct armed_list {
    struct armed *at;
    size_t count;
};

struct tracepoints {
    struct point points[TRACEPOINT_COUNT];
    const char *names[TRACEPOINT_COUNT + 1];
    struct cpu *cpus;
    size_t cpu_count;
    struct armed_list now, before;
    int64_t lost; /* by events that are closed */
    void (*take)(void *to, const struct tracepoint_record *record);
    void *to;
};

const char *tracepoint_name(enum tracepoint point) {
    return rows[point].name;
}

/* ---- what the kernel has ---- */

static void read_point(struct point *point, const struct point_row *row, int folder) {
    char *format = tracefs_format(folder, row->name);

    point->number = format ? tracefs_number(format) : -1;
    if (point->number < 0) {
        free(format);
        return;
    }
    point->pid = tracefs_field(format, "common_pid");
    point->flags = tracefs_field(format, "common_flags");
    for (int i = 0; i < TRACEPOINT_FIELDS && row->fields[i]; i++)
        point->fields[i] = tracefs_field(format, row->fields[i]);
    free(format);
}

static bool read_points(struct tracepoints *set, struct error *error) {
    int folder = tracefs_open(error);
    size_t count = 0;

    if (folder < 0)
        return false;
    for (int i = 0; i < TRACEPOINT_COUNT; i++) {
        read_point(&set->points[i], &rows[i], folder);
        if (set->points[i].number >= 0)
            set->names[count++] = rows[i].name;
    }
    close(folder);
    return count > 0 || error_set(error, _("this kernel has none of the tracepoints"));
}

/* ---- events ---- */

static bool explain(struct error *error) {
    if ((errno == EACCES || errno == EPERM) && geteuid() == 0)
        return error_set(error, _("perf_event_open is refused here, as it is in many containers"));
    if (errno == EACCES || errno == EPERM)
        return error_set(error,
                         _("tracepoints need root or CAP_PERFMON (perf_event_paranoid is "
                           "%lld); run waitscope as root"),
                         (long long)perf_setting("perf_event_paranoid"));
    if (errno == EMFILE)
        return error_set(error,
                         _("tracepoints need %d file descriptors a CPU, and there are too "
                           "few (ulimit -n)"),
                         (int)TRACEPOINT_COUNT + RINGS);
    return error_set(error, "perf_event_open: %s", strerror(errno));
}

static struct perf_event_attr point_attr(int64_t number) {
    struct perf_event_attr attr = perf_attr(PERF_TYPE_TRACEPOINT, (uint64_t)number);

    attr.disabled = 1;
    attr.sample_type = PERF_SAMPLE_IDENTIFIER | PERF_SAMPLE_TIME | PERF_SAMPLE_RAW;
    return attr;
}

static bool open_ring(struct cpu *cpu, enum which_ring which) {
    struct perf_event_attr attr = perf_attr(PERF_TYPE_SOFTWARE, PERF_COUNT_SW_DUMMY);
    attr.sample_type = PERF_SAMPLE_IDENTIFIER | PERF_SAMPLE_TIME | PERF_SAMPLE_RAW;
    int fd = perf_open(&attr, -1, cpu->number);

    if (fd < 0)
        return false;
    cpu->fds[which] = fd;
    return perf_ring_map(&cpu->rings[which], fd, PAGES) ||
           perf_ring_map(&cpu->rings[which], fd, PAGES_LEAST);
}

static void close_cpu(struct cpu *cpu) {
    for (int i = 0; i < RINGS; i++) {
        perf_ring_unmap(&cpu->rings[i]);
        if (cpu->fds[i] >= 0)
            close(cpu->fds[i]);
    }
}

/* A CPU that is not there or not switched on has no events. */
static bool open_cpus(struct tracepoints *set, struct error *error) {
    long most = sysconf(_SC_NPROCESSORS_CONF);

    set->cpus = memory_new((size_t)most, sizeof *set->cpus);
    for (int number = 0; number < most; number++) {
        struct cpu cpu = {.number = number, .fds = {-1, -1}};
        bool opened = open_ring(&cpu, RING_OWN) && open_ring(&cpu, RING_ARRIVALS);
        if (opened) {
            set->cpus[set->cpu_count++] = cpu;
            continue;
        }
        int reason = errno;
        close_cpu(&cpu);
        errno = reason;
        if (errno != ENODEV && errno != EINVAL)
            return explain(error);
    }
    return set->cpu_count > 0 || explain(error);
}

/* ---- filters ---- */

struct filter {
    char text[FILTER_MAX];
    size_t used;
};

__attribute__((format(printf, 2, 3))) static void filter_add(struct filter *filter,
                                                             const char *format, ...) {
    va_list list;
    va_start(list, format);
    size_t room = sizeof filter->text - filter->used;
    int length = vsnprintf(filter->text + filter->used, room, format, list);
    va_end(list);
    filter->used += (size_t)length < room ? (size_t)length : room - 1;
}

static void filter_add_calls(struct filter *filter) {
    static const long numbers[] = {
#define CALL(name, waits_for, ...) __VA_ARGS__,
#include "call.def"
    };

    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++)
        filter_add(filter, "%sid == %ld", i ? " || " : ") && (", numbers[i]);
}

/* (common_pid == 1 || common_pid == 2 || …) && (id == 3 || …) */
static void filter_make(struct filter *filter, const struct point_row *row, const pid_t *tids,
                        size_t count) {
    filter->used = 0;
    filter->text[0] = '\0';
    for (size_t i = 0; row->thread && i < count; i++)
        filter_add(filter, "%s%s == %d", i ? " || " : "(", row->thread, (int)tids[i]);
    if (row->calls)
        filter_add_calls(filter);
    if (filter->used)
        filter_add(filter, ")");
}

/* ---- arming ---- */

static bool arm(struct tracepoints *set, struct armed_list *list, enum tracepoint point,
                struct cpu *cpu, const struct filter *filter) {
    struct perf_event_attr attr = point_attr(set->points[point].number);
    struct armed *armed = &list->at[list->count];

    *armed = (struct armed){.point = point, .cpu = cpu->number};
    armed->fd = perf_open(&attr, -1, cpu->number);
    if (armed->fd < 0)
        return false;
    list->count++;
    return ioctl(armed->fd, PERF_EVENT_IOC_ID, &armed->id) == 0 &&
           ioctl(armed->fd, PERF_EVENT_IOC_SET_OUTPUT, cpu->fds[rows[point].ring]) == 0 &&
           (!filter->used || ioctl(armed->fd, PERF_EVENT_IOC_SET_FILTER, filter->text) == 0);
}

static bool arm_all(struct tracepoints *set, struct armed_list *list, const pid_t *tids,
                    size_t count) {
    list->at = memory_new(TRACEPOINT_COUNT * set->cpu_count, sizeof *list->at);
    for (int i = 0; count && i < TRACEPOINT_COUNT; i++) {
        struct filter filter;
        if (set->points[i].number < 0)
            continue;
        filter_make(&filter, &rows[i], tids, count);
        for (size_t k = 0; k < set->cpu_count; k++)
            if (!arm(set, list, (enum tracepoint)i, &set->cpus[k], &filter))
                return false;
    }
    return true;
}

static int64_t list_lost(const struct armed_list *list) {
    int64_t lost = 0;

    for (size_t i = 0; i < list->count; i++)
        if (rows[list->at[i].point].ring == RING_OWN)
            lost += perf_lost(list->at[i].fd);
    return lost;
}

static void disarm(struct armed_list *list) {
    for (size_t i = 0; i < list->count; i++)
        close(list->at[i].fd);
    free(list->at);
    *list = (struct armed_list){NULL, 0};
}

static void list_control(const struct armed_list *list, unsigned long request) {
    for (size_t i = 0; i < list->count; i++)
        ioctl(list->at[i].fd, request, 0);
}

/* Both record for a moment, so that nothing is missed; see is_twin(). */
static void take_over(struct tracepoints *set, struct armed_list *next) {
    list_control(next, PERF_EVENT_IOC_ENABLE);
    list_control(&set->now, PERF_EVENT_IOC_DISABLE);
    set->before = set->now;
    set->now = *next;
    tracepoints_read(set);
    set->lost += list_lost(&set->before);
    disarm(&set->before);
}

bool tracepoints_watch(struct tracepoints *set, const pid_t *tids, size_t count,
                       struct error *error) {
    struct armed_list next = {NULL, 0};

    if (arm_all(set, &next, tids, count)) {
        take_over(set, &next);
        return true;
    }
    explain(error);
    disarm(&next);
    return false;
}

/* ---- reading ---- */

struct sample {
    struct perf_event_header header;
    uint64_t id, t;
    uint32_t size; /* of data */
    unsigned char data[484];
};

static const struct armed *find_in(const struct armed_list *list, uint64_t id) {
    for (size_t i = 0; i < list->count; i++)
        if (list->at[i].id == id)
            return &list->at[i];
    return NULL;
}

static const struct armed *find_armed(const struct tracepoints *set, uint64_t id) {
    const struct armed *armed = find_in(&set->now, id);

    return armed ? armed : find_in(&set->before, id);
}

/* While one takes over from another, a hit has a record of each, one right after the other. */
static bool is_twin(const struct tracepoints *set, const struct sample *a, const struct sample *b) {
    const struct armed *first = find_armed(set, a->id), *second = find_armed(set, b->id);

    return first && second && first != second && first->point == second->point &&
           a->size == b->size && a->size <= sizeof a->data &&
           memcmp(a->data, b->data, a->size) == 0;
}

static void take_sample(struct tracepoints *set, const struct sample *sample) {
    const struct armed *armed = find_armed(set, sample->id);
    size_t size = sample->size < sizeof sample->data ? sample->size : sizeof sample->data;

    if (!armed)
        return;
    const struct point *point = &set->points[armed->point];
    struct tracepoint_record record = {
        .point = armed->point,
        .cpu = armed->cpu,
        .t = (int64_t)sample->t,
        .pid = (pid_t)tracefs_value(point->pid, sample->data, size),
        .flags = tracefs_value(point->flags, sample->data, size),
    };
    for (int i = 0; i < TRACEPOINT_FIELDS; i++)
        record.fields[i] = tracefs_value(point->fields[i], sample->data, size);
    set->take(set->to, &record);
}

static void read_ring(struct tracepoints *set, struct perf_ring *ring) {
    struct sample sample, previous = {.id = 0};

    while (perf_ring_take(ring, &sample, sizeof sample)) {
        if (sample.header.type != PERF_RECORD_SAMPLE)
            continue;
        if (set->before.count && is_twin(set, &previous, &sample)) {
            previous.id = 0; /* the next like it is another hit */
            continue;
        }
        take_sample(set, &sample);
        if (set->before.count)
            previous = sample;
    }
}

void tracepoints_read(struct tracepoints *set) {
    for (int which = 0; which < RINGS; which++)
        for (size_t i = 0; i < set->cpu_count; i++)
            read_ring(set, &set->cpus[i].rings[which]);
}

int64_t tracepoints_lost(const struct tracepoints *set) {
    int64_t counted = set->lost + list_lost(&set->now), told = 0;

    for (size_t i = 0; i < set->cpu_count; i++)
        told += set->cpus[i].rings[RING_OWN].lost;
    return counted > told ? counted : told;
}

const char *const *tracepoints_names(const struct tracepoints *set) {
    return set->names;
}

/* ---- all of it ---- */

/* In a container with numbers of its own the kernel's records have other numbers than ours. */
static bool is_first_namespace(struct error *why) {
    struct stat status;

    if (stat("/proc/self/ns/pid", &status) != 0 ||
        status.st_ino == (ino_t)(unsigned)FIRST_NAMESPACE)
        return true;
    return error_set(why, _("waitscope runs in a container with PIDs of its own, and tracepoints "
                            "name threads by the machine's; run it outside, or with the host's "
                            "PID namespace"));
}

bool tracepoints_probe(struct error *why) {
    struct tracepoints set = {.cpu_count = 0};
    int64_t number = -1;

    if (!is_first_namespace(why) || !read_points(&set, why))
        return false;
    for (int i = 0; i < TRACEPOINT_COUNT && number < 0; i++)
        number = set.points[i].number;
    struct perf_event_attr attr = point_attr(number);
    int fd = perf_open(&attr, -1, 0);
    if (fd < 0)
        return explain(why);
    close(fd);
    return true;
}

struct tracepoints *tracepoints_new(void (*take)(void *to, const struct tracepoint_record *record),
                                    void *to, struct error *error) {
    struct tracepoints *set = memory_new(1, sizeof *set);

    set->take = take;
    set->to = to;
    if (is_first_namespace(error) && read_points(set, error) && open_cpus(set, error))
        return set;
    tracepoints_free(set);
    return NULL;
}

void tracepoints_free(struct tracepoints *set) {
    if (!set)
        return;
    disarm(&set->now);
    for (size_t i = 0; i < set->cpu_count; i++)
        close_cpu(&set->cpus[i]);
    free(set->cpus);
    free(set);
}
