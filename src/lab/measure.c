#include <config.h>

#include "measurement.h"

#define PATIENCE INT64_C(100000000) /* ns */

/* True once it is over, false if it was given up. That is not asked at every turn: the time that
 * takes would be part of what is measured. */
static bool measure_to_end(struct measurement *measurement, const struct measure_stop *stop) {
    int64_t asked = clock_now();

    while (!measurement_turn(measurement)) {
        measurement_wait(measurement, PATIENCE);
        if (!stop || clock_now() - asked < PATIENCE)
            continue;
        if (stop->asked(stop->context))
            return false;
        asked = clock_now();
    }
    return true;
}

static bool measure_run(struct run *run, enum script script, const struct measure_stop *stop,
                        struct measure_result *result, struct error *error) {
    struct measurement *measurement = measurement_new(run, script, error);

    if (!measurement)
        return false;
    bool over = measure_to_end(measurement, stop);
    const struct measure_result *found = over ? measurement_result(measurement, error) : NULL;
    if (found)
        *result = *found;
    measurement_free(measurement);
    return found;
}

bool measure_page(const char *server, const char *const *arguments, enum script script,
                  const struct measure_stop *stop, struct measure_result *result,
                  struct error *error) {
    const struct lesson no_lesson = {.server = server};
    struct trace *trace = trace_new();
    struct run *run = run_new(&no_lesson, trace, NULL, error);
    bool measured = run && run_start_server(run, server, arguments, error) &&
                    measure_run(run, script, stop, result, error);

    run_free(run);
    trace_free(trace);
    return measured;
}

void measure_result_put(const struct measure_result *result, struct event *event) {
    const struct {
        enum field field;
        int64_t value;
    } figures[] = {
        {FIELD_calls, result->calls},
        {FIELD_failures, result->failures},
        {FIELD_switches, result->switches},
        {FIELD_cpu, result->cpu},
        {FIELD_inside, result->inside},
        {FIELD_copied, result->copied},
        {FIELD_wall, result->wall},
        {FIELD_latency, result->latency_50},
        {FIELD_latency_99, result->latency_99},
        {FIELD_latency_max, result->latency_max},
    };

    for (size_t i = 0; i < sizeof figures / sizeof *figures; i++)
        if (figures[i].value >= 0)
            event_set(event, figures[i].field, figures[i].value);
}
