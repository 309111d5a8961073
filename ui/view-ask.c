/* The question: predict first, then see.
 *
 *    A does not read. What happens in the end?
 *      1  send returns 1000 for ever
 *    ▶ 2  send does not return: the thread sleeps
 *    hint: …
 */
#include <config.h>

#include "view.h"

#include <stdio.h>

#include "i18n.h"

enum { INDENT = 6 };

/* Paints (or with canvas NULL only measures) text at an indent; returns the rows used. */
static int part(struct canvas *canvas, struct rect rect, int row, int indent, enum role role,
                const char *text, bool ascii) {
    struct rect inside = {rect.x + indent, rect.y + row, rect.width - indent - 1,
                          rect.height - row};
    if (!canvas)
        return text_lines(text, inside.width, ascii);
    return inside.height > 0 ? canvas_wrap(canvas, inside, role, text) : 0;
}

static int choices(struct canvas *canvas, struct rect rect, int row, const struct view *view,
                   bool ascii) {
    for (int i = 0; i < view->question->choice_count; i++) {
        bool marked = i == view->choice;
        enum role role = marked ? ROLE_SELECTED : ROLE_TEXT;
        if (canvas && row < rect.height) {
            canvas_text(canvas, rect.x + 1, rect.y + row, ROLE_QUESTION, marked ? "▶" : " ");
            canvas_format(canvas, rect.x + 3, rect.y + row, ROLE_KEY, "%d", i + 1);
        }
        row += part(canvas, rect, row, INDENT, role, view->question->choices[i].text, ascii);
    }
    return row;
}

static int hints(struct canvas *canvas, struct rect rect, int row, const struct view *view,
                 bool ascii) {
    char text[1024];
    for (int i = 0; i < view->hints && i < view->question->hint_count; i++) {
        snprintf(text, sizeof text, _("hint: %s"), view->question->hints[i]);
        row += part(canvas, rect, row, 1, ROLE_CHANGED, text, ascii);
    }
    return row;
}

/* For those who press Enter to go on. */
static int how_to_answer(struct canvas *canvas, struct rect rect, int row, const struct view *view,
                         bool ascii) {
    bool hints_left = view->hints < view->question->hint_count;
    return part(canvas, rect, row, 1, ROLE_CHANGED,
                hints_left ? _("Answer with a number, h for a hint, s to skip.")
                           : _("Answer with a number, s to skip."),
                ascii);
}

static int all(struct canvas *canvas, struct rect rect, const struct view *view, bool ascii) {
    int row = part(canvas, rect, 0, 1, ROLE_QUESTION, view->question->ask, ascii);
    row = choices(canvas, rect, row, view, ascii);
    row = hints(canvas, rect, row, view, ascii);
    return view->puzzled ? row + how_to_answer(canvas, rect, row, view, ascii) : row;
}

static void paint_ask(struct canvas *canvas, struct rect rect, const struct view *view) {
    if (view->question)
        all(canvas, rect, view, canvas->ascii);
}

static int ask_height(const struct view *view, int width, bool ascii) {
    return view->question ? all(NULL, (struct rect){0, 0, width, 1000}, view, ascii) : 0;
}

const struct view_ops view_ask = {N_("predict"), paint_ask, ask_height};
