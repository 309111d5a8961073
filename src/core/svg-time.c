/* The figure to scale: its lanes below each other, the steps above, the time below. */
#include <config.h>

#include "svg-lanes.h"

#include "figures.h"
#include "memory.h"
#include "text-add.h"

#include <string.h>

enum { QUEUES_MAX = 16, TASKS_MAX = 24, CLIENTS_MAX = 24, TICKS = 6, MARK_HEIGHT = 200 };

/* ---- steps and time ---- */

/* Each has a number and a dotted line down through the lanes; those whose number has no room only
 * the line. */
static void steps_draw(struct plot *plot, int64_t top, int64_t bottom) {
    int64_t taken = 0;
    char number[16];
    for (int i = 0; i < plot->lanes->step_count; i++) {
        int64_t x = plot_x(plot->lanes, plot->lanes->steps[i].t);
        int64_t half = svg_width(SVG_SMALL, snprintf(number, sizeof number, "%d", i + 1)) / 2;
        svg_line(plot->svg, x, top, x, bottom, SVG_DOTTED, SVG_GREY);
        if (x - half < taken)
            continue;
        svg_text(plot->svg, x, top - 30, SVG_SMALL, SVG_MIDDLE, SVG_BLACK, number);
        taken = x + half + 30;
    }
}

/* 1, 2 or 5 of a decimal unit, so that there are at most TICKS of them. */
static int64_t tick_length(int64_t length) {
    int64_t wanted = length / TICKS + 1, unit = 1;
    while (unit * 10 <= wanted)
        unit *= 10;
    return wanted <= unit       ? unit
           : wanted <= 2 * unit ? 2 * unit
           : wanted <= 5 * unit ? 5 * unit
                                : 10 * unit;
}

/* Ticks are round: "20 µs", not "20.0 µs". */
static char *tick_text(int64_t at, char *out, size_t size) {
    char *point = strstr(figure_time(at, out, size), ".0 ");
    if (point)
        memmove(point, point + 2, strlen(point + 2) + 1);
    return out;
}

static void time_draw(struct plot *plot) {
    const struct lanes *lanes = plot->lanes;
    int64_t y = plot->svg->y + 40, length = lanes->end - lanes->begin, tick = tick_length(length);
    char text[64], begin[48];
    svg_line(plot->svg, PLOT_LEFT, y, FIGURE_RIGHT, y, SVG_THIN, SVG_BLACK);
    for (int64_t at = 0; at <= length; at += tick) {
        int64_t x = plot_x(lanes, lanes->begin + at);
        enum svg_anchor anchor = x + 300 > FIGURE_RIGHT ? SVG_END : SVG_MIDDLE;
        svg_line(plot->svg, x, y, x, y + 50, SVG_THIN, SVG_BLACK);
        tick_text(at, text, sizeof text);
        svg_text(plot->svg, anchor == SVG_END ? FIGURE_RIGHT : x, y + 160, SVG_SMALL, anchor,
                 SVG_BLACK, at ? text : "0");
    }
    plot->svg->y = y + 300;
    snprintf(text, sizeof text, "time from %s after the run began, linear",
             figure_time(lanes->begin, begin, sizeof begin));
    svg_text(plot->svg, PLOT_LEFT, plot->svg->y, SVG_BODY, SVG_START, SVG_GREY, text);
    plot->svg->y += 60;
}

/* ---- what the signs mean ---- */

static void key_entry(struct svg *svg, int64_t *x, enum svg_fill fill, const char *text) {
    svg_bar(svg, *x, svg->y - 85, 260, 100, fill);
    svg_text(svg, *x + 310, svg->y, SVG_BODY, SVG_START, SVG_BLACK, text);
    *x += 310 + svg_width(SVG_BODY, (int)strlen(text)) + 120;
}

static void key_draw(struct svg *svg, uint32_t evidence) {
    int64_t x = PLOT_LEFT;
    svg->y += 200;
    key_entry(svg, &x, SVG_KERNEL, "in the kernel");
    key_entry(svg, &x, SVG_ASLEEP, "asleep");
    if (evidence & (1u << EVIDENCE_SWITCH | 1u << EVIDENCE_TRACEPOINT))
        key_entry(svg, &x, SVG_COPYING, "copying");
    key_entry(svg, &x, SVG_MANY, "call after call");
    svg_text(svg, FIGURE_LEFT, svg->y, SVG_BODY, SVG_START, SVG_BLACK, "line: program, or held");
}

