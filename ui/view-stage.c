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

#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "figures.h"
#include "i18n.h"
#include "narrate.h"
#include "question.h"
#include "stage-changed.h"
#include "stage-motion.h"
#include "stage-queue.h"
#include "stage-ready.h"
#include "view-task.h"

static bool same(const char *a, const char *b) {
    return a && b && strcmp(a, b) == 0;
}

/* The place at which the client connected last, 0: it never did. */
static size_t connected_at(const struct view *view, const char *name) {
    for (size_t i = view->position; i > 0; i--) {
        const struct event *event = trace_at(view->trace, i - 1);
        if (event->kind == EVENT_CLIENT && same(event->client, name) && same(event->act, "connect"))
            return i;
    }
    return 0;
}

/* The server's end of the client's latest connection, open or closed; NULL: not accepted. */
static const struct world_descriptor *accepted_of(const struct view *view, const char *name) {
    const struct world *world = view->world;
    const struct world_descriptor *latest = world_connection(world, name);
    for (int i = world->descriptor_count - 1; i >= 0 && !latest; i--)
        if (same(world->descriptors[i].of, name))
            latest = &world->descriptors[i];
    if (!latest || latest->open)
        return latest;
    return latest->opened >= connected_at(view, name) ? latest : NULL;
}

/* The same, as the stage shows it: a closed one as long as its number means it and the client has
 * not left the stage. */
static const struct world_descriptor *connection_of(const struct view *view, const char *name) {
    const struct world_descriptor *latest = accepted_of(view, name);
    const struct world_client *client = world_client(view->world, name);
    if (!latest || latest->open)
        return latest;
    bool shown = client && client->state != CLIENT_ABSENT &&
                 world_descriptor(view->world, latest->fd) == latest;
    return shown ? latest : NULL;
}

