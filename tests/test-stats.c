/* The ledger of a trace that was written by hand, figure by figure; then each of its lines changed,
 * and the figures that must change with it. */
#include <config.h>

#include "stats.h"

#include "event-line.h"
#include "tap.h"
#include "trace.h"

#include <errno.h>
#include <string.h>

/* Times are chosen so that no two sums are equal by chance. */
static const char *const lines[] = {
    /* 0 */ "task-start task=server server=select t=1000",
    /* 1 */ "enter task=server call=accept number=1 fd=3 t=2000",
    /* 2: by /proc */ "asleep task=server call=accept number=1 t=9000 entered=2100 evidence=proc",
    /* 3 */ "client client=A act=connect result=0 t=50000",
    /* 4: it slept 2,100 … 60,000 at most */
    "return task=server call=accept number=1 result=4 of=A t=60000 entered=2100 switches=1 cpu=700",
    /* 5 */ "enter task=server call=recv number=2 fd=4 size=100 t=70000",
    /* 6 */ "asleep task=server call=recv number=2 t=71500 entered=70200 evidence=tracepoint",
    /* 7 */ "client client=A act=send result=5 size=5 t=90000000",
    /* 8 */ "ready task=server call=recv number=2 t=90000300 evidence=tracepoint",
    /* 9 */
    "awake task=server call=recv number=2 t=90009000 slept=89937500 woken=90000400 "
    "evidence=tracepoint",
    /* 10 */ "copy task=server call=recv number=2 t=90010000 evidence=tracepoint",
    /* 11 */
    "return task=server call=recv number=2 result=5 of=A t=90013000 entered=70200 switches=2 "
    "cpu=11",
    /* 12 */ "enter task=server call=recv number=3 fd=4 size=100 t=90020000",
    /* 13: arrived inside, one segment */
    "return task=server call=recv number=3 result=7 of=A t=91000000 entered=90020100 "
    "arrived=90900000 arrivals=1 switches=1 cpu=13",
    /* 14 */ "enter task=server call=recv number=4 fd=4 size=100 t=91100000",
    /* 15: a thousand equal failures */
    "return task=server call=recv number=4 result=-1 errno=EAGAIN times=1000 t=92000000 "
    "entered=91100000",
    /* 16 */ "enter task=server call=send number=1004 fd=4 size=9 t=92100000",
    /* 17: no sleep, no wait */
    "return task=server call=send number=1004 result=9 of=A t=92100900 entered=92100100 switches=0 "
    "cpu=17",
    /* 18 */ "client client=A act=read result=8 t=92200000",
    /* 19 */
    "measure server=select script=late calls=5 failures=2 switches=3 cpu=900 wall=2000 t=93000000",
    /* 20 */ "enter task=server call=select number=1005 nfds=5 t=94000000",
    /* 21 */ "asleep task=server call=select number=1005 t=94500000 entered=94000100 evidence=proc",
};
enum { LINES = sizeof lines / sizeof lines[0] };

/* The ledger with that line replaced (NULL: left out); LINES: none is. Its texts live in `room`. */
static struct stats *ledger(struct event_line *room, int index, const char *line) {
    struct stats *stats = stats_new();
    for (int i = 0; i < LINES; i++) {
        const char *text = i == index ? line : lines[i];
        struct error error = {""};
        if (!text)
            continue;
        if (!event_line_parse(&room[i], text, &error)) {
            printf("Bail out! line %d: %s\n", i, error.text);
            exit(1);
        }
        stats_take(stats, &room[i].event);
    }
    return stats;
}

static void is(const char *what, int64_t found, int64_t expected) {
    if (!tap_ok(found == expected, "%s is %jd", what, (intmax_t)expected))
        tap_note("found %jd", (intmax_t)found);
}

static void times_are(const struct stats *stats, enum stats_part part, enum evidence by,
                      int64_t calls, int64_t ns) {
    const struct stats_time *time = &stats->tasks[0].times[part][by];
    const struct stats_part_row *row = stats_part_row(part);
    if (!tap_ok(time->calls == calls && time->ns == ns, "%s%s by %s: %jd ns in %jd calls",
                row->name, row->exact ? "" : " at most", evidence_name(by), (intmax_t)ns,
                (intmax_t)calls))
        tap_note("found %jd in %jd", (intmax_t)time->ns, (intmax_t)time->calls);
}

