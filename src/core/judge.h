/* judge: holds a lesson against a trace. Pure: the same for a live run, a recording and a mutated
 * trace. A step's events are those from its step event to the next one. Any thread. */
#ifndef WAITSCOPE_JUDGE_H
#define WAITSCOPE_JUDGE_H

#include "lesson.h"
#include "trace.h"

/* BROKEN: a question has two answers, so the lesson is wrong whatever the kernel did; the reason
 * names the file and the place. */
enum verdict { VERDICT_PASS, VERDICT_FAIL, VERDICT_SKIP, VERDICT_BROKEN };

/* One line of `check`. */
struct judgement {
    enum verdict verdict;
    const char *step; /* id */
    const char *id;   /* the expect's id; of an ask: the step's id */
    size_t
        event; /* PASS of an expect: the first event that matched (SIZE_MAX if none was needed) */
    struct error reason; /* if it is not PASS: one sentence */
};

/* Every expect and every ask of the lesson in order. SKIP: the pattern needs a phase that none of
 * the trace's evidence can see (ready, awake, copy; who woke, when it was sent), or the time of a
 * call beside more connections than the machine allowed. The caller frees *out with free(). Returns
 * the count. */
int judge_lesson(const struct lesson *lesson, const struct trace *trace, struct judgement **out);

/* Does the event meet the pattern's conditions? Relations to other expects are not looked at. */
bool pattern_matches(const struct pattern *pattern, const struct event *event);

/* Has the step `step` (index) reached its `until` in the trace? For the director and replay alike.
 */
bool judge_until(const struct lesson *lesson, int step, const struct trace *trace);

/* Which choice of the ask came true: its index; -1: not known yet (the next step that is no ask has
 * not ended in the trace); -2: none or more than one. */
int judge_choice(const struct lesson *lesson, int step, const struct trace *trace);

#endif
