/* mutate LESSON TRACE [OTHER]...: can the lesson's expects fail?
 *
 * TRACE is a recording of LESSON. For each expect that holds there, the events that it rests on are
 * taken away, and each field that it looks at is altered in them or taken from them: it must FAIL.
 * An expect that wants few events or none gets too many. A question must have another answer, or
 * none, once its answer's events are changed. Recordings of other lessons must FAIL somewhere, also
 * when their steps are given this lesson's names. */
#include <config.h>

#include "judge-match.h"
#include "lesson.h"
#include "mutation.h"
#include "tap.h"
#include "trace-json.h"

#include <stdlib.h>
#include <string.h>

static bool page_exists(const char *name) {
    return name[0] != '\0'; /* the program's business, not this one's */
}

static const struct judgement *judgement_of(const struct judgement *judgements, int count,
                                            const struct step *step, const char *id) {
    for (int i = 0; i < count; i++)
        if (strcmp(judgements[i].id, id) == 0 && judgements[i].step == step->id)
            return &judgements[i];
    abort();
}

static enum verdict verdict_of(const struct lesson *lesson, const struct trace *trace,
                               const struct step *step, const char *id) {
    struct judgement *judgements;
    int count = judge_lesson(lesson, trace, &judgements);
    enum verdict verdict = judgement_of(judgements, count, step, id)->verdict;
    free(judgements);
    return verdict;
}

static int choice_of(const struct lesson *lesson, const struct trace *trace,
                     const struct step *ask) {
    struct judge *judge = judge_new(lesson, trace);
    int choice = judge_choice(judge, (int)(ask - lesson->steps));
    judge_free(judge);
    return choice;
}

/* What is mutated: a pattern, over the events of a span, and whose it is. */
struct subject {
    const struct court *court;
    const struct step *step;
    const char *id;
    const struct pattern *pattern;
    struct span span;
    int choice; /* of a question: the one that came true; -1: an expect */
};

/* Judges the mutant, which must not stand, and frees it. */
static void must_fall(const struct subject *subject, struct trace *mutant, const char *how,
                      const char *field) {
    const struct lesson *lesson = subject->court->lesson;
    bool falls;
    if (subject->choice >= 0)
        falls = choice_of(lesson, mutant, subject->step) != subject->choice;
    else
        falls = verdict_of(lesson, mutant, subject->step, subject->id) == VERDICT_FAIL;
    tap_ok(falls, "%s: %s falls with %s %s", lesson->id, subject->id, how, field);
    trace_free(mutant);
}

/* Too many: a copy of an event that meets the pattern, often enough, at the end of the span. */
static void mutate_many(const struct subject *subject) {
    const struct pattern *pattern = subject->pattern;
    int64_t most = pattern->has_count ? pattern->count_max : INT64_MAX;
    if (most > 10000)
        return;
    struct trace *mutant = mutation_start(subject->court->trace);
    mutation_copy(mutant, subject->court->trace, 0, subject->span.end);
    struct event event = mutation_fitting(subject->court, pattern, subject->span);
    for (int64_t i = 0; i <= most; i++)
        trace_append(mutant, &event);
    mutation_copy(mutant, subject->court->trace, subject->span.end,
                  trace_count(subject->court->trace));
    must_fall(subject, mutant, "too many", "events");
}

static void mutate_subject(const struct subject *subject) {
    const struct pattern *pattern = subject->pattern;
    mutate_many(subject);
    if (pattern->has_count && pattern->count_min == 0)
        return; /* wants none: there is nothing to take away */
    must_fall(subject, mutation_of(subject->court, pattern, subject->span, MUTATION_DROP, NULL),
              "none of its", "events");
    for (int i = 0; i < pattern->condition_count; i++) {
        const struct condition *condition = &pattern->conditions[i];
        const char *name = field_row(condition->field)->name;
        must_fall(subject,
                  mutation_of(subject->court, pattern, subject->span, MUTATION_ALTER, condition),
                  "another", name);
        must_fall(subject,
                  mutation_of(subject->court, pattern, subject->span, MUTATION_UNSET, condition),
                  "no", name);
    }
}

