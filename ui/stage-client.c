#include <config.h>

#include "stage-client.h"

#include <stdint.h>
#include <string.h>
#include <sys/socket.h>

#include "i18n.h"
#include "narrate.h"
#include "stage-changed.h"
#include "stage-queue.h"
#include "stage-ready.h"

static bool same(const char *a, const char *b) {
    return a && b && strcmp(a, b) == 0;
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
    const struct world_client *client = world_client(world, name);
    return !client || latest->opened >= client->connected ? latest : NULL;
}

const struct world_descriptor *stage_connection(const struct view *view, const char *name) {
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

/* Has the server ended what goes to the client, and not closed its descriptor? */
static bool is_shut_by_server(const struct view *view, const struct world_client *client) {
    const struct trace_wanted shutdowns = {.kinds = TRACE_KIND(EVENT_RETURN),
                                           .calls = TRACE_CALL(CALL_shutdown)};
    const struct world_descriptor *connection = accepted_of(view, client->name);
    if (!connection || !connection->open)
        return false;
    for (size_t i = trace_last_wanted(view->trace, view->position, &shutdowns);
         i != SIZE_MAX && i > connection->opened;
         i = trace_last_wanted(view->trace, i, &shutdowns)) {
        struct event room;
        const struct event *event = trace_at(view->trace, i, &room);
        size_t enter = narrate_enter_of(view->trace, i);
        if (event->result != 0 || enter == SIZE_MAX)
            continue;
        event = trace_at(view->trace, enter, &room);
        if (event->fd == connection->fd && event->how != SHUT_RD)
            return true;
    }
    return false;
}

/* A connection that both ends have shut down is over, whoever still holds a descriptor. */
static bool is_over(const struct view *view, const struct world_client *client) {
    return client->state == CLIENT_SHUT && is_shut_by_server(view, client);
}

static const char *client_glyph(const struct view *view, const struct world_client *client) {
    if (is_closed_by_server(view, client))
        return client->state == CLIENT_SHUT ? "✗" : "◐";
    if (is_over(view, client))
        return "✗";
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
    if (is_over(view, client))
        return N_("both shut");
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
static const struct event *fresh_act(const struct view *view, const struct world_client *client,
                                     struct event *room) {
    bool gone = client->state == CLIENT_ABSENT; /* with the server before */
    if (!client->acted || gone || client->latest < view->since)
        return NULL;
    return trace_at(view->trace, client->latest, room);
}

/* "400,000 B" becomes "400,000" where there is no room for more: a figure is never cut. */
static void drop_unit(char *text, int room, bool ascii) {
    size_t size = strlen(text);
    if (size > 2 && strcmp(text + size - 2, " B") == 0 && text_width(text, SIZE_MAX, ascii) > room)
        text[size - 2] = '\0';
}

static void paint_client(struct canvas *canvas, const struct stage_columns *columns,
                         const struct view *view, int y, const struct world_client *client) {
    struct event latest;
    const struct event *act = fresh_act(view, client, &latest);
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
    drop_unit(text, room, canvas->ascii);
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
    const struct world_descriptor *connection = stage_connection(view, client->name);
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
    if (!stage_receive_is_old(view, connection))
        stage_queue_paint(canvas, columns, view, far, y, ours, theirs, true);
    stage_queue_paint(canvas, columns, view, far, y + 1, ours, NULL, false);
}

void stage_client_paint(struct canvas *canvas, const struct stage_columns *columns,
                        const struct view *view, int y, const struct world_client *client) {
    paint_connection(canvas, columns, view, y, client);
    paint_client(canvas, columns, view, y, client);
}
