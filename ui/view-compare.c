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

#include "compare-names.h"
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

/* These rows go where there is no room, the first one first: they say least that the others do not.
 */
static const enum figure given_up[] = {
    FIGURE_latency_99,  FIGURE_wall,     FIGURE_inside,   FIGURE_copied,
    FIGURE_latency_max, FIGURE_switches, FIGURE_failures,
};

enum {
    GIVEN_UP = sizeof given_up / sizeof given_up[0],
    FIGURES_LEAST = FIGURE_COUNT - GIVEN_UP,
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
    struct compare_columns columns;
    int head;              /* rows of the names */
    int row[FIGURE_COUNT]; /* of each figure below the names, -1: there is no room for it */
};

/* Places figures in `rows` rows. */
static void grid_place(struct grid *grid, int rows) {
    int y = 0;
    for (int i = 0; i < FIGURE_COUNT; i++)
        grid->row[i] = 0;
    for (int i = 0; i < GIVEN_UP && i < FIGURE_COUNT - rows; i++)
        grid->row[given_up[i]] = -1;
    for (int i = 0; i < FIGURE_COUNT; i++)
        if (grid->row[i] == 0)
            grid->row[i] = y++;
}

static struct grid grid_make(const struct compare *compare, int width, bool ascii) {
    struct grid grid = {.head = 0};
    struct compare_columns *columns = &grid.columns;
    for (int i = 0; i < FIGURE_COUNT; i++) {
        int label = 1 + text_width(_(figures[i].label), SIZE_MAX, ascii);
        columns->left = label > columns->left ? label : columns->left;
    }
    columns->width = (width - columns->left) / (compare->count ? compare->count : 1);
    columns->width = columns->width > COLUMN_MOST ? COLUMN_MOST : columns->width;
    grid.head = compare_names_rows(compare, columns);
    grid_place(&grid, FIGURE_COUNT);
    return grid;
}

static void paint_column(struct canvas *canvas, int x, int y, const struct grid *grid,
                         const struct compare_column *column, bool latest) {
    char text[48];
    enum role role = latest ? ROLE_CHANGED : ROLE_TEXT;
    bool waiting =
        !event_has(&column->measured, FIELD_kind) && !column->running && !column->error.text[0];
    for (int i = 0; i < FIGURE_COUNT && !waiting; i++) {
        const char *figure =
            column->running ? "…" : compare_figure(&column->measured, i, text, sizeof text);
        if (grid->row[i] >= 0)
            canvas_right(canvas, x + 1, y + grid->head + grid->row[i], grid->columns.width - 1,
                         role, figure);
    }
}

static void paint_grid(struct canvas *canvas, struct rect rect, const struct grid *grid,
                       const struct compare *compare) {
    for (int i = 0; i < FIGURE_COUNT; i++)
        if (grid->row[i] >= 0)
            canvas_text(canvas, rect.x + 1, rect.y + grid->head + grid->row[i], ROLE_TEXT,
                        _(figures[i].label));
    compare_names_paint(canvas, rect.x, rect.y, compare, &grid->columns);
    for (int i = 0; i < compare->count; i++)
        paint_column(canvas, rect.x + grid->columns.left + i * grid->columns.width, rect.y, grid,
                     &compare->columns[i], i == compare->latest);
}

/* ---- around it ---- */

/* Paints (or with canvas NULL only measures) a paragraph; returns the rows used. */
static int paragraph(struct canvas *canvas, bool ascii, struct rect rect, enum role role,
                     const char *text) {
    struct rect inside = {rect.x + 1, rect.y, rect.width - 1, rect.height};
    if (!canvas)
        return text_lines(text, inside.width, ascii);
    return inside.height > 0 ? canvas_wrap(canvas, inside, role, text) : 0;
}

static void heading(const struct compare *compare, char *out, size_t size) {
    out[0] = '\0';
    if (compare->does[0])
        text_add(out, size, _("Script %s: %s."), compare->script, compare->does);
}

static int heading_rows(const struct compare *compare, int width, bool ascii) {
    char text[256];
    heading(compare, text, sizeof text);
    return paragraph(NULL, ascii, (struct rect){.width = width}, ROLE_TEXT, text);
}

/* The index of the page that is being measured, -1: none is. */
static int running(const struct compare *compare) {
    int index = compare->count - 1;
    while (index >= 0 && !compare->columns[index].running)
        index--;
    return index;
}

enum { NOTES = 3 };

