/* What one call cost beside idle connections: a row for each number of them that this lesson has
 * tried. Nothing else runs meanwhile.
 *
 *      idle        select          poll    epoll_wait
 *        10           1.6           1.0           0.5
 *     1,000          55.5          55.1           0.6
 *   ▸ 10,000      measuring …
 */
#include <config.h>

#include "view.h"

#include <stdint.h>

#include "figures.h"
#include "i18n.h"

static const enum call calls[] = {CALL_select, CALL_poll, CALL_epoll_wait};

enum { CALLS = sizeof calls / sizeof calls[0], IDLE_WIDTH = 14, COST_WIDTH = 14 };

/* The step that times calls at the place, once it has begun or is about to; NULL: there is none. */
static const struct step *step_now(const struct view *view) {
    const struct moment *moment = &view->moment;
    if (!view->lesson || moment->step < 0)
        return NULL;
    const struct step *step = &view->lesson->steps[moment->step];
    bool begun = moment->begun || moment->done || (view->waiting && view->live);
    return step->kind == STEP_MEASURE && step->idle > 0 && begun ? step : NULL;
}

/* Was a call timed, and has no page begun since? */
static bool was_timed(const struct view *view) {
    size_t last = trace_last(view->trace, view->position,
                             TRACE_KIND(EVENT_COST) | TRACE_KIND(EVENT_TASK_START) |
                                 TRACE_KIND(EVENT_MEASURE));
    return last != SIZE_MAX && trace_kind(view->trace, last) == EVENT_COST;
}

bool view_is_scaled(const struct view *view) {
    return step_now(view) || was_timed(view);
}

/* Has nothing come of the step yet? */
static bool is_under_way(const struct view *view) {
    if (!step_now(view))
        return false;
    size_t last =
        trace_last(view->trace, view->position, TRACE_KIND(EVENT_COST) | TRACE_KIND(EVENT_STEP));
    return last == SIZE_MAX || trace_kind(view->trace, last) == EVENT_STEP;
}

static int column_at(struct rect rect, int column) {
    return rect.x + IDLE_WIDTH + column * COST_WIDTH;
}

static void cost_text(const struct event *event, char *out, size_t size) {
    char error[128], whole[48];
    int64_t tenths = (event->per_call + 50) / 100;
    out[0] = '\0';
    if (event_has(event, FIELD_per_call))
        text_add(out, size, "%s.%d", figure_number(tenths / 10, whole, sizeof whole),
                 (int)(tenths % 10));
    else if (event_has(event, FIELD_error))
        text_add(out, size, "%s", field_format(FIELD_error, event->error, error, sizeof error));
    else
        text_add(out, size, "%s", _("refused"));
}

static void paint_idle(struct canvas *canvas, struct rect rect, int y, enum role role,
                       int64_t idle) {
    char number[48];
    if (role == ROLE_CHANGED)
        canvas_text(canvas, rect.x + 1, y, role, "▸");
    canvas_right(canvas, rect.x + 2, y, IDLE_WIDTH - 2, role,
                 figure_number(idle, number, sizeof number));
}

static void paint_cost(struct canvas *canvas, struct rect rect, int y, const struct event *event,
                       enum role role) {
    char text[160];
    paint_idle(canvas, rect, y, role, event->idle);
    for (int i = 0; i < CALLS; i++) {
        if (event->call != (int64_t)calls[i])
            continue;
        cost_text(event, text, sizeof text);
        canvas_right(canvas, column_at(rect, i), y, COST_WIDTH, role, text);
    }
}

/* Those of one step stand in one row. Returns the row behind the last. */
static int paint_rows(struct canvas *canvas, struct rect rect, const struct view *view) {
    int y = rect.y - 1;
    bool in_row = false;
    const uint32_t kinds = TRACE_KIND(EVENT_COST) | TRACE_KIND(EVENT_STEP);
    size_t now = trace_last(view->trace, view->position, TRACE_KIND(EVENT_STEP));
    for (size_t i = trace_next(view->trace, 0, kinds); i < view->position;
         i = trace_next(view->trace, i + 1, kinds)) {
        struct event room;
        bool is_cost = trace_kind(view->trace, i) == EVENT_COST;
        y += is_cost && !in_row;
        in_row = is_cost;
        if (is_cost)
            paint_cost(canvas, rect, y, trace_at(view->trace, i, &room),
                       now == SIZE_MAX || i > now ? ROLE_CHANGED : ROLE_TEXT);
    }
    return y + 1;
}

static void paint_scale(struct canvas *canvas, struct rect rect, const struct view *view) {
    canvas_text(canvas, rect.x + 1, rect.y, ROLE_DIM,
                _("What one call costs, in µs, with so many idle connections and one ready."));
    rect.y += 2;
    canvas_right(canvas, rect.x, rect.y, IDLE_WIDTH, ROLE_HEAD, _("idle"));
    for (int i = 0; i < CALLS; i++)
        canvas_right(canvas, column_at(rect, i), rect.y, COST_WIDTH, ROLE_HEAD,
                     call_name(calls[i]));
    rect.y++;
    int y = paint_rows(canvas, rect, view);
    if (!is_under_way(view))
        return;
    paint_idle(canvas, rect, y, ROLE_CHANGED, step_now(view)->idle);
    canvas_text(canvas, column_at(rect, 0) + 4, y, ROLE_CHANGED, _("measuring …"));
}

/* Every step that times calls has its row from the start. */
static int scale_height(const struct view *view, int width, bool ascii) {
    int rows = 3;
    (void)width;
    (void)ascii;
    for (int i = 0; view->lesson && i < view->lesson->step_count; i++)
        rows += view->lesson->steps[i].kind == STEP_MEASURE && view->lesson->steps[i].idle > 0;
    return rows < 8 ? 8 : rows;
}

const struct view_ops view_scale = {N_("measured"), paint_scale, scale_height};
