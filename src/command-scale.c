/* waitscope compare --idle: what one call of select, poll and epoll_wait costs, here and in the
 * book.
 *
 *                  measured here                       the book
 *      idle    select      poll  epoll_wait    select      poll  epoll_wait
 *        10      1.60      1.48        0.33      7.30      6.10        4.10
 *    10,000         —     5,266        0.33     9,300     9,900        6.60
 */
#include <config.h>

#include "program.h"

#include "canvas.h"
#include "figures.h"
#include "i18n.h"
#include "memory.h"
#include "net.h"
#include "print-json.h"
#include "scale.h"
#include "terminal.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/select.h>

/* Columns of the text if it does not go to a terminal. */
enum { TEXT_WIDTH = 80 };

/* Columns of the table's own columns; all of it is as wide as a small terminal. */
enum { IDLE_WIDTH = 10, CALL_WIDTH = 10, EPOLL_WIDTH = 12, GAP = 2 };

/* M. Kerrisk, The Linux Programming Interface, table 63-9, Linux 2.6: seconds for 100,000 calls;
 * here as ns a call. */
static const struct {
    int idle;
    int64_t ns[SCALE_CALLS];
} book[] = {
    {10, {[SCALE_SELECT] = 7300, [SCALE_POLL] = 6100, [SCALE_EPOLL] = 4100}},
    {100, {[SCALE_SELECT] = 30000, [SCALE_POLL] = 29000, [SCALE_EPOLL] = 4200}},
    {1000, {[SCALE_SELECT] = 350000, [SCALE_POLL] = 350000, [SCALE_EPOLL] = 5300}},
    {10000, {[SCALE_SELECT] = 9300000, [SCALE_POLL] = 9900000, [SCALE_EPOLL] = 6600}},
};

enum { BOOK_ROWS = sizeof book / sizeof *book };

/* One row of the table. */
struct row {
    int idle;
    struct scale_figure figures[SCALE_CALLS];
};

struct table {
    struct row *rows;
    int count;
};

/* -1: the book has no such row. */
static int64_t book_ns(int idle, int call) {
    for (int i = 0; i < BOOK_ROWS; i++)
        if (book[i].idle == idle)
            return book[i].ns[call];
    return -1;
}

/* ---- the sizes ---- */

static bool read_idle(const char *word, int *idle, struct error *error) {
    char *end;
    long number = strtol(word, &end, 10);
    if (*word < '0' || *word > '9' || *end || number < 1 || number > SCALE_IDLE_MAX)
        return error_set(error, _("found \"%s\", expected a number of idle connections, 1 to %d"),
                         word, SCALE_IDLE_MAX);
    *idle = number;
    return true;
}

/* Those that were named, else the book's. The caller frees the rows. */
static bool read_sizes(const struct cli *cli, struct table *table, struct error *error) {
    table->count = cli->argument_count ? cli->argument_count : BOOK_ROWS;
    table->rows = memory_new(table->count, sizeof *table->rows);
    for (int i = 0; i < table->count; i++) {
        table->rows[i].idle = book[i % BOOK_ROWS].idle;
        if (cli->argument_count && !read_idle(cli->arguments[i], &table->rows[i].idle, error))
            return false;
    }
    return true;
}

/* Why there is no figure, as the end of a sentence. */
static char *reason_text(const struct scale_figure *figure, char *out, size_t size) {
    char number[48];
    out[0] = '\0';
    if (figure->outcome == SCALE_REFUSED)
        text_add(out, size, _("select cannot watch descriptor %d and up"), FD_SETSIZE);
    else if (figure->limit)
        text_add(out, size, _("this process may have %s descriptors open (ulimit -Hn)"),
                 figure_number(figure->limit, number, sizeof number));
    else
        text_add(out, size, "%s", strerror(figure->error));
    return out;
}

/* ---- as a text ---- */

/* ns as µs: what is short has two digits behind the point, what is long none. */
static char *microseconds(int64_t ns, char *out, size_t size) {
    int digits = ns < 9995 ? 2 : ns < 99950 ? 1 : 0;
    int64_t scale = digits == 2 ? 100 : digits == 1 ? 10 : 1;
    int64_t value = (ns * scale + 500) / 1000;
    figure_number(value / scale, out, size);
    if (digits)
        text_add(out, size, ".%0*" PRId64, digits, value % scale);
    return out;
}

static int call_width(int call) {
    return call == SCALE_EPOLL ? EPOLL_WIDTH : CALL_WIDTH;
}

/* A cell each call, from column x on. Returns the column behind them. */
static int paint_calls(struct canvas *canvas, int x, int y, enum role role,
                       const char *const texts[SCALE_CALLS]) {
    for (int i = 0; i < SCALE_CALLS; i++) {
        canvas_right(canvas, x, y, call_width(i), role, texts[i]);
        x += call_width(i);
    }
    return x;
}

static void paint_head(struct canvas *canvas, int y) {
    static const char *const names[SCALE_CALLS] = {
        [SCALE_SELECT] = "select", [SCALE_POLL] = "poll", [SCALE_EPOLL] = "epoll_wait"};
    int both = 2 * CALL_WIDTH + EPOLL_WIDTH;
    canvas_right(canvas, IDLE_WIDTH, y, both, ROLE_HEAD, _("measured here"));
    canvas_right(canvas, IDLE_WIDTH + both + GAP, y, both, ROLE_HEAD, _("the book"));
    canvas_right(canvas, 0, y + 1, IDLE_WIDTH, ROLE_HEAD, _("idle"));
    int x = paint_calls(canvas, IDLE_WIDTH, y + 1, ROLE_HEAD, names);
    paint_calls(canvas, x + GAP, y + 1, ROLE_HEAD, names);
}

