/* A recording in another form. */
#include <config.h>

#include "program.h"

#include "exporting.h"
#include "formats.h"
#include "i18n.h"
#include "trace-json.h"

#include <string.h>

/* The lesson that the trace names; NULL if it is not at hand, or broken: the events are enough. */
static const struct lesson *find_lesson(struct program *program, const struct trace *trace) {
    const char *id = trace_header_const(trace)->lesson;
    struct error ignored;
    if (!id || !library_has(program->library, id))
        return NULL;
    return library_lesson(program->library, id, &ignored);
}

static bool export_trace(struct program *program, const struct trace *trace,
                         const struct export_format *format, const struct export_screen *screen,
                         struct error *error) {
    const struct cli *cli = program->cli;
    const char *path = cli->output ? cli->output : "-";
    struct export_part part = export_whole(trace, find_lesson(program, trace));
    part.screen = *screen;
    if (!export_cut(&part, cli->from, cli->to, error) || !export_file(format, &part, path, error))
        return false;
    if (strcmp(path, "-") != 0)
        fprintf(stderr, _("waitscope: %zu events are in %s\n"), part.to - part.from, path);
    return true;
}

/* What can be said of the command line is said before a long file is read. */
static int export_to(struct program *program, struct page_texts *pages, struct error *error) {
    const struct cli *cli = program->cli;
    struct error warning = {""};
    struct export_screen screen;
    const char *path = cli->output && strcmp(cli->output, "-") != 0 ? cli->output : NULL;
    const struct export_format *format = formats_choose(cli->format, path, error);
    if (!format || !formats_screen(cli, pages, &screen, error))
        return STATUS_ERROR;
    struct trace *trace = trace_read_file(cli->arguments[0], &warning, error);
    if (!trace)
        return STATUS_ERROR;
    program_complain(&warning);
    bool written = export_trace(program, trace, format, &screen, error);
    trace_free(trace);
    return written ? STATUS_FINE : STATUS_ERROR;
}

int command_export(struct program *program, struct error *error) {
    struct page_texts pages;
    page_texts_init(&pages, program->paths.servers);
    int status = export_to(program, &pages, error);
    page_texts_fini(&pages);
    return status;
}
