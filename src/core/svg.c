#include <config.h>

#include "svg.h"

#include "columns.h"

#include <string.h>

enum { TEXT = 512, HEAD_LENGTH = 60, HEAD_WIDTH = 28, BRACKET = 40 };

/* A size in tenths of a pixel, and how wide a column is in hundredths of it: of the typewriter's
 * fonts all are 0.6 em, of others no letter that counts is wider than 0.62. */
static const struct {
    int size, column;
    const char *attributes;
} fonts[SVG_FONTS] = {
    [SVG_TITLE] = {150, 66, " font-size=\"15\" font-weight=\"bold\""},
    [SVG_HEAD] = {115, 66, " font-size=\"11.5\" font-weight=\"bold\""},
    [SVG_BODY] = {105, 60, " font-size=\"10.5\""},
    [SVG_CODE] = {110, 61, " font-size=\"11\" font-family=\"monospace\""},
    [SVG_SMALL] = {95, 61, " font-size=\"9.5\" font-family=\"monospace\""},
};

static const char *const inks[SVG_INKS] = {
    [SVG_BLACK] = "#000000",
    [SVG_GREY] = "#555555",
    [SVG_BLUE] = "#0072b2",
    [SVG_RED] = "#b34700",
};

static const char *const lines[SVG_LINES] = {
    [SVG_THIN] = " stroke-width=\"1\"",
    [SVG_STRONG] = " stroke-width=\"1.6\"",
    [SVG_DASHED] = " stroke-width=\"1\" stroke-dasharray=\"4 3\"",
    [SVG_DOTTED] = " stroke-width=\"0.8\" stroke-dasharray=\"1 3\"",
};

static const char *const fills[SVG_FILLS] = {
    [SVG_KERNEL] = "#444444",
    [SVG_ASLEEP] = "url(#waitscope-asleep)",
    [SVG_COPYING] = "url(#waitscope-copying)",
    [SVG_MANY] = "url(#waitscope-many)",
    [SVG_QUEUE] = "#d9d9d9",
};

static const char paper[] = "#ffffff";

static const char patterns[] =
    "<defs>\n"
    "<pattern id=\"waitscope-asleep\" patternUnits=\"userSpaceOnUse\" width=\"5\" height=\"5\">"
    "<rect width=\"5\" height=\"5\" fill=\"#ddeffa\"/>"
    "<path d=\"M-1 1L1 -1M0 5L5 0M4 6L6 4\" stroke=\"#0072b2\" stroke-width=\"1\"/></pattern>\n"
    "<pattern id=\"waitscope-copying\" patternUnits=\"userSpaceOnUse\" width=\"4\" height=\"4\">"
    "<rect width=\"4\" height=\"4\" fill=\"#e69f00\"/>"
    "<path d=\"M1 0V4\" stroke=\"#000000\" stroke-width=\"1\"/></pattern>\n"
    "<pattern id=\"waitscope-many\" patternUnits=\"userSpaceOnUse\" width=\"5\" height=\"5\">"
    "<rect width=\"5\" height=\"5\" fill=\"#f7e3ee\"/>"
    "<path d=\"M0 0L5 5M0 5L5 0\" stroke=\"#a0457a\" stroke-width=\"1\"/></pattern>\n"
    "</defs>\n";

int svg_columns(enum svg_font font, int64_t width) {
    return (int)(width * 100 / (fonts[font].size * fonts[font].column));
}

int64_t svg_width(enum svg_font font, int columns) {
    return (int64_t)columns * fonts[font].size * fonts[font].column / 100;
}

int64_t svg_leading(enum svg_font font) {
    return fonts[font].size * 13 / 10;
}

/* ---- pieces of an element ---- */

/* What stands for the character at `text` in XML, NULL: itself. *bytes is how long that one is. */
static const char *text_instead(const char *text, size_t *bytes) {
    *bytes = 1;
    switch (*text) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    }
    /* Two characters that UTF-8 can write and XML cannot. */
    if (strncmp(text, "\xEF\xBF\xBE", 3) != 0 && strncmp(text, "\xEF\xBF\xBF", 3) != 0)
        return NULL;
    *bytes = 3;
    return "?";
}

