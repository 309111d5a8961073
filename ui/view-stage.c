/* The stage: who holds which bytes. A client takes two rows, what goes to the server above, what comes
 * back below, and keeps them.
 *
 *    client      │ its socket           server's socket   asked got │ task
 *                │                      fd 3 accept queue 0 of 5  R │ recv(4, 1024 B)
 *    A ● "hello" │ out▕▁▁▁▁▏    0  ▶  fd 4 in ▕██▁▁▁▏     5      R ● │ z asleep: …
 *      reading   │ in ▕▁▁▁▁▏    0  ◀       out▕▁▁▁▁▁▏     0          │
 */
#include <config.h>

#include "view.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "figures.h"
#include "gauge.h"
#include "i18n.h"
#include "narrate.h"
#include "view-task.h"

/* Columns of the stage at a width. */
struct columns {
    int client;        /* first edge */
    int task;          /* second edge */
    int near, far;     /* where the client's and the server's gauges begin (their label) */
    int room;          /* of a gauge */
    int fd;            /* width of a descriptor's name */
    int number;        /* width of a figure with its mark */
    int ready;         /* where asked and got stand; -1: no select in this run */
    bool narrow;
};

enum { LABEL = 3, ARROW = 3, READY = 5 };

/* Is readiness asked for anywhere in the run? Then its columns are there from the start. */
static bool uses_select(const struct view *view) {
    for (size_t i = 0; i < trace_count(view->trace); i++) {
        const struct event *event = trace_at(view->trace, i);
        if (event->kind == EVENT_ENTER && event->call == CALL_select)
            return true;
    }
    return false;
}

static struct columns columns_make(const struct view *view, int width) {
    struct columns columns = {.narrow = width < 96, .ready = -1};
    columns.client = width >= 140 ? 26 : width >= 96 ? 17 : 12;
    columns.task = width - (width >= 140 ? 46 : width >= 96 ? 28 : 20);
    columns.number = columns.narrow ? 7 : 9;
    columns.fd = width >= 120 ? 13 : 5;
    int ready = uses_select(view) ? READY : 0;
    int inside = columns.task - columns.client - 1;
    int fixed = 2 * (LABEL + 2 + columns.number) + columns.fd + ARROW + ready;
    columns.room = (inside - fixed) / 2;
    columns.room = columns.room < 4 ? 4 : columns.room > 24 ? 24 : columns.room;
    columns.near = columns.client + 1;
    columns.far = columns.near + LABEL + columns.room + 2 + columns.number + ARROW;
    if (ready)
        columns.ready = columns.task - READY + 1;
    return columns;
}

static bool same(const char *a, const char *b) {
    return a && b && strcmp(a, b) == 0;
}

/* The server's latest end of the connection, closed or not. */
static const struct world_descriptor *connection_of(const struct world *world, const char *client) {
    const struct world_descriptor *open = world_connection(world, client);
    for (int i = world->descriptor_count - 1; i >= 0 && !open; i--)
        if (same(world->descriptors[i].of, client))
            return &world->descriptors[i];
    return open;
}

static const struct world_descriptor *listener_of(const struct world *world) {
    for (int i = world->descriptor_count - 1; i >= 0; i--)
        if (same(world->descriptors[i].sort, "listener") && world->descriptors[i].open)
            return &world->descriptors[i];
    return NULL;
}

static bool just_sampled(const struct view *view, const struct world_queues *queues) {
    const struct event *event = NULL;
    if (queues->receive_queue < 0 && queues->send_queue < 0 && queues->accept_queue < 0)
        return false;
    if (queues->seq < trace_count(view->trace))
        event = trace_at(view->trace, queues->seq);
    return event && event->kind == EVENT_QUEUE && queues->seq >= view->since;
}

/* The same socket's figure before the marked events; -1 if there is none. */
static int64_t figure_before(const struct view *view, const struct world_queues *queues,
                             enum field field) {
    const struct event *now = trace_at(view->trace, queues->seq);
    for (size_t i = view->since; i > 0; i--) {
        const struct event *event = trace_at(view->trace, i - 1);
        if (event->kind == EVENT_QUEUE && event_has(event, field) && event->fd == now->fd &&
            event->gen == now->gen && event_has(event, FIELD_fd) == event_has(now, FIELD_fd) &&
            (event_has(now, FIELD_fd) || same(event->client, now->client)))
            return event_get(event, field);
    }
    return -1;
}

