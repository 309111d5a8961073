/* The director: plays a lesson's script on a run.
 *
 *              session_advance                    all still and settled
 *     STILL ──────────────────▶ MOVING ────────────────────────────────▶ STILL
 *       │  one of: a step event, a client's act, a client reads,           events appended
 *       │          a held task passes one gate
 *       ├──▶ ENDED   no step is left
 *       └──▶ FAILED  all is still and the step is not done
 *
 * One thing that can wake a sleeping task is done at a time, and nothing until all is still again:
 * that makes two recordings the same. */
#include <config.h>

#include "experiment.h"
#include "i18n.h"
#include "judge.h"
#include "lab.h"
#include "memory.h"
#include "run.h"
#include "run-moments.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* How long to look for stillness before saying that it does not come; ns. A delayed ACK takes at
 * most 200 ms; a page that computes for seconds without a call is a fault in the page. */
#define SETTLE_LIMIT INT64_C(1000000000)
#define STILL_LIMIT  INT64_C(10000000000)
/* Between two looks, at first and at most; ns. */
#define LOOK_FIRST INT64_C(20000)
#define LOOK_LAST  INT64_C(1000000)

/* A step that makes more events than this does not come to an end. */
enum { STEP_EVENTS = 5000 };

struct live {
    struct session session;
    struct trace *trace;
    struct run *run;
    enum session_state state;
    struct error error;
    int step;          /* index, -1 before the first */
    size_t step_event; /* seq of its step event */
    bool acted;        /* its client has acted, or its page has started */
    bool done;
    struct experiment *experiment; /* under way, or NULL */
    int64_t since;                 /* when the latest move began */
    int64_t look;                  /* when to look again */
    int64_t pause;                 /* between looks */
};

static const struct step *live_step(const struct live *live) {
    return &live->session.lesson->steps[live->step];
}

static void live_fail(struct live *live, const char *reason) {
    error_set(&live->error, _("%s: $.steps[%d]: the step \"%s\" cannot finish: %s"),
              live->session.lesson->path, live->step, live_step(live)->id, reason);
    live->state = SESSION_FAILED;
}

/* ---- moves ---- */

static void live_begin_move(struct live *live) {
    run_skip_moments(live->run);
    live->state = SESSION_MOVING;
    live->since = live->look = clock_now();
    live->pause = LOOK_FIRST;
}

static bool live_run_page(struct live *live, const char *server, struct error *error) {
    if (!run_start_server(live->run, server, NULL, error))
        return false;
    run_record_tasks(live->run);
    return true;
}

static void live_start_page(struct live *live) {
    run_end_server(live->run);
    if (!live_run_page(live, live_step(live)->server, &live->error))
        live->state = SESSION_FAILED;
}

/* ---- measuring ---- */

static void live_begin_experiment(struct live *live) {
    live->experiment = experiment_new(live->run, live_step(live), &live->error);
    if (!live->experiment)
        live->state = SESSION_FAILED;
}

static void live_turn_experiment(struct live *live) {
    struct error error;
    enum experiment_state state = experiment_turn(live->experiment, &error);

    if (state == EXPERIMENT_UNDER_WAY)
        return;
    live->done = true;
    live->state = SESSION_STILL;
    if (state == EXPERIMENT_FAILED)
        live_fail(live, error.text);
    experiment_free(live->experiment);
    live->experiment = NULL;
}

/* ---- acts ---- */

/* What the step itself does, once. */
static void live_act(struct live *live) {
    const struct step *step = live_step(live);

    live->acted = true;
    live_begin_move(live);
    if (step->kind == STEP_SERVER)
        live_start_page(live);
    else if (step->kind == STEP_MEASURE)
        live_begin_experiment(live);
    else if (step->act == ACT_CONNECT && live->run->port == 0)
        live_fail(live, _("no server listens"));
    else
        run_act(live->run, step);
}

/* Lets the next thing happen that follows by itself. False if there is none: all is asleep or gone.
 */
static bool live_follow(struct live *live) {
    struct client *reader = run_reader(live->run);
    struct task *held = run_held(live->run);

    if (reader) {
        live_begin_move(live);
        run_read(live->run, reader);
        return true;
    }
    if (!held)
        return false;
    live_begin_move(live);
    task_release(held);
    return true;
}

static void live_next_step(struct live *live) {
    if (live->step + 1 == live->session.lesson->step_count) {
        live->state = SESSION_ENDED;
        return;
    }
    live->step++;
    live->acted = false;

    const struct step *step = live_step(live);
    struct event event = {0};
    event_set(&event, FIELD_t, clock_now() - live->run->start);
    event_set(&event, FIELD_kind, EVENT_STEP);
    event_set_text(&event, FIELD_step, step->id);
    event_set(&event, FIELD_evidence, EVIDENCE_DERIVED);
    live->step_event = trace_append(live->trace, &event);
    live->done = step->kind == STEP_SAY || step->kind == STEP_ASK;
}

