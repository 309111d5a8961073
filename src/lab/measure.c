#include <config.h>

#include "measurement.h"

static bool measure_run(struct run *run, enum script script, struct measure_result *result,
                        struct error *error) {
    struct measurement *measurement = measurement_new(run, script, error);

    if (!measurement)
        return false;
    while (!measurement_turn(measurement))
        measurement_wait(measurement, INT64_C(1000000000));
    const struct measure_result *found = measurement_result(measurement, error);
    if (found)
        *result = *found;
    measurement_free(measurement);
    return found;
}

bool measure_page(const char *server, const char *const *arguments, enum script script,
                  struct measure_result *result, struct error *error) {
    const struct lesson no_lesson = {.server = server};
    struct trace *trace = trace_new();
    struct run *run = run_new(&no_lesson, trace, error);
    bool measured = run && run_start_server(run, server, arguments, error) &&
                    measure_run(run, script, result, error);

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
