/* mutation: traces that differ from a good one in a single respect. Whoever gets a trace frees it.
 */
#ifndef WAITSCOPE_MUTATION_H
#define WAITSCOPE_MUTATION_H

#include "judge-match.h"

enum mutation {
    MUTATION_DROP,  /* the events are not there */
    MUTATION_ALTER, /* the condition's field has a value that does not meet it */
    MUTATION_UNSET, /* the field is not there */
};

/* The court's trace with every event of the span that meets the pattern mutated. */
struct trace *mutation_of(const struct court *court, const struct pattern *pattern,
                          struct span span, enum mutation mutation,
                          const struct condition *condition);

/* An empty trace with the header of another; and events [begin, end) copied to it. */
struct trace *mutation_start(const struct trace *trace);
void mutation_copy(struct trace *mutant, const struct trace *trace, size_t begin, size_t end);

/* An event that meets the pattern, made from the last of the span. Borrows from lesson and trace.
 */
struct event mutation_fitting(const struct court *court, const struct pattern *pattern,
                              struct span span);

/* The trace with the lesson's step names in its step events, in order. */
struct trace *mutation_renamed(const struct trace *trace, const struct lesson *lesson);

/* The id in a step event; "" of any other. index < trace_count(). */
const char *mutation_step(const struct trace *trace, size_t index);

#endif
