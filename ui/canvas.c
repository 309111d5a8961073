#include <config.h>

#include "canvas.h"

#include <assert.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "memory.h"

static struct rect canvas_all(const struct canvas *canvas) {
    return (struct rect){0, 0, canvas->width, canvas->height};
}

struct canvas *canvas_new(int width, int height, bool ascii) {
    struct canvas *canvas = memory_new(1, sizeof *canvas);
    canvas->width = width < 1 ? 1 : width;
    canvas->height = height < 1 ? 1 : height;
    canvas->ascii = ascii;
    canvas->cells = memory_new((size_t)canvas->width * canvas->height, sizeof *canvas->cells);
    canvas->clip = canvas_all(canvas);
    canvas_clear(canvas, canvas->clip);
    return canvas;
}

void canvas_free(struct canvas *canvas) {
    if (!canvas)
        return;
    free(canvas->cells);
    free(canvas);
}

static struct cell *cell_at(const struct canvas *canvas, int x, int y) {
    assert(x >= 0 && x < canvas->width && y >= 0 && y < canvas->height);
    return &canvas->cells[(size_t)y * canvas->width + x];
}

const struct cell *canvas_cell(const struct canvas *canvas, int x, int y) {
    return cell_at(canvas, x, y);
}

static int least(int a, int b) {
    return a < b ? a : b;
}

static int most(int a, int b) {
    return a > b ? a : b;
}

static struct rect overlap(struct rect a, struct rect b) {
    int x = most(a.x, b.x), y = most(a.y, b.y);
    int width = least(a.x + a.width, b.x + b.width) - x;
    int height = least(a.y + a.height, b.y + b.height) - y;
    return (struct rect){x, y, most(width, 0), most(height, 0)};
}

struct rect canvas_clip(struct canvas *canvas, struct rect clip) {
    struct rect before = canvas->clip;
    canvas->clip = overlap(clip, canvas_all(canvas));
    return before;
}

static bool is_inside(const struct canvas *canvas, int x, int y, int width) {
    const struct rect *clip = &canvas->clip;
    return x >= clip->x && x + width <= clip->x + clip->width && y >= clip->y &&
           y < clip->y + clip->height;
}

static void cell_set(struct cell *cell, const char *text, size_t bytes, enum role role) {
    memcpy(cell->text, text, bytes);
    cell->text[bytes] = '\0';
    cell->role = role;
}

/* Half of a wide character cannot stay when the other half is painted over. */
static void split_wide(struct canvas *canvas, int x, int y) {
    struct cell *cell = cell_at(canvas, x, y);
    if (!cell->text[0] && x > 0)
        cell_set(cell_at(canvas, x - 1, y), " ", 1, cell->role);
    if (cell->text[0] && x + 1 < canvas->width && !cell_at(canvas, x + 1, y)->text[0])
        cell_set(cell_at(canvas, x + 1, y), " ", 1, cell->role);
}

static void put(struct canvas *canvas, int x, int y, enum role role, const char *text, size_t bytes,
                int width) {
    if (!is_inside(canvas, x, y, width))
        return;
    split_wide(canvas, x, y);
    if (width == 2) {
        split_wide(canvas, x + 1, y);
        cell_set(cell_at(canvas, x + 1, y), "", 0, role);
    }
    cell_set(cell_at(canvas, x, y), text, bytes, role);
}

static int put_glyph(struct canvas *canvas, int x, int y, enum role role,
                     const struct glyph *glyph) {
    if (glyph->wide || glyph->width == 1) {
        put(canvas, x, y, role, glyph->text, strlen(glyph->text), glyph->width);
        return x + glyph->width;
    }
    for (int i = 0; i < glyph->width; i++)
        put(canvas, x++, y, role, glyph->text + i, 1, 1);
    return x;
}

/* Up to `bytes` bytes of the text. */
static int put_text(struct canvas *canvas, int x, int y, enum role role, const char *text,
                    size_t bytes) {
    const char *end = text + bytes;
    struct glyph glyph;
    while (text < end && text_next(&text, canvas->ascii, &glyph) && glyph.text[0] != '\n')
        x = put_glyph(canvas, x, y, role, &glyph);
    return x;
}

void canvas_clear(struct canvas *canvas, struct rect rect) {
    rect = overlap(rect, canvas->clip);
    for (int y = rect.y; y < rect.y + rect.height; y++)
        canvas_repeat(canvas, rect.x, y, rect.width, ROLE_TEXT, " ");
}

