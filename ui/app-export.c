/* Writing the events to a file: a list of forms, a name, a sentence that says where it is. What
 * goes wrong is a sentence too, and the screen stays. */
#include <config.h>

#include "app-state.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "exporting.h"
#include "i18n.h"
#include "memory.h"

enum { NAMES_TRIED = 100 };

void export_start(struct app *app) {
    struct app_list *list = &app->list;
    size_t count;
    const struct export_format *formats = app->host->formats(app->host->context, &count);
    list_init(list, _("export: in which form?"), (int)count);
    for (size_t i = 0; i < count; i++) {
        list->items[i] = (struct view_item){
            .title = formats[i].name,
            .detail = _(formats[i].help),
            .right = formats[i].endings,
            .mark = "",
        };
        list->targets[i] = (int)i;
    }
    list->at_once = true;
    list->view.count = (int)count;
    list->view.footer = _("Enter or a number chooses; then comes the name of the file. Esc: back.");
    app->listed = LISTED_FORMATS;
    app->overlay = OVERLAY_LIST;
    app->playing = false;
}

/* LESSON.trace.ENDING in the current folder; a number is added until there is no such file. */
static void propose(const struct app *app, char *out, size_t size) {
    const struct trace_header *header = trace_header_const(session_trace(app->session));
    const struct lesson *lesson = app->session->lesson;
    const char *name = lesson ? lesson->id : header->lesson ? header->lesson : "waitscope";
    const char *ending = app->export.format->endings;
    struct stat ignored;
    for (int i = 1; i < NAMES_TRIED; i++) {
        char number[16] = "";
        if (i > 1)
            snprintf(number, sizeof number, "-%d", i);
        snprintf(out, size, "%.64s.trace%s%.*s", strchr(name, '/') ? "waitscope" : name, number,
                 (int)strcspn(ending, " "), ending);
        if (stat(out, &ignored) != 0)
            return;
    }
}

void export_choose(struct app *app, int format) {
    size_t count;
    app->export = (struct app_export){
        .format = &app->host->formats(app->host->context, &count)[format],
    };
    entry_open(app, ASKED_FILE, _("export"), _("file"));
    propose(app, app->entry.text, sizeof app->entry.text);
    entry_say(&app->entry, false, "%s", _(app->export.format->help));
}

/* Is there something by that name that must not simply be replaced? A sentence if so. */
static bool is_in_the_way(struct app *app, const char *path) {
    struct stat found;
    if (stat(path, &found) != 0)
        return false;
    if (!S_ISREG(found.st_mode)) {
        entry_say(&app->entry, true, _("%s is there and is no file. Choose another name."), path);
        return true;
    }
    if (app->export.replace)
        return false;
    app->export.replace = true;
    entry_say(&app->entry, true, _("%s is there already. Enter once more replaces it."), path);
    return true;
}

void export_submit(struct app *app) {
    const char *path = app->entry.text;
    if (app->export.written || !path[0]) {
        app->overlay = OVERLAY_NONE;
        return;
    }
    if (is_in_the_way(app, path))
        return;
    app->export.due = true;
    entry_say(&app->entry, false, "%s", _("Writing …"));
}

/* The name as a file in a folder: a bare "-" would be standard output, which is the screen. */
static char *path_whole(const char *path) {
    char folder[4096] = ".";
    size_t room = sizeof folder + strlen(path) + 2;
    char *whole = memory_new(room, 1);
    bool known = path[0] != '/' && getcwd(folder, sizeof folder);
    if (path[0] == '/')
        strcpy(whole, path);
    else
        snprintf(whole, room, "%s/%s", known ? folder : ".", path);
    return whole;
}

void export_turn(struct app *app) {
    struct error error = {""};
    struct export_part whole = export_whole(session_trace(app->session), app->session->lesson);
    if (!app->export.due)
        return;
    whole.screen =
        (struct export_screen){.source = app->host->source, .context = app->host->context};
    app->export.due = false;
    char *path = path_whole(app->entry.text);
    app->export.written = export_file(app->export.format, &whole, path, &error);
    if (app->export.written)
        entry_say(&app->entry, false, _("%zu events are in %s"), whole.to, path);
    else
        entry_say(&app->entry, true, "%s", error.text);
    free(path);
}
