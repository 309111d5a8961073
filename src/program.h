/* program: what the commands share, and the commands. The screen's thread. */
#ifndef WAITSCOPE_PROGRAM_H
#define WAITSCOPE_PROGRAM_H

#include "cli.h"
#include "library.h"
#include "paths.h"

/* Exit statuses. */
enum { STATUS_FINE = 0, STATUS_FAILED = 1, STATUS_ERROR = 2 };

struct program {
    const struct cli *cli;
    struct paths paths;
    struct library *library;
};

/* One a row of cli.def. Each returns the exit status; before STATUS_ERROR it has set a sentence, or
 * has said it itself and left the sentence empty. */
#define COMMAND(id, ...) int command_##id(struct program *program, struct error *error);
#include "cli.def"

/* compare --idle: what one call costs beside that many connections. */
int compare_idle(struct program *program, struct error *error);

/* Runs the lesson for real, watched as closely as --evidence says. Borrows the lesson. NULL with a
 * sentence. */
struct session *program_run(struct program *program, const struct lesson *lesson,
                            struct error *error);

/* Prints "waitscope: SENTENCE" to standard error. */
void program_complain(const struct error *error);

/* Sets the sentence that there is no such server, with the likely name. Returns false. */
bool program_fail_server(const char *name, struct error *error);

#endif
