/* judge-span: where the steps of a lesson lie in a trace. Any thread. */
#ifndef WAITSCOPE_JUDGE_SPAN_H
#define WAITSCOPE_JUDGE_SPAN_H

#include "lesson.h"
#include "trace.h"

/* Events [begin, end) of a trace. */
struct span {
    size_t begin, end;
};

/* From the step event of the step `id` to the next one. False if the trace does not reach the step.
 */
bool span_find(const struct trace *trace, const char *id, struct span *span);

/* Index of the step that answers the question: the next that is none. Every lesson has it. */
int answer_step(const struct lesson *lesson, int ask);

/* From the question's step event to the end of the step that answers it. */
bool span_find_answer(const struct lesson *lesson, int ask, const struct trace *trace,
                      struct span *span);

#endif