static void text_write(struct writer *writer, const char *text) {
    while (*text) {
        size_t bytes;
        const char *instead = text_instead(text, &bytes);
        if (instead)
            writer_text(writer, instead);
        else
            writer_byte(writer, *text);
        text += bytes;
    }
}

static void length_write(struct writer *writer, int64_t tenths) {
    if (tenths < 0) {
        writer_byte(writer, '-');
        tenths = -tenths;
    }
    writer_integer(writer, tenths / 10);
    if (tenths % 10) {
        writer_byte(writer, '.');
        writer_integer(writer, tenths % 10);
    }
}

static void attribute(struct writer *writer, const char *name, int64_t tenths) {
    writer_byte(writer, ' ');
    writer_text(writer, name);
    writer_text(writer, "=\"");
    length_write(writer, tenths);
    writer_byte(writer, '"');
}

static void word(struct writer *writer, const char *name, const char *value) {
    writer_byte(writer, ' ');
    writer_text(writer, name);
    writer_text(writer, "=\"");
    writer_text(writer, value);
    writer_byte(writer, '"');
}

static void named(struct writer *writer, const char *element, const char *text) {
    writer_format(writer, "<%s>", element);
    text_write(writer, text);
    writer_format(writer, "</%s>\n", element);
}

/* ---- the whole ---- */

static void rectangle(struct svg *svg, int64_t x, int64_t y, int64_t width, int64_t height,
                      const char *fill) {
    struct writer *writer = svg->writer;
    if (!writer)
        return;
    writer_text(writer, "<rect");
    attribute(writer, "x", x);
    attribute(writer, "y", y);
    attribute(writer, "width", width);
    attribute(writer, "height", height);
    word(writer, "fill", fill);
    writer_text(writer, "/>\n");
}

void svg_begin(struct svg *svg, int64_t width, int64_t height, const char *title,
               const char *about) {
    struct writer *writer = svg->writer;
    if (!writer)
        return;
    writer_text(writer, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                        "<svg xmlns=\"http://www.w3.org/2000/svg\"");
    attribute(writer, "width", width);
    attribute(writer, "height", height);
    writer_text(writer, " viewBox=\"0 0 ");
    length_write(writer, width);
    writer_byte(writer, ' ');
    length_write(writer, height);
    writer_text(writer, "\" role=\"img\" font-family=\"sans-serif\">\n");
    named(writer, "title", title);
    named(writer, "desc", about);
    writer_text(writer, patterns);
    rectangle(svg, 0, 0, width, height, paper);
}

void svg_end(struct svg *svg) {
    if (svg->writer)
        writer_text(svg->writer, "</svg>\n");
}

void svg_group(struct svg *svg, const char *title) {
    if (!svg->writer)
        return;
    writer_text(svg->writer, "<g>\n");
    named(svg->writer, "title", title);
}

void svg_group_end(struct svg *svg) {
    if (svg->writer)
        writer_text(svg->writer, "</g>\n");
}

/* ---- text ---- */

void svg_text(struct svg *svg, int64_t x, int64_t y, enum svg_font font, enum svg_anchor anchor,
              enum svg_ink ink, const char *text) {
    static const char *const anchors[] = {NULL, "middle", "end"};
    struct writer *writer = svg->writer;
    if (!writer || !text[0])
        return;
    writer_text(writer, "<text");
    attribute(writer, "x", x);
    attribute(writer, "y", y);
    writer_text(writer, fonts[font].attributes);
    if (anchors[anchor])
        word(writer, "text-anchor", anchors[anchor]);
    if (ink != SVG_BLACK)
        word(writer, "fill", inks[ink]);
    writer_byte(writer, '>');
    text_write(writer, text);
    writer_text(writer, "</text>\n");
}

int svg_paragraph(struct svg *svg, int64_t x, int64_t y, int64_t width, enum svg_font font,
                  enum svg_ink ink, const char *text) {
    char line[TEXT];
    int count = 0;
    for (; columns_line(&text, svg_columns(font, width), line, sizeof line); count++)
        svg_text(svg, x, y + count * svg_leading(font), font, SVG_START, ink, line);
    return count;
}

