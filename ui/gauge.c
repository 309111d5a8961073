#include <config.h>

#include "gauge.h"

#include "i18n.h"

/* Eighths of a cell that can be told from the bar's edge. */
enum { LEAST = 2 };

struct gauge gauge_receive(const struct world_queues *own, const struct world_queues *other) {
    return (struct gauge){
        .bytes = own->receive_queue,
        .memory = own->receive_memory,
        .limit = own->receive_limit,
        .full = own->receive_queue > 0 && other && other->window == 0,
    };
}

struct gauge gauge_send(const struct world_queues *own) {
    return (struct gauge){
        .bytes = own->send_queue,
        .memory = own->send_memory,
        .limit = own->send_limit,
        .full = own->send_queue > 0 && own->send_limit > 0 && own->send_memory >= own->send_limit,
    };
}

/* Eighths of a cell. Something is never drawn as nothing, and not everything never as everything.
 */
static int eighths(const struct gauge *gauge, int room) {
    int64_t all = (int64_t)room * 8;
    if (gauge->full)
        return (int)all;
    if (gauge->bytes <= 0)
        return 0;
    if (gauge->memory < 0 || gauge->limit <= 0)
        return LEAST;
    int64_t part = gauge->memory >= gauge->limit ? all : gauge->memory * all / gauge->limit;
    return part >= all ? (int)all - 1 : part < LEAST ? LEAST : (int)part;
}

/* ASCII has no part of a block: a begun cell counts, but the last one only if the queue is full. */
static void paint_blocks(struct canvas *canvas, int x, int y, int room, int part) {
    static const char *const blocks[] = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
    int cells = part / 8;
    if (canvas->ascii && part % 8 > 0 && cells + 1 < room)
        cells++;
    canvas_repeat(canvas, x, y, cells, ROLE_QUEUE, "█");
    canvas_repeat(canvas, x + cells, y, room - cells, ROLE_ROOM, "▁");
    if (!canvas->ascii && part % 8 > 0)
        canvas_text(canvas, x + cells, y, ROLE_QUEUE, blocks[part % 8]);
}

int gauge_paint(struct canvas *canvas, int x, int y, int room, const struct gauge *gauge) {
    if (gauge->bytes < 0)
        return x + room + 2;
    x = canvas_text(canvas, x, y, ROLE_ROOM, "▕");
    paint_blocks(canvas, x, y, room, eighths(gauge, room));
    if (gauge->full) {
        const char *word = _("FULL");
        int width = text_width(word, SIZE_MAX, canvas->ascii);
        canvas_cut(canvas, x + (room > width ? (room - width) / 2 : 0), y, room, ROLE_FULL, word);
    }
    return canvas_text(canvas, x + room, y, ROLE_ROOM, "▏");
}
