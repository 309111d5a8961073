#include <config.h>

#include "stage-queue.h"

#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>

#include "figures.h"
#include "gauge.h"
#include "i18n.h"
#include "stage-changed.h"

/* 400,000 needs more room than there is at 80 columns: 400.0k. */
static char *number_text(const struct stage_columns *columns, int64_t number, char *out,
                         size_t size) {
    if (!columns->narrow || number < 100000)
        return figure_number(number, out, size);
    snprintf(out, size, "%" PRId64 ".%dk", number / 1000, (int)(number / 100 % 10));
    return out;
}

static void paint_figure(struct canvas *canvas, const struct stage_columns *columns, int x, int y,
                         int64_t figure, bool changed) {
    char text[48];
    if (figure < 0)
        return;
    number_text(columns, figure, text, sizeof text);
    canvas_right(canvas, x + 1, y, columns->number - 1, changed ? ROLE_CHANGED : ROLE_TEXT, text);
    if (changed)
        canvas_text(canvas, x + columns->number - 1 - text_width(text, SIZE_MAX, false), y,
                    ROLE_CHANGED, "*");
}

void stage_queue_paint(struct canvas *canvas, const struct stage_columns *columns,
                       const struct view *view, int x, int y, const struct world_queues *queues,
                       const struct world_queues *other, bool receive) {
    struct gauge gauge = receive ? gauge_receive(queues, other) : gauge_send(queues);
    enum field field = receive ? FIELD_receive_queue : FIELD_send_queue;
    if (gauge.bytes < 0)
        return;
    if (columns->label > 0)
        canvas_text(canvas, x, y, ROLE_DIM, receive ? _("in") : _("out"));
    x += columns->label;
    if (columns->room > 0)
        x = gauge_paint(canvas, x, y, columns->room, &gauge);
    paint_figure(canvas, columns, x, y, gauge.bytes,
                 stage_figure_changed(view, queues, field, gauge.bytes));
}