int svg_paragraph_lines(int64_t width, enum svg_font font, const char *text) {
    struct svg nowhere = {NULL, 0};
    return svg_paragraph(&nowhere, 0, 0, width, font, SVG_BLACK, text);
}

/* ---- shapes ---- */

void svg_line(struct svg *svg, int64_t x1, int64_t y1, int64_t x2, int64_t y2, enum svg_line line,
              enum svg_ink ink) {
    struct writer *writer = svg->writer;
    if (!writer)
        return;
    writer_text(writer, "<line");
    attribute(writer, "x1", x1);
    attribute(writer, "y1", y1);
    attribute(writer, "x2", x2);
    attribute(writer, "y2", y2);
    word(writer, "stroke", inks[ink]);
    writer_text(writer, lines[line]);
    writer_text(writer, "/>\n");
}

static void point(struct writer *writer, char command, int64_t x, int64_t y) {
    writer_byte(writer, command);
    length_write(writer, x);
    writer_byte(writer, ' ');
    length_write(writer, y);
}

void svg_arrow(struct svg *svg, int64_t x1, int64_t x2, int64_t y, enum svg_ink ink) {
    struct writer *writer = svg->writer;
    int64_t back = x2 > x1 ? -HEAD_LENGTH : HEAD_LENGTH;
    svg_line(svg, x1, y, x2 + back, y, SVG_STRONG, ink);
    if (!writer)
        return;
    writer_text(writer, "<path d=\"");
    point(writer, 'M', x2, y);
    point(writer, 'L', x2 + back, y - HEAD_WIDTH);
    point(writer, 'L', x2 + back, y + HEAD_WIDTH);
    writer_text(writer, "Z\"");
    word(writer, "fill", inks[ink]);
    writer_text(writer, "/>\n");
}

void svg_bar(struct svg *svg, int64_t x, int64_t y, int64_t width, int64_t height,
             enum svg_fill fill) {
    rectangle(svg, x, y, width, height, fills[fill]);
}

void svg_paper(struct svg *svg, int64_t x, int64_t y, int64_t width, int64_t height) {
    rectangle(svg, x, y, width, height, paper);
}

void svg_dot(struct svg *svg, int64_t x, int64_t y, int64_t radius, enum svg_ink ink) {
    struct writer *writer = svg->writer;
    if (!writer)
        return;
    writer_text(writer, "<circle");
    attribute(writer, "cx", x);
    attribute(writer, "cy", y);
    attribute(writer, "r", radius);
    word(writer, "fill", inks[ink]);
    writer_text(writer, "/>\n");
}

void svg_bracket(struct svg *svg, int64_t x, int64_t y1, int64_t y2) {
    svg_line(svg, x - BRACKET, y1, x, y1, SVG_THIN, SVG_BLACK);
    svg_line(svg, x, y1, x, y2, SVG_THIN, SVG_BLACK);
    svg_line(svg, x - BRACKET, y2, x, y2, SVG_THIN, SVG_BLACK);
}

/* ---- a line in steps ---- */

void svg_steps_begin(struct svg *svg, int64_t x, int64_t base) {
    if (!svg->writer)
        return;
    writer_text(svg->writer, "<path d=\"");
    point(svg->writer, 'M', x, base);
}

void svg_steps_to(struct svg *svg, int64_t x, int64_t y) {
    if (!svg->writer)
        return;
    writer_byte(svg->writer, 'H');
    length_write(svg->writer, x);
    writer_byte(svg->writer, 'V');
    length_write(svg->writer, y);
}

void svg_steps_end(struct svg *svg, int64_t x, int64_t base) {
    if (!svg->writer)
        return;
    svg_steps_to(svg, x, base);
    writer_text(svg->writer, "\"");
    word(svg->writer, "fill", fills[SVG_QUEUE]);
    word(svg->writer, "stroke", inks[SVG_BLACK]);
    writer_text(svg->writer, " stroke-width=\"1\"/>\n");
}
