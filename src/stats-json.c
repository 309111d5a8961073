#include <config.h>

#include "stats-print.h"

#include "print-json.h"

#include <stdio.h>

#define STATS_FORMAT  "waitscope-stats"
#define STATS_VERSION 1

/* "key": 123, with a comma before it; -1 is null. */
static void number(const char *key, int64_t value) {
    printf(", ");
    if (value < 0)
        print_json_pair(key, NULL);
    else
        print_json_number(key, value);
}

static void text(const char *key, const char *value) {
    printf(", ");
    print_json_pair(key, value);
}

/* Before each row of an array but the first. */
static const char *separator(bool *any) {
    const char *before = *any ? ",\n  " : "\n  ";
    *any = true;
    return before;
}

static void print_kinds(const struct stats *stats) {
    bool any = false;
    printf(",\n\"kinds\": {");
    for (int i = 0; i < EVENT_COUNT; i++) {
        if (!stats->kinds[i])
            continue;
        printf(any ? ", " : "");
        print_json_number(event_kind_name(i), stats->kinds[i]);
        any = true;
    }
    printf("}");
}

static void print_time(const char *key, const struct stats_time *time) {
    printf(", \"%s\": {", key);
    print_json_number("calls", time->calls);
    number("ns", time->ns);
    printf("}");
}

static void print_calls(const struct stats *stats) {
    bool any = false;
    printf(",\n\"calls\": [");
    for (int i = 0; i < CALL_COUNT; i++) {
        const struct stats_call *call = &stats->calls[i];
        if (call->returned + call->unreturned == 0)
            continue;
        printf("%s{", separator(&any));
        print_json_pair("call", call_name(i));
        number("returned", call->returned);
        number("unreturned", call->unreturned);
        number("failed", call->failed);
        number("slept", call->slept);
        number("bytes", call->bytes);
        print_time("waited", &call->wait);
        print_time("waited_at_most", &call->wait_at_most);
        printf("}");
    }
    printf("]");
}

static void print_errors(const struct stats *stats) {
    char name[128];
    bool any = false;
    printf(",\n\"errors\": [");
    for (int i = 0; i < stats->error_count; i++) {
        const struct stats_error *error = &stats->errors[i];
        printf("%s{", separator(&any));
        print_json_pair("errno", field_format(FIELD_error, error->error, name, sizeof name));
        text("call", call_name(error->call));
        number("times", error->times);
        printf("}");
    }
    printf("]");
}

static void print_times(const struct stats_task *task) {
    bool any = false;
    printf(", \"times\": [");
    for (int part = 0; part < TIME_COUNT; part++) {
        const struct stats_part_row *row = stats_part_row(part);
        for (int by = 0; by < EVIDENCE_COUNT; by++) {
            if (!task->times[part][by].calls)
                continue;
            printf("%s  {", separator(&any));
            print_json_pair("part", row->name);
            printf(", \"exact\": %s", row->exact ? "true" : "false");
            text("evidence", evidence_name(by));
            number("calls", task->times[part][by].calls);
            number("ns", task->times[part][by].ns);
            printf("}");
        }
    }
    printf("]");
}

static void print_tasks(const struct stats *stats) {
    bool any = false;
    printf(",\n\"tasks\": [");
    for (int i = 0; i < stats->task_count; i++) {
        const struct stats_task *task = &stats->tasks[i];
        printf("%s{", separator(&any));
        print_json_pair("task", task->task);
        text("server", task->server);
        number("returned", task->returned);
        number("unreturned", task->unreturned);
        number("failed", task->failed);
        number("slept", task->slept);
        number("switches", task->switches);
        number("cpu_at_most", task->cpu);
        print_times(task);
        printf("}");
    }
    printf("]");
}

static void print_clients(const struct stats *stats) {
    bool any = false;
    printf(",\n\"clients\": [");
    for (int i = 0; i < stats->client_count; i++) {
        const struct stats_client *client = &stats->clients[i];
        printf("%s{", separator(&any));
        print_json_pair("client", client->client);
        number("sent", client->sent);
        number("server_received", client->received);
        number("server_sent", client->taken);
        number("read", client->read);
        printf("}");
    }
    printf("]");
}

/* The last has no `below`. */
static void print_waits(const struct stats *stats) {
    bool any = false;
    printf(",\n\"waits\": [");
    for (int i = 0; i < STATS_BUCKETS; i++) {
        printf("%s{", separator(&any));
        print_json_number("from", stats_bucket(i));
        number("below", i + 1 < STATS_BUCKETS ? stats_bucket(i + 1) : -1);
        number("exact", stats->waits[i]);
        number("at_most", stats->waits_at_most[i]);
        printf("}");
    }
    printf("]");
}

static void print_measured(const struct stats *stats) {
    bool any = false;
    printf(",\n\"measured\": [");
    for (int i = 0; i < stats->measured_count; i++) {
        const struct stats_measured *row = &stats->measured[i];
        printf("%s{", separator(&any));
        print_json_pair("server", row->server);
        text("arguments", row->arguments);
        text("script", row->script);
        number("calls", row->calls);
        number("failures", row->failures);
        number("switches", row->switches);
        number("cpu", row->cpu);
        number("wall", row->wall);
        printf("}");
    }
    printf("]");
}

static void print_evidence(const struct trace_header *header) {
    bool any = false;
    printf(",\n\"evidence\": [");
    for (int i = 0; i < EVIDENCE_COUNT; i++) {
        if (!(header->evidence >> i & 1))
            continue;
        printf(any ? ", " : "");
        print_json_text(evidence_name(i));
        any = true;
    }
    printf("]");
}

void stats_print_json(const struct stats *stats, const struct trace_header *header) {
    printf("{\"format\": \"%s\", \"version\": %d,\n\"trace\": {", STATS_FORMAT, STATS_VERSION);
    print_json_host(header);
    printf("}");
    print_evidence(header);
    printf(",\n\"events\": %lld", (long long)stats->events);
    number("dropped", header->dropped);
    number("time", stats->end - stats->begin);
    number("left_out", stats->left_out);
    print_kinds(stats);
    print_calls(stats);
    print_errors(stats);
    print_tasks(stats);
    print_clients(stats);
    print_waits(stats);
    print_measured(stats);
    printf("}\n");
}
