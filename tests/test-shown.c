/* What a run did not show is not told as if it had: recordings that end too early, and such that
 * differ from what their lesson expects. Those in tests/traces show all of it. */
#include <config.h>

#include "judge-match.h"
#include "mutation.h"
#include "plain.h"
#include "recorded.h"
#include "scene.h"
#include "tap.h"
#include "tell.h"

#include <stdlib.h>
#include <string.h>

static const struct { int width, height; } sizes[] = {{80, 24}, {100, 32}};

/* ---- whole recordings ---- */

static void check_whole(const char *name, bool chinese) {
    struct scene scene;
    scene_open(&scene, name, NULL);
    int steps = scene.session->lesson->step_count, told = 0, failures = 0;
    for (int step = 0; step < steps; step++) {
        walk_go_step(&scene.walk, step);
        scene_look(&scene);
        told += scene.view.moment.told >= 0;
        for (int i = 0; i < steps; i++)
            failures += scene.failures[i] ? 1 : 0;
    }
    tap_ok(told > steps / 2 && failures == 0, "%s, %s: it shows all that is told", name,
           chinese ? "zh" : "en");
    tap_ok(!scene.session->cut && scene.view.moment.finale && !scene.view.moment.cut,
           "and its lesson is done");
    scene_close(&scene);
}

/* ---- cut recordings ---- */

/* Goes on to `end`: while a task is between two calls, the step is not done. How often it was. */
static int grow(struct trace *grown, const struct trace *trace, size_t end,
                const struct lesson *lesson, int step) {
    bool acts = lesson->steps[step].kind == STEP_CLIENT && !lesson->steps[step].hold;
    int early = 0;
    while (trace_count(grown) < end) {
        size_t next = trace_count(grown);
        mutation_copy(grown, trace, next, next + 1);
        bool between = acts && trace_kind(grown, next) == EVENT_RETURN;
        early += between && judge_done(lesson, step, grown);
    }
    return early;
}

/* At the end of each step the trace looks as if the step is done; before its first event, it does
 * not. */
static void check_done(const struct lesson *lesson, const struct trace *trace) {
    struct trace *grown = mutation_start(trace);
    int early = 0, late = 0;
    for (int step = 0; step < lesson->step_count; step++) {
        struct span span = {0, 0};
        bool speaks = lesson->steps[step].kind == STEP_SAY || lesson->steps[step].kind == STEP_ASK;
        span_find(trace, lesson->steps[step].id, &span);
        mutation_copy(grown, trace, trace_count(grown), span.begin + 1);
        early += judge_done(lesson, step, grown) != speaks;
        early += grow(grown, trace, span.end, lesson, step);
        late += !judge_done(lesson, step, grown);
    }
    tap_ok(early == 0 && late == 0, "%s: a step is done at its end and not before it begins",
           lesson->id);
    trace_free(grown);
}

/* The recording's first events, as a session. */
static struct session *cut_new(const struct session *whole, size_t count) {
    struct trace *trace = mutation_start(session_trace(whole));
    mutation_copy(trace, session_trace(whole), 0, count);
    return replay_new(trace, whole->lesson);
}

/* A recording that is cut at any event of the steps before the last. */
static void check_cuts(const struct session *whole) {
    const struct lesson *lesson = whole->lesson;
    struct span last = {0, 0};
    int untold = 0, places = 0;
    span_find(session_trace(whole), lesson->steps[lesson->step_count - 1].id, &last);
    for (size_t count = 0; count <= last.begin; count += tap_stride(), places++) {
        struct scene scene;
        scene_take(&scene, cut_new(whole, count), NULL);
        player_go_event(scene.player, count);
        scene_look(&scene);
        const struct moment *moment = &scene.view.moment;
        bool acts = moment->step >= 0 && lesson->steps[moment->step].kind != STEP_SAY &&
                    lesson->steps[moment->step].kind != STEP_ASK;
        untold += moment->finale && moment->cut &&
                  !(acts && (moment->done || moment->told == moment->step));
        scene_close(&scene);
    }
    tap_ok(untold == places, "%s: cut anywhere, its last step is not told and nothing is done",
           lesson->id);
}

/* ---- recordings that differ ---- */

static const struct judgement *judgement_of(const struct court *court, const char *id) {
    for (int i = 0; i < court->count; i++)
        if (strcmp(court->judgements[i].id, id) == 0)
            return &court->judgements[i];
    abort();
}

static bool has_failed(const struct court *court, const char *id) {
    enum verdict verdict = judgement_of(court, id)->verdict;
    return verdict == VERDICT_FAIL || verdict == VERDICT_BROKEN;
}

/* Did an expect of the step, or one that it claims, fail? Of a question: was it not answered? */
static bool step_failed(const struct court *court, const struct step *step) {
    bool failed = step->kind == STEP_ASK && has_failed(court, step->id);
    for (int i = 0; i < step->expect_count; i++)
        failed = failed || has_failed(court, step->expects[i].id);
    for (int i = 0; i < step->claim_count; i++)
        failed = failed || has_failed(court, step->claims[i]);
    return failed;
}

/* Is the mutant told as it is judged? Counts the steps that are not, and those that failed. */
static void look_at(const struct lesson *lesson, const struct trace *mutant, int *wrong,
                    int *failed) {
    struct court court = {.lesson = lesson, .trace = mutant};
    struct session *session = replay_borrow(mutant, lesson);
    struct player *player = player_new(session);
    court.count = judge_lesson(lesson, mutant, &court.judgements);
    for (int i = 0; i < lesson->step_count; i++) {
        bool expected = step_failed(&court, &lesson->steps[i]);
        const struct error *failure = player_failure(player, i);
        *wrong += (failure != NULL) != expected || (failure && !failure->text[0]);
        *failed += expected;
    }
    free(court.judgements);
    player_free(player);
    session_free(session);
}