/* What the figures mean, the first in full; each that follows takes less room. */
static void note(const struct compare *compare, int which, char *out, size_t size) {
    out[0] = '\0';
    if (which == 0)
        text_add(out, size,
                 _("Every figure is from this run, on Linux %s, %s; —: not measured. Inside calls: "
                   "asleep or not. Copy: at most, from arrival to the return of the last recv. "
                   "Latency: from a client's send to its answer."),
                 compare->kernel ? compare->kernel : "—",
                 compare->machine ? compare->machine : "—");
    else
        text_add(out, size, "%s",
                 which == 1 ? _("All from this run; —: not measured. Inside calls: asleep or not. "
                                "Copy: at most, from arrival to recv's return. Latency: from send "
                                "to answer.")
                            : _("All from this run. Copy: arrival to recv's return. Latency: send "
                                "to answer."));
}

/* The longest that fits the rectangle; none if even the shortest does not. */
static int paint_note(struct canvas *canvas, struct rect rect, const struct compare *compare) {
    char text[512];
    for (int which = 0; which < NOTES; which++) {
        note(compare, which, text, sizeof text);
        if (paragraph(NULL, canvas->ascii, rect, ROLE_DIM, text) <= rect.height)
            return paragraph(canvas, canvas->ascii, rect, ROLE_DIM, text);
    }
    return 0;
}

/* Paints (or with canvas NULL only measures) what stands below the table. */
static void below(struct canvas *canvas, bool ascii, struct rect *rect,
                  const struct compare *compare) {
    char text[512] = "";
    int used, now = running(compare);
    if (now >= 0) {
        text_add(text, sizeof text,
                 _("Now %s is measured, %d of %d. Its gates are open: nothing holds it."),
                 compare->columns[now].server, now + 1, compare->count);
        used = paragraph(canvas, ascii, *rect, ROLE_NOW, text);
        rect->y += used;
        rect->height -= used;
        return;
    }
    for (int i = 0; i < compare->count; i++) {
        if (!compare->columns[i].error.text[0])
            continue;
        used = paragraph(canvas, ascii, *rect, ROLE_FAILED, compare->columns[i].error.text);
        rect->y += used;
        rect->height -= used;
    }
    note(compare, 0, text, sizeof text);
    used =
        canvas ? paint_note(canvas, *rect, compare) : paragraph(NULL, ascii, *rect, ROLE_DIM, text);
    rect->y += used;
    rect->height -= used;
}

static int below_rows(const struct compare *compare, int width, bool ascii) {
    struct rect rect = {0, 0, width, INT16_MAX};
    below(NULL, ascii, &rect, compare);
    return rect.y;
}

int compare_rows(const struct compare *compare, int width, bool ascii) {
    return (heading_rows(compare, width, ascii) > 0) + grid_make(compare, width, ascii).head +
           FIGURES_LEAST;
}

int compare_figures(const struct compare *compare, int width, int height, bool ascii) {
    int figures = height - compare_rows(compare, width, ascii) + FIGURES_LEAST;
    figures = figures < FIGURES_LEAST ? FIGURES_LEAST : figures;
    return figures < FIGURE_COUNT ? figures : FIGURE_COUNT;
}

/* A blank row, if `rows` rows fit below it. */
static void gap(struct rect *rect, int rows) {
    bool fits = rect->height > rows;
    rect->y += fits;
    rect->height -= fits;
}

/* What the clients do is always told, in one row if there is no room for more. */
static void paint_heading(struct canvas *canvas, struct rect *rect, const struct compare *compare,
                          int rows) {
    char text[256];
    int lines = heading_rows(compare, rect->width, canvas->ascii);
    heading(compare, text, sizeof text);
    if (lines + rows <= rect->height)
        paragraph(canvas, canvas->ascii, *rect, ROLE_TEXT, text);
    else if (lines > 0)
        canvas_cut(canvas, rect->x + 1, rect->y, rect->width - 1, ROLE_TEXT, text);
    lines = lines + rows <= rect->height ? lines : lines > 0;
    rect->y += lines;
    rect->height -= lines;
}

static void paint_compare(struct canvas *canvas, struct rect rect, const struct view *view) {
    const struct compare *compare = view->compare;
    struct grid grid = grid_make(compare, rect.width, canvas->ascii);
    int figures = compare_figures(compare, rect.width, rect.height, canvas->ascii);
    int rows = grid.head + figures, notes = below_rows(compare, rect.width, canvas->ascii);
    grid_place(&grid, figures);
    paint_heading(canvas, &rect, compare, rows);
    gap(&rect, rows + notes);
    paint_grid(canvas, rect, &grid, compare);
    rect.y += rows;
    rect.height -= rows;
    gap(&rect, notes);
    below(canvas, canvas->ascii, &rect, compare);
}

static int compare_height(const struct view *view, int width, bool ascii) {
    const struct compare *compare = view->compare;
    return heading_rows(compare, width, ascii) + grid_make(compare, width, ascii).head +
           FIGURE_COUNT + below_rows(compare, width, ascii) + 2;
}

const struct view_ops view_compare = {
    N_("waitscope compare: the same clients, one server after the other"), paint_compare,
    compare_height};