/* Has the server accepted the client's connection and closed it? */
static bool is_closed_by_server(const struct view *view, const struct world_client *client) {
    const struct world_descriptor *accepted = accepted_of(view, client->name);
    bool here = client->state == CLIENT_CONNECTED || client->state == CLIENT_SHUT;
    return here && accepted && !accepted->open;
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

static const char *client_glyph(const struct view *view, const struct world_client *client) {
    if (is_closed_by_server(view, client))
        return client->state == CLIENT_SHUT ? "✗" : "◐";
    switch (client->state) {
    case CLIENT_CONNECTED:
        return client->reading ? "●" : "○";
    case CLIENT_CONNECTING:
        return "◌";
    case CLIENT_SHUT:
        return "◐";
    case CLIENT_CLOSED:
    case CLIENT_RESET:
        return "✗";
    case CLIENT_ABSENT:
        break;
    }
    return "·";
}

static const char *client_word(const struct view *view, const struct world_client *client) {
    if (is_closed_by_server(view, client))
        return N_("peer closed");
    switch (client->state) {
    case CLIENT_CONNECTED:
        return client->reading ? N_("connected") : N_("not reading");
    case CLIENT_CONNECTING:
        return N_("connecting");
    case CLIENT_SHUT:
        return client->reading ? N_("half closed") : N_("not reading");
    case CLIENT_CLOSED:
        return N_("closed");
    case CLIENT_RESET:
        return N_("reset");
    case CLIENT_ABSENT:
        break;
    }
    return N_("not here");
}

/* What the client did last, if that is what just happened. */
static const struct event *fresh_act(const struct view *view, const struct world_client *client) {
    if (!client->acted || client->latest < view->since)
        return NULL;
    return trace_at(view->trace, client->latest);
}

static void paint_client(struct canvas *canvas, const struct stage_columns *columns,
                         const struct view *view, int y, const struct world_client *client) {
    const struct event *act = fresh_act(view, client);
    enum role role = act ? ROLE_CHANGED : ROLE_CLIENT;
    char text[64];
    int room = columns->client - 5;
    canvas_cut(canvas, 1, y, 2, role, client->name);
    canvas_text(canvas, 3, y, role, client_glyph(view, client));
    canvas_cut(canvas, 1, y + 1, columns->client - 1, act ? role : ROLE_DIM,
               _(client_word(view, client)));
    if (!act)
        return;
    /* What it did without bytes shows in its state; the word is there where it fits. */
    narrate_bytes(act, room > 2 ? room - 2 : 0, text, sizeof text);
    if (text[0])
        canvas_cut(canvas, 5, y, room, role, text);
    else if (!columns->narrow)
        canvas_cut(canvas, 5, y, room, role, _(narrate_act(act->act)));
}

static void paint_arrow(struct canvas *canvas, const struct stage_columns *columns, int y, bool in,
                        bool drawn) {
    if (drawn)
        canvas_text(canvas, columns->far - STAGE_ARROW + 1, y, ROLE_CLIENT, in ? "▶" : "◀");
}

static void paint_no_connection(struct canvas *canvas, const struct stage_columns *columns,
                                const struct view *view, int y, const struct world_client *client) {
    bool closed = is_closed_by_server(view, client);
    if (client->state == CLIENT_CONNECTED || client->state == CLIENT_SHUT)
        canvas_cut(canvas, columns->far, y, columns->task - columns->far, ROLE_DIM,
                   closed ? _("closed by the server") : _("not accepted: no fd yet"));
}

static void paint_connection(struct canvas *canvas, const struct stage_columns *columns,
                             const struct view *view, int y, const struct world_client *client) {
    const struct world_descriptor *connection = connection_of(view, client->name);
    const struct world_queues *theirs = &client->queues;
    const struct world_queues *ours = connection ? &connection->queues : NULL;
    bool open = connection && connection->open;
    bool gone = client->state == CLIENT_CLOSED || client->state == CLIENT_RESET ||
                client->state == CLIENT_ABSENT;
    int far = columns->far + columns->fd;
    if (!gone && columns->near >= 0) {
        stage_queue_paint(canvas, columns, view, columns->near, y, theirs, NULL, false);
        stage_queue_paint(canvas, columns, view, columns->near, y + 1, theirs, ours, true);
    }
    paint_arrow(canvas, columns, y, true, open && !gone);
    paint_arrow(canvas, columns, y + 1, false, open && !gone);
    if (!connection) {
        paint_no_connection(canvas, columns, view, y, client);
        return;
    }
    bool opened = connection->opened >= view->since;
    canvas_format(canvas, columns->far, y, opened ? ROLE_CHANGED : ROLE_TEXT, "fd %d",
                  connection->fd);
    stage_ready_paint(canvas, columns, view, y, 2, connection);
    if (!open) {
        canvas_text(canvas, far, y, ROLE_DIM, _("closed"));
        return;
    }
    if (connection->nonblocking && columns->fd > 10)
        canvas_cut(canvas, columns->far, y + 1, columns->fd - 1, ROLE_DIM, _("nonblocking"));
    stage_queue_paint(canvas, columns, view, far, y, ours, theirs, true);
    stage_queue_paint(canvas, columns, view, far, y + 1, ours, NULL, false);
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
    return descriptor->of && descriptor == connection_of(view, descriptor->of);
}

/* The latest question's copies, in the last row. */
static void paint_copies(struct canvas *canvas, const struct stage_columns *columns,
                         const struct view *view, int y) {
    struct question question;
    char text[160];
    question_find(&question, view);
    int width = columns->task - columns->client - 1;
    question_copies(&question, width, canvas->ascii, text, sizeof text);
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
    for (int i = 0; i < world->client_count; i++) {
        paint_connection(canvas, &columns, view, top + 2 * i, &world->clients[i]);
        paint_client(canvas, &columns, view, top + 2 * i, &world->clients[i]);
    }
    stage_ready_others(canvas, &columns, view, below, has_row);
    paint_copies(canvas, &columns, view, below + (columns.asks == STAGE_POLL));
    stage_motion_paint(canvas, &columns, view, top);
    struct rect task = {columns.task + 2, rect.y + 1, rect.width - columns.task - 2,
                        rect.height - 1};
    view_task_paint(canvas, task, view);
}

/* The heading is not counted. At least five rows, for the call and its state; two more for a page
 * that is told by signals. */
static int stage_height(const struct view *view, int width, bool ascii) {
    enum stage_ready asks = stage_asks(view);
    int extra = asks == STAGE_POLL ? 2 : asks != STAGE_ASKS_NOT;
    int rows = stage_top(asks) + 2 * view->world->client_count + extra;
    int least = stage_page_calls(view, CALL_sigaction) ? 7 : 5;
    (void)width;
    (void)ascii;
    return rows < least ? least : rows;
}

const struct view_ops view_stage = {N_("stage"), paint_stage, stage_height};
