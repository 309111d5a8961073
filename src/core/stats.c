#include <config.h>

#include "stats.h"

#include "call-times.h"
#include "i18n.h"
#include "memory.h"

#include <string.h>

/* Calls under way at once: of each task one, and those of its signals' handlers inside it. */
enum { OPEN_CALLS = 64 };

struct stats_open {
    int count;
    struct open_call {
        const char *task;
        int64_t number;
        enum call call;
        struct call_times times;
    } calls[OPEN_CALLS];
};

#define EXACT                         true
#define AT_MOST                       false
#define TIME(name, part, exact, what) {part, exact, what},
static const struct stats_part_row parts[TIME_COUNT] = {
#include "stats.def"
};

const struct stats_part_row *stats_part_row(enum stats_part part) {
    return &parts[part];
}

/* 0, 10 µs, 100 µs, 1 ms, … */
int64_t stats_bucket(int bucket) {
    int64_t ns = bucket > 0 ? 1000 : 0;
    if (bucket >= STATS_BUCKETS)
        return INT64_MAX;
    for (int i = 0; i < bucket; i++)
        ns *= 10;
    return ns;
}

struct stats *stats_new(void) {
    struct stats *stats = memory_new(1, sizeof *stats);
    stats->open = memory_new(1, sizeof *stats->open);
    stats->errors = memory_new(STATS_ROWS, sizeof *stats->errors);
    stats->tasks = memory_new(STATS_ROWS, sizeof *stats->tasks);
    stats->clients = memory_new(STATS_ROWS, sizeof *stats->clients);
    stats->measured = memory_new(STATS_ROWS, sizeof *stats->measured);
    return stats;
}

void stats_free(struct stats *stats) {
    free(stats->open);
    free(stats->errors);
    free(stats->tasks);
    free(stats->clients);
    free(stats->measured);
    free(stats);
}

static void add(int64_t *sum, int64_t value) {
    if (value > 0 && __builtin_add_overflow(*sum, value, sum))
        *sum = INT64_MAX;
}

/* ---- rows ---- */

static bool same(const char *a, const char *b) {
    return a && b && strcmp(a, b) == 0;
}

/* Room for one more row, -1 if there is none. */
static int row_add(struct stats *stats, int *count) {
    if (*count < STATS_ROWS)
        return (*count)++;
    stats->left_out++;
    return -1;
}

static struct stats_client *client_row(struct stats *stats, const char *name) {
    int row = 0;
    while (row < stats->client_count && strcmp(stats->clients[row].client, name) != 0)
        row++;
    if (row == stats->client_count && (row = row_add(stats, &stats->client_count)) >= 0)
        stats->clients[row] = (struct stats_client){.client = name};
    return row >= 0 ? &stats->clients[row] : NULL;
}

static struct stats_task *task_add(struct stats *stats, const char *name, const char *server) {
    int row = row_add(stats, &stats->task_count);
    if (row < 0)
        return NULL;
    stats->tasks[row] = (struct stats_task){.task = name, .server = server};
    return &stats->tasks[row];
}

/* What a task does belongs to the page that was started last under its name. */
static struct stats_task *task_row(struct stats *stats, const char *name) {
    struct stats_task *found = NULL;
    for (int row = 0; row < stats->task_count; row++) {
        struct stats_task *task = &stats->tasks[row];
        if (strcmp(task->task, name) == 0 && (!found || task->started > found->started))
            found = task;
    }
    return found ? found : task_add(stats, name, NULL);
}

static void take_task_start(struct stats *stats, const struct event *event) {
    struct stats_task *task = NULL;
    for (int row = 0; row < stats->task_count && !task; row++)
        if (strcmp(stats->tasks[row].task, event->task) == 0 &&
            same(stats->tasks[row].server, event->server))
            task = &stats->tasks[row];
    if (!task)
        task = task_add(stats, event->task, event->server);
    if (task)
        task->started = stats->events;
}

