/* The verdicts that a person meets on the way, each found once. */
#include <config.h>

#include "judge-match.h"

#include "memory.h"

#include <stdlib.h>
#include <string.h>

/* What is known of an ask. */
struct asked {
    bool judged;
    int which; /* of a PASS */
    struct judgement judgement;
};

struct judge {
    struct court court; /* the expects of the steps before `next`; no ask */
    int next;
    struct asked *asks; /* one a step */
};

struct judge *judge_new(const struct lesson *lesson, const struct trace *trace) {
    struct judge *judge = memory_new(1, sizeof *judge);
    size_t expects = 0;
    for (int i = 0; i < lesson->step_count; i++)
        expects += (size_t)lesson->steps[i].expect_count;
    judge->court = (struct court){.lesson = lesson, .trace = trace};
    judge->court.judgements = memory_new(expects, sizeof *judge->court.judgements);
    judge->asks = memory_new((size_t)lesson->step_count, sizeof *judge->asks);
    return judge;
}

void judge_free(struct judge *judge) {
    if (!judge)
        return;
    free(judge->court.judgements);
    free(judge->asks);
    free(judge);
}

/* The expects of the steps before `end`. */
static void judge_before(struct judge *judge, int end) {
    for (; judge->next < end; judge->next++)
        court_judge_expects(&judge->court, judge->next);
}

static const struct error *failure_of(const struct judgement *judgement) {
    bool failed = judgement->verdict == VERDICT_FAIL || judgement->verdict == VERDICT_BROKEN;
    return failed ? &judgement->reason : NULL;
}

/* Of the expect of that id, or (NULL) of the first of the step that failed. */
static const struct error *failure_find(const struct court *court, const struct step *step,
                                        const char *expect) {
    for (int i = 0; i < court->count; i++) {
        const struct judgement *judgement = &court->judgements[i];
        bool is_meant =
            strcmp(expect ? judgement->id : judgement->step, expect ? expect : step->id) == 0;
        const struct error *failure = is_meant ? failure_of(judgement) : NULL;
        if (failure)
            return failure;
    }
    return NULL;
}

const struct error *judge_step(struct judge *judge, int index) {
    const struct step *step = &judge->court.lesson->steps[index];
    const struct error *failure = NULL;
    judge_before(judge, index + 1);
    for (int i = 0; i < step->claim_count && !failure; i++)
        failure = failure_find(&judge->court, step, step->claims[i]);
    return failure ? failure : failure_find(&judge->court, step, NULL);
}

/* Is the step that answers it all in the trace? What comes last in a trace may go on. */
static bool is_answered(const struct court *court, int ask) {
    struct span span;
    return court->lesson->steps[ask].kind == STEP_ASK &&
           span_find_answer(court->lesson, ask, court->trace, &span) &&
           span.end < trace_count(court->trace);
}

/* NULL: it is not known yet. */
static const struct asked *asked_find(struct judge *judge, int ask) {
    struct asked *asked = &judge->asks[ask];
    if (!asked->judged && is_answered(&judge->court, ask)) {
        judge_before(judge, ask);
        asked->judgement = court_judge_ask(&judge->court, ask, &asked->which);
        asked->judged = true;
    }
    return asked->judged ? asked : NULL;
}

int judge_choice(struct judge *judge, int ask) {
    const struct asked *asked = asked_find(judge, ask);
    if (!asked)
        return -1;
    return asked->judgement.verdict == VERDICT_PASS ? asked->which : -2;
}

const struct error *judge_ask(struct judge *judge, int ask) {
    const struct asked *asked = asked_find(judge, ask);
    return asked ? failure_of(&asked->judgement) : NULL;
}