static bool has_changed(const struct view *view, const struct world_queues *queues,
                        enum field field, int64_t figure) {
    if (!just_sampled(view, queues))
        return false;
    int64_t before = figure_before(view, queues, field);
    return before != figure && (before >= 0 || figure > 0);
}

/* 400,000 needs more room than there is at 80 columns: 400.0k. */
static char *number_text(const struct columns *columns, int64_t number, char *out, size_t size) {
    if (!columns->narrow || number < 100000)
        return figure_number(number, out, size);
    snprintf(out, size, "%" PRId64 ".%dk", number / 1000, (int)(number / 100 % 10));
    return out;
}

static void paint_figure(struct canvas *canvas, const struct columns *columns, int x, int y,
                         int64_t figure, bool changed) {
    char text[48];
    if (figure < 0)
        return;
    number_text(columns, figure, text, sizeof text);
    canvas_right(canvas, x + 1, y, columns->number - 1, changed ? ROLE_CHANGED : ROLE_TEXT, text);
    if (changed)
        canvas_text(canvas, x + columns->number - 1 - text_width(text, SIZE_MAX, false), y,
                    ROLE_CHANGED, "*");
}

/* One direction of one socket: label, bar, figure. */
static void paint_queue(struct canvas *canvas, const struct columns *columns,
                        const struct view *view, int x, int y, const struct world_queues *queues,
                        const struct world_queues *other, bool receive) {
    struct gauge gauge = receive ? gauge_receive(queues, other) : gauge_send(queues);
    enum field field = receive ? FIELD_receive_queue : FIELD_send_queue;
    if (gauge.bytes < 0)
        return;
    canvas_text(canvas, x, y, ROLE_DIM, receive ? _("in") : _("out"));
    x = gauge_paint(canvas, x + LABEL, y, columns->room, &gauge);
    paint_figure(canvas, columns, x, y, gauge.bytes,
                 has_changed(view, queues, field, gauge.bytes));
}

/* What was asked about the descriptor, and what was answered: R in the row of what comes in, W in
 * the row of what goes out. */
static void paint_ready(struct canvas *canvas, const struct columns *columns, int y,
                        const struct world_descriptor *descriptor, unsigned bit,
                        const char *letter) {
    int x = columns->ready;
    if (x < 0 || !(descriptor->asked & bit) || !descriptor->open)
        return;
    canvas_text(canvas, x, y, ROLE_ASKED, letter);
    if (descriptor->answered)
        canvas_text(canvas, x + 2, y, descriptor->got & bit ? ROLE_GOT : ROLE_DIM,
                    descriptor->got & bit ? "●" : "·");
}

static void paint_listener(struct canvas *canvas, const struct columns *columns,
                           const struct view *view, int y) {
    const struct world_descriptor *listener = listener_of(view->world);
    char text[160];
    if (!listener)
        return;
    const struct world_queues *queues = &listener->queues;
    int x = canvas_format(canvas, columns->far, y, ROLE_TEXT, "fd %d", listener->fd);
    if (queues->accept_queue < 0) {
        canvas_text(canvas, x + 1, y, ROLE_TEXT, _("listens"));
    } else {
        bool changed = has_changed(view, queues, FIELD_accept_queue, queues->accept_queue);
        const char *format = queues->accept_limit <= 0 ? _("queue %d")
                             : columns->narrow         ? _("queue %d of %d")
                                                       : _("accept queue %d of %d");
        snprintf(text, sizeof text, format, (int)queues->accept_queue,
                 (int)queues->accept_limit);
        x = canvas_text(canvas, x + 1, y, changed ? ROLE_CHANGED : ROLE_TEXT, text);
        if (changed)
            canvas_text(canvas, x, y, ROLE_CHANGED, "*");
    }
    paint_ready(canvas, columns, y, listener, READINESS_READ, "R");
}