static void test_calls(const struct stats *stats) {
    const struct stats_call *recv = &stats->calls[CALL_recv];
    is("events", stats->events, LINES);
    is("the time from the first to the last", stats->end - stats->begin, 94499000);
    is("enter events", stats->kinds[EVENT_ENTER], 6);
    is("calls of recv that returned", recv->returned, 1002);
    is("those that failed", recv->failed, 1000);
    is("those that slept", recv->slept, 2);
    is("bytes of recv", recv->bytes, 12);
    is("bytes of send", stats->calls[CALL_send].bytes, 9);
    is("waits of recv", recv->wait.calls, 2);
    is("how long they were", recv->wait.ns, 90000300 - 70200 + 90900000 - 90020100);
    is("waits of accept, exactly", stats->calls[CALL_accept].wait.calls, 0);
    is("at most", stats->calls[CALL_accept].wait_at_most.ns, 60000 - 2100);
    is("waits of send", stats->calls[CALL_send].wait.calls, 0);
    is("selects that returned", stats->calls[CALL_select].returned, 0);
    is("that did not", stats->calls[CALL_select].unreturned, 1);
    is("that sleep", stats->calls[CALL_select].slept, 1);
    is("errors", stats->error_count, 1);
    is("EAGAINs of recv", stats->errors[0].times, 1000);
    tap_ok(stats->errors[0].call == CALL_recv && stats->errors[0].error == EAGAIN,
           "they are EAGAINs of recv");
}

static void test_task(const struct stats *stats) {
    const struct stats_task *task = &stats->tasks[0];
    is("tasks", stats->task_count, 1);
    tap_ok(strcmp(task->task, "server") == 0 && strcmp(task->server, "select") == 0,
           "it is the server, which runs select");
    is("its calls that returned", task->returned, 1004);
    is("that failed", task->failed, 1000);
    is("that did not return", task->unreturned, 1);
    is("that slept", task->slept, 4);
    is("its switches", task->switches, 4);
    is("its CPU time", task->cpu, 700 + 11 + 13 + 17);
    times_are(stats, TIME_WAIT, EVIDENCE_TRACEPOINT, 1, 90000300 - 70200);
    times_are(stats, TIME_WAIT, EVIDENCE_TIMESTAMP, 1, 90900000 - 90020100);
    times_are(stats, TIME_WAIT_AT_MOST, EVIDENCE_SYSCALL, 1, 60000 - 2100);
    times_are(stats, TIME_SLEEP, EVIDENCE_TRACEPOINT, 1, 89937500);
    times_are(stats, TIME_WAKE, EVIDENCE_TRACEPOINT, 1, 90009000 - 90000300);
    times_are(stats, TIME_COPY, EVIDENCE_TRACEPOINT, 1, 3000);
    times_are(stats, TIME_COPY_AT_MOST, EVIDENCE_TIMESTAMP, 1, 91000000 - 90900000);
    times_are(stats, TIME_COPY_AT_MOST, EVIDENCE_SYSCALL, 1, 800);
    times_are(stats, TIME_WAIT, EVIDENCE_PROC, 0, 0);
}

static void test_rest(const struct stats *stats) {
    static const int64_t exact[STATS_BUCKETS] = {0, 0, 1, 0, 1, 0, 0, 0};
    static const int64_t at_most[STATS_BUCKETS] = {0, 1, 0, 0, 0, 0, 0, 0};
    const struct stats_client *client = &stats->clients[0];
    is("clients", stats->client_count, 1);
    is("bytes that A sent", client->sent, 5);
    is("that the server received from it", client->received, 12);
    is("that it took for it", client->taken, 9);
    is("that A has read", client->read, 8);
    is("measured pages", stats->measured_count, 1);
    is("EAGAINs of that page", stats->measured[0].failures, 2);
    is("its switches", stats->measured[0].switches, 3);
    tap_ok(memcmp(stats->waits, exact, sizeof exact) == 0, "waits are in their buckets");
    tap_ok(memcmp(stats->waits_at_most, at_most, sizeof at_most) == 0,
           "upper bounds are in theirs");
    is("rows that there was no room for", stats->left_out, 0);
}

/* A line that differs, and the figure that must. */
struct change {
    const char *what;
    int index;
    const char *line;
    size_t offset; /* of the figure, an int64_t of struct stats */
    int64_t expected;
};

#define CALLS(call, member) offsetof(struct stats, calls[CALL_##call].member)