static void add_error(struct stats *stats, enum call call, int64_t error, int64_t times) {
    int row = 0;
    while (row < stats->error_count &&
           (stats->errors[row].call != call || stats->errors[row].error != error))
        row++;
    if (row == stats->error_count && (row = row_add(stats, &stats->error_count)) >= 0)
        stats->errors[row] = (struct stats_error){.call = call, .error = error};
    if (row >= 0)
        add(&stats->errors[row].times, times);
}

/* ---- what a call took ---- */

static void add_time(struct stats_time *time, int64_t ns) {
    time->calls++;
    add(&time->ns, ns);
}

/* Once a call, the best that is known of its wait. */
static void add_wait(struct stats *stats, struct stats_task *task, enum call call,
                     const struct call_times *times) {
    bool exact = call_times_wait_is_exact(times);
    int64_t ns = call_times_wait_end(times) - times->entered;
    bool there_before = times->arrived >= 0 && times->arrived < times->entered;
    enum evidence by = EVIDENCE_SYSCALL;
    if (there_before || ns < 0 || !(exact || times->slept))
        return;
    if (times->ready >= 0)
        by = times->ready_by;
    else if (times->awake >= 0)
        by = times->awake_by;
    int bucket = 0;
    while (ns >= stats_bucket(bucket + 1))
        bucket++;
    (exact ? stats->waits : stats->waits_at_most)[bucket]++;
    add_time(exact ? &stats->calls[call].wait : &stats->calls[call].wait_at_most, ns);
    if (task)
        add_time(&task->times[exact ? TIME_WAIT : TIME_WAIT_AT_MOST][by], ns);
}

static void add_sleep(struct stats_task *task, const struct call_times *times) {
    int64_t wake_up = call_times_wake_up(times);
    if (times->off >= 0)
        add_time(&task->times[TIME_SLEEP][times->awake_by], times->off);
    if (wake_up >= 0)
        add_time(&task->times[TIME_WAKE][times->awake_by], wake_up);
}

/* Of a call that moved bytes. */
static void add_copy(struct stats_task *task, const struct call_times *times) {
    enum evidence by = EVIDENCE_SYSCALL;
    int64_t from = times->slept ? -1 : times->entered;
    int64_t end = call_times_end(times);
    if (times->copy >= 0) {
        if (end >= times->copy)
            add_time(&task->times[TIME_COPY][times->copy_by], end - times->copy);
        return;
    }
    if (times->awake >= 0) {
        from = times->awake;
        by = times->awake_by;
    } else if (times->ready >= 0) {
        from = times->ready;
        by = times->ready_by;
    }
    if (from >= 0 && end >= from)
        add_time(&task->times[TIME_COPY_AT_MOST][by], end - from);
}

static bool moves_bytes(enum call call) {
    return call == CALL_recv || call == CALL_read || call == CALL_send || call == CALL_write;
}

static void add_bytes(struct stats *stats, const struct event *event) {
    bool out = event->call == CALL_send || event->call == CALL_write;
    add(&stats->calls[event->call].bytes, event->result);
    struct stats_client *client = event->of ? client_row(stats, event->of) : NULL;
    if (client)
        add(out ? &client->taken : &client->received, event->result);
}

/* The call has returned. Equal calls in a row have no times of their own. */
static void take_return(struct stats *stats, const struct event *event,
                        const struct call_times *times) {
    struct stats_task *task = task_row(stats, event->task);
    struct stats_call *call = &stats->calls[event->call];
    int64_t count = times->count, failed = event_has(event, FIELD_error) ? count : 0;
    bool moved = moves_bytes(event->call) && event->result > 0;
    add(&call->returned, count);
    add(&call->failed, failed);
    if (failed)
        add_error(stats, event->call, event->error, count);
    if (moved)
        add_bytes(stats, event);
    if (task) {
        add(&task->returned, count);
        add(&task->failed, failed);
        add(&task->switches, event->switches);
        add(&task->cpu, event->cpu);
    }
    if (count > 1)
        return;
    add_wait(stats, task, event->call, times);
    if (task)
        add_sleep(task, times);
    if (task && moved)
        add_copy(task, times);
}

