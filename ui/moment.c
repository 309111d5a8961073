#include <config.h>

#include "moment.h"

size_t moment_picture(const struct trace *trace, size_t position) {
    return trace_last(trace, position, trace_pictures());
}

/* Does nothing but another step (or the end) follow? Plain events complete the picture. */
static bool nothing_follows(const struct trace *trace, size_t position, enum ending ending) {
    size_t next = trace_next(trace, position, trace_pictures());
    return next < trace_count(trace) ? trace_kind(trace, next) == EVENT_STEP
                                     : ending == ENDING_WHOLE;
}

static bool only_speaks(const struct step *step) {
    return step->kind == STEP_SAY || step->kind == STEP_ASK;
}

/* The asks that stand directly before the step that is told. */
static void find_asks(struct moment *moment, const struct lesson *lesson) {
    int told = moment->told;
    if (told < 0 || lesson->steps[told].kind == STEP_ASK)
        return;
    while (told > 0 && lesson->steps[told - 1].kind == STEP_ASK) {
        moment->ask = --told;
        moment->asks++;
    }
}

static int which_is_told(const struct moment *moment) {
    if (moment->done)
        return moment->step;
    return moment->begun ? -1 : moment->step - 1;
}

void moment_find(struct moment *moment, const struct lesson *lesson, const struct trace *trace,
                 size_t position, enum ending ending) {
    size_t opened = trace_last(trace, position, TRACE_KIND(EVENT_STEP));
    struct event room;
    *moment = (struct moment){.step = -1, .told = -1, .ask = -1};
    moment->finale = ending != ENDING_OPEN && position == trace_count(trace);
    moment->cut = moment->finale && ending == ENDING_CUT;
    if (opened == SIZE_MAX || !lesson)
        return;
    moment->step = lesson_step_index(lesson, trace_at(trace, opened, &room)->step);
    if (moment->step < 0)
        return;
    moment->begun = moment_picture(trace, position) > opened;
    moment->done = nothing_follows(trace, position, ending) ||
                   (only_speaks(&lesson->steps[moment->step]) && !moment->begun);
    moment->told = which_is_told(moment);
    find_asks(moment, lesson);
}
