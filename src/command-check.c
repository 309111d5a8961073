/* waitscope check: runs lessons without a person and judges what they expect. */
#include <config.h>

#include "program.h"

#include "i18n.h"
#include "judge.h"
#include "lab.h"

#include <stdlib.h>
#include <string.h>

struct tally {
    int counts[3]; /* by enum verdict, but for BROKEN */
    bool broken;   /* a lesson could not be judged: it is at fault, or the machine */
};

static void print_verdict(struct tally *tally, enum verdict verdict, const char *lesson,
                          const char *step, const char *id, const char *reason) {
    static const char *const words[] = {"PASS", "FAIL", "SKIP"};
    tally->counts[verdict]++;
    printf("%s %s/%s", words[verdict], lesson, step);
    if (id)
        printf("/%s", id);
    if (reason[0])
        printf(": %s", reason);
    putchar('\n');
}

static void print_catalogue(const char *lesson, const char *language, int missing, int stale,
                            const char *first) {
    printf("NOTE %s/%s: ", lesson, language);
    printf(_("%d texts are missing, %d are stale; the first: %s"), missing, stale, first);
    putchar('\n');
}

static void judge(struct tally *tally, const struct lesson *lesson, const struct trace *trace) {
    struct judgement *judgements;
    int count = judge_lesson(lesson, trace, &judgements);
    for (int i = 0; i < count; i++) {
        const struct judgement *judgement = &judgements[i];
        /* Of a question it is the step itself that is judged. */
        bool is_step = strcmp(judgement->step, judgement->id) == 0;
        if (judgement->verdict == VERDICT_BROKEN) {
            program_complain(&judgement->reason);
            tally->broken = true;
            continue;
        }
        print_verdict(tally, judgement->verdict, lesson->id, judgement->step,
                      is_step ? NULL : judgement->id,
                      judgement->verdict == VERDICT_PASS ? "" : judgement->reason.text);
    }
    free(judgements);
}

static bool run_lesson(struct program *program, struct tally *tally, const struct lesson *lesson,
                       struct error *error) {
    struct session *session = program_run(program, lesson, error);
    if (!session)
        return false;
    bool ended = session_run(session, -1) == SESSION_ENDED;
    if (ended)
        judge(tally, lesson, session_trace(session));
    else
        *error = *session_error(session);
    session_free(session);
    return ended;
}

/* What is wrong with one lesson does not keep the others from being checked. */
static void check_lesson(struct program *program, const char *name, struct tally *tally) {
    struct error error = {""};
    const struct lesson *lesson = library_lesson(program->library, name, &error);
    if (!lesson || !library_check_texts(program->library, name, print_catalogue, &error) ||
        !run_lesson(program, tally, lesson, &error)) {
        program_complain(&error);
        tally->broken = true;
    }
    fflush(stdout);
}

static bool check_all(struct program *program, struct tally *tally, struct error *error) {
    const struct curriculum *curriculum = library_curriculum(program->library, error);
    for (int i = 0; curriculum && i < curriculum->part_count; i++)
        for (int k = 0; k < curriculum->parts[i].lesson_count; k++)
            check_lesson(program, curriculum->parts[i].lessons[k], tally);
    return curriculum;
}

int command_check(struct program *program, struct error *error) {
    struct tally tally = {0};
    const struct cli *cli = program->cli;
    const struct recorder_ops *record;
    /* What no lesson can have is said once. */
    if (!recorder_choose(cli->evidence, &record, error))
        return STATUS_ERROR;
    if (cli->argument_count == 0 && !check_all(program, &tally, error))
        return STATUS_ERROR;
    for (int i = 0; i < cli->argument_count; i++)
        check_lesson(program, cli->arguments[i], &tally);
    printf(_("passed %d, failed %d, skipped %d\n"), tally.counts[VERDICT_PASS],
           tally.counts[VERDICT_FAIL], tally.counts[VERDICT_SKIP]);
    if (tally.broken)
        return STATUS_ERROR;
    return tally.counts[VERDICT_FAIL] ? STATUS_FAILED : STATUS_FINE;
}
