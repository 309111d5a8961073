/* The help: the keys that apply, then the signs. It covers everything; up and down scroll it. */
#include <config.h>

#include "view.h"

#include <stdio.h>

#include "i18n.h"

static const struct {
    const char *sign;
    const char *means;
} signs[] = {
    {"▸", N_("a task is about to enter the kernel")},
    {"z", N_("a task was seen asleep inside a call")},
    {"◂", N_("a call has returned, the task is back in the program")},
    {"✗", N_("gone or closed")},
    {"● ○", N_("a client that reads, one that does not")},
    {"▕█▁▏", N_("a queue: kernel memory against its limit, the bytes beside it")},
    {"*", N_("this just changed")},
    {"R W E ●", N_("select was asked about reading, writing, exceptions; ● it answered: ready")},
    {"IN OUT", N_("poll and epoll: asked, got, and what poll says now; quiet: nobody asked")},
    {"off", N_("reported once (ONESHOT): epoll says no more of it until epoll_ctl")},
    {"in out", N_("what that call copied into the kernel and out, and who scans it")},
    {"! SIGIO", N_("signals that have reached the task since its page began")},
    {"▚", N_("equal calls in a row, told as one")},
    {"≤", N_("no more than this was measured; the exact moment was not seen")},
};

/* One row of the help at `row`, which may lie outside the rectangle. */
static void paint_pair(struct canvas *canvas, struct rect rect, int row, enum role role,
                       const char *left, const char *right) {
    if (row < 0 || row >= rect.height)
        return;
    canvas_text(canvas, rect.x + 2, rect.y + row, role, left);
    canvas_cut(canvas, rect.x + 10, rect.y + row, rect.width - 11, ROLE_TEXT, right);
}

static int help_height(const struct view *view, int width, bool ascii) {
    int rows = (int)(sizeof signs / sizeof signs[0]) + 6;
    (void)width;
    (void)ascii;
    for (int key = 0; key < KEYS; key++)
        rows += key_applies(view->help_keys, key);
    return rows;
}

/* The first row shown: not past the last page. */
static int first_row(const struct view *view, struct rect rect) {
    int last = help_height(view, rect.width, false) - rect.height;
    int first = view->scroll < last ? view->scroll : last;
    return first < 0 ? 0 : first;
}

static void paint_help(struct canvas *canvas, struct rect rect, const struct view *view) {
    int row = -first_row(view, rect);
    paint_pair(canvas, rect, row++, ROLE_HEAD, _("keys"), "");
    for (int key = 0; key < KEYS; key++)
        if (key_applies(view->help_keys, key))
            paint_pair(canvas, rect, row++, ROLE_KEY, _(key_row(key)->name), _(key_row(key)->help));
    row++;
    paint_pair(canvas, rect, row++, ROLE_HEAD, _("signs"), "");
    for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++)
        paint_pair(canvas, rect, row++, ROLE_TEXT, signs[i].sign, _(signs[i].means));
    row++;
    paint_pair(canvas, rect, row++, ROLE_HEAD, _("note"), "");
    paint_pair(canvas, rect, row++, ROLE_TEXT, "",
               _("Everything on the screen was measured in this run. What was not seen is blank."));
}

const struct view_ops view_help = {N_("help"), paint_help, help_height};
