#include <config.h>

#include "experiment.h"

#include "measurement.h"
#include "memory.h"
#include "scale.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* How long a turn lasts, and the most that a client's answer can make of it; ns. */
#define TURN      INT64_C(100000000)
#define TURN_MOST INT64_C(1000000000)

struct experiment {
    struct run *run;
    const struct step *step;
    struct measurement *measurement; /* one of the two */
    struct scale *scale;
};

/* ---- a page ---- */

static bool experiment_start_page(struct experiment *experiment, struct error *error) {
    const struct step *step = experiment->step;
    const char *arguments[TASK_ARGUMENTS + 1] = {NULL};

    for (int i = 0; i < step->argument_count && i < TASK_ARGUMENTS; i++)
        arguments[i] = step->arguments[i];
    if (!run_start_server(experiment->run, step->server, arguments, error))
        return false;
    run_collect(experiment->run);
    experiment->measurement = measurement_new(experiment->run, script_find(step->script), error);
    return experiment->measurement;
}

static void experiment_add_result(const struct experiment *experiment,
                                  const struct measure_result *result) {
    const struct step *step = experiment->step;
    struct trace *trace = experiment->run->trace;
    struct event *event = run_add(experiment->run, EVENT_MEASURE);
    char arguments[128] = "";

    for (int i = 0; i < step->argument_count; i++) {
        size_t used = strlen(arguments);
        snprintf(arguments + used, sizeof arguments - used, "%s%s", used ? " " : "",
                 step->arguments[i]);
    }
    event_set_text(event, FIELD_server, step->server);
    if (step->argument_count)
        event_set_text(event, FIELD_arguments, trace_text(trace, arguments));
    event_set_text(event, FIELD_script, step->script);
    event_set_text(event, FIELD_served, trace_text(trace, result->served));
    measure_result_put(result, event);
}

static enum experiment_state experiment_turn_page(struct experiment *experiment,
                                                  struct error *error) {
    struct measurement *measurement = experiment->measurement;
    int64_t began = clock_now();

    while (!measurement_turn(measurement)) {
        int64_t spent = clock_now() - began;
        if (spent > (measurement_is_timing(measurement) ? TURN_MOST : TURN))
            return EXPERIMENT_UNDER_WAY;
        measurement_wait(measurement, TURN);
    }

    const struct measure_result *result = measurement_result(measurement, error);
    if (result)
        experiment_add_result(experiment, result);
    run_end_server(experiment->run);
    return result ? EXPERIMENT_DONE : EXPERIMENT_FAILED;
}

/* ---- one call ---- */

static void experiment_add_cost(const struct experiment *experiment,
                                const struct scale_figure *figure) {
    struct event *event = run_add(experiment->run, EVENT_COST);

    event_set(event, FIELD_call, figure->call);
    event_set(event, FIELD_idle, experiment->step->idle);
    event_set_text(event, FIELD_act, scale_outcome_name(figure->outcome));
    if (figure->outcome == SCALE_MEASURED) {
        event_set(event, FIELD_per_call, figure->ns);
        event_set(event, FIELD_calls, figure->calls);
    } else if (figure->outcome == SCALE_FAILED)
        event_set(event, FIELD_error, figure->error);
}

/* Its sockets have the numbers that a page would have; they are closed when it is over. */
static enum experiment_state experiment_turn_scale(struct experiment *experiment) {
    if (!scale_turn(experiment->scale))
        return EXPERIMENT_UNDER_WAY;
    for (int i = 0; i < SCALE_CALLS; i++)
        experiment_add_cost(experiment, &scale_figures(experiment->scale)[i]);
    scale_free(experiment->scale);
    experiment->scale = NULL;
    run_collect(experiment->run);
    return EXPERIMENT_DONE;
}

/* ---- both ---- */

struct experiment *experiment_new(struct run *run, const struct step *step, struct error *error) {
    struct experiment *experiment = memory_new(1, sizeof *experiment);

    experiment->run = run;
    experiment->step = step;
    run_end_server(run);
    if (step->idle)
        experiment->scale = scale_new(step->idle);
    else if (!experiment_start_page(experiment, error)) {
        experiment_free(experiment);
        return NULL;
    }
    return experiment;
}

enum experiment_state experiment_turn(struct experiment *experiment, struct error *error) {
    return experiment->scale ? experiment_turn_scale(experiment)
                             : experiment_turn_page(experiment, error);
}

int experiment_fd(const struct experiment *experiment) {
    return experiment->measurement ? measurement_fd(experiment->measurement) : -1;
}

int64_t experiment_deadline(const struct experiment *experiment) {
    return experiment->measurement ? measurement_deadline(experiment->measurement) : clock_now();
}

void experiment_free(struct experiment *experiment) {
    if (!experiment)
        return;
    measurement_free(experiment->measurement);
    scale_free(experiment->scale);
    free(experiment);
}
