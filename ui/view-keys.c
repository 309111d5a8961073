/* The last row: the keys that apply now, as many as fit. */
#include <config.h>

#include "view.h"

#include <stdint.h>
#include <stdio.h>

#include "i18n.h"

static int key_width(const struct canvas *canvas, const struct key_row *row) {
    return text_width(_(row->name), SIZE_MAX, canvas->ascii) + 1 +
           text_width(_(row->does), SIZE_MAX, canvas->ascii) + 2;
}

static int paint_key(struct canvas *canvas, int x, int y, const struct key_row *row) {
    x = canvas_text(canvas, x, y, ROLE_KEY, _(row->name));
    return canvas_text(canvas, x + 1, y, ROLE_DIM, _(row->does)) + 2;
}

/* Help and quit are always shown: room is kept for them. So is the way to the next lesson where
 * this one goes no further. */
static bool is_kept(const struct view *view, enum key key) {
    bool on = key_applies(view->keys, KEY_NEXT_EVENT) || key_applies(view->keys, KEY_ANSWER);
    return key == KEY_HELP || key == KEY_QUIT || (key == KEY_MENU && !on);
}

static void paint_keys(struct canvas *canvas, struct rect rect, const struct view *view) {
    int kept = 0, x = rect.x + 1;
    for (int key = 0; key < KEYS; key++)
        if (is_kept(view, key) && key_applies(view->keys, key))
            kept += key_width(canvas, key_row(key));
    for (int key = 0; key < KEYS; key++) {
        int width = key_width(canvas, key_row(key));
        if (!key_applies(view->keys, key))
            continue;
        kept -= is_kept(view, key) ? width : 0;
        if (width <= rect.x + rect.width + 2 - x - kept)
            x = paint_key(canvas, x, rect.y, key_row(key));
    }
}

const struct view_ops view_keys = {N_("keys"), paint_keys, NULL};
