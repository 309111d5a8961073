#include <config.h>

#include "gauge.h"

#include "i18n.h"

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

/* Something is never drawn as nothing, and not everything never as everything. */
static int filled(const struct gauge *gauge, int room) {
    if (gauge->bytes <= 0)
        return 0;
    if (gauge->memory < 0 || gauge->limit <= 0)
        return 1;
    int64_t cells = gauge->memory >= gauge->limit ? room : gauge->memory * room / gauge->limit;
    if (cells >= room)
        return room - 1;
    return cells < 1 ? 1 : (int)cells;
}

int gauge_paint(struct canvas *canvas, int x, int y, int room, const struct gauge *gauge) {
    if (gauge->bytes < 0)
        return x + room + 2;
    int cells = gauge->full ? room : filled(gauge, room);
    x = canvas_text(canvas, x, y, ROLE_ROOM, "▕");
    canvas_repeat(canvas, x, y, cells, ROLE_QUEUE, "█");
    canvas_repeat(canvas, x + cells, y, room - cells, ROLE_ROOM, "▁");
    if (gauge->full) {
        const char *word = _("FULL");
        int width = text_width(word, SIZE_MAX, canvas->ascii);
        canvas_cut(canvas, x + (room > width ? (room - width) / 2 : 0), y, room, ROLE_FULL, word);
    }
    return canvas_text(canvas, x + room, y, ROLE_ROOM, "▏");
}
