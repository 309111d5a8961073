/* The code: the very file that was compiled, the running line marked.
 *
 *      38      for (;;) {
 *      39          fd_set ready = watched;
 *    ▶ 40          int n = select(top + 1, &ready, …
 */
#include <config.h>

#include "view.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "i18n.h"

enum {
    NUMBER_WIDTH = 7,
    CONTINUED = 4, /* columns that the rest of a line stands further in */
    LINE_MAX_BYTES = 512,
};

/* "select.c:40" → 40, if the file is the page; 0 if not. */
static int line_of(const char *at, const char *page) {
    const char *colon = at ? strrchr(at, ':') : NULL;
    size_t length = page ? strlen(page) : 0;
    if (!colon || !page)
        return 0;
    const char *file = at;
    for (const char *c = at; c < colon; c++)
        if (*c == '/')
            file = c + 1;
    if (strncmp(file, page, length) != 0 || strncmp(file + length, ".c:", 3) != 0)
        return 0;
    return atoi(colon + 1);
}

static const char *next_line(const char *text) {
    const char *end = strchr(text, '\n');
    return end ? end + 1 : text + strlen(text);
}

static int count_lines(const char *text) {
    int lines = 0;
    for (; *text; text = next_line(text))
        lines++;
    return lines;
}

/* The first line of the function around `line`: the nearest above that starts in column 0 with a
 * letter. */
static int function_start(const char *text, int line) {
    int start = 1;
    for (int i = 1; i <= line && *text; i++, text = next_line(text))
        if (*text == '_' || (*text >= 'a' && *text <= 'z') || (*text >= 'A' && *text <= 'Z'))
            start = i;
    return start;
}

/* The first line shown. As long as the program stays within a page of its function, nothing moves.
 */
static int first_line(const char *text, int line, int height) {
    int lines = count_lines(text);
    int start = function_start(text, line);
    int page = height > 2 ? height - 2 : 1;
    int first = start + (line - start) / page * page;
    if (first > start && line == first)
        first--;
    if (first > lines - height + 1)
        first = lines - height + 1;
    return first < 1 ? 1 : first;
}

/* The line with its tabs as spaces, without its end. */
static void copy_line(const char *text, char *out, size_t size) {
    size_t used = 0;
    for (; *text && *text != '\n' && used + 9 < size; text++) {
        if (*text != '\t') {
            out[used++] = *text;
            continue;
        }
        do
            out[used++] = ' ';
        while (used % 8 && used + 1 < size);
    }
    out[used] = '\0';
}

/* Is another task of the same page at this line? */
static bool other_task_at(const struct view *view, int line) {
    for (int i = 0; i < view->world->task_count; i++) {
        const struct world_task *task = &view->world->tasks[i];
        if (task != view_task(view) && !task->gone && line_of(task->at, view->page) == line)
            return true;
    }
    return false;
}

/* Blanks that begin every line of the page that is shown, as far as it is not empty. */
static int common_indent(const char *text, int lines) {
    char copy[LINE_MAX_BYTES];
    size_t least = LINE_MAX_BYTES;
    for (int i = 0; i < lines && *text; i++, text = next_line(text)) {
        copy_line(text, copy, sizeof copy);
        size_t blanks = strspn(copy, " ");
        if (copy[blanks] && blanks < least)
            least = blanks;
    }
    return least < LINE_MAX_BYTES ? (int)least : 0;
}

/* The running line is whole: what does not fit stands in rows of its own, further in. Returns the
 * rows used, at most as many as the rectangle has. */
static int paint_now(struct canvas *canvas, struct rect rect, int line, const char *shown) {
    int blanks = (int)strspn(shown, " ");
    int x = rect.x + NUMBER_WIDTH, width = rect.x + rect.width - x, rows = 0;
    const char *text = shown + blanks, *part;
    size_t bytes;
    for (int in = blanks; *text && rows < rect.height; in = blanks + CONTINUED) {
        const char *rest = text;
        int y = rect.y + rows++;
        canvas_repeat(canvas, rect.x, y, rect.width, ROLE_NOW, " ");
        text_line(&text, width - in < 1 ? 1 : width - in, canvas->ascii, &part, &bytes);
        if (*text && rows == rect.height)
            canvas_cut(canvas, x + in, y, width - in, ROLE_NOW, rest);
        else
            canvas_format(canvas, x + in, y, ROLE_NOW, "%.*s", (int)bytes, part);
    }
    canvas_text(canvas, rect.x + 1, rect.y, ROLE_NOW, "▶");
    canvas_format(canvas, rect.x + 2, rect.y, ROLE_NOW, "%4d", line);
    return rows ? rows : 1;
}

static int paint_line(struct canvas *canvas, struct rect rect, const struct view *view, int line,
                      int now, const char *text, int indent) {
    char copy[LINE_MAX_BYTES];
    copy_line(text, copy, sizeof copy);
    const char *shown = strlen(copy) > (size_t)indent ? copy + indent : "";
    if (line == now)
        return paint_now(canvas, rect, line, shown);
    if (other_task_at(view, line))
        canvas_text(canvas, rect.x + 1, rect.y, ROLE_TEXT, "▸");
    canvas_format(canvas, rect.x + 2, rect.y, ROLE_DIM, "%4d", line);
    canvas_cut(canvas, rect.x + NUMBER_WIDTH, rect.y, rect.width - NUMBER_WIDTH, ROLE_TEXT, shown);
    return 1;
}

static void paint_code(struct canvas *canvas, struct rect rect, const struct view *view) {
    const struct world_task *task = view_task(view);
    const char *text = view->source;
    if (!text) {
        rect.x += 1;
        canvas_wrap(canvas, rect, ROLE_DIM,
                    view->page ? _("The source of this server is not at hand.")
                               : _("No server runs yet."));
        return;
    }
    size_t note = task ? view_note(view, task) : SIZE_MAX;
    struct event room;
    const char *printed = note == SIZE_MAX ? NULL : trace_at(view->trace, note, &room)->at;
    const char *at = printed ? printed : task ? task->at : NULL;
    int now = task && !task->gone ? line_of(at, view->page) : 0;
    int first = first_line(text, now, rect.height);
    for (int line = 1; line < first; line++)
        text = next_line(text);
    int indent = common_indent(text, rect.height);
    int bottom = rect.y + rect.height;
    for (int line = first; rect.y < bottom && *text; line++, text = next_line(text)) {
        rect.height = bottom - rect.y;
        rect.y += paint_line(canvas, rect, view, line, now, text, indent);
    }
}

const struct view_ops view_code = {N_("code"), paint_code, NULL};
