/* Calls of the ladder: arrows, bars, brackets. */
#include <config.h>

#include "svg-call.h"

#include "columns.h"
#include "figures.h"
#include "text-add.h"

#include <string.h>

enum { BRACKET_GAP = 30 }; /* between two, in tenths of a pixel */

/* A blank at which no line ends. */
#define NO_BREAK "\u00a0"

/* ---- a call with rungs ---- */

/* `text` has room for what the row says if that stands nowhere yet. */
static struct svg_row rung_row(const struct ladder_item *item, const struct rung *rung, char *text,
                               size_t size) {
    struct svg_row row = {.left = "", .right = rung->text, .mark = rung->mark};
    switch (rung->kind) {
    case RUNG_CALL:
        row.left = rung->text;
        row.right = item->inside ? "" : "not seen in the kernel";
        row.right_ink = SVG_GREY;
        break;
    case RUNG_RETURN:
        snprintf(text, size, "returns %s", item->answer);
        row.left = text;
        row.left_ink = item->failed ? SVG_RED : SVG_BLACK;
        break;
    case RUNG_SIGNAL:
        row.left = rung->text;
        row.left_ink = SVG_BLUE;
        row.right = "";
        break;
    case RUNG_ACT:
        row.right_ink = SVG_BLUE;
        row.acts = true;
        break;
    case RUNG_ASLEEP:
        row.left = "z asleep";
        row.left_ink = SVG_BLUE;
        break;
    default:
        break;
    }
    return row;
}

static int64_t rung_height(const struct ladder_item *item, const struct rung *rung) {
    char text[LADDER_TEXT + 16];
    struct svg_row row = rung_row(item, rung, text, sizeof text);
    return rung->kind == RUNG_STEP ? ROW_STEP_HEIGHT : svg_row_height(&row);
}

/* The arrow of a rung. */
static void rung_arrow(struct svg *svg, const struct ladder_item *item, const struct rung *rung,
                       int64_t y) {
    if (rung->kind == RUNG_CALL && !item->inside)
        return;
    if (rung->kind == RUNG_CALL)
        svg_arrow(svg, ROW_PROGRAM, ROW_KERNEL - ROW_BAR / 2, y, SVG_BLACK);
    else if (rung->kind == RUNG_RETURN)
        svg_arrow(svg, ROW_KERNEL - ROW_BAR / 2, ROW_PROGRAM, y,
                  item->failed ? SVG_RED : SVG_BLACK);
    else if (rung->kind == RUNG_SIGNAL)
        svg_arrow(svg, ROW_KERNEL - ROW_BAR / 2, ROW_PROGRAM, y, SVG_BLUE);
}

/* What the thread does in the kernel from this rung on. */
static enum svg_fill fill_after(const struct ladder_item *item, int index, enum svg_fill fill) {
    const struct rung *rung = &item->rungs[index];
    if (rung->kind == RUNG_ASLEEP)
        return SVG_ASLEEP;
    if (rung->kind == RUNG_PHASE && rung->phase == EVENT_AWAKE)
        return SVG_KERNEL;
    if (rung->kind == RUNG_PHASE && rung->phase == EVENT_COPY)
        return SVG_COPYING;
    /* Without a record of when it ran again: at the latest where the wait was over. */
    if (fill == SVG_ASLEEP && item->call.awake < 0 && item->call.ready >= 0 &&
        rung->t >= item->call.ready)
        return SVG_KERNEL;
    return fill;
}

/* In two lines if it is long: what it is, how much. The first stands at `least` or below. Returns
 * where a text below it may stand. */
