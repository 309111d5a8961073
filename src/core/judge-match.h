/* judge-match: which events meet a pattern, and how near the others came. Only judge*.c include it.
 */
#ifndef WAITSCOPE_JUDGE_MATCH_H
#define WAITSCOPE_JUDGE_MATCH_H

#include "judge.h"

/* Events [begin, end) of a trace. */
struct span {
    size_t begin, end;
};

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
    int64_t count;  /* matching events; one that stands for n equal ones counts n */
    size_t first;   /* of them; SIZE_MAX: none */
    size_t nearest; /* the event that is most like it, if count is 0; SIZE_MAX: none met any
                       condition */
};
struct tally tally_span(const struct court *court, const struct pattern *pattern, struct span span);
/* Is the count what the pattern asks for? */
bool tally_is_enough(const struct tally *tally, const struct pattern *pattern);

/* Sets the sentence that says why it is not: what was looked for, what came nearest. Always false.
 */
bool reason_set(const struct court *court, const struct pattern *pattern, const struct tally *tally,
                struct error *reason);

#endif
