/* witness hold|refuse strace|ftrace TRACE LOG
 *
 * Holds a trace against what strace or ftrace saw of the same run. `hold` says in what they differ,
 * or how far they agree. `refuse` changes the trace in one respect, for every event to which that
 * can be done: each such trace must be refused. Exit status 0 if so. */
#include <config.h>

#include "memory.h"
#include "trace-json.h"
#include "witness.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum mutation {
    RETURN_REMOVED,
    RESULT_CHANGED,
    CALL_INVENTED,
    CALL_REMOVED,
    COUNT_CHANGED,
    RETURN_LATE,
    SIGNAL_REMOVED,
    MEASURE_CHANGED,
    MUTATIONS,
};

static const char *const mutation_names[MUTATIONS] = {
    [RETURN_REMOVED] = "a return removed",
    [RESULT_CHANGED] = "a result changed",
    [CALL_INVENTED] = "a call invented",
    [CALL_REMOVED] = "a call removed",
    [COUNT_CHANGED] = "one more of equal failures",
    [RETURN_LATE] = "a return 100 ms late",
    [SIGNAL_REMOVED] = "a signal removed",
    [MEASURE_CHANGED] = "ten times as many calls counted",
};

#define LATE INT64_C(100000000)

/* ---- changed traces ---- */

static bool can_change(enum mutation mutation, const struct event *event) {
    switch (mutation) {
    case COUNT_CHANGED:
        return event->kind == EVENT_RETURN && event_has(event, FIELD_times);
    case SIGNAL_REMOVED:
        return event->kind == EVENT_SIGNAL;
    case MEASURE_CHANGED:
        return event->kind == EVENT_MEASURE;
    default:
        return event->kind == EVENT_RETURN;
    }
}

/* Later calls of the same page are numbered anew, so that nothing but the witness can tell. */
static void event_renumber(struct event *event, const struct event *target, int64_t by) {
    if (event_has(event, FIELD_number) && event->number > target->number)
        event_set(event, FIELD_number, event->number + by);
}

static void event_change(struct event *event, enum mutation mutation) {
    switch (mutation) {
    case RESULT_CHANGED:
        if (event_has(event, FIELD_error))
            event_set(event, FIELD_error, event->error + 1);
        else
            event_set(event, FIELD_result, event->result + 1);
        break;
    case COUNT_CHANGED:
        event_set(event, FIELD_times, event->times + 1);
        break;
    case RETURN_LATE:
        event_set(event, FIELD_t, event->t + LATE);
        break;
    case MEASURE_CHANGED:
        event_set(event, FIELD_calls, 10 * event->calls);
        break;
    default:
        break;
    }
}

/* The same call with the same result once more, directly after it. */
static void append_invented(struct trace *mutant, const struct event *event) {
    struct event again = *event;

    event_clear(&again, FIELD_times);
    event_set(&again, FIELD_number, event->number + 1);
    event_set(&again, FIELD_kind, EVENT_ENTER);
    trace_append(mutant, &again);
    event_set(&again, FIELD_kind, EVENT_RETURN);
    event_set(&again, FIELD_entered, event->t);
    trace_append(mutant, &again);
}

/* How many numbers the change adds. */
static int64_t mutation_shift(enum mutation mutation, const struct event *target) {
    switch (mutation) {
    case CALL_INVENTED:
    case COUNT_CHANGED:
        return 1;
    case CALL_REMOVED:
        return event_has(target, FIELD_times) ? -target->times : -1;
    default:
        return 0;
    }
}

static bool is_left_out(enum mutation mutation, const struct event *event,
                        const struct event *target, bool is_target) {
    if (mutation == CALL_REMOVED)
        return event_has(event, FIELD_number) && event->number == target->number;
    return is_target && (mutation == RETURN_REMOVED || mutation == SIGNAL_REMOVED);
}

/* The run of one page: from its task-start to the next. */
static void page_bounds(const struct trace *trace, size_t index, size_t *begin, size_t *end) {
    *begin = trace_last(trace, index, TRACE_KIND(EVENT_TASK_START));
    *end = trace_next(trace, index, TRACE_KIND(EVENT_TASK_START));
}

static struct trace *mutant_of(const struct trace *trace, enum mutation mutation, size_t index) {
    struct trace *mutant = trace_new();
    struct event target;
    size_t begin, end;