int canvas_text(struct canvas *canvas, int x, int y, enum role role, const char *text) {
    return put_text(canvas, x, y, role, text, strlen(text));
}

int canvas_format(struct canvas *canvas, int x, int y, enum role role, const char *format, ...) {
    char text[1024];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    return canvas_text(canvas, x, y, role, text);
}

/* Bytes of the text that fit into `width` columns; *columns is what they take. */
static size_t fitting(const char *text, int width, bool ascii, int *columns) {
    const char *at = text;
    struct glyph glyph;
    *columns = 0;
    for (;;) {
        const char *before = at;
        if (!text_next(&at, ascii, &glyph) || *columns + glyph.width > width)
            return before - text;
        *columns += glyph.width;
    }
}

static int put_ellipsis(struct canvas *canvas, int x, int y, int width, enum role role,
                        const char *text) {
    int dots = text_width("…", SIZE_MAX, canvas->ascii);
    int columns;
    size_t bytes = fitting(text, width - dots, canvas->ascii, &columns);
    x = put_text(canvas, x, y, role, text, bytes);
    return width < dots ? x : canvas_text(canvas, x, y, role, "…");
}

int canvas_cut(struct canvas *canvas, int x, int y, int width, enum role role, const char *text) {
    size_t bytes = strcspn(text, "\n");
    bool fits = !text[bytes] && text_width(text, SIZE_MAX, canvas->ascii) <= width;
    if (width <= 0)
        return x;
    if (fits)
        return canvas_text(canvas, x, y, role, text);
    return put_ellipsis(canvas, x, y, width, role, text);
}

void canvas_right(struct canvas *canvas, int x, int y, int width, enum role role,
                  const char *text) {
    int blank = width - text_width(text, SIZE_MAX, canvas->ascii);
    canvas_cut(canvas, x + most(blank, 0), y, width, role, text);
}

int canvas_wrap(struct canvas *canvas, struct rect rect, enum role role, const char *text) {
    const char *line;
    size_t bytes;
    int row = 0;
    while (row < rect.height) {
        const char *rest = text;
        if (!text_line(&text, rect.width, canvas->ascii, &line, &bytes))
            break;
        if (row == rect.height - 1 && *text)
            put_ellipsis(canvas, rect.x, rect.y + row, rect.width, role, rest);
        else
            put_text(canvas, rect.x, rect.y + row, role, line, bytes);
        row++;
    }
    return row;
}

void canvas_repeat(struct canvas *canvas, int x, int y, int count, enum role role,
                   const char *sign) {
    for (int i = 0; i < count; i++)
        canvas_text(canvas, x + i, y, role, sign);
}

void canvas_hline(struct canvas *canvas, int x, int y, int width, enum role role) {
    canvas_repeat(canvas, x, y, width, role, "─");
}

void canvas_vline(struct canvas *canvas, int x, int y, int height, enum role role) {
    for (int i = 0; i < height; i++)
        canvas_text(canvas, x, y + i, role, "│");
}

void canvas_box(struct canvas *canvas, struct rect rect, enum role role) {
    int right = rect.x + rect.width - 1, bottom = rect.y + rect.height - 1;
    canvas_hline(canvas, rect.x, rect.y, rect.width, role);
    canvas_hline(canvas, rect.x, bottom, rect.width, role);
    canvas_vline(canvas, rect.x, rect.y, rect.height, role);
    canvas_vline(canvas, right, rect.y, rect.height, role);
    canvas_text(canvas, rect.x, rect.y, role, "┌");
    canvas_text(canvas, right, rect.y, role, "┐");
    canvas_text(canvas, rect.x, bottom, role, "└");
    canvas_text(canvas, right, bottom, role, "┘");
}

void canvas_role(struct canvas *canvas, struct rect rect, enum role role) {
    rect = overlap(rect, canvas->clip);
    for (int y = rect.y; y < rect.y + rect.height; y++)
        for (int x = rect.x; x < rect.x + rect.width; x++)
            cell_at(canvas, x, y)->role = role;
}

char *canvas_row(const struct canvas *canvas, int y, char *out, size_t size) {
    size_t used = 0;
    assert(size > 0);
    for (int x = 0; x < canvas->width; x++) {
        const char *text = canvas_cell(canvas, x, y)->text;
        size_t bytes = strlen(text);
        if (used + bytes >= size)
            break;
        memcpy(out + used, text, bytes);
        used += bytes;
    }
    while (used > 0 && out[used - 1] == ' ')
        used--;
    out[used] = '\0';
    return out;
}
