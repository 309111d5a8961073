/* Pages side by side: a column a page, a row a figure.
 *
 *    A connects, waits 200 ms, sends 5 bytes and reads its answer. Script: late.
 *
 *                          blocking  nonblocking       select
 *    system calls                 7    1,048,576            9
 *    EAGAIN                       0    1,048,570            0
 *    CPU ms                    0.11       199.80         0.13
 */
#include <config.h>

#include "view.h"

#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "compare.h"
#include "figures.h"
#include "i18n.h"

/* Columns of cells; a wider screen does not pull the figures apart. */
enum { COLUMN_MOST = 14 };

enum unit { UNIT_COUNT, UNIT_MS, UNIT_US, UNIT_WORD };

static const struct figure_row {
    enum field field;
    enum unit unit;
    const char *label;
} figures[FIGURE_COUNT] = {
#define FIGURE(field, unit, label) {FIELD_##field, UNIT_##unit, label},
#include "compare.def"
};

enum field compare_field(enum figure figure) {
    return figures[figure].field;
}

/* ns in a unit of that many, rounded to so many digits behind the point. */
static void add_decimal(int64_t ns, int64_t unit, int digits, char *out, size_t size) {
    int64_t scale = digits == 1 ? 10 : 100, step = unit / scale;
    int64_t value = (ns + step / 2) / step;
    char whole[48];
    text_add(out, size, "%s.%0*" PRId64, figure_number(value / scale, whole, sizeof whole), digits,
             value % scale);
}

char *compare_figure(const struct event *measured, enum figure figure, char *out, size_t size) {
    const struct figure_row *row = &figures[figure];
    out[0] = '\0';
    if (!measured || !event_has(measured, row->field))
        text_add(out, size, "—");
    else if (row->unit == UNIT_WORD)
        text_add(out, size, "%s", event_get_text(measured, row->field));
    else if (row->unit == UNIT_COUNT)
        figure_number(event_get(measured, row->field), out, size);
    else if (row->unit == UNIT_MS)
        add_decimal(event_get(measured, row->field), 1000000, 2, out, size);
    else
        add_decimal(event_get(measured, row->field), 1000, 1, out, size);
    return out;
}

/* ---- the grid ---- */

struct grid {
    int label;  /* columns of the labels, with the margin */
    int column; /* of a page, with the gap before it */
    int head;   /* rows of the names */
};

/* Bytes of the name's next line: up to a hyphen or a blank if there is one. Names are ASCII. */
static size_t name_line(const char *name, int width) {
    size_t size = strlen(name), room = width < 1 ? 1 : width;
    if (size <= room)
        return size;
    for (size_t cut = room; cut > 1; cut--)
        if (name[cut - 1] == '-' || name[cut] == ' ')
            return cut + (name[cut] == ' ');
    return room;
}

static int name_lines(const char *name, int width) {
    int lines = 0;
    for (; *name; lines++)
        name += name_line(name, width);
    return lines;
}

static struct grid grid_make(const struct compare *compare, int width, bool ascii) {
    struct grid grid = {0};
    for (int i = 0; i < FIGURE_COUNT; i++) {
        int label = 1 + text_width(_(figures[i].label), SIZE_MAX, ascii);
        grid.label = label > grid.label ? label : grid.label;
    }
    grid.column = (width - grid.label) / (compare->count ? compare->count : 1);
    grid.column = grid.column > COLUMN_MOST ? COLUMN_MOST : grid.column;
    for (int i = 0; i < compare->count; i++) {
        int head = name_lines(compare->columns[i].server, grid.column - 1);
        grid.head = head > grid.head ? head : grid.head;
    }
    return grid;
}

/* Right above the figures, however many rows it takes. */
static void paint_name(struct canvas *canvas, int x, int y, const struct grid *grid,
                       const char *name, enum role role) {
    char line[64];
    y += grid->head - name_lines(name, grid->column - 1);
    while (*name) {
        size_t bytes = name_line(name, grid->column - 1);
        snprintf(line, sizeof line, "%.*s", (int)bytes, name);
        canvas_right(canvas, x, y++, grid->column, role, line);
        name += bytes;
    }
}