static void step_names_draw(struct svg *svg, const struct lanes *lanes) {
    size_t size = 64 * (size_t)(lanes->step_count + 2);
    char *text = memory_new(size, 1), number[48];
    text_add(text, size, "Steps:");
    for (int i = 0; i < lanes->step_count; i++)
        text_add(text, size, " %d %.50s%s", i + 1, lanes->steps[i].id,
                 i + 1 < lanes->step_count ? "," : "");
    if (lanes->steps_left_out)
        text_add(text, size, " and %s more",
                 figure_number(lanes->steps_left_out, number, sizeof number));
    if (lanes->step_count > 0) {
        svg->y += 200;
        int lines = svg_paragraph(svg, FIGURE_LEFT, svg->y, FIGURE_RIGHT - FIGURE_LEFT, SVG_BODY,
                                  SVG_BLACK, text);
        svg->y += (lines - 1) * svg_leading(SVG_BODY);
    }
    free(text);
}

static void notes_draw(struct svg *svg, const struct lanes *lanes, bool more) {
    char text[160] = "Queues that were always empty are not drawn.";
    bool again = false;
    for (int i = 0; i < lanes->queue_count; i++)
        again = again || (lanes->queues[i].most > 0 && lanes->queues[i].gen > 1);
    if (again)
        text_add(text, sizeof text, " #2: the second descriptor of that number.");
    if (more)
        text_add(text, sizeof text, " There are more lanes than fit.");
    svg->y += 200;
    svg_text(svg, FIGURE_LEFT, svg->y, SVG_BODY, SVG_START, SVG_GREY, text);
}

/* ---- the figure ---- */

/* Returns how many lanes had no room. */
static int lanes_draw(struct plot *plot) {
    const struct lanes *lanes = plot->lanes;
    int queues = 0, tasks = lanes->task_count, clients = lanes->client_count, left_out = 0;
    for (int i = 0; i < tasks && i < TASKS_MAX; i++)
        task_lane_draw(plot, lanes->tasks[i]);
    for (int i = 0; i < clients && i < CLIENTS_MAX; i++)
        client_lane_draw(plot, lanes->clients[i]);
    for (int i = 0; i < lanes->queue_count; i++) {
        if (lanes->queues[i].most <= 0)
            continue;
        if (queues++ < QUEUES_MAX)
            queue_lane_draw(plot, &lanes->queues[i]);
        else
            left_out++;
    }
    left_out += tasks > TASKS_MAX ? tasks - TASKS_MAX : 0;
    return left_out + (clients > CLIENTS_MAX ? clients - CLIENTS_MAX : 0);
}

static void figure_draw(struct plot *plot, const struct export_part *part, int number) {
    struct svg *svg = plot->svg;
    char text[160];
    svg->y += 360;
    snprintf(text, sizeof text, "Figure %d. The same to scale", number);
    svg_group(svg, text);
    svg_text(svg, FIGURE_LEFT, svg->y, SVG_HEAD, SVG_START, SVG_BLACK, text);
    svg->y += MARK_HEIGHT;
    int64_t top = svg->y;
    /* First to learn how far down the lines of the steps go: they lie below all else. */
    struct svg measured = {NULL, svg->y};
    struct plot nowhere = {&measured, plot->lanes};
    lanes_draw(&nowhere);
    steps_draw(plot, top, measured.y);
    int left_out = lanes_draw(plot);
    time_draw(plot);
    key_draw(svg, trace_header_const(part->trace)->evidence);
    step_names_draw(svg, plot->lanes);
    notes_draw(svg, plot->lanes, left_out > 0 || plot->lanes->more_queues);
    svg_group_end(svg);
}

void svg_time(struct svg *svg, const struct export_part *part, int number) {
    struct lanes *lanes = memory_new(1, sizeof *lanes);
    struct plot plot = {svg, lanes};
    lanes_find(lanes, part->trace, part->from, part->to);
    figure_draw(&plot, part, number);
    lanes_free(lanes);
    free(lanes);
}
