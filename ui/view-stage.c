/* The stage: who holds which bytes. A client takes two rows, what goes to the server above, what
 * comes back below, and keeps them.
 *
 *    client      │ its socket           server's socket   asked got │ task
 *                │                      fd 3 accept queue 0 of 5  R │ recv(4, 1024 B)
 *    A ● "hello" │ out▕▁▁▁▁▏    0  ▶  fd 4 in ▕██▁▁▁▏     5      R ● │ z asleep: …
 *      reading   │ in ▕▁▁▁▁▏    0  ◀       out▕▁▁▁▁▁▏     0          │
 *
 * A page that asks for readiness has a row more at the foot, for what its latest question copied in
 * and out; poll's also one for entries that have no row; epoll's one at the top, for its ready
 * list.
 */
#include <config.h>

#include "view.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "i18n.h"
#include "question.h"
#include "stage-changed.h"
#include "stage-client.h"
#include "stage-entries.h"
#include "stage-motion.h"
#include "stage-ready.h"
#include "view-task.h"

static bool same(const char *a, const char *b) {
    return a && b && strcmp(a, b) == 0;
}

static const struct world_descriptor *listener_of(const struct world *world) {
    for (int i = world->descriptor_count - 1; i >= 0; i--)
        if (same(world->descriptors[i].sort, "listener") && world->descriptors[i].open)
            return &world->descriptors[i];
    return NULL;
}

/* The accept queue in as many words as there is room for. */
static void queue_words(const struct world_queues *queues, int room, bool ascii, char *out,
                        size_t size) {
    const char *const formats[] = {_("accept queue %d of %d"), _("queue %d of %d"),
                                   _("queue %d/%d"), "%d/%d"};
    const size_t count = sizeof formats / sizeof formats[0];
    const char *const limitless = _("queue %d");
    for (size_t i = 0; i < count; i++) {
        snprintf(out, size, queues->accept_limit > 0 ? formats[i] : limitless,
                 (int)queues->accept_queue, (int)queues->accept_limit);
        if (text_width(out, SIZE_MAX, ascii) <= room)
            break;
    }
}

static void paint_listener(struct canvas *canvas, const struct stage_columns *columns,
                           const struct view *view, int y) {
    const struct world_descriptor *listener = listener_of(view->world);
    char text[160];
    if (!listener)
        return;
    const struct world_queues *queues = &listener->queues;
    int x = canvas_format(canvas, columns->far, y, ROLE_TEXT, "fd %d", listener->fd);
    int right = columns->words[0] > 0 ? columns->words[0]
                : columns->ready > 0  ? columns->ready
                                      : columns->task;
    if (queues->accept_queue < 0) {
        canvas_text(canvas, x + 1, y, ROLE_TEXT, _("listens"));
    } else {
        bool changed = stage_figure_changed(view, queues, FIELD_accept_queue, queues->accept_queue);
        /* A blank before it, a mark and a blank behind it. */
        queue_words(queues, right - x - 3, canvas->ascii, text, sizeof text);
        x = canvas_text(canvas, x + 1, y, changed ? ROLE_CHANGED : ROLE_TEXT, text);
        if (changed)
            canvas_text(canvas, x, y, ROLE_CHANGED, "*");
    }
    stage_ready_paint(canvas, columns, view, y, 1, listener);
}

static void paint_heading(struct canvas *canvas, const struct stage_columns *columns,
                          struct rect rect, const struct view *view) {
    const struct world_task *task = view_task(view);
    int y = rect.y;
    canvas_hline(canvas, rect.x, y, rect.width, ROLE_RULE);
    canvas_text(canvas, columns->client, y, ROLE_RULE, "┬");
    canvas_text(canvas, columns->task, y, ROLE_RULE, "┬");
    canvas_format(canvas, 1, y, ROLE_HEAD, " %s ", _("client"));
    if (columns->near >= 0)
        canvas_format(canvas, columns->near + 1, y, ROLE_HEAD, " %s ", _("its socket"));
    canvas_format(canvas, columns->far - 1, y, ROLE_HEAD, " %s ", _("server's socket"));
    stage_ready_heading(canvas, columns, y);
    canvas_format(canvas, columns->task + 1, y, ROLE_HEAD, " %s ", task ? task->name : _("task"));
}

/* Has it a row of its own? */
static bool has_row(const struct view *view, const struct world_descriptor *descriptor) {
    if (descriptor == listener_of(view->world))
        return true;
    return descriptor->of && descriptor == stage_connection(view, descriptor->of);
}

/* The latest question's copies, in the last row. */
static void paint_copies(struct canvas *canvas, const struct stage_columns *columns,
                         const struct view *view, int y) {
    struct question question;
    char text[160];
    question_find(&question, view);
    if (question_is_over(&question, view))
        return;
    int width = columns->task - columns->client - 1;
    question_copies(&question, view->source, width, canvas->ascii, text, sizeof text);
    canvas_cut(canvas, columns->client + 1, y, width, question.fresh ? ROLE_CHANGED : ROLE_DIM,
               text);
}

static void paint_stage(struct canvas *canvas, struct rect rect, const struct view *view) {
    struct stage_columns columns = stage_columns_make(view, rect.width);
    const struct world *world = view->world;
    int y = rect.y + 1, top = y + stage_top(columns.asks);
    int below = top + 2 * world->client_count;
    paint_heading(canvas, &columns, rect, view);
    canvas_vline(canvas, columns.client, y, rect.height - 1, ROLE_RULE);
    canvas_vline(canvas, columns.task, y, rect.height - 1, ROLE_RULE);
    paint_listener(canvas, &columns, view, y);
    stage_ready_list(canvas, &columns, view, y + 1);
    for (int i = 0; i < world->client_count; i++)
        stage_client_paint(canvas, &columns, view, top + 2 * i, &world->clients[i]);
    stage_entries_paint(canvas, &columns, view, below, has_row);
    paint_copies(canvas, &columns, view, below + (columns.asks == STAGE_POLL));
    stage_motion_paint(canvas, &columns, view, top);
    struct rect task = {columns.task + 2, rect.y + 1, rect.width - columns.task - 2,
                        rect.height - 1};
    view_task_paint(canvas, task, view);
}

/* The heading is not counted. At least five rows, for the call, its state and what it cost: on a
 * narrow screen a call takes two. Two more for a page that is told by signals. */
static int stage_height(const struct view *view, int width, bool ascii) {
    enum stage_ready asks = stage_asks(view);
    int extra = asks == STAGE_POLL ? 2 : asks != STAGE_ASKS_NOT;
    int rows = stage_top(asks) + 2 * view->world->client_count + extra;
    int least = 5 + stage_columns_make(view, width).narrow;
    least += stage_page_calls(view, CALL_sigaction) ? 2 : 0;
    (void)ascii;
    return rows < least ? least : rows;
}

const struct view_ops view_stage = {N_("stage"), paint_stage, stage_height};