static int64_t bracket_draw(struct svg *svg, int64_t y1, int64_t y2, int64_t least,
                            const char *text) {
    const int64_t leading = svg_leading(SVG_CODE);
    const char *second = strstr(text, "≤");
    bool two =
        second && columns_width(text) > svg_columns(SVG_CODE, FIGURE_WIDTH - ROW_BRACKET_TEXT);
    char first[64] = "";
    int64_t base = (y1 + y2) / 2 + 40 - (two ? leading / 2 : 0);
    if (!text[0])
        return least;
    if (base < least)
        base = least;
    text_add(first, sizeof first, "%.*s", two ? (int)(second - text) : 64, text);
    svg_bracket(svg, ROW_BRACKET, y1, y2);
    svg_text(svg, ROW_BRACKET_TEXT, base, SVG_CODE, SVG_START, SVG_BLACK, first);
    if (two)
        svg_text(svg, ROW_BRACKET_TEXT, base + leading, SVG_CODE, SVG_START, SVG_BLACK, second);
    return base + leading * (two ? 2 : 1);
}

static void left_out_row(struct svg *svg, const struct ladder_item *item) {
    char text[64];
    snprintf(text, sizeof text, "… %zu events left out …", item->rungs_left_out);
    struct svg_row row = {.left = "", .right = text, .mark = "", .right_ink = SVG_GREY};
    int64_t from = svg->y;
    svg_row_draw(svg, &row);
    svg_life_lines(svg, from, svg->y, true);
}

/* Where on the page the boundaries of a call have come to stand. */
struct heights {
    int64_t call, wait_end, awake, copy, returned; /* 0: nowhere */
};

static void rungs_draw(struct svg *svg, const struct ladder_item *item, struct heights *at) {
    enum svg_fill fill = SVG_KERNEL;
    int64_t bar = 0; /* a bar begins here, 0: the kernel is not entered */
    for (int i = 0; i < item->rung_count; i++) {
        const struct rung *rung = &item->rungs[i];
        char text[LADDER_TEXT + 16];
        struct svg_row row = rung_row(item, rung, text, sizeof text);
        int64_t from = svg->y;
        if (rung->kind == RUNG_STEP) {
            svg_row_step(svg, rung->text, item->inside && i > item->lead);
            continue;
        }
        int64_t y = svg_row_draw(svg, &row);
        svg_life_lines(svg, from, y, item->inside && i > item->lead);
        svg_life_lines(svg, y, svg->y,
                       item->inside && i >= item->lead && rung->kind != RUNG_RETURN);
        if (bar && fill_after(item, i, fill) != fill) {
            svg_bar(svg, ROW_KERNEL - ROW_BAR / 2, bar, ROW_BAR, y - bar, fill);
            bar = y;
        }
        fill = fill_after(item, i, fill);
        if (rung->kind == RUNG_CALL)
            at->call = bar = y;
        if (rung->waits)
            at->wait_end = y;
        if (rung->kind == RUNG_PHASE && rung->phase == EVENT_AWAKE)
            at->awake = y;
        if (rung->kind == RUNG_PHASE && rung->phase == EVENT_COPY)
            at->copy = y;
        if (rung->kind == RUNG_RETURN)
            at->returned = y;
        rung_arrow(svg, item, rung, y);
        if (i == item->lead && item->rungs_left_out)
            left_out_row(svg, item);
    }
    int64_t end = at->returned ? at->returned : svg->y;
    if (bar && item->inside)
        svg_bar(svg, ROW_KERNEL - ROW_BAR / 2, bar, ROW_BAR, end - bar + 20, fill);
}

/* Wait, wake, copy, one below the other as far as they are known. */
static void brackets_draw(struct svg *svg, const struct ladder_item *item,
                          const struct heights *at) {
    char text[64];
    int64_t from = at->call, least = 0;
    int64_t wait_end = at->wait_end ? at->wait_end : at->call;
    if (ladder_wait(item, text, sizeof text)[0]) {
        least = bracket_draw(svg, from, wait_end, least, text);
        from = wait_end + BRACKET_GAP;
    }
    if (at->awake > from && ladder_wake(item, text, sizeof text)[0]) {
        least = bracket_draw(svg, from, at->awake, least, text);
        from = at->awake + BRACKET_GAP;
    }
    from = at->copy > from ? at->copy : from;
    if (from < at->returned)
        bracket_draw(svg, from, at->returned, least, ladder_rest(item, text, sizeof text));
}

