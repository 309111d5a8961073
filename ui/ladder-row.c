#include <config.h>

#include "ladder-row.h"

#include <stdint.h>

void ladder_left_arrow(struct canvas *canvas, struct rect rect, int edge, int y, enum role role,
                       const char *text) {
    int width = text_width(text, SIZE_MAX, canvas->ascii);
    int room = edge - rect.x - 6;
    int x = edge - 2 - (width < room ? width : room);
    canvas_hline(canvas, rect.x + 1, y, edge - rect.x - 1, ROLE_RULE);
    canvas_text(canvas, rect.x + 1, y, role, "◀");
    canvas_text(canvas, x - 1, y, role, " ");
    canvas_text(canvas, canvas_cut(canvas, x, y, room, role, text), y, role, " ");
    canvas_text(canvas, edge, y, ROLE_RULE, "┤");
}

void ladder_right_arrow(struct canvas *canvas, struct rect rect, int edge, int y, enum role role,
                        const char *text) {
    int x = canvas_cut(canvas, rect.x + 1, y, edge - rect.x - 3, role, text) + 1;
    canvas_hline(canvas, x, y, edge - x, ROLE_RULE);
    canvas_text(canvas, edge, y, ROLE_RULE, "┼");
    canvas_text(canvas, edge + 1, y, ROLE_RULE, "─");
    canvas_text(canvas, edge + 2, y, role, "▶");
}

/* The kernel's half of a row: words, then the mark of the evidence at the right. */
void ladder_kernel_half(struct canvas *canvas, struct rect rect, int edge, int y, enum role role,
                        const char *text, const char *mark) {
    int right = rect.x + rect.width - 2;
    int width = text_width(mark, SIZE_MAX, canvas->ascii);
    int room = right - edge - 3;
    bool both = text_width(text, SIZE_MAX, canvas->ascii) + 1 + width <= room;
    canvas_cut(canvas, edge + 3, y, room, role, text);
    if (both)
        canvas_text(canvas, right - width, y, ROLE_DIM, mark);
}
