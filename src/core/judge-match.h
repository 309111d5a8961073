/* judge-match: which events meet a pattern, and how near the others came. Only judge*.c include it.
 */
#ifndef WAITSCOPE_JUDGE_MATCH_H
#define WAITSCOPE_JUDGE_MATCH_H

#include "judge-span.h"
#include "judge.h"

/* What has been judged so far: relations to other expects look here. */
struct court {
    const struct lesson *lesson;
    const struct trace *trace;
    struct judgement *judgements;
    int count;
};

/* The first event that matched the expect of that id; SIZE_MAX: none did. */
size_t court_event(const struct court *court, const char *expect);

/* Does the event meet the condition? Without a court, relations to other expects are taken as met.
 */
bool condition_meets(const struct court *court, const struct condition *condition,
                     const struct event *event);

/* What a pattern found in a span. */
struct tally {
    int64_t count; /* matching events; one that stands for n equal ones counts n */
    size_t first;  /* of them; SIZE_MAX: none */
};
struct tally tally_span(const struct court *court, const struct pattern *pattern, struct span span);
/* Is the count what the pattern asks for? */
bool tally_is_enough(const struct tally *tally, const struct pattern *pattern);

/* The event of the span that is most like the pattern; SIZE_MAX: none met any condition. Looks at
 * all of them. */
size_t nearest_find(const struct court *court, const struct pattern *pattern, struct span span);

/* Sets the sentence that says why it is not: what was looked for, what came nearest. Always false.
 */
bool reason_set(const struct court *court, const struct pattern *pattern, struct span span,
                const struct tally *tally, struct error *reason);

/* judge.c: adds the verdicts on the step's expects to the court, which has room for them; all those
 * before them are there. */
void court_judge_expects(struct court *court, int step);
/* The verdict on a question; if it is PASS, *which is the choice that came true. All expects before
 * it are in the court. */
struct judgement court_judge_ask(const struct court *court, int step, int *which);

#endif
