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

/* Help and quit are always shown: room is kept for them. */
static bool is_last(enum key key) {
    return key == KEY_HELP || key == KEY_QUIT;
}

static void paint_keys(struct canvas *canvas, struct rect rect, const struct view *view) {
    int kept = 0, x = rect.x + 1;
    for (int key = 0; key < KEYS; key++)
        if (is_last(key) && key_applies(view->keys, key))
            kept += key_width(canvas, key_row(key));
    for (int key = 0; key < KEYS; key++) {
        int room = rect.x + rect.width + 2 - x - (is_last(key) ? 0 : kept);
        if (key_applies(view->keys, key) && key_width(canvas, key_row(key)) <= room)
            x = paint_key(canvas, x, rect.y, key_row(key));
    }
}

const struct view_ops view_keys = {N_("keys"), paint_keys, NULL};
