#include <config.h>

#include "app-compare.h"

#include "deadline.h"
#include "keymap.h"
#include "memory.h"
#include "view.h"

/* All figures are gone, the first page is next. */
static void start_anew(struct compare *compare) {
    for (int i = 0; i < compare->count; i++) {
        struct compare_column *column = &compare->columns[i];
        *column = (struct compare_column){.server = column->server};
    }
    compare->latest = -1;
    compare->columns[0].running = true;
}

/* The page that is being measured, or count. */
static int running(const struct compare *compare) {
    int index = 0;
    while (index < compare->count && !compare->columns[index].running)
        index++;
    return index;
}

/* Measures the page whose turn it is; then it is the next one's. */
static void measure_next(struct compare *compare, const struct compare_host *host,
                         const struct compare_stop *stop) {
    int index = running(compare);
    struct compare_column *column = &compare->columns[index];
    if (!host->measure(host->context, column->server, stop, &column->measured, &column->error))
        column->measured = (struct event){.has = {0}};
    column->running = false;
    compare->latest = index;
    if (index + 1 < compare->count)
        compare->columns[index + 1].running = true;
    else
        compare->latest = -1;
}

void compare_measure(struct compare *compare, const struct compare_host *host) {
    start_anew(compare);
    while (running(compare) < compare->count)
        measure_next(compare, host, NULL);
}

/* ---- on a screen ---- */

static unsigned keys_now(const struct compare *compare) {
    unsigned keys = 1u << KEY_QUIT;
    return running(compare) < compare->count ? keys : keys | 1u << KEY_AGAIN;
}

static void show(const struct compare *compare, struct term *term, bool ascii) {
    int width, height;
    term_size(term, &width, &height);
    struct canvas *canvas = canvas_new(width, height, ascii);
    struct view view = {.compare = compare, .keys = keys_now(compare)};
    screen_paint_compare(canvas, &view);
    term_show(term, canvas);
    canvas_free(canvas);
}

/* Who looks at the screen while a page is measured. */
struct person {
    struct term *term;
    bool leaves;
};

static bool wants_to_leave(void *context) {
    struct person *person = context;
    int character = term_wait(person->term, -1, deadline_now());
    person->leaves = character == TERM_CLOSED || key_find(1u << KEY_QUIT, character) == KEY_QUIT;
    return person->leaves;
}

void compare_show(struct compare *compare, const struct compare_host *host, struct term *term,
                  bool ascii) {
    struct person person = {term, false};
    struct compare_stop stop = {wants_to_leave, &person};
    start_anew(compare);
    while (!person.leaves) {
        bool busy = running(compare) < compare->count;
        show(compare, term, ascii);
        /* While pages are left, keys are only looked for. */
        int character = term_wait(term, -1, busy ? deadline_now() : -1);
        enum key key = key_find(keys_now(compare), character);
        if (character == TERM_CLOSED || key == KEY_QUIT)
            return;
        if (key == KEY_AGAIN)
            start_anew(compare);
        else if (busy && character == TERM_NOTHING)
            measure_next(compare, host, &stop);
    }
}

/* ---- as a text ---- */

void compare_print(const struct compare *compare, int width, bool ascii, FILE *out) {
    struct view view = {.compare = compare};
    int height = view_compare.height(&view, width, ascii);
    struct canvas *canvas = canvas_new(width, height, ascii);
    size_t size = (size_t)canvas->width * GLYPH_BYTES + 1;
    char *row = memory_new(size, 1);
    view_compare.paint(canvas, (struct rect){0, 0, canvas->width, canvas->height}, &view);
    for (int y = 0; y < canvas->height; y++)
        fprintf(out, "%s\n", canvas_row(canvas, y, row, size));
    free(row);
    canvas_free(canvas);
}
