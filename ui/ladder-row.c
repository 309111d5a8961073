#include <config.h>

#include "ladder-row.h"

#include <stdint.h>

#include "narrate-call.h"

enum { MARK_LEAST = 4 };

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

static int call_room(struct rect rect, int edge) {
    return edge - rect.x - 3;
}

char *ladder_call_text(const struct canvas *canvas, struct rect rect, int edge,
                       const struct event *enter, char *out, size_t size) {
    for (int room = ROOM_FOR_ALL; room < ROOMS; room++) {
        narrate_call_short(enter, (enum narrate_room)room, out, size);
        if (text_width(out, SIZE_MAX, canvas->ascii) <= call_room(rect, edge))
            break;
    }
    return out;
}

void ladder_right_arrow(struct canvas *canvas, struct rect rect, int edge, int y, enum role role,
                        const char *text) {
    int x = canvas_cut(canvas, rect.x + 1, y, call_room(rect, edge), role, text) + 1;
    canvas_hline(canvas, x, y, edge - x, ROLE_RULE);
    canvas_text(canvas, edge, y, ROLE_RULE, "┼");
    canvas_text(canvas, edge + 1, y, ROLE_RULE, "─");
    canvas_text(canvas, edge + 2, y, role, "▶");
}

/* The kernel's half of a row: words, then the mark of the evidence at the right. Of a mark that has
 * no room, the beginning. */
void ladder_kernel_half(struct canvas *canvas, struct rect rect, int edge, int y, enum role role,
                        const char *text, const char *mark) {
    int right = rect.x + rect.width - 2;
    int room = right - edge - 3;
    int used = canvas_cut(canvas, edge + 3, y, room, role, text) - edge - 2;
    int width = text_width(mark, SIZE_MAX, canvas->ascii);
    if (width > room - used)
        width = room - used;
    if (width >= MARK_LEAST)
        canvas_cut(canvas, right - width, y, width, ROLE_DIM, mark);
}
