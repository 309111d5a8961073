#include <config.h>

#include "svg-row.h"

#include "columns.h"

/* In tenths of a pixel; the pad is above and below a row's text, the reach is that of an act's
 * arrow.
 */
enum { CALL_WIDTH = ROW_PROGRAM - FIGURE_LEFT - 80, PAD = 80, REACH = 200 };

void svg_life_lines(struct svg *svg, int64_t from, int64_t to, bool inside) {
    svg_line(svg, ROW_PROGRAM, from, ROW_PROGRAM, to, inside ? SVG_DOTTED : SVG_STRONG, SVG_BLACK);
    svg_line(svg, ROW_KERNEL, from, ROW_KERNEL, to, SVG_THIN, SVG_BLACK);
}

static int64_t right_width(const struct svg_row *row) {
    int64_t mark = svg_width(SVG_SMALL, columns_width(row->mark));
    return ROW_MARK - ROW_BEHIND - mark - (mark ? 80 : 0) - (row->acts ? REACH : 0);
}

int64_t svg_row_height(const struct svg_row *row) {
    int left = svg_paragraph_lines(CALL_WIDTH, SVG_CODE, row->left);
    int right = svg_paragraph_lines(right_width(row), SVG_CODE, row->right);
    int lines = left > right ? left : right;
    return (lines > 1 ? lines : 1) * svg_leading(SVG_CODE) + PAD;
}

int64_t svg_row_draw(struct svg *svg, const struct svg_row *row) {
    int64_t base = svg->y + PAD / 2 + 105, middle = base - 40;
    int64_t right = ROW_BEHIND + (row->acts ? REACH : 0);
    svg_paragraph(svg, FIGURE_LEFT, base, CALL_WIDTH, SVG_CODE, row->left_ink, row->left);
    svg_paragraph(svg, right, base, right_width(row), SVG_CODE, row->right_ink, row->right);
    svg_text(svg, ROW_MARK, base, SVG_SMALL, SVG_END, SVG_GREY, row->mark);
    if (row->acts)
        svg_arrow(svg, right - 40, ROW_KERNEL + ROW_BAR / 2 + 20, middle, SVG_BLUE);
    svg->y += svg_row_height(row);
    return middle;
}

void svg_row_plain(struct svg *svg, const struct svg_row *row) {
    int64_t from = svg->y;
    svg_row_draw(svg, row);
    svg_life_lines(svg, from, svg->y, false);
}

void svg_row_step(struct svg *svg, const char *id, bool inside) {
    int64_t from = svg->y, base = svg->y + 140;
    int64_t width = svg_width(SVG_SMALL, columns_width(id));
    svg_text(svg, FIGURE_LEFT, base, SVG_SMALL, SVG_START, SVG_GREY, id);
    svg_line(svg, FIGURE_LEFT + width + 60, base - 35, ROW_MARK, base - 35, SVG_DOTTED, SVG_GREY);
    svg->y += ROW_STEP_HEIGHT;
    svg_life_lines(svg, from, svg->y, inside);
}