static const struct change changes[] = {
    {"a recv less", 13, NULL, CALLS(recv, returned), 1001},
    {"it does not return", 13, NULL, CALLS(recv, unreturned), 1},
    {"an earlier entry", 11,
     "return task=server call=recv number=2 result=5 t=90013000 entered=70100",
     CALLS(recv, wait.ns), 90000300 - 70100 + 90900000 - 90020100},
    {"no word from the kernel", 8, NULL, CALLS(recv, wait.ns),
     90000400 - 70200 + 90900000 - 90020100},
    {"two segments: the stamp is the last one's", 13,
     "return task=server call=recv number=3 result=7 t=91000000 entered=90020100 arrived=90900000 "
     "arrivals=2 switches=1",
     CALLS(recv, wait_at_most.ns), 91000000 - 90020100},
    {"bytes that were there before are not waited for", 13,
     "return task=server call=recv number=3 result=7 t=91000000 entered=90020100 arrived=90020000 "
     "arrivals=1 switches=0",
     CALLS(recv, wait.calls), 1},
    {"fewer equal failures", 15,
     "return task=server call=recv number=4 result=-1 errno=EAGAIN times=3 t=92000000 "
     "entered=91100000",
     CALLS(recv, failed), 3},
    {"another error", 17,
     "return task=server call=send number=1004 result=-1 errno=EPIPE t=92100900 entered=92100100",
     CALLS(send, bytes), 0},
    {"it fails", 17,
     "return task=server call=send number=1004 result=-1 errno=EPIPE t=92100900 entered=92100100",
     CALLS(send, failed), 1},
    {"nothing gave up the CPU", 4,
     "return task=server call=accept number=1 result=4 t=60000 entered=2100 switches=0",
     CALLS(accept, slept), 1},
    {"nor was it seen asleep", 2, NULL, CALLS(accept, wait_at_most.ns), 60000 - 2100},
    {"the select returns", 19,
     "return task=server call=select number=1005 result=1 t=95000000 entered=94000100",
     CALLS(select, returned), 1},
    {"a shorter wait", 11,
     "return task=server call=recv number=2 result=5 t=90013000 entered=89999999",
     offsetof(struct stats, waits[0]), 1},
    {"an event less", 0, NULL, offsetof(struct stats, events), LINES - 1},
    {"it began later", 0, "task-start task=server server=select t=1500",
     offsetof(struct stats, begin), 1500},
    {"another page under the same name", 18, "task-start task=server server=poll t=92200000",
     offsetof(struct stats, kinds[EVENT_TASK_START]), 2},
};

static void test_changes(struct event_line *room) {
    for (size_t i = 0; i < sizeof changes / sizeof changes[0]; i++) {
        const struct change *change = &changes[i];
        struct stats *stats = ledger(room, change->index, change->line);
        is(change->what, *(int64_t *)((char *)stats + change->offset), change->expected);
        stats_free(stats);
    }
}

/* Pages have rows of their own; a task that is gone has its call among those that never return. */
static void test_pages(struct event_line *room) {
    struct stats *stats = ledger(room, 18, "task-start task=server server=poll t=92200000");
    is("two pages are two rows", stats->task_count, 2);
    is("the first has its calls", stats->tasks[0].returned, 1004);
    is("and none of the second", stats->tasks[1].unreturned, 1);
    stats_free(stats);
    stats = ledger(room, 18, "task-start task=server server=select t=92200000");
    is("the same page once more has no second row", stats->task_count, 1);
    stats_free(stats);
}

/* More tasks, clients and calls than there is room for. */
static void test_room(void) {
    struct stats *stats = stats_new();
    char names[STATS_ROWS + 5][16];
    for (int i = 0; i < STATS_ROWS + 5; i++) {
        struct event event = {.has = {0}};
        snprintf(names[i], sizeof names[i], "client-%d", i);
        event_set(&event, FIELD_kind, EVENT_CLIENT);
        event_set_text(&event, FIELD_client, names[i]);
        event_set_text(&event, FIELD_act, "send");
        event_set(&event, FIELD_result, EVENT_INTEGER_MAX);
        for (int k = 0; k < 2; k++)
            stats_take(stats, &event);
    }
    is("clients past the last row", stats->left_out, 10);
    is("a client's bytes", stats->clients[STATS_ROWS - 1].sent, 2 * EVENT_INTEGER_MAX);
    stats_free(stats);
}

int main(void) {
    struct event_line *room = calloc(LINES, sizeof *room);
    struct stats *stats = ledger(room, LINES, NULL);
    test_calls(stats);
    test_task(stats);
    test_rest(stats);
    stats_free(stats);
    test_changes(room);
    test_pages(room);
    test_room();
    is("the first bucket", stats_bucket(0), 0);
    is("the second", stats_bucket(1), 10000);
    is("the last", stats_bucket(STATS_BUCKETS - 1), INT64_C(10000000000));
    free(room);
    return tap_done();
}