static void paint_row(struct canvas *canvas, int y, const struct row *row) {
    char texts[2 * SCALE_CALLS][48], idle[48];
    const char *here[SCALE_CALLS], *there[SCALE_CALLS];
    for (int i = 0; i < SCALE_CALLS; i++) {
        const struct scale_figure *figure = &row->figures[i];
        int64_t printed = book_ns(row->idle, i);
        here[i] = figure->outcome == SCALE_MEASURED
                      ? microseconds(figure->ns, texts[i], sizeof texts[i])
                      : "—";
        there[i] = printed < 0 ? ""
                               : microseconds(printed, texts[SCALE_CALLS + i],
                                              sizeof texts[SCALE_CALLS + i]);
    }
    canvas_right(canvas, 0, y, IDLE_WIDTH, ROLE_TEXT, figure_number(row->idle, idle, sizeof idle));
    int x = paint_calls(canvas, IDLE_WIDTH, y, ROLE_TEXT, here);
    paint_calls(canvas, x + GAP, y, ROLE_TEXT, there);
}

/* Paragraphs go to the same canvas, so that signs and wide characters come out as in the table. */
static int paint_text(struct canvas *canvas, int y, const char *text) {
    struct rect rect = {1, y, canvas->width - 1, canvas->height - y};
    return y + canvas_wrap(canvas, rect, ROLE_TEXT, text);
}

/* poll and epoll_wait fail together: what a line has said already is not said again. */
static int paint_reasons(struct canvas *canvas, int y, const struct row *row) {
    char number[48], reason[2][256] = {"", ""};
    for (int i = 0; i < SCALE_CALLS; i++) {
        char text[512] = "";
        if (row->figures[i].outcome == SCALE_MEASURED)
            continue;
        reason_text(&row->figures[i], reason[i % 2], sizeof reason[i % 2]);
        if (strcmp(reason[0], reason[1]) == 0)
            continue;
        text_add(text, sizeof text, _("— %s idle: not measured: %s."),
                 figure_number(row->idle, number, sizeof number), reason[i % 2]);
        y = paint_text(canvas, y, text);
    }
    return y;
}

static int paint_table(struct canvas *canvas, const struct table *table,
                       const struct trace_header *header) {
    char text[512] = "";
    int y = paint_text(
        canvas, 0, _("What one call costs, in µs, with so many idle connections and one ready."));
    y++;
    paint_head(canvas, y);
    y += 2;
    for (int i = 0; i < table->count; i++)
        paint_row(canvas, y++, &table->rows[i]);
    y++;
    for (int i = 0; i < table->count; i++)
        y = paint_reasons(canvas, y, &table->rows[i]);
    text_add(text, sizeof text,
             _("Here: Linux %s, %s; the median of %d batches. The book: M. Kerrisk, The Linux "
               "Programming Interface, table 63-9, Linux 2.6."),
             header->kernel, header->machine, SCALE_BATCHES);
    return paint_text(canvas, y, text);
}

static void print_table(const struct table *table, const struct trace_header *header,
                        const struct cli *cli) {
    int width = terminal_width() ? terminal_width() : TEXT_WIDTH;
    /* More rows than any reason needs; what is blank at the end is not printed. */
    struct canvas *canvas = canvas_new(width, 24 + 16 * table->count, cli->ascii);
    size_t size = (size_t)canvas->width * GLYPH_BYTES + 1;
    char *line = memory_new(size, 1);
    int height = paint_table(canvas, table, header);
    for (int y = 0; y < height; y++)
        printf("%s\n", canvas_row(canvas, y, line, size));
    free(line);
    canvas_free(canvas);
}

/* ---- as JSON ---- */

static void print_figure(const struct scale_figure *figure, int64_t printed) {
    char reason[256];
    printf("\"%s\": {\"ns\": ", call_name(figure->call));
    if (figure->outcome == SCALE_MEASURED) {
        printf("%" PRId64 ", \"calls\": %" PRId64, figure->ns, figure->calls);
    } else {
        printf("null, \"reason\": ");
        print_json_text(reason_text(figure, reason, sizeof reason));
    }
    if (printed >= 0)
        printf(", \"book_ns\": %" PRId64, printed);
    printf("}");
}

static void print_json(const struct table *table, const struct trace_header *header) {
    printf("{\"format\": \"waitscope-compare\", \"version\": 1,\n \"host\": {");
    print_json_host(header);
    printf("},\n \"idle\": [\n");
    for (int i = 0; i < table->count; i++) {
        const struct row *row = &table->rows[i];
        printf("  {\"idle\": %d", row->idle);
        for (int k = 0; k < SCALE_CALLS; k++) {
            printf(", ");
            print_figure(&row->figures[k], book_ns(row->idle, k));
        }
        printf(i + 1 < table->count ? "},\n" : "}\n");
    }
    printf("]}\n");
}

int compare_idle(struct program *program, struct error *error) {
    const struct cli *cli = program->cli;
    struct table table;
    if (!read_sizes(cli, &table, error)) {
        free(table.rows);
        return STATUS_ERROR;
    }
    struct trace *trace = trace_new();
    net_describe_host(trace);
    for (int i = 0; i < table.count; i++)
        scale_measure(table.rows[i].idle, table.rows[i].figures);
    if (cli->json)
        print_json(&table, trace_header_const(trace));
    else
        print_table(&table, trace_header_const(trace), cli);
    trace_free(trace);
    free(table.rows);
    return STATUS_FINE;
}
