/* A list to choose from: the lessons, or the steps of one.
 *
 *    1  One recv, two phases                     ✓ done       8 min
 *  ▶ 2  One server, one client at a time         last opened  6 min
 *       What a blocking server does while B waits.
 */
#include <config.h>

#include "view.h"

#include <stdint.h>
#include <stdio.h>

#include "i18n.h"

/* Rows that the item takes: the marked one shows its detail. */
static int item_rows(const struct view_list *list, int index, int width, bool ascii) {
    const char *detail = list->items[index].detail;
    if (index != list->marked || !detail || !detail[0])
        return 1;
    return 1 + text_lines(detail, width - 8, ascii);
}

/* The first item shown: the marked one stays inside. */
static int first_item(const struct view_list *list, struct rect rect, bool ascii) {
    int first = list->marked < 0 ? 0 : list->marked;
    int left = rect.height;
    if (list->count == 0)
        return 0;
    left -= item_rows(list, first, rect.width, ascii);
    while (first > 0 && left > 0) {
        first--;
        left--;
    }
    return first;
}

/* The column of marks is as wide as the widest. */
static int mark_width(const struct view_list *list, bool ascii) {
    int most = 0;
    for (int i = 0; i < list->count; i++) {
        int width = text_width(list->items[i].mark, SIZE_MAX, ascii);
        most = width > most ? width : most;
    }
    return most ? most + 2 : 0;
}

static void paint_item(struct canvas *canvas, struct rect rect, const struct view_list *list,
                       int index) {
    const struct view_item *item = &list->items[index];
    bool marked = index == list->marked;
    int right = text_width(item->right, SIZE_MAX, canvas->ascii);
    int end = rect.x + rect.width - 2 - right;
    if (marked)
        canvas_repeat(canvas, rect.x + 1, rect.y, rect.width - 2, ROLE_SELECTED, " ");
    enum role role = marked ? ROLE_SELECTED : ROLE_TEXT;
    if (marked)
        canvas_text(canvas, rect.x + 1, rect.y, role, "▶");
    canvas_format(canvas, rect.x + 3, rect.y, marked ? role : ROLE_KEY, "%2d", index + 1);
    canvas_text(canvas, end, rect.y, marked ? role : ROLE_DIM, item->right);
    int mark = end - 1 - mark_width(list, canvas->ascii);
    canvas_cut(canvas, mark, rect.y, end - mark - 1, marked ? role : ROLE_RIGHT, item->mark);
    canvas_cut(canvas, rect.x + 7, rect.y, mark - rect.x - 8, role, item->title);
    if (item_rows(list, index, rect.width, canvas->ascii) > 1)
        canvas_wrap(canvas, (struct rect){rect.x + 7, rect.y + 1, rect.width - 8, rect.height - 1},
                    ROLE_DIM, item->detail);
}

static void paint_menu(struct canvas *canvas, struct rect rect, const struct view *view) {
    const struct view_list *list = view->list;
    int foot = list->footer || list->note || list->filter ? 2 : 0;
    struct rect rows = {rect.x, rect.y, rect.width, rect.height - foot};
    if (list->count == 0)
        canvas_text(canvas, rect.x + 3, rect.y, ROLE_DIM, _("Nothing fits these letters."));
    for (int i = first_item(list, rows, canvas->ascii); i < list->count && rows.height > 0; i++) {
        int used = item_rows(list, i, rect.width, canvas->ascii);
        paint_item(canvas, rows, list, i);
        rows.y += used;
        rows.height -= used;
    }
    int y = rect.y + rect.height - 1;
    if (list->filter)
        canvas_format(canvas, rect.x + 1, y, ROLE_QUESTION, "/ %s_", list->filter);
    else if (list->note)
        canvas_cut(canvas, rect.x + 1, y, rect.width - 2, ROLE_WRONG, list->note);
    else if (list->footer)
        canvas_cut(canvas, rect.x + 1, y, rect.width - 2, ROLE_DIM, list->footer);
}

const struct view_ops view_menu = {N_("lessons"), paint_menu, NULL};
