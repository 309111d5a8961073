/* The lanes of clients, a dot an act, and of queues, a step line a figure. */
#include <config.h>

#include "svg-lanes.h"

#include "columns.h"
#include "figures.h"
#include "ladder.h"
#include "text-add.h"

/* Heights, and gaps, in tenths of a pixel. */
enum {
    CLIENT_HEIGHT = 320,
    QUEUE_HEIGHT = 420,
    QUEUE_DEPTH = 300,
    FINEST = 5, /* samples that are closer than this share their place */
    LABEL_GAP = 50,
};

int64_t plot_x(const struct lanes *lanes, int64_t t) {
    if (t < lanes->begin)
        t = lanes->begin;
    if (t > lanes->end)
        t = lanes->end;
    return PLOT_LEFT + (t - lanes->begin) * PLOT_WIDTH / (lanes->end - lanes->begin);
}

void lane_name(struct plot *plot, int64_t base, const char *name) {
    char cut[128];
    columns_cut(name, svg_columns(SVG_CODE, PLOT_LEFT - FIGURE_LEFT - 60), cut, sizeof cut);
    svg_text(plot->svg, FIGURE_LEFT, base, SVG_CODE, SVG_START, SVG_BLACK, cut);
}

/* ---- clients ---- */

/* The first row, above or below the dots, where a label at x has room. -1: none has. */
static int label_row(const int64_t *taken, int64_t from) {
    for (int row = 0; row < 2; row++)
        if (from >= taken[row])
            return row;
    return -1;
}

static void act_label(struct plot *plot, int64_t x, int64_t middle, int64_t *taken,
                      const char *text) {
    int64_t width = svg_width(SVG_SMALL, columns_width(text));
    bool left = x + width > FIGURE_RIGHT;
    int64_t from = left ? x - width : x - 20;
    int row = label_row(taken, from);
    if (row < 0)
        return;
    int64_t base = middle + (row ? 125 : -60);
    svg_paper(plot->svg, from - 10, base - 75, width + 20, 95);
    svg_text(plot->svg, from, base, SVG_SMALL, SVG_START, SVG_BLACK, text);
    taken[row] = from + width + LABEL_GAP;
}

void client_lane_draw(struct plot *plot, const char *client) {
    const struct lanes *lanes = plot->lanes;
    const uint32_t acts = TRACE_KIND(EVENT_CLIENT);
    int64_t middle = plot->svg->y + CLIENT_HEIGHT / 2, dotted = 0, taken[2] = {0, 0};
    lane_name(plot, middle + 35, client);
    svg_line(plot->svg, PLOT_LEFT, middle, FIGURE_RIGHT, middle, SVG_DOTTED, SVG_GREY);
    plot->svg->y += CLIENT_HEIGHT;
    if (!plot->svg->writer)
        return;
    for (size_t i = trace_next(lanes->trace, lanes->from, acts); i < lanes->to;
         i = trace_next(lanes->trace, i + 1, acts)) {
        struct event room;
        char text[LADDER_TEXT];
        if (trace_at(lanes->trace, i, &room)->client != client)
            continue;
        int64_t x = plot_x(lanes, room.t);
        if (x >= dotted + FINEST || dotted == 0)
            svg_dot(plot->svg, x, middle, 30, SVG_BLUE);
        dotted = x;
        ladder_act(&room, text, sizeof text);
        act_label(plot, x, middle, taken, text);
    }
}

/* ---- queues ---- */

/* Samples that share a place on the paper. */
struct samples {
    struct plot *plot;
    int64_t base, most;
    int64_t x, low, high, last;
    bool begun;
};

static int64_t sample_y(const struct samples *samples, int64_t value) {
    return samples->base - value * QUEUE_DEPTH / samples->most;
}

static void samples_write(struct samples *samples) {
    struct svg *svg = samples->plot->svg;
    svg_steps_to(svg, samples->x, sample_y(samples, samples->high));
    if (samples->low != samples->high)
        svg_steps_to(svg, samples->x, sample_y(samples, samples->low));
    if (samples->last != samples->low)
        svg_steps_to(svg, samples->x, sample_y(samples, samples->last));
}

static void sample_take(struct samples *samples, int64_t x, int64_t value) {
    if (samples->begun && x < samples->x + FINEST) {
        samples->low = value < samples->low ? value : samples->low;
        samples->high = value > samples->high ? value : samples->high;
        samples->last = value;
        return;
    }
    if (samples->begun)
        samples_write(samples);
    else
        svg_steps_begin(samples->plot->svg, x, samples->base);
    samples->begun = true;
    samples->x = x;
    samples->low = samples->high = samples->last = value;
}

static void samples_end(struct samples *samples, int64_t x) {
    if (!samples->begun)
        return;
    samples_write(samples);
    svg_steps_end(samples->plot->svg, x, samples->base);
    samples->begun = false;
}

static void samples_draw(struct samples *samples, const struct lane_queue *queue) {
    const struct lanes *lanes = samples->plot->lanes;
    const uint32_t kinds =
        TRACE_KIND(EVENT_QUEUE) | TRACE_KIND(EVENT_CLIENT) | TRACE_KIND(EVENT_DESCRIPTOR);
    if (queue->before >= 0)
        sample_take(samples, PLOT_LEFT, queue->before);
    for (size_t i = trace_next(lanes->trace, lanes->from, kinds); i < lanes->to;
         i = trace_next(lanes->trace, i + 1, kinds)) {
        struct event room;
        const struct event *event = trace_at(lanes->trace, i, &room);
        int64_t x = plot_x(lanes, event->t);
        if (event->kind == EVENT_QUEUE && lane_queue_has(queue, event))
            sample_take(samples, x, event_get(event, queue->field));
        else if (lane_queue_ends(queue, event))
            samples_end(samples, x);
    }
    samples_end(samples, FIGURE_RIGHT);
}

void queue_lane_draw(struct plot *plot, const struct lane_queue *queue) {
    char name[128], most[64] = "up to ", number[48];
    const char *unit = queue->field == FIELD_accept_queue ? "" : " B";
    struct samples samples = {.plot = plot, .most = queue->most};
    samples.base = plot->svg->y + QUEUE_HEIGHT - 60;
    lane_name(plot, samples.base - 130, lane_queue_name(queue, name, sizeof name));
    text_add(most, sizeof most, "%s%s", figure_number(queue->most, number, sizeof number), unit);
    svg_text(plot->svg, FIGURE_LEFT, samples.base - 10, SVG_SMALL, SVG_START, SVG_GREY, most);
    svg_line(plot->svg, PLOT_LEFT, samples.base, FIGURE_RIGHT, samples.base, SVG_THIN, SVG_GREY);
    plot->svg->y += QUEUE_HEIGHT;
    if (plot->svg->writer)
        samples_draw(&samples, queue);
}
