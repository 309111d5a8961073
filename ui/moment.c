#include <config.h>

#include "moment.h"

size_t moment_picture(const struct trace *trace, size_t position) {
    for (size_t i = position; i > 0; i--)
        if (event_kind_has_picture(trace_at(trace, i - 1)->kind))
            return i - 1;
    return SIZE_MAX;
}

/* Does nothing but another step (or the end) follow? Plain events complete the picture. */
static bool nothing_follows(const struct trace *trace, size_t position, bool over) {
    for (size_t i = position; i < trace_count(trace); i++) {
        enum event_kind kind = trace_at(trace, i)->kind;
        if (kind == EVENT_STEP)
            return true;
        if (event_kind_has_picture(kind))
            return false;
    }
    return over;
}

static bool only_speaks(const struct step *step) {
    return step->kind == STEP_SAY || step->kind == STEP_ASK;
}

static size_t step_event_before(const struct trace *trace, size_t position) {
    for (size_t i = position; i > 0; i--)
        if (trace_at(trace, i - 1)->kind == EVENT_STEP)
            return i - 1;
    return SIZE_MAX;
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
                 size_t position, bool over) {
    size_t opened = step_event_before(trace, position);
    *moment = (struct moment){.step = -1, .told = -1, .ask = -1};
    moment->finale = over && position == trace_count(trace);
    if (opened == SIZE_MAX || !lesson)
        return;
    moment->step = lesson_step_index(lesson, trace_at(trace, opened)->step);
    if (moment->step < 0)
        return;
    moment->begun = moment_picture(trace, position) > opened;
    moment->done = nothing_follows(trace, position, over) ||
                   (only_speaks(&lesson->steps[moment->step]) && !moment->begun);
    moment->told = which_is_told(moment);
    find_asks(moment, lesson);
}