static bool step_acts(const struct step *step) {
    return step->kind == STEP_CLIENT || step->kind == STEP_SERVER || step->kind == STEP_MEASURE;
}

static void live_advance(struct session *session) {
    struct live *live = (struct live *)session;

    assert(live->state == SESSION_STILL);
    if (live->step < 0 || live->done) {
        live_next_step(live);
        return;
    }
    if (step_acts(live_step(live)) && !live->acted) {
        live_act(live);
        return;
    }
    if (live_follow(live))
        return;
    if (live_step(live)->kind == STEP_RUN)
        live_fail(live, _("all is still, and what it waits for has not happened"));
    else
        live_next_step(live);
}

/* ---- stillness ---- */

static void live_note_unsettled(struct live *live) {
    struct event *event = run_add(live->run, EVENT_LAB);

    event_set_text(event, FIELD_act, "unsettled");
    event_set(event, FIELD_evidence, EVIDENCE_IOCTL);
}

/* Still, settled, and not woken by what came to rest last. */
static bool live_is_at_rest(struct live *live) {
    if (!run_is_still(live->run))
        return false;
    if (run_is_settled(live->run))
        return run_is_still(live->run);
    if (clock_now() - live->since < SETTLE_LIMIT)
        return false;
    live_note_unsettled(live);
    return true;
}

static void live_come_to_rest(struct live *live) {
    const struct step *step = live_step(live);

    run_collect(live->run);
    live->state = SESSION_STILL;
    if (step->kind == STEP_RUN)
        live->done = judge_until(live->session.lesson, live->step, live->trace);
    else
        live->done = step->kind == STEP_SERVER || step->hold;
    if (!live->done && trace_count(live->trace) - live->step_event > STEP_EVENTS)
        live_fail(live, _("it does not come to an end"));
}

static void live_turn(struct session *session) {
    struct live *live = (struct live *)session;

    if (live->state != SESSION_MOVING)
        return;
    if (live->experiment) {
        live_turn_experiment(live);
        return;
    }
    run_watch(live->run);
    run_look(live->run);
    if (live_is_at_rest(live)) {
        live_come_to_rest(live);
        return;
    }
    if (clock_now() - live->since > STILL_LIMIT)
        live_fail(live, _("the server has run for 10 s without a call"));
    live->look = clock_now() + live->pause;
    live->pause = live->pause * 2 < LOOK_LAST ? live->pause * 2 : LOOK_LAST;
}

/* ---- session ---- */

static const struct trace *live_trace(const struct session *session) {
    return ((const struct live *)session)->trace;
}

static enum session_state live_state(const struct session *session) {
    return ((const struct live *)session)->state;
}

static int live_fd(const struct session *session) {
    const struct live *live = (const struct live *)session;

    return live->experiment ? experiment_fd(live->experiment) : live->run->notify;
}

static int64_t live_deadline(const struct session *session) {
    const struct live *live = (const struct live *)session;

    if (live->state != SESSION_MOVING)
        return -1;
    return live->experiment ? experiment_deadline(live->experiment) : live->look;
}

static const struct error *live_error(const struct session *session) {
    return &((const struct live *)session)->error;
}

static void live_free(struct session *session) {
    struct live *live = (struct live *)session;

    experiment_free(live->experiment);
    run_free(live->run);
    trace_free(live->trace);
    free(live);
}

static const struct session_ops live_ops = {
    .trace = live_trace,
    .state = live_state,
    .fd = live_fd,
    .deadline = live_deadline,
    .advance = live_advance,
    .turn = live_turn,
    .error = live_error,
    .free = live_free,
};

static void live_describe(struct live *live, const struct recorder_ops *record) {
    struct trace_header *header = trace_header(live->trace);

    net_describe_host(live->trace);
    header->lesson = trace_text(live->trace, live->session.lesson->id);
    header->server = trace_text(live->trace, live->session.lesson->server);
    header->evidence = 1 << EVIDENCE_SYSCALL | 1 << EVIDENCE_PROC | 1 << EVIDENCE_IOCTL |
                       1 << EVIDENCE_SOCKOPT | 1 << EVIDENCE_DERIVED;
    if (live->run->stamped)
        header->evidence |= 1 << EVIDENCE_TIMESTAMP;
    if (record)
        header->evidence |= 1 << record->kind;
}

struct session *live_new(const struct lesson *lesson, const struct recorder_ops *record,
                         struct error *error) {
    struct live *live = memory_new(1, sizeof *live);

    live->session = (struct session){.ops = &live_ops, .lesson = lesson, .live = true};
    live->step = -1;
    live->trace = trace_new();
    live->run = run_new(lesson, live->trace, record, error);
    if (live->run)
        live_describe(live, record);
    if (live->run && (!lesson->server || live_run_page(live, lesson->server, error))) {
        run_collect(live->run);
        return &live->session;
    }
    live_free(&live->session);
    return NULL;
}