/* Each event but those of the script is left out once. */
static void check_mutants(const struct session *whole) {
    const struct trace *trace = session_trace(whole);
    int wrong = 0, failed = 0;
    for (size_t i = 0; i < trace_count(trace); i += tap_stride()) {
        if (trace_kind(trace, i) == EVENT_STEP)
            continue;
        struct trace *mutant = mutation_start(trace);
        mutation_copy(mutant, trace, 0, i);
        mutation_copy(mutant, trace, i + 1, trace_count(trace));
        look_at(whole->lesson, mutant, &wrong, &failed);
        trace_free(mutant);
    }
    bool some = failed > 0 || tap_stride() > 1; /* where few are tried none may matter */
    tap_ok(wrong == 0 && some, "%s: with an event less, what is not shown is not told",
           whole->lesson->id);
    if (wrong)
        tap_note("%d wrong, %d failed", wrong, failed);
}

/* ---- how that is told ---- */

/* blocking, in which B's send says 1 and not 2. */
static struct session *differing_new(void) {
    struct session *whole = recorded_open("blocking", false);
    const struct trace *trace = session_trace(whole);
    struct trace *mutant = mutation_start(trace);
    struct event event;
    for (size_t i = 0; i < trace_count(trace); i++) {
        trace_at(trace, i, &event);
        if (event.kind == EVENT_CLIENT && strcmp(event.client, "B") == 0 &&
            strcmp(event.act, "send") == 0)
            event_set(&event, FIELD_result, 1);
        trace_append(mutant, &event);
    }
    struct session *session = replay_new(mutant, whole->lesson);
    session_free(whole);
    return session;
}

/* The first 45 events of blocking. */
static struct session *early_new(void) {
    struct session *whole = recorded_open("blocking", false);
    struct session *session = cut_new(whole, 45);
    session_free(whole);
    return session;
}

static void check_screen(struct session *session_take, const char *name, const char *step,
                         bool chinese) {
    struct scene scene;
    char golden[96];
    scene_take(&scene, session_take, step);
    scene.view.keys |= 1u << KEY_MENU | 1u << KEY_RESTART; /* r starts again */
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        struct canvas *canvas = canvas_new(sizes[i].width, sizes[i].height, false);
        screen_paint(canvas, &scene.view);
        char *text = canvas_as_text(canvas);
        snprintf(golden, sizeof golden, "%s-%dx%d%s.txt", name, sizes[i].width, sizes[i].height,
                 chinese ? "-zh" : "");
        tap_ok(golden_is(golden, text), "golden %s", golden);
        free(text);
        canvas_free(canvas);
    }
    scene_close(&scene);
}

static void check_screens(bool chinese) {
    check_screen(differing_new(), "not-shown", "send-b", chinese);
    check_screen(early_new(), "cut-off", "send-b", chinese);
}

/* What is said when nobody is there. *status: ten times the exit status, 1 more if it was done. */
static char *play(struct session *session_take, int *status) {
    static int done;
    struct host host = recorded_host(&done);
    struct error error = {""};
    char *text;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    struct plain_options options = {.out = out, .in = -1};
    done = 0;
    *status = plain_run_session(&options, &host, session_take, &error);
    *status = *status * 10 + done;
    fclose(out);
    return text;
}

static void test_plain(void) {
    int status;
    char *text = play(early_new(), &status);
    tap_ok(strstr(text, "The recording ends here, in step 7 of 15.") && status == 0,
           "a recording that was cut says so at its end, and is not done");
    tap_ok(!strstr(text, "B's send returned 2") && !strstr(text, "The lesson is done") &&
               !strstr(text, "end of file: the peer"),
           "it tells nothing else");
    free(text);
    text = play(differing_new(), &status);
    const char *sentence = strstr(text, "This run did not show what the lesson says here: looked");
    const char *expected = strstr(text, "Expected: B's send returned 2.");
    tap_ok(sentence && expected && expected > sentence, "what was not shown comes after why");
    tap_ok(strstr(text, "The kernel says 3:") && !strstr(text, "so it has its queues"),
           "what the kernel did is told");
    tap_ok(strstr(text, "The lesson is done.") && status == 1, "and it goes on to the end");
    free(text);
}

/* Without its lesson nobody knows whether that is done. */
static void test_nameless(void) {
    struct session *whole = recorded_open("blocking", false);
    int status;
    char *text = play(replay_borrow(session_trace(whole), NULL), &status);
    tap_ok(strstr(text, "The recording ends here.\n") && !strstr(text, "The lesson is done"),
           "a recording without its lesson ends, and no lesson is done");
    free(text);
    session_free(whole);
}

int main(void) {
    recorded_locale(false);
    for (int i = 0; i < RECORDED; i++) {
        struct session *whole = recorded_open(recorded_names[i], false);
        check_whole(recorded_names[i], false);
        check_done(whole->lesson, session_trace(whole));
        check_cuts(whole);
        check_mutants(whole);
        session_free(whole);
    }
    check_whole("phases-exact", false);
    check_screens(false);
    test_plain();
    test_nameless();
    recorded_free();
    recorded_locale(true);
    for (int i = 0; i < RECORDED; i++)
        check_whole(recorded_names[i], true);
    check_screens(true);
    recorded_free();
    return tap_done();
}
