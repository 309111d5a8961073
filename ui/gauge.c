#include <config.h>

#include "gauge.h"

#include "i18n.h"

/* Eighths of a cell that can be told from the bar's edge. */
enum { LEAST = 2 };

struct gauge gauge_receive(const struct world_queues *own, const struct world_queues *other) {
    bool shut = own->receive_queue > 0 && other && other->window == 0;
    return (struct gauge){
        .bytes = own->receive_queue,
        .memory = own->receive_memory,
        .limit = own->receive_limit,
        .full = shut && own->receive_queue >= own->receive_most,
        .closed = shut && own->receive_queue < own->receive_most,
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

/* The longest of some words that fits; none may. */
static void paint_word(struct canvas *canvas, int x, int y, int room, enum role role,
                       const char *const *words, int count) {
    for (int i = 0; i < count; i++) {
        int width = text_width(words[i], SIZE_MAX, canvas->ascii);
        if (width > room)
            continue;
        canvas_text(canvas, x + (room - width) / 2, y, role, words[i]);
        return;
    }
}

int gauge_paint(struct canvas *canvas, int x, int y, int room, const struct gauge *gauge) {
    const char *const full[] = {_("FULL")}, *const closed[] = {_("window 0"), _("win 0")};
    if (gauge->bytes < 0)
        return x + room + 2;
    x = canvas_text(canvas, x, y, ROLE_ROOM, "▕");
    paint_blocks(canvas, x, y, room, eighths(gauge, room));
    if (gauge->full)
        paint_word(canvas, x, y, room, ROLE_FULL, full, 1);
    else if (gauge->closed)
        paint_word(canvas, x, y, room, ROLE_QUEUE, closed, 2);
    return canvas_text(canvas, x + room, y, ROLE_ROOM, "▏");
}