static void paint_column(struct canvas *canvas, int x, int y, const struct grid *grid,
                         const struct compare_column *column, bool latest) {
    char text[48];
    enum role role = latest ? ROLE_CHANGED : ROLE_TEXT;
    bool waiting = !column->measured && !column->running && !column->error.text[0];
    paint_name(canvas, x, y, grid, column->server, ROLE_HEAD);
    for (int i = 0; i < FIGURE_COUNT && !waiting; i++) {
        const char *figure =
            column->running ? "…" : compare_figure(column->measured, i, text, sizeof text);
        canvas_right(canvas, x + 1, y + grid->head + i, grid->column - 1, role, figure);
    }
}

static void paint_grid(struct canvas *canvas, struct rect rect, const struct grid *grid,
                       const struct compare *compare) {
    for (int i = 0; i < FIGURE_COUNT; i++)
        canvas_text(canvas, rect.x + 1, rect.y + grid->head + i, ROLE_TEXT, _(figures[i].label));
    for (int i = 0; i < compare->count; i++)
        paint_column(canvas, rect.x + grid->label + i * grid->column, rect.y, grid,
                     &compare->columns[i], i == compare->latest);
}

int compare_rows(const struct compare *compare, int width, bool ascii) {
    return grid_make(compare, width, ascii).head + FIGURE_COUNT;
}

/* ---- around it ---- */

/* Paints (or with canvas NULL only measures) a paragraph; returns the rows used. */
static int paragraph(struct canvas *canvas, bool ascii, struct rect rect, enum role role,
                     const char *text) {
    struct rect inside = {rect.x + 1, rect.y, rect.width - 1, rect.height};
    if (!canvas)
        return text_lines(text, inside.width, ascii);
    return canvas_wrap(canvas, inside, role, text);
}

/* The index of the page that is being measured, -1: none is. */
static int running(const struct compare *compare) {
    int index = compare->count - 1;
    while (index >= 0 && !compare->columns[index].running)
        index--;
    return index;
}

static int notes(struct canvas *canvas, bool ascii, struct rect rect,
                 const struct compare *compare) {
    char text[512] = "";
    int top = rect.y, now = running(compare);
    if (now >= 0) {
        text_add(text, sizeof text, _("Now %s is measured, %d of %d."),
                 compare->columns[now].server, now + 1, compare->count);
        return paragraph(canvas, ascii, rect, ROLE_NOW, text);
    }
    for (int i = 0; i < compare->count; i++) {
        if (!compare->columns[i].error.text[0])
            continue;
        int used = paragraph(canvas, ascii, rect, ROLE_FAILED, compare->columns[i].error.text);
        rect.y += used;
        rect.height -= used;
    }
    text_add(text, sizeof text,
             _("Every figure is from this run, on Linux %s, %s; —: not measured. Inside calls: "
               "asleep or not. Copy: at most, from arrival to the return of the last recv. "
               "Latency: from a client's send to its answer."),
             compare->kernel ? compare->kernel : "—", compare->machine ? compare->machine : "—");
    return rect.y - top + paragraph(canvas, ascii, rect, ROLE_DIM, text);
}

static void heading(const struct compare *compare, char *out, size_t size) {
    out[0] = '\0';
    if (compare->does[0])
        text_add(out, size, _("Script %s: %s."), compare->script, compare->does);
}

static void paint_compare(struct canvas *canvas, struct rect rect, const struct view *view) {
    const struct compare *compare = view->compare;
    struct grid grid = grid_make(compare, rect.width, canvas->ascii);
    char text[256];
    heading(compare, text, sizeof text);
    int lines = paragraph(NULL, canvas->ascii, rect, ROLE_TEXT, text);
    int rows = grid.head + FIGURE_COUNT;
    /* On a small screen the figures come first. */
    if (rect.height >= lines + 1 + rows) {
        paragraph(canvas, canvas->ascii, rect, ROLE_TEXT, text);
        rect.y += lines + 1;
        rect.height -= lines + 1;
    }
    paint_grid(canvas, rect, &grid, compare);
    int gap = rect.height > rows + 3;
    rect.y += rows + gap;
    rect.height -= rows + gap;
    notes(canvas, canvas->ascii, rect, compare);
}

static int compare_height(const struct view *view, int width, bool ascii) {
    const struct compare *compare = view->compare;
    struct rect rect = {0, 0, width, INT16_MAX};
    char text[256];
    heading(compare, text, sizeof text);
    return paragraph(NULL, ascii, rect, ROLE_TEXT, text) + 1 + compare_rows(compare, width, ascii) +
           1 + notes(NULL, ascii, rect, compare);
}

const struct view_ops view_compare = {
    N_("waitscope compare: the same clients, one server after the other"), paint_compare,
    compare_height};