void svg_call_draw(struct svg *svg, const struct ladder_item *item) {
    struct heights at = {0};
    rungs_draw(svg, item, &at);
    if (at.returned)
        brackets_draw(svg, item, &at);
}

/* ---- a call that passed ---- */

/* An answer of a few words stays in one line. */
static void keep_together(const char *answer, char *out, size_t size) {
    const char *fill = columns_width(answer) <= 24 ? NO_BREAK : " ";
    for (; *answer; answer++)
        text_add(out, size, *answer == ' ' ? "%s" : "%.1s", *answer == ' ' ? fill : answer);
}

/* "socket(AF_INET, SOCK_STREAM) = 3  × 2" */
static struct svg_row passed_row(const struct ladder_item *item, char *text, size_t size,
                                 char *rest, size_t rest_size) {
    char number[48];
    text[0] = '\0';
    text_add(text, size, "%s =" NO_BREAK, item->text);
    keep_together(item->answer, text, size);
    if (item->times > 1)
        text_add(text, size, "  × %s", figure_number(item->times, number, sizeof number));
    ladder_rest(item, rest, rest_size);
    return (struct svg_row){
        .left = text,
        .right = "",
        .mark = item->times > 1 ? "" : rest,
        .left_ink = item->failed ? SVG_RED : SVG_BLACK,
    };
}

static void lead_draw(struct svg *svg, const struct ladder_item *item) {
    for (int i = 0; i < item->lead; i++) {
        char text[LADDER_TEXT + 16];
        struct svg_row row = rung_row(item, &item->rungs[i], text, sizeof text);
        if (item->rungs[i].kind == RUNG_STEP)
            svg_row_step(svg, item->rungs[i].text, false);
        else
            svg_row_plain(svg, &row);
    }
}

void svg_passed_draw(struct svg *svg, const struct ladder_item *item) {
    lead_draw(svg, item);
    char text[2 * LADDER_TEXT + 64], rest[64];
    struct svg_row row = passed_row(item, text, sizeof text, rest, sizeof rest);
    int64_t from = svg->y;
    int64_t y = svg_row_draw(svg, &row);
    svg_life_lines(svg, from, svg->y, false);
    svg_arrow(svg, ROW_PROGRAM, ROW_KERNEL - ROW_BAR / 2, y - 26, SVG_BLACK);
    svg_arrow(svg, ROW_KERNEL - ROW_BAR / 2, ROW_PROGRAM, y + 40, row.left_ink);
    svg_bar(svg, ROW_KERNEL - ROW_BAR / 2, y - 46, ROW_BAR, 106, SVG_KERNEL);
}

static int64_t passed_height(const struct ladder_item *item) {
    char text[2 * LADDER_TEXT + 64], rest[64];
    struct svg_row row = passed_row(item, text, sizeof text, rest, sizeof rest);
    return svg_row_height(&row);
}

void svg_signal_draw(struct svg *svg, const struct ladder_item *item) {
    struct svg_row row = {.left = item->text, .right = "", .mark = "", .left_ink = SVG_BLUE};
    int64_t from = svg->y;
    int64_t y = svg_row_draw(svg, &row);
    svg_life_lines(svg, from, svg->y, false);
    svg_arrow(svg, ROW_KERNEL, ROW_PROGRAM, y, SVG_BLUE);
}

/* ---- heights ---- */

int64_t svg_item_height(const struct ladder_item *item) {
    bool passed = item->kind == LADDER_PASSED;
    int64_t height = 0;
    if (item->kind != LADDER_CALL && !passed)
        return ROW_STEP_HEIGHT;
    for (int i = 0; i < (passed ? item->lead : item->rung_count); i++)
        height += rung_height(item, &item->rungs[i]);
    return height + (passed ? passed_height(item) : 0);
}
