/* What --plain says at a place. */
#include <config.h>

#include "plain-state.h"

#include <stdio.h>

#include "i18n.h"
#include "narrate.h"
#include "tell.h"

void plain_say(const struct plain *plain, const char *text) {
    plain_write(plain->options, 0, text);
}

/* A sentence; after a call that waited or copied, how long that took. */
static void tell_event(const struct plain *plain, const struct trace *trace, size_t index) {
    char text[NARRATE_MAX];
    plain_write(plain->options, 2, narrate_event(trace, plain->lesson, index, text, sizeof text));
    if (trace_kind(trace, index) == EVENT_RETURN &&
        narrate_times(trace, index, text, sizeof text)[0])
        plain_write(plain->options, 4, text);
}

/* The events between the last telling and the place. */
static void tell_events(struct plain *plain) {
    const struct trace *trace = session_trace(plain->session);
    size_t position = player_position(plain->player);
    for (size_t i = plain->told; i < position; i++)
        if (trace_kind(trace, i) != EVENT_STEP && narrate_is_told(trace, i))
            tell_event(plain, trace, i);
    plain->told = position;
}

/* Says that the run did not show what the step tells, if so. */
static bool tell_failed(struct plain *plain, int step) {
    char text[1024];
    if (plain->failures[step])
        plain_say(plain, tell_failure(plain->failures[step], text, sizeof text));
    return plain->failures[step];
}

static void tell_verdicts(struct plain *plain, const struct moment *moment) {
    char text[1024];
    for (int i = moment->ask; i >= 0 && i < moment->ask + moment->asks; i++) {
        const struct step *ask = &plain->lesson->steps[i];
        int came = player_outcome(plain->player, i);
        if (tell_failed(plain, i) ||
            !tell_verdict(ask, came, player_answered(plain->player, i), text, sizeof text)[0])
            continue;
        plain_say(plain, text);
        /* It explains what the answering step was to show. */
        if (!plain->failures[moment->told])
            plain_say(plain, ask->because);
    }
}

static void tell_say(struct plain *plain, const struct moment *moment) {
    const char *say = moment->told < 0 ? NULL : plain->lesson->steps[moment->told].say;
    char text[1024];
    if (moment->told >= 0 && tell_failed(plain, moment->told) && say)
        plain_say(plain, tell_expected(say, text, sizeof text));
    else if (say)
        plain_say(plain, say);
}

static void tell_question(struct plain *plain) {
    const struct step *ask = player_question(plain->player);
    char text[1024];
    if (!ask)
        return;
    plain->hints = 0;
    snprintf(text, sizeof text, _("Question: %s"), ask->ask);
    plain_say(plain, text);
    for (int i = 0; i < ask->choice_count; i++) {
        snprintf(text, sizeof text, "%d. %s", i + 1, ask->choices[i].text);
        plain_write(plain->options, 2, text);
    }
}

/* That the recording ends before the lesson does, or a live run's step cannot finish: that is told
 * to a person at once, else by play(). */
static void tell_broken_off(const struct plain *plain, const struct moment *moment) {
    char text[256];
    if (session_state(plain->session) != SESSION_FAILED)
        plain_say(plain, tell_cut(moment, plain->lesson, text, sizeof text));
    else if (plain->options->interactive)
        plain_say(plain, session_error(plain->session)->text);
}

static void tell_keep(struct plain *plain, const struct moment *moment) {
    if (moment->cut) {
        tell_broken_off(plain, moment);
        return;
    }
    plain_say(plain, _("The lesson is done."));
    for (int i = 0; plain->lesson && i < 3; i++)
        plain_write(plain->options, 2, plain->lesson->keep[i]);
    if (plain->lesson && plain->host->done)
        plain->host->done(plain->host->context, plain->lesson->id);
}

/* What the place shows, after its events: the answer to a prediction, what the step showed, a
 * question, the end. */
static void tell_moment(struct plain *plain) {
    struct moment moment;
    walk_moment(&plain->walk, &moment);
    walk_failures(&plain->walk, &moment, plain->failures);
    tell_verdicts(plain, &moment);
    tell_say(plain, &moment);
    if (moment.step >= 0 && moment.done)
        tell_question(plain);
    if (moment.finale)
        tell_keep(plain, &moment);
    plain_write_line(plain->options);
}

/* "Step 4 of 14. A sends \"hello\"." */
void plain_tell_heading(struct plain *plain) {
    struct moment moment;
    char text[NARRATE_MAX + 64], does[NARRATE_MAX] = "";
    walk_moment(&plain->walk, &moment);
    if (moment.step < 0)
        return;
    narrate_step(&plain->lesson->steps[moment.step], does, sizeof does);
    snprintf(text, sizeof text, does[0] ? _("Step %d of %d. %s") : _("Step %d of %d."),
             moment.step + 1, player_step_count(plain->player), does);
    plain_say(plain, text);
}

void plain_tell_place(struct plain *plain) {
    if (plain->lesson)
        plain_tell_heading(plain);
    tell_events(plain);
    tell_moment(plain);
}

/* The last step has been told: a live run has only learnt that nothing follows it. */
void plain_tell_end(struct plain *plain, const struct moment *moment) {
    tell_events(plain);
    tell_keep(plain, moment);
    plain_write_line(plain->options);
}
