/* The ledger as tables:
 *
 *     call                 calls    failed     slept    waited    wait ≤     bytes
 *     accept                   1         0         1    421 µs
 *     recv                     6         0         2    635 µs           1,000,012
 */
#include <config.h>

#include "stats-print.h"

#include "figures.h"
#include "i18n.h"
#include "text.h"

#include <stdio.h>
#include <string.h>

/* Columns. */
enum {
    NAME = 16,
    WIDE_NAME = 30,
    NUMBER = 10,
    BYTES = 14,
    PART = 9,
    TIME = 9,
    KIND = 11,
    BAR = 30
};

/* A line that grows cell by cell. */
struct line {
    char text[1024];
};

static void pad(struct line *line, int blanks) {
    text_add(line->text, sizeof line->text, "%*s", blanks > 0 ? blanks : 1, "");
}

static void cell(struct line *line, const char *text, int width) {
    text_add(line->text, sizeof line->text, "%s", text);
    pad(line, width - text_width(text, SIZE_MAX, false));
}

/* Ends at its right edge; it has a blank before it. */
static void cell_right(struct line *line, const char *text, int width) {
    pad(line, width - text_width(text, SIZE_MAX, false));
    text_add(line->text, sizeof line->text, "%s", text);
}

/* -1: nothing. */
static void cell_number(struct line *line, int64_t number, int width) {
    char text[48];
    cell_right(line, number < 0 ? "" : figure_number(number, text, sizeof text), width);
}

static void cell_ns(struct line *line, int64_t ns, int width) {
    char text[48];
    cell_right(line, ns < 0 ? "" : figure_time(ns, text, sizeof text), width);
}

static void cell_time(struct line *line, const struct stats_time *time, int width) {
    cell_ns(line, time->calls ? time->ns : -1, width);
}

/* Prints it without the blanks at its end; the next one begins. */
static void end(struct line *line) {
    size_t size = strlen(line->text);
    while (size > 0 && line->text[size - 1] == ' ')
        size--;
    printf("%.*s\n", (int)size, line->text);
    line->text[0] = '\0';
}

/* A table's first line. */
static void heading(const char *name, int name_width, const char *const *titles, int count,
                    int width) {
    struct line line = {""};
    cell(&line, name, name_width);
    for (int i = 0; i < count; i++)
        cell_right(&line, titles[i], width);
    end(&line);
}

/* The same with an empty line before it. */
static void table(const char *name, int name_width, const char *const *titles, int count,
                  int width) {
    printf("\n");
    heading(name, name_width, titles, count, width);
}

/* ---- sections ---- */

static void print_head(const struct stats *stats, const struct trace_header *header) {
    char number[48], time[48];
    if (header->lesson)
        printf(_("lesson %s\n"), header->lesson);
    printf(_("%s events in %s\n"), figure_number(stats->events, number, sizeof number),
           figure_time(stats->end - stats->begin, time, sizeof time));
    if (header->dropped > 0)
        printf(_("%s more were lost while it was recorded\n"),
               figure_number(header->dropped, number, sizeof number));
    printf("%s", _("evidence:"));
    for (int i = 0; i < EVIDENCE_COUNT; i++)
        if (header->evidence >> i & 1)
            printf(" %s", evidence_name(i));
    printf("\n");
}

static void print_call(const char *name, const struct stats_call *call) {
    struct line line = {""};
    cell(&line, name, NAME);
    cell_number(&line, call->returned + call->unreturned, NUMBER);
    cell_number(&line, call->failed, NUMBER);
    cell_number(&line, call->slept, NUMBER);
    cell_time(&line, &call->wait, NUMBER);
    cell_time(&line, &call->wait_at_most, NUMBER);
    cell_number(&line, call->bytes ? call->bytes : -1, NUMBER);
    end(&line);
}

static void print_calls(const struct stats *stats) {
    const char *titles[] = {_("calls"),  _("failed"), _("slept"),
                            _("waited"), _("wait ≤"), _("bytes")};
    bool any = false;
    for (int i = 0; i < CALL_COUNT; i++) {
        const struct stats_call *call = &stats->calls[i];
        if (call->returned + call->unreturned == 0)
            continue;
        if (!any)
            table(_("call"), NAME, titles, 6, NUMBER);
        any = true;
        print_call(call_name(i), call);
    }
}

static void print_errors(const struct stats *stats) {
    const char *titles[] = {_("times"), _("call")};
    char name[128];
    struct line line = {""};
    if (stats->error_count)
        table(_("error"), NAME, titles, 2, NUMBER);
    for (int i = 0; i < stats->error_count; i++) {
        const struct stats_error *error = &stats->errors[i];
        cell(&line, field_format(FIELD_error, error->error, name, sizeof name), NAME);
        cell_number(&line, error->times, NUMBER);
        text_add(line.text, sizeof line.text, "    %s", call_name(error->call));
        end(&line);
    }
}

/* A row for each evidence that showed such times. */
static void print_times(const struct stats_task *task, enum stats_part part) {
    const struct stats_part_row *row = stats_part_row(part);
    char name[64];
    struct line line = {""};
    snprintf(name, sizeof name, row->exact ? "  %s" : "  %s ≤", _(row->name));
    for (int by = 0; by < EVIDENCE_COUNT; by++) {
        const struct stats_time *time = &task->times[part][by];
        if (!time->calls)
            continue;
        cell(&line, name, PART);
        cell_time(&line, time, TIME);
        cell_number(&line, time->calls, TIME);
        text_add(line.text, sizeof line.text, "  ");
        cell(&line, evidence_name(by), KIND);
        cell(&line, _(row->what), 0);
        end(&line);
    }
}

