/* waitscope: parses the command line and composes the layers. */
#include <config.h>

#include "program.h"

#include "i18n.h"
#include "language.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#define COMMAND(id, ...) command_##id,
static int (*const functions[COMMAND_COUNT])(struct program *, struct error *) = {
#include "cli.def"
};

void program_complain(const struct error *error) {
    if (!error->text[0])
        return;
    fflush(stdout);
    fprintf(stderr, "waitscope: %s\n", error->text);
}

/* Descriptors 0 to 2 exist from here on: a file or socket opened later must not become one of them.
 * One that was closed is opened the wrong way round, so that its use fails as it would have. */
static void open_standard_descriptors(void) {
    for (int fd = 0; fd <= 2; fd++)
        if (fcntl(fd, F_GETFD) < 0)
            open("/dev/null", fd == 0 ? O_WRONLY : O_RDONLY);
}

static int run_command(struct program *program, struct error *error) {
    const struct cli *cli = program->cli;
    if (cli->version)
        return command_version(program, error);
    if (!cli->help)
        return functions[cli->command](program, error);
    cli_help(cli->command, stdout);
    return STATUS_FINE;
}

static int run(const struct cli *cli, struct error *error) {
    struct program program = {.cli = cli, .paths = paths_find(cli->lessons)};
    char language[32];
    if (!language_choose(&program.paths, cli->lang, language, sizeof language, error))
        return STATUS_ERROR;
    program.library = library_new(&program.paths, language);
    int status = run_command(&program, error);
    library_free(program.library);
    return status;
}

/* So that a sentence about the command line itself is in the person's language. */
static void speak(void) {
    struct paths paths = paths_find(NULL);
    struct error ignored;
    char language[32];
    language_start();
    language_choose(&paths, NULL, language, sizeof language, &ignored);
}

/* A full disk or a closed output is known at the latest now. */
static bool flush_output(struct error *error) {
    if (fflush(stdout) != 0)
        return error_set(error, _("cannot write to standard output: %s"), strerror(errno));
    return !ferror(stdout) || error_set(error, _("cannot write to standard output"));
}

int main(int argc, char **argv) {
    struct cli cli;
    struct error error = {""};
    open_standard_descriptors();
    /* A file that would pass the limit of its size is a write that fails, as on a full disk. */
    signal(SIGXFSZ, SIG_IGN);
    speak();
    int status = cli_parse(argc, argv, &cli, &error) ? run(&cli, &error) : STATUS_ERROR;
    program_complain(&error);
    if (status == STATUS_ERROR && ferror(stdout)) /* that has been told */
        return status;
    if (flush_output(&error))
        return status;
    program_complain(&error);
    return STATUS_ERROR;
}
