/* The menu, a lesson, a recording: on the screen, or without one. */
#include <config.h>

#include "program.h"

#include "app.h"
#include "formats.h"
#include "i18n.h"
#include "kept.h"
#include "lab.h"
#include "memory.h"
#include "page-text.h"
#include "plain.h"
#include "progress.h"
#include "terminal.h"
#include "trace-json.h"

#include <limits.h>
#include <string.h>
#include <unistd.h>

/* A line of the menu. A lesson that cannot be read is there too, and says why. */
struct entry {
    const char *id;
    const struct lesson *lesson; /* NULL: see error */
    struct error error;
};

/* What the host's functions share. */
struct stage {
    struct program *program;
    struct progress *progress;
    enum theme theme;
    struct entry *entries; /* the curriculum, flat */
    int entry_count;
    struct page_texts pages;
    struct error unkept; /* why a trace could not be written */
};

/* ---- the host ---- */

static int host_lesson_count(void *context) {
    return ((struct stage *)context)->entry_count;
}

static void host_lesson(void *context, int index, struct host_lesson *out) {
    const struct stage *stage = context;
    const struct entry *entry = &stage->entries[index];
    const char *last = progress_last(stage->progress);
    *out = (struct host_lesson){
        .id = entry->id,
        .title = entry->lesson ? entry->lesson->title : entry->id,
        .summary = entry->lesson ? entry->lesson->summary : entry->error.text,
        .minutes = entry->lesson ? entry->lesson->minutes : 0,
        .done = progress_is_done(stage->progress, entry->id),
        .last = last && strcmp(last, entry->id) == 0,
    };
}

/* A live run, whose trace is kept if the person asked for it. */
static struct session *open_live(struct stage *stage, const struct lesson *lesson,
                                 struct error *error) {
    const char *output = stage->program->cli->output;
    const struct export_screen screen = {0};
    struct session *session = program_run(stage->program, lesson, error);
    if (!session || !output)
        return session;
    const struct export_format *format = formats_choose_or_native(NULL, output, error);
    return kept_new(session, format, &screen, output, &stage->unkept, error);
}

static struct session *host_open(void *context, const char *id, struct error *error) {
    struct stage *stage = context;
    const struct lesson *lesson = library_lesson(stage->program->library, id, error);
    struct session *session = lesson ? open_live(stage, lesson, error) : NULL;
    if (session && library_has(stage->program->library, id))
        progress_set_last(stage->progress, id);
    return session;
}

static const char *host_source(void *context, const char *page) {
    return page_text(&((struct stage *)context)->pages, page);
}

static void host_done(void *context, const char *id) {
    struct stage *stage = context;
    if (library_has(stage->program->library, id))
        progress_set_done(stage->progress, id);
}

static const struct export_format *host_formats(void *context, size_t *count) {
    (void)context;
    return formats_all(count);
}

/* False with a sentence; then there is nothing to close. */
static bool stage_open(struct stage *stage, struct program *program, struct error *error) {
    *stage = (struct stage){.program = program};
    if (!terminal_choose_theme(program->cli->theme, &stage->theme, error))
        return false;
    stage->progress = progress_read();
    page_texts_init(&stage->pages, program->paths.servers);
    return true;
}

static void stage_close(struct stage *stage) {
    page_texts_fini(&stage->pages);
    free(stage->entries);
    progress_free(stage->progress);
}

/* Reads all lessons, so that the menu can name them. */
static bool stage_read_menu(struct stage *stage, struct error *error) {
    struct library *library = stage->program->library;
    const struct curriculum *curriculum = library_curriculum(library, error);
    for (int i = 0; curriculum && i < curriculum->part_count; i++) {
        const struct curriculum_part *part = &curriculum->parts[i];
        int count = stage->entry_count + part->lesson_count;
        stage->entries = memory_grow(stage->entries, count, sizeof *stage->entries);
        for (int k = 0; k < part->lesson_count; k++) {
            struct entry *entry = &stage->entries[stage->entry_count++];
            entry->id = part->lessons[k];
            entry->lesson = library_lesson(library, entry->id, &entry->error);
        }
    }
    return curriculum;
}

static struct host stage_host(struct stage *stage) {
    return (struct host){stage,       host_lesson_count, host_lesson, host_open,
                         host_source, host_done,         host_formats};
}

/* ---- with and without a screen ---- */

