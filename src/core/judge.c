#include <config.h>

#include "judge-match.h"

#include "i18n.h"
#include "memory.h"

#include <stdio.h>
#include <string.h>

/* Which evidence can show events of that kind; UINT32_MAX: any. An arrival stamp is no `ready`: it
 * is learnt when the call has returned, and stands in the return event. */
static uint32_t evidence_for(enum event_kind kind) {
    const uint32_t tracepoint = 1u << EVIDENCE_TRACEPOINT;
    switch (kind) {
    case EVENT_READY:
    case EVENT_COPY:
        return tracepoint;
    case EVENT_AWAKE:
        return tracepoint | 1u << EVIDENCE_SWITCH;
    default:
        return UINT32_MAX;
    }
}

/* The same of a field that only the kernel's own records fill. */
static uint32_t evidence_for_field(enum field field) {
    const uint32_t tracepoint = 1u << EVIDENCE_TRACEPOINT;
    switch (field) {
    case FIELD_woken:
    case FIELD_waker:
    case FIELD_sent:
    case FIELD_kernel_entered:
    case FIELD_kernel_left:
        return tracepoint;
    case FIELD_slept:
    case FIELD_seen:
        return tracepoint | 1u << EVIDENCE_SWITCH;
    default:
        return UINT32_MAX;
    }
}

static bool trace_has_kind(const struct trace *trace, enum event_kind kind) {
    return trace_next(trace, 0, TRACE_KIND(kind)) < trace_count(trace);
}

/* Does the pattern need a phase, or a figure of one, that this trace cannot show? Sets the reason
 * if so. */
static bool is_blind(const struct court *court, const struct pattern *pattern,
                     struct error *reason) {
    uint32_t evidence = trace_header_const(court->trace)->evidence;
    for (int i = 0; i < pattern->condition_count; i++) {
        const struct condition *condition = &pattern->conditions[i];
        enum event_kind kind = (enum event_kind)condition->value;
        uint32_t needed = evidence_for_field(condition->field);
        if (needed != UINT32_MAX && !(evidence & needed))
            return !error_set(reason, _("no evidence in this trace can show \"%s\""),
                              field_row(condition->field)->name);
        if (condition->field != FIELD_kind || evidence_for(kind) == UINT32_MAX ||
            (evidence & evidence_for(kind)) || trace_has_kind(court->trace, kind))
            continue;
        error_set(reason, _("no evidence in this trace can show \"%s\""), event_kind_name(kind));
        return true;
    }
    return false;
}

/* Is the pattern about a call that this machine could not time? Sets the reason if so. Only what
 * says which call is looked at: what it would have cost is not known. */
static bool is_untimed(const struct court *court, const struct pattern *pattern, struct span span,
                       struct error *reason) {
    const uint32_t costs = TRACE_KIND(EVENT_COST);
    for (size_t i = trace_next(court->trace, span.begin, costs); i < span.end;
         i = trace_next(court->trace, i + 1, costs)) {
        struct event room;
        const struct event *event = trace_at(court->trace, i, &room);
        bool is_meant = event_has(event, FIELD_error);
        bool is_named = false;
        for (int c = 0; c < pattern->condition_count && is_meant; c++) {
            const struct condition *condition = &pattern->conditions[c];
            bool says_which = condition->field == FIELD_kind || condition->field == FIELD_call ||
                              condition->field == FIELD_idle;
            is_meant = !says_which || condition_meets(court, condition, event);
            is_named = is_named || condition->field == FIELD_kind;
        }
        char text[48];
        if (is_meant && is_named)
            return !error_set(reason, _("%lld idle connections are not possible here: %s"),
                              (long long)event->idle,
                              field_format(FIELD_error, event->error, text, sizeof text));
    }
    return false;
}

/* Does the pattern build on an expect that was skipped? */
static bool leans_on_skipped(const struct court *court, const struct pattern *pattern,
                             struct error *reason) {
    for (int i = 0; i < court->count; i++) {
        const struct judgement *judgement = &court->judgements[i];
        if (judgement->verdict != VERDICT_SKIP || judgement->id == judgement->step)
            continue;
        bool leans = pattern->after && strcmp(pattern->after, judgement->id) == 0;
        for (int c = 0; c < pattern->condition_count && !leans; c++)
            leans = pattern->conditions[c].other &&
                    strcmp(pattern->conditions[c].other, judgement->id) == 0;
        if (!leans)
            continue;
        error_set(reason, _("it builds on \"%s\", which was skipped"), judgement->id);
        return true;
    }
    return false;
}

static bool is_skipped(const struct court *court, const struct pattern *pattern, struct span span,
                       struct error *reason) {
    return is_blind(court, pattern, reason) || leans_on_skipped(court, pattern, reason) ||
           is_untimed(court, pattern, span, reason);
}

static struct judgement judgement_new(const struct step *step, const char *id) {
    return (struct judgement){
        .verdict = VERDICT_FAIL, .step = step->id, .id = id, .event = SIZE_MAX};
}

