#include <config.h>

#include "program.h"

#include "lab.h"

struct session *program_run(struct program *program, const struct lesson *lesson,
                            struct error *error) {
    const struct recorder_ops *record;
    if (!recorder_choose(program->cli->evidence, &record, error))
        return NULL;
    return live_new(lesson, record, error);
}