    trace_at(trace, index, &target);
    page_bounds(trace, index, &begin, &end);
    for (size_t i = 0; i < trace_count(trace); i++) {
        struct event event;
        trace_at(trace, i, &event);
        bool of_page = i >= begin && i < end;
        if (of_page && is_left_out(mutation, &event, &target, i == index))
            continue;
        if (of_page)
            event_renumber(&event, &target, mutation_shift(mutation, &target));
        if (i == index)
            event_change(&event, mutation);
        trace_append(mutant, &event);
        if (i == index && mutation == CALL_INVENTED)
            append_invented(mutant, &target);
    }
    return mutant;
}

/* ---- the two commands ---- */

static double us(int64_t ns) {
    return ns / 1000.0;
}

static bool hold(const struct witness *witness, const struct trace *trace) {
    struct holding held;
    struct error error;

    if (!witness_hold(witness, trace, &held, &error)) {
        printf("%s\n", error.text);
        return false;
    }
    printf("%zu calls and %zu signals of %zu pages", held.calls, held.signals, held.tasks);
    if (held.measures > 0)
        printf("; %zu of them were measured, their calls counted", held.measures);
    if (held.calls > 0)
        printf("\nour durations are longer by %.1f us (median), %.1f at most; the witness itself "
               "took up to %.1f; all stamps agree to %.1f",
               us(held.longer_median), us(held.longer_max), us(held.allowed_max), us(held.slack));
    putchar('\n');
    return true;
}

/* *tried counts the changes of that kind. Returns how many of them were seen. */
static size_t refuse_kind(const struct witness *witness, const struct trace *trace,
                          enum mutation mutation, size_t *tried) {
    size_t refused = 0;

    for (size_t i = 0; i < trace_count(trace); i++) {
        struct event event;
        struct holding held;
        struct error error;
        if (!can_change(mutation, trace_at(trace, i, &event)))
            continue;
        struct trace *mutant = mutant_of(trace, mutation, i);
        ++*tried;
        if (!witness_hold(witness, mutant, &held, &error))
            refused++;
        else
            printf("not refused: event %zu, %s\n", i, mutation_names[mutation]);
        trace_free(mutant);
    }
    return refused;
}

static bool refuse(const struct witness *witness, const struct trace *trace) {
    size_t all = 0, all_refused = 0;
    struct holding held;
    struct error error;

    if (!witness_hold(witness, trace, &held, &error)) {
        printf("refused as it is: %s\n", error.text);
        return false;
    }
    for (enum mutation mutation = 0; mutation < MUTATIONS; mutation++) {
        size_t tried = 0;
        size_t refused = refuse_kind(witness, trace, mutation, &tried);
        if (tried > 0)
            printf("%s: %zu of %zu\n", mutation_names[mutation], refused, tried);
        all += tried;
        all_refused += refused;
    }
    return all > 0 && all == all_refused;
}

/* ---- files ---- */

static struct trace *read_trace(const char *path) {
    struct error warning = {""}, error;
    struct trace *trace = trace_read_file(path, &warning, &error);

    if (trace && !warning.text[0])
        return trace;
    printf("%s\n", trace ? warning.text : error.text);
    trace_free(trace);
    return NULL;
}

static bool read_witness(struct witness *witness, const char *kind, const char *path) {
    FILE *log = fopen(path, "r");
    struct error error = {"it cannot be opened"};
    bool good = log && (strcmp(kind, "strace") == 0 ? witness_read_strace(witness, log, &error)
                                                    : witness_read_ftrace(witness, log, &error));

    if (!good)
        printf("%s: %s\n", path, error.text);
    if (log)
        fclose(log);
    return good;
}

int main(int argc, char **argv) {
    struct witness witness = {0};

    if (argc != 5 || (strcmp(argv[1], "hold") != 0 && strcmp(argv[1], "refuse") != 0) ||
        (strcmp(argv[2], "strace") != 0 && strcmp(argv[2], "ftrace") != 0)) {
        fputs("usage: witness hold|refuse strace|ftrace TRACE LOG\n", stderr);
        return 2;
    }
    struct trace *trace = read_trace(argv[3]);
    bool good = trace && read_witness(&witness, argv[2], argv[4]);
    if (good)
        good = strcmp(argv[1], "hold") == 0 ? hold(&witness, trace) : refuse(&witness, trace);
    witness_free(&witness);
    trace_free(trace);
    return good ? EXIT_SUCCESS : EXIT_FAILURE;
}