/* From the step's event to that of the next step that is no question, or the end. */
static struct span span_of(const struct court *court, const struct step *step) {
    const struct trace *trace = court->trace;
    const struct step *last = step;
    struct span span = {0, 0};
    while (last->kind == STEP_ASK)
        last++;
    while (strcmp(mutation_step(trace, span.begin), step->id) != 0)
        span.begin++;
    span.end = span.begin;
    while (strcmp(mutation_step(trace, span.end), last->id) != 0)
        span.end++;
    do
        span.end++;
    while (span.end < trace_count(trace) && !*mutation_step(trace, span.end));
    return span;
}

static void mutate_expect(const struct court *court, const struct step *step,
                          const struct expect *expect) {
    const struct judgement *judgement =
        judgement_of(court->judgements, court->count, step, expect->id);
    if (judgement->verdict == VERDICT_SKIP)
        tap_skip("%s: %s", expect->id, judgement->reason.text);
    else if (!tap_ok(judgement->verdict == VERDICT_PASS, "%s: %s holds", court->lesson->id,
                     expect->id))
        tap_note("%s", judgement->reason.text);
    if (judgement->verdict != VERDICT_PASS)
        return;
    struct subject subject = {court, step, expect->id, &expect->pattern, {0, 0}, -1};
    struct step alone = *step;
    alone.kind = STEP_SAY; /* an expect looks at its own step only */
    subject.span = span_of(court, &alone);
    mutate_subject(&subject);
}

static void mutate_ask(const struct court *court, const struct step *step) {
    int choice = choice_of(court->lesson, court->trace, step);
    if (!tap_ok(choice >= 0, "%s: %s has an answer", court->lesson->id, step->id))
        return;
    const struct subject subject = {
        court, step, step->id, &step->choices[choice].when, span_of(court, step), choice};
    mutate_subject(&subject);
}

static void mutate_lesson(const struct lesson *lesson, const struct trace *trace) {
    struct court court = {.lesson = lesson, .trace = trace};
    court.count = judge_lesson(lesson, trace, &court.judgements);
    for (int i = 0; i < lesson->step_count; i++) {
        const struct step *step = &lesson->steps[i];
        for (int j = 0; j < step->expect_count; j++)
            mutate_expect(&court, step, &step->expects[j]);
        if (step->kind == STEP_ASK)
            mutate_ask(&court, step);
    }
    free(court.judgements);
}

static void must_fail(const struct lesson *lesson, struct trace *trace, const char *how,
                      const char *path) {
    struct judgement *judgements;
    int count = judge_lesson(lesson, trace, &judgements);
    int failed = 0;
    for (int i = 0; i < count; i++)
        failed += judgements[i].verdict == VERDICT_FAIL;
    tap_ok(failed > 0, "%s fails in %s %s (%d of %d)", lesson->id, path, how, failed, count);
    free(judgements);
    trace_free(trace);
}

static struct trace *trace_open(const char *path) {
    struct error warning = {.text = ""};
    struct error error;
    struct trace *trace = trace_read_file(path, &warning, &error);
    if (trace && !warning.text[0])
        return trace;
    printf("Bail out! %s\n", trace ? warning.text : error.text);
    exit(EXIT_FAILURE);
}

int main(int argc, char **argv) {
    struct error error;
    if (argc < 3) {
        fputs("usage: mutate LESSON TRACE [OTHER]...\n", stderr);
        return 2;
    }
    struct lesson *lesson = lesson_read(argv[1], page_exists, &error);
    if (!lesson) {
        printf("Bail out! %s\n", error.text);
        return EXIT_FAILURE;
    }
    struct trace *trace = trace_open(argv[2]);
    mutate_lesson(lesson, trace);
    trace_free(trace);
    for (int i = 3; i < argc; i++) {
        struct trace *other = trace_open(argv[i]);
        must_fail(lesson, mutation_renamed(other, lesson), "under its own names", argv[i]);
        must_fail(lesson, other, "as it is", argv[i]);
    }
    lesson_free(lesson);
    return tap_done();
}
