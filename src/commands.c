/* The commands that need neither a screen nor a judge. */
#include <config.h>

#include "program.h"

#include "formats.h"
#include "i18n.h"
#include "kept.h"
#include "lab.h"
#include "memory.h"
#include "nearest.h"
#include "servers.h"

#include <errno.h>
#include <string.h>

int command_version(struct program *program, struct error *error) {
    (void)program;
    (void)error;
    printf("waitscope %s\n", PACKAGE_VERSION);
    return STATUS_FINE;
}

int command_help(struct program *program, struct error *error) {
    enum command command = COMMAND_menu;
    if (program->cli->argument_count) {
        const char *name = program->cli->arguments[0];
        const char *meant = command_suggest(name);
        command = command_find(name);
        if (command == COMMAND_COUNT && meant)
            error_set(error, _("there is no command \"%s\"; did you mean \"%s\"?"), name, meant);
        else if (command == COMMAND_COUNT)
            error_set(error, _("there is no command \"%s\"; \"waitscope help\" names all"), name);
        if (command == COMMAND_COUNT)
            return STATUS_ERROR;
    }
    cli_help(command, stdout);
    return STATUS_FINE;
}

/* ---- source ---- */

bool program_fail_server(const char *name, struct error *error) {
    struct nearest nearest = {NULL, 0};
    for (int i = 0; i < server_count(); i++)
        nearest_try(&nearest, name, server_at(i)->name);
    if (nearest.name)
        return error_set(error, _("there is no server \"%s\"; did you mean \"%s\"?"), name,
                         nearest.name);
    return error_set(error, _("there is no server \"%s\"; \"waitscope list --json\" names all"),
                     name);
}

static bool copy_file(const char *path, struct error *error) {
    char buffer[4096];
    size_t size;
    FILE *file = fopen(path, "re");
    if (!file)
        return error_set(error, _("%s: cannot open it: %s"), path, strerror(errno));
    errno = 0;
    while ((size = fread(buffer, 1, sizeof buffer, file)) > 0)
        fwrite(buffer, 1, size, stdout);
    bool failed = ferror(file);
    int reason = errno;
    fclose(file);
    return !failed || error_set(error, _("%s: cannot read it: %s"), path, strerror(reason));
}

int command_source(struct program *program, struct error *error) {
    const struct server *server = server_find(program->cli->arguments[0]);
    if (!server) {
        program_fail_server(program->cli->arguments[0], error);
        return STATUS_ERROR;
    }
    char *path = path_join(program->paths.servers, NULL, server->file);
    bool copied = copy_file(path, error);
    free(path);
    return copied ? STATUS_FINE : STATUS_ERROR;
}

/* ---- record ---- */

/* The trace is written of a run that failed too: it shows how far it came. */
static bool record_run(struct session *session_take, const struct export_format *format,
                       const struct export_screen *screen, const char *path, struct error *error) {
    struct error failure = {""}, unkept = {""};
    struct session *session = kept_new(session_take, format, screen, path, &unkept, error);
    if (!session)
        return false;
    if (session_run(session, -1) == SESSION_FAILED)
        failure = *session_error(session);
    size_t count = trace_count(session_trace(session));
    session_free(session);
    if (!unkept.text[0] && strcmp(path, "-") != 0)
        fprintf(stderr, _("waitscope: %zu events are in %s\n"), count, path);
    *error = unkept.text[0] ? unkept : failure;
    return !error->text[0];
}

static int record_to(struct program *program, struct page_texts *pages, struct error *error) {
    const struct cli *cli = program->cli;
    struct export_screen screen;
    const struct lesson *lesson = library_lesson(program->library, cli->arguments[0], error);
    const struct export_format *format =
        lesson ? formats_choose_or_native(cli->format, cli->output, error) : NULL;
    if (!format || !formats_screen(cli, pages, &screen, error))
        return STATUS_ERROR;
    struct session *session = program_run(program, lesson, error);
    if (!session)
        return STATUS_ERROR;
    char name[128];
    snprintf(name, sizeof name, "%s.trace%.*s", lesson->id, (int)strcspn(format->endings, " "),
             format->endings);
    const char *path = cli->output ? cli->output : name;
    return record_run(session, format, &screen, path, error) ? STATUS_FINE : STATUS_ERROR;
}

int command_record(struct program *program, struct error *error) {
    struct page_texts pages;
    page_texts_init(&pages, program->paths.servers);
    int status = record_to(program, &pages, error);
    page_texts_fini(&pages);
    return status;
}