static const char *client_glyph(const struct world_client *client) {
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

static const char *client_word(const struct world_client *client) {
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

static void paint_client(struct canvas *canvas, const struct columns *columns,
                         const struct view *view, int y, const struct world_client *client) {
    const struct event *act = fresh_act(view, client);
    enum role role = act ? ROLE_CHANGED : ROLE_CLIENT;
    char text[64];
    int room = columns->client - 5;
    canvas_cut(canvas, 1, y, 2, role, client->name);
    canvas_text(canvas, 3, y, role, client_glyph(client));
    canvas_cut(canvas, 1, y + 1, columns->client - 1, act ? role : ROLE_DIM,
               _(client_word(client)));
    if (!act)
        return;
    /* What it did without bytes shows in its state; the word is there where it fits. */
    figure_data(act->data, false, room > 2 ? room - 2 : 0, text, sizeof text);
    if (act->data.size > 0)
        canvas_cut(canvas, 5, y, room, role, text);
    else if (!columns->narrow)
        canvas_cut(canvas, 5, y, room, role, _(narrate_act(act->act)));
}

static void paint_arrow(struct canvas *canvas, const struct columns *columns, int y, bool in,
                        bool drawn) {
    if (drawn)
        canvas_text(canvas, columns->far - ARROW + 1, y, ROLE_CLIENT, in ? "▶" : "◀");
}

static void paint_no_connection(struct canvas *canvas, const struct columns *columns, int y,
                                const struct world_client *client) {
    if (client->state == CLIENT_CONNECTED || client->state == CLIENT_SHUT)
        canvas_cut(canvas, columns->far, y, columns->task - columns->far, ROLE_DIM,
                   _("not accepted: no fd yet"));
}

static void paint_connection(struct canvas *canvas, const struct columns *columns,
                             const struct view *view, int y, const struct world_client *client) {
    const struct world_descriptor *connection = connection_of(view->world, client->name);
    const struct world_queues *theirs = &client->queues;
    const struct world_queues *ours = connection ? &connection->queues : NULL;
    bool open = connection && connection->open;
    bool gone = client->state == CLIENT_CLOSED || client->state == CLIENT_RESET;
    int far = columns->far + columns->fd;
    if (!gone) {
        paint_queue(canvas, columns, view, columns->near, y, theirs, NULL, false);
        paint_queue(canvas, columns, view, columns->near, y + 1, theirs, ours, true);
    }
    paint_arrow(canvas, columns, y, true, open && !gone);
    paint_arrow(canvas, columns, y + 1, false, open && !gone);
    if (!connection) {
        paint_no_connection(canvas, columns, y, client);
        return;
    }
    bool opened = connection->opened >= view->since;
    canvas_format(canvas, columns->far, y, opened ? ROLE_CHANGED : ROLE_TEXT, "fd %d",
                  connection->fd);
    if (!open) {
        canvas_text(canvas, far, y, ROLE_DIM, _("closed"));
        return;
    }
    if (connection->nonblocking && columns->fd > 10)
        canvas_cut(canvas, columns->far, y + 1, columns->fd - 1, ROLE_DIM, _("nonblocking"));
    paint_queue(canvas, columns, view, far, y, ours, theirs, true);
    paint_queue(canvas, columns, view, far, y + 1, ours, NULL, false);
    paint_ready(canvas, columns, y, connection, READINESS_READ, "R");
    paint_ready(canvas, columns, y + 1, connection, READINESS_WRITE, "W");
}

/* Where bytes travel when `event` is shown: from one column to another. */
struct path {
    const char *client;
    bool in; /* towards the server */
    int from, to;
};

static bool path_of(const struct view *view, const struct columns *columns,
                    const struct event *event, struct path *path) {
    int gauge = columns->far + columns->fd + LABEL;
    bool has_bytes = event_has(event, FIELD_result) && event->result > 0;
    if (!has_bytes)
        return false;
    if (event->kind == EVENT_CLIENT && same(event->act, "send"))
        *path = (struct path){event->client, true, columns->client - 1, gauge};
    else if (event->kind == EVENT_CLIENT && same(event->act, "read"))
        *path = (struct path){event->client, false, columns->near + LABEL, columns->client - 2};
    else if (event->kind == EVENT_RETURN && (event->call == CALL_recv || event->call == CALL_read))
        *path = (struct path){NULL, true, gauge, columns->task + 1};
    else if (event->kind == EVENT_RETURN && (event->call == CALL_send || event->call == CALL_write))
        *path = (struct path){NULL, false, columns->task + 1, gauge};
    else
        return false;
    if (path->client)
        return true;
    size_t enter = narrate_enter_of(view->trace, event->seq);
    const struct world_descriptor *descriptor =
        enter == SIZE_MAX ? NULL
                          : world_descriptor(view->world, trace_at(view->trace, enter)->fd);
    path->client = descriptor ? descriptor->of : NULL;
    return path->client != NULL;
}

static int client_row(const struct world *world, const char *name) {
    for (int i = 0; i < world->client_count; i++)
        if (same(world->clients[i].name, name))
            return i;
    return -1;
}

/* Bytes on their way along the row. */
static void paint_motion(struct canvas *canvas, const struct columns *columns,
                         const struct view *view, int top) {
    size_t picture = moment_picture(view->trace, view->position);
    struct path path;
    if (view->motion == 0 || picture == SIZE_MAX ||
        !path_of(view, columns, trace_at(view->trace, picture), &path))
        return;
    int row = client_row(view->world, path.client);
    if (row < 0)
        return;
    int x = path.from + (path.to - path.from) * view->motion / MOTION_FRAMES;
    int y = top + 2 * row + !path.in;
    canvas_text(canvas, path.in ? x - 1 : x, y, ROLE_COPY, path.in ? "█▶" : "◀█");
}

static void paint_heading(struct canvas *canvas, const struct columns *columns, struct rect rect,
                          const struct view *view) {
    const struct world_task *task = view_task(view);
    int y = rect.y, right = rect.x + rect.width;
    canvas_hline(canvas, rect.x, y, rect.width, ROLE_RULE);
    canvas_text(canvas, columns->client, y, ROLE_RULE, "┬");
    canvas_text(canvas, columns->task, y, ROLE_RULE, "┬");
    canvas_format(canvas, 1, y, ROLE_HEAD, " %s ", _("client"));
    canvas_format(canvas, columns->near + 1, y, ROLE_HEAD, " %s ", _("its socket"));
    canvas_format(canvas, columns->far - 1, y, ROLE_HEAD, " %s ", _("server's socket"));
    if (columns->ready >= 0) {
        const char *names = columns->narrow ? _(" ask got ") : _(" asked got ");
        int width = text_width(names, SIZE_MAX, canvas->ascii);
        canvas_text(canvas, columns->task - width, y, ROLE_HEAD, names);
    }
    canvas_format(canvas, columns->task + 1, y, ROLE_HEAD, " %s ",
                  task ? task->name : _("task"));
    if (task && task->server && right - columns->task > 24)
        canvas_format(canvas, columns->task + 4 + (int)strlen(task->name), y, ROLE_HEAD, "%s.c ",
                      task->server);
}

static void paint_stage(struct canvas *canvas, struct rect rect, const struct view *view) {
    struct columns columns = columns_make(view, rect.width);
    int y = rect.y + 1;
    paint_heading(canvas, &columns, rect, view);
    canvas_vline(canvas, columns.client, y, rect.height - 1, ROLE_RULE);
    canvas_vline(canvas, columns.task, y, rect.height - 1, ROLE_RULE);
    paint_listener(canvas, &columns, view, y++);
    for (int i = 0; i < view->world->client_count; i++) {
        paint_connection(canvas, &columns, view, y + 2 * i, &view->world->clients[i]);
        paint_client(canvas, &columns, view, y + 2 * i, &view->world->clients[i]);
    }
    paint_motion(canvas, &columns, view, y);
    struct rect task = {columns.task + 2, rect.y + 1, rect.width - columns.task - 2,
                        rect.height - 1};
    view_task_paint(canvas, task, view);
}

/* The heading is not counted. At least five rows, for the call and its state. */
static int stage_height(const struct view *view, int width, bool ascii) {
    int rows = 1 + 2 * view->world->client_count;
    (void)width;
    (void)ascii;
    return rows < 5 ? 5 : rows;
}

const struct view_ops view_stage = {N_("stage"), paint_stage, stage_height};
