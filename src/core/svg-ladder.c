/* Stevens's figure: the program's line, the kernel's line, arrows between them; what lies behind
 * the kernel's line is what clients did and what was seen there. Bars on the kernel's line say what
 * the thread did while it was inside.
 *
 *     call │──────▶█            ┐
 *          ┊       ▒ asleep     │ wait
 *          ┊       ▒ A sends ◀  ┘
 *     5    │◀──────█            ] copy
 */
#include <config.h>

#include "svg-call.h"
#include "svg-figure.h"

#include "figures.h"
#include "memory.h"

/* A figure has so many calls that waited, so many tenths of a pixel, and a picture so many figures:
 * more are for a book of their own. */
enum { CALLS = 8, HEIGHT_MAX = 8400, FIGURES_MAX = 12, ROWS_MAX = 400 };

struct drawing {
    struct svg *svg;
    int figures, calls; /* calls that waited, of this figure */
    int64_t top;        /* where the lines of this figure begin; 0: no figure is open */
};

/* ---- a figure ---- */

static void figure_open(struct drawing *drawing) {
    struct svg *svg = drawing->svg;
    char text[128];
    drawing->figures++;
    drawing->calls = 0;
    snprintf(text, sizeof text, "Figure %d. Program and kernel, not to scale", drawing->figures);
    svg_group(svg, text);
    svg->y += 300;
    svg_text(svg, FIGURE_LEFT, svg->y, SVG_HEAD, SVG_START, SVG_BLACK, text);
    svg->y += 240;
    svg_text(svg, ROW_PROGRAM, svg->y, SVG_BODY, SVG_MIDDLE, SVG_GREY, "program");
    svg_text(svg, ROW_KERNEL, svg->y, SVG_BODY, SVG_MIDDLE, SVG_GREY, "kernel");
    svg->y += 60;
    drawing->top = svg->y;
}

static void figure_close(struct drawing *drawing) {
    struct svg *svg = drawing->svg;
    if (!drawing->top)
        return;
    svg_group_end(svg);
    drawing->top = 0;
}

/* ---- items ---- */

static void item_draw(struct drawing *drawing, const struct ladder_item *item) {
    char text[LADDER_TEXT + 32];
    struct svg_row row = {.left = "", .right = "", .mark = ""};
    switch (item->kind) {
    case LADDER_STEP:
        svg_row_step(drawing->svg, item->text, false);
        return;
    case LADDER_CALL:
        drawing->calls++;
        svg_call_draw(drawing->svg, item);
        return;
    case LADDER_PASSED:
        svg_passed_draw(drawing->svg, item);
        return;
    case LADDER_ACT:
        row.right = item->text;
        row.right_ink = SVG_BLUE;
        row.acts = true;
        break;
    case LADDER_NOTE:
        snprintf(text, sizeof text, "prints: %s", item->text);
        row.left = text;
        row.left_ink = SVG_GREY;
        break;
    case LADDER_SIGNAL:
        svg_signal_draw(drawing->svg, item);
        return;
    case LADDER_TASK:
    case LADDER_FIGURES:
        row.left = item->text;
        row.left_ink = SVG_GREY;
    }
    svg_row_plain(drawing->svg, &row);
}

/* A figure is full when the next thing would make it too tall, or is one wait too many. */
static void make_room(struct drawing *drawing, const struct ladder_item *item) {
    int64_t height = drawing->svg->y - drawing->top + svg_item_height(item);
    if (item->kind == LADDER_STEP)
        height += 3 * ROW_STEP_HEIGHT; /* it does not stand alone at the foot */
    bool full = drawing->top && (height > HEIGHT_MAX || drawing->calls == CALLS);
    if (full)
        figure_close(drawing);
    if (!drawing->top && drawing->figures < FIGURES_MAX)
        figure_open(drawing);
}

/* How many are entered from one event to before another. */
static int64_t calls_count(const struct trace *trace, size_t from, size_t to) {
    const uint32_t enters = TRACE_KIND(EVENT_ENTER);
    int64_t count = 0;
    for (size_t i = trace_next(trace, from, enters); i < to; i = trace_next(trace, i + 1, enters))
        count++;
    return count;
}

static void tell_rest(struct drawing *drawing, int64_t calls) {
    char text[160], number[48];
    struct svg *svg = drawing->svg;
    snprintf(text, sizeof text, "%s more calls are not drawn; --from and --to choose a part.",
             figure_number(calls, number, sizeof number));
    svg->y += 240;
    svg_text(svg, FIGURE_LEFT, svg->y, SVG_BODY, SVG_START, SVG_BLACK, text);
}

static void ladder_draw(struct drawing *drawing, const struct export_part *part,
                        struct ladder *ladder, struct ladder_item *item) {
    int64_t left_out = 0;
    while (left_out == 0 && ladder_next(ladder, item)) {
        make_room(drawing, item);
        if (drawing->top)
            item_draw(drawing, item);
        else
            left_out = calls_count(part->trace, item->seq, part->to);
    }
    figure_close(drawing);
    if (left_out)
        tell_rest(drawing, left_out);
}

/* Where nobody calls and nobody acts there are no lines to draw: a row of text each. */
static void list_draw(struct svg *svg, struct ladder *ladder, struct ladder_item *item) {
    svg->y += 140;
    for (int rows = 0; rows < ROWS_MAX && ladder_next(ladder, item); rows++) {
        bool step = item->kind == LADDER_STEP;
        int64_t left = FIGURE_LEFT + (step ? 0 : 200);
        svg->y += 180 + (step ? 60 : 0);
        int lines = svg_paragraph(svg, left, svg->y, FIGURE_RIGHT - left, SVG_CODE,
                                  step ? SVG_GREY : SVG_BLACK, item->text);
        svg->y += (lines > 1 ? lines - 1 : 0) * svg_leading(SVG_CODE);
    }
}

int svg_ladder(struct svg *svg, const struct export_part *part) {
    const uint32_t drawn = TRACE_KIND(EVENT_ENTER) | TRACE_KIND(EVENT_CLIENT);
    struct drawing drawing = {.svg = svg};
    struct ladder *ladder = memory_new(1, sizeof *ladder);
    struct ladder_item *item = memory_new(1, sizeof *item);
    ladder_start(ladder, part->trace, part->from, part->to);
    if (trace_next(part->trace, part->from, drawn) < part->to)
        ladder_draw(&drawing, part, ladder, item);
    else
        list_draw(svg, ladder, item);
    free(item);
    free(ladder);
    return drawing.figures;
}
