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

/* Has the step come to its end in a trace that nothing will be added to? What follows from the
 * step's kind: its act is there, its `until` came true, all tasks are asleep or gone. A step that
 * another follows is not asked for. */
bool judge_done(const struct lesson *lesson, int step, const struct trace *trace);

/* The same expects and asks, step by step in a trace that grows: each is judged once, when it is
 * first asked for, and remembered. One thread at a time. */
struct judge;

/* Borrows both. */
struct judge *judge_new(const struct lesson *lesson, const struct trace *trace);
void judge_free(struct judge *judge);
/* Why the trace does not show what the step tells: the first expect that failed, of those that the
 * step claims, then of its own. NULL: none failed (one that was skipped is none). For a step all of
 * which is in the trace. */
const struct error *judge_step(struct judge *judge, int step);
/* Which choice of the ask came true: its index; -1: not known yet (the next step that is no ask has
 * not ended in the trace, or the step is no ask); -2: none, more than one, or it was skipped. */
int judge_choice(struct judge *judge, int ask);
/* Why no choice of the ask can be told: none came true, or several. NULL: one did, it was skipped,
 * or it is not known yet. */
const struct error *judge_ask(struct judge *judge, int ask);

#endif