static void judge_expect(struct court *court, const struct step *step, const struct expect *expect,
                         struct judgement *judgement) {
    struct span span = {0, 0};
    bool is_there = span_find(court->trace, step->id, &span);
    if (is_skipped(court, &expect->pattern, span, &judgement->reason))
        judgement->verdict = VERDICT_SKIP;
    else if (!is_there)
        error_set(&judgement->reason, _("the trace never reaches the step \"%s\""), step->id);
    else {
        struct tally tally = tally_span(court, &expect->pattern, span);
        if (tally_is_enough(&tally, &expect->pattern)) {
            judgement->verdict = VERDICT_PASS;
            judgement->event = tally.first;
        } else
            reason_set(court, &expect->pattern, span, &tally, &judgement->reason);
    }
}

void court_judge_expects(struct court *court, int index) {
    const struct step *step = &court->lesson->steps[index];
    for (int i = 0; i < step->expect_count; i++) {
        struct judgement judgement = judgement_new(step, step->expects[i].id);
        judge_expect(court, step, &step->expects[i], &judgement);
        court->judgements[court->count++] = judgement;
    }
}

/* How many choices came true in the span; *which is the first of them, *tally what it found. */
static int choices_true(const struct court *court, const struct step *ask, struct span span,
                        int *which, struct tally *tally) {
    int count = 0;
    *which = -1;
    for (int i = 0; i < ask->choice_count; i++) {
        struct tally found = tally_span(court, &ask->choices[i].when, span);
        if (!tally_is_enough(&found, &ask->choices[i].when))
            continue;
        if (count++ > 0)
            continue;
        *which = i;
        *tally = found;
    }
    return count;
}

/* None came true: the kernel did something else. Several did: the question is wrong. */
static void choices_fail(const struct court *court, const struct step *ask, struct span span,
                         struct judgement *judgement) {
    struct error *reason = &judgement->reason;
    char list[64] = ""; /* the numbers of those that came true: "1, 3" */
    for (int i = 0; i < ask->choice_count; i++) {
        struct tally found = tally_span(court, &ask->choices[i].when, span);
        if (tally_is_enough(&found, &ask->choices[i].when))
            snprintf(list + strlen(list), sizeof list - strlen(list), "%s%d", *list ? ", " : "",
                     i + 1);
    }
    judgement->verdict = *list ? VERDICT_BROKEN : VERDICT_FAIL;
    if (*list)
        error_set(reason, _("%s: $.steps[%d]: choices %s came true, expected exactly one"),
                  court->lesson->path, (int)(ask - court->lesson->steps), list);
    else
        error_set(reason, _("none of the %d choices came true, expected exactly one"),
                  ask->choice_count);
}

struct judgement court_judge_ask(const struct court *court, int index, int *which) {
    const struct step *ask = &court->lesson->steps[index];
    struct judgement judgement = judgement_new(ask, ask->id);
    struct span span = {0, 0};
    struct tally tally = {.first = SIZE_MAX};
    bool is_there = span_find_answer(court->lesson, index, court->trace, &span);
    bool skipped = false;
    for (int i = 0; i < ask->choice_count && !skipped; i++)
        skipped = is_skipped(court, &ask->choices[i].when, span, &judgement.reason);
    if (skipped)
        judgement.verdict = VERDICT_SKIP;
    else if (!is_there)
        error_set(&judgement.reason, _("the trace never reaches the step \"%s\", which answers it"),
                  court->lesson->steps[answer_step(court->lesson, index)].id);
    else if (choices_true(court, ask, span, which, &tally) == 1) {
        judgement.verdict = VERDICT_PASS;
        judgement.event = tally.first;
    } else
        choices_fail(court, ask, span, &judgement);
    return judgement;
}

int judge_lesson(const struct lesson *lesson, const struct trace *trace, struct judgement **out) {
    struct court court = {.lesson = lesson, .trace = trace};
    size_t room = 0;
    int which;
    for (int i = 0; i < lesson->step_count; i++)
        room += (size_t)lesson->steps[i].expect_count + 1;
    court.judgements = memory_new(room, sizeof *court.judgements);
    for (int i = 0; i < lesson->step_count; i++) {
        if (lesson->steps[i].kind == STEP_ASK) {
            struct judgement judgement = court_judge_ask(&court, i, &which);
            court.judgements[court.count++] = judgement;
        }
        court_judge_expects(&court, i);
    }
    *out = court.judgements;
    return court.count;
}

bool judge_until(const struct lesson *lesson, int step, const struct trace *trace) {
    const struct court court = {.lesson = lesson, .trace = trace};
    const struct step *run = &lesson->steps[step];
    struct span span;
    if (run->kind != STEP_RUN || !span_find(trace, run->id, &span))
        return false;
    struct tally tally = tally_span(&court, &run->until, span);
    return tally_is_enough(&tally, &run->until);
}