/* ---- events ---- */

static struct open_call *open_find(struct stats_open *open, const struct event *event) {
    for (int i = open->count - 1; i >= 0; i--)
        if (open->calls[i].number == event->number && strcmp(open->calls[i].task, event->task) == 0)
            return &open->calls[i];
    return NULL;
}

static void change_unreturned(struct stats *stats, const struct open_call *open, int by) {
    struct stats_task *task = task_row(stats, open->task);
    stats->calls[open->call].unreturned += by;
    if (task)
        task->unreturned += by;
}

static void open_end(struct stats *stats, struct open_call *call) {
    struct stats_open *open = stats->open;
    change_unreturned(stats, call, -1);
    *call = open->calls[--open->count];
}

/* A part of a trace may begin inside a call. NULL: more are open than can be. */
static struct open_call *open_start(struct stats *stats, const struct event *event) {
    struct stats_open *open = stats->open;
    if (open->count == OPEN_CALLS) {
        stats->left_out++;
        return NULL;
    }
    struct open_call *call = &open->calls[open->count++];
    *call = (struct open_call){event->task, event->number, event->call, {0}};
    call_times_start(&call->times, event);
    change_unreturned(stats, call, 1);
    return call;
}

static void take_call(struct stats *stats, const struct event *event) {
    struct open_call *call = open_find(stats->open, event);
    if (!call)
        call = open_start(stats, event);
    if (!call)
        return;
    bool slept = call->times.slept;
    call_times_take(&call->times, event);
    if (call->times.slept && !slept) {
        struct stats_task *task = task_row(stats, event->task);
        stats->calls[call->call].slept++;
        if (task)
            task->slept++;
    }
    if (event->kind != EVENT_RETURN)
        return;
    take_return(stats, event, &call->times);
    open_end(stats, call);
}

/* A task that is gone returns from nothing any more: its call stays among those. */
static void take_task_end(struct stats *stats, const struct event *event) {
    struct stats_open *open = stats->open;
    for (int i = open->count - 1; i >= 0; i--)
        if (strcmp(open->calls[i].task, event->task) == 0)
            open->calls[i] = open->calls[--open->count];
}

static void take_client(struct stats *stats, const struct event *event) {
    struct stats_client *client = client_row(stats, event->client);
    if (client && (same(event->act, "send") || same(event->act, "send-urgent") ||
                   same(event->act, "send-many")))
        add(&client->sent, event->result);
    else if (client && same(event->act, "read"))
        add(&client->read, event->result);
}

static int64_t or_none(const struct event *event, enum field field) {
    return event_has(event, field) ? event_get(event, field) : -1;
}

static void take_measure(struct stats *stats, const struct event *event) {
    int row = row_add(stats, &stats->measured_count);
    if (row < 0)
        return;
    stats->measured[row] = (struct stats_measured){
        .server = event->server,
        .arguments = event->arguments,
        .script = event->script,
        .calls = or_none(event, FIELD_calls),
        .failures = or_none(event, FIELD_failures),
        .switches = or_none(event, FIELD_switches),
        .cpu = or_none(event, FIELD_cpu),
        .wall = or_none(event, FIELD_wall),
    };
}

void stats_take(struct stats *stats, const struct event *event) {
    stats->begin = stats->events++ ? stats->begin : event->t;
    stats->end = event->t;
    stats->kinds[event->kind]++;
    switch ((enum event_kind)event->kind) {
    case EVENT_ENTER:
    case EVENT_ASLEEP:
    case EVENT_READY:
    case EVENT_AWAKE:
    case EVENT_COPY:
    case EVENT_RETURN:
        take_call(stats, event);
        break;
    case EVENT_TASK_START:
        take_task_start(stats, event);
        break;
    case EVENT_TASK_END:
        take_task_end(stats, event);
        break;
    case EVENT_CLIENT:
        take_client(stats, event);
        break;
    case EVENT_MEASURE:
        take_measure(stats, event);
        break;
    default:
        break;
    }
}
