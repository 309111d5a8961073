/* Two figures: Stevens's, program and kernel from call to call; and the same to scale. */
#include <config.h>

#include "export.h"

#include "caption.h"
#include "svg-figure.h"

static void caption_draw(struct svg *svg, const char *text) {
    const int64_t width = FIGURE_RIGHT - FIGURE_LEFT;
    svg->y += 160;
    int lines = svg_paragraph(svg, FIGURE_LEFT, svg->y, width, SVG_BODY, SVG_GREY, text);
    svg->y += (lines > 0 ? lines - 1 : 0) * svg_leading(SVG_BODY);
}

static void page_draw(struct svg *svg, const struct export_part *part) {
    char text[CAPTION_BYTES];
    svg->y = 300;
    svg_text(svg, FIGURE_LEFT, svg->y, SVG_TITLE, SVG_START, SVG_BLACK,
             caption_title(part, text, sizeof text));
    int figures = svg_ladder(svg, part);
    if (figures > 0)
        svg_time(svg, part, figures + 1);
    svg->y += 120;
    svg_line(svg, FIGURE_LEFT, svg->y, FIGURE_RIGHT, svg->y, SVG_THIN, SVG_GREY);
    caption_draw(svg, "+ is the time since the kernel was entered, ≤ an upper bound; what was not "
                      "observed is not drawn.");
    caption_draw(svg, caption_machine(part, text, sizeof text));
    caption_draw(svg, caption_evidence(part, text, sizeof text));
    svg->y += 200;
}

void export_svg(const struct export_part *part, struct writer *writer) {
    char title[CAPTION_BYTES];
    struct svg svg = {NULL, 0};
    page_draw(&svg, part);
    int64_t height = svg.y;
    svg.writer = writer;
    svg_begin(&svg, FIGURE_WIDTH, height, caption_title(part, title, sizeof title),
              "Which system calls the program made, where it waited, what the clients did "
              "meanwhile, and how full the queues were.");
    page_draw(&svg, part);
    svg_end(&svg);
}