static bool has_times(const struct stats_task *task) {
    for (int part = 0; part < TIME_COUNT; part++)
        for (int by = 0; by < EVIDENCE_COUNT; by++)
            if (task->times[part][by].calls)
                return true;
    return false;
}

static void print_task(const struct stats_task *task) {
    const char *titles[] = {_("in all"), _("calls")};
    char calls[48], slept[48], switches[48], cpu[48];
    printf("\n");
    printf(_("task %s"), task->task);
    printf(task->server ? ", %s.c\n" : "\n", task->server);
    if (task->returned + task->unreturned == 0) {
        printf("%s\n", _("  none of its calls is here"));
        return;
    }
    printf(_("  calls %s, slept in %s; voluntary switches %s, CPU time in calls ≤ %s\n"),
           figure_number(task->returned + task->unreturned, calls, sizeof calls),
           figure_number(task->slept, slept, sizeof slept),
           figure_number(task->switches, switches, sizeof switches),
           figure_time(task->cpu, cpu, sizeof cpu));
    if (task->unreturned)
        printf(_("  did not return: %s\n"), figure_number(task->unreturned, calls, sizeof calls));
    if (has_times(task))
        heading("", PART, titles, 2, TIME);
    for (int part = 0; part < TIME_COUNT; part++)
        print_times(task, part);
}

static void print_clients(const struct stats *stats) {
    const char *titles[] = {_("it sent"), _("received"), _("server sent"), _("it read")};
    struct line line = {""};
    if (stats->client_count)
        table(_("client, bytes"), NAME, titles, 4, BYTES);
    for (int i = 0; i < stats->client_count; i++) {
        const struct stats_client *client = &stats->clients[i];
        cell(&line, client->client, NAME);
        cell_number(&line, client->sent, BYTES);
        cell_number(&line, client->received, BYTES);
        cell_number(&line, client->taken, BYTES);
        cell_number(&line, client->read, BYTES);
        end(&line);
    }
}

static int64_t bucket_calls(const struct stats *stats, int bucket) {
    return stats->waits[bucket] + stats->waits_at_most[bucket];
}

/* A power of ten: "10 µs". */
static char *power_text(int64_t ns, char *out, size_t size) {
    static const char *const units[] = {"ns", "µs", "ms", "s"};
    int unit = 0;
    for (; unit < 3 && ns >= 1000; unit++)
        ns /= 1000;
    snprintf(out, size, "%d %s", (int)ns, units[unit]);
    return out;
}

/* "10 µs – 100 µs" */
static char *bucket_name(int bucket, char *out, size_t size) {
    char from[48], below[48];
    power_text(stats_bucket(bucket), from, sizeof from);
    if (bucket + 1 == STATS_BUCKETS) {
        snprintf(out, size, "≥ %s", from);
        return out;
    }
    power_text(stats_bucket(bucket + 1), below, sizeof below);
    snprintf(out, size, bucket ? "%s – %s" : "%.0s< %s", from, below);
    return out;
}

/* From the first length that there is to the last. */
static void print_waits(const struct stats *stats) {
    const char *titles[] = {_("exact"), _("at most")};
    int first = STATS_BUCKETS, last = -1;
    int64_t most = 1;
    char name[128];
    struct line line = {""};
    for (int i = 0; i < STATS_BUCKETS; i++) {
        int64_t calls = bucket_calls(stats, i);
        first = calls && i < first ? i : first;
        last = calls ? i : last;
        most = calls > most ? calls : most;
    }
    if (last >= 0)
        table(_("calls that waited"), NAME + 4, titles, 2, NUMBER);
    for (int i = first; i <= last; i++) {
        cell(&line, bucket_name(i, name, sizeof name), NAME + 4);
        cell_number(&line, stats->waits[i], NUMBER);
        cell_number(&line, stats->waits_at_most[i], NUMBER);
        text_add(line.text, sizeof line.text, "  ");
        for (int64_t k = 0; k < (bucket_calls(stats, i) * BAR + most - 1) / most; k++)
            text_add(line.text, sizeof line.text, "█");
        end(&line);
    }
}

static void print_measured(const struct stats *stats) {
    const char *titles[] = {_("calls"), "EAGAIN", _("switches"), "CPU", _("time")};
    char name[256];
    struct line line = {""};
    if (stats->measured_count)
        table(_("measured with its gates open"), WIDE_NAME, titles, 5, NUMBER);
    for (int i = 0; i < stats->measured_count; i++) {
        const struct stats_measured *row = &stats->measured[i];
        snprintf(name, sizeof name, "%s %s%s(%s)", row->server,
                 row->arguments ? row->arguments : "", row->arguments ? " " : "", row->script);
        cell(&line, name, WIDE_NAME);
        cell_number(&line, row->calls, NUMBER);
        cell_number(&line, row->failures, NUMBER);
        cell_number(&line, row->switches, NUMBER);
        cell_ns(&line, row->cpu, NUMBER);
        cell_ns(&line, row->wall, NUMBER);
        end(&line);
    }
}

void stats_print_text(const struct stats *stats, const struct trace_header *header) {
    char number[48];
    print_head(stats, header);
    print_calls(stats);
    print_errors(stats);
    for (int i = 0; i < stats->task_count; i++)
        print_task(&stats->tasks[i]);
    print_clients(stats);
    print_waits(stats);
    print_measured(stats);
    if (stats->left_out)
        printf(_("\n%s events are not in these tables: each has room for %d rows\n"),
               figure_number(stats->left_out, number, sizeof number), STATS_ROWS);
}