static struct plain_options plain_choose(const struct cli *cli, bool reads_input) {
    struct plain_options options = {
        .out = stdout,
        .in = reads_input ? STDIN_FILENO : -1,
        .interactive = reads_input && isatty(STDIN_FILENO),
        .ascii = cli->ascii,
        .width = terminal_width(),
    };
    return options;
}

/* The lesson of that id, or the menu if NULL. */
static int show_lesson(struct stage *stage, const char *id, struct error *error) {
    const struct cli *cli = stage->program->cli;
    struct host host = stage_host(stage);
    if (terminal_wants_plain(cli)) {
        struct plain_options options = plain_choose(cli, true);
        return plain_run(&options, &host, id, error);
    }
    struct term *term = terminal_open(stage->theme, error);
    if (!term)
        return STATUS_ERROR;
    struct app_options options = {.ascii = cli->ascii, .no_motion = cli->no_motion};
    int status = app_run(&options, term, &host, id, error);
    term_close(term);
    return status;
}

/* A session that is there already; takes it. */
static int show_session(struct stage *stage, struct session *session_take, bool reads_input,
                        struct error *error) {
    const struct cli *cli = stage->program->cli;
    struct host host = stage_host(stage);
    if (terminal_wants_plain(cli)) {
        struct plain_options options = plain_choose(cli, reads_input);
        return plain_run_session(&options, &host, session_take, error);
    }
    struct term *term = terminal_open(stage->theme, error);
    if (!term) {
        session_free(session_take);
        return STATUS_ERROR;
    }
    struct app_options options = {.ascii = cli->ascii, .no_motion = cli->no_motion};
    int status = app_run_session(&options, term, &host, session_take, error);
    term_close(term);
    return status;
}

/* ---- commands ---- */

int command_menu(struct program *program, struct error *error) {
    struct stage stage;
    if (!stage_open(&stage, program, error))
        return STATUS_ERROR;
    int status = STATUS_ERROR;
    if (stage_read_menu(&stage, error))
        status = show_lesson(&stage, NULL, error);
    stage_close(&stage);
    return status;
}

/* A lesson of the list has the menu behind it, a file has not. */
static int play(struct stage *stage, const char *name, const struct lesson *lesson,
                struct error *error) {
    if (library_has(stage->program->library, name))
        return stage_read_menu(stage, error) ? show_lesson(stage, name, error) : STATUS_ERROR;
    struct session *session = open_live(stage, lesson, error);
    return session ? show_session(stage, session, true, error) : STATUS_ERROR;
}

int command_play(struct program *program, struct error *error) {
    const char *name = program->cli->arguments[0];
    struct stage stage;
    const char *output = program->cli->output;
    if (output && strcmp(output, "-") == 0) {
        error_set(error,
                  _("a lesson that is played has standard output for itself: give -o a file, "
                    "or use record"));
        return STATUS_ERROR;
    }
    /* A name that is wrong is told before the screen changes. */
    const struct lesson *lesson = library_lesson(program->library, name, error);
    if (!lesson || !stage_open(&stage, program, error))
        return STATUS_ERROR;
    int status = play(&stage, name, lesson, error);
    stage_close(&stage);
    if (status == STATUS_ERROR || !stage.unkept.text[0])
        return status;
    *error = stage.unkept;
    return STATUS_ERROR;
}

/* The lesson that the trace names, NULL if it is not at hand: the events speak for themselves. */
static bool find_lesson(struct program *program, const struct trace *trace,
                        const struct lesson **lesson, struct error *error) {
    const char *id = trace_header_const(trace)->lesson;
    *lesson = NULL;
    if (!id || !library_has(program->library, id))
        return true;
    *lesson = library_lesson(program->library, id, error);
    return *lesson;
}

int command_replay(struct program *program, struct error *error) {
    const char *path = program->cli->arguments[0];
    struct error warning = {""};
    const struct lesson *lesson;
    struct stage stage;
    struct trace *trace = trace_read_file(path, &warning, error);
    if (!trace)
        return STATUS_ERROR;
    program_complain(&warning);
    if (!find_lesson(program, trace, &lesson, error) || !stage_open(&stage, program, error)) {
        trace_free(trace);
        return STATUS_ERROR;
    }
    bool reads_input = strcmp(path, "-") != 0;
    int status = show_session(&stage, replay_new(trace, lesson), reads_input, error);
    stage_close(&stage);
    return status;
}
