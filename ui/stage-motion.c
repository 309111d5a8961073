#include <config.h>

#include "stage-motion.h"

#include <stdint.h>
#include <string.h>

#include "narrate.h"

static bool same(const char *a, const char *b) {
    return a && b && strcmp(a, b) == 0;
}

/* Where bytes travel when `event` is shown: from one column to another. */
struct path {
    const char *client;
    bool in; /* towards the server */
    int from, to;
};

static bool path_of(const struct view *view, const struct stage_columns *columns,
                    const struct event *event, struct path *path) {
    int gauge = columns->far + columns->fd + columns->label;
    bool has_bytes = event_has(event, FIELD_result) && event->result > 0;
    if (!has_bytes)
        return false;
    if (event->kind == EVENT_CLIENT && event->act && strncmp(event->act, "send", 4) == 0)
        *path = (struct path){event->client, true, columns->client - 1, gauge};
    else if (event->kind == EVENT_CLIENT && same(event->act, "read"))
        *path = (struct path){event->client, false, columns->client + 1 + columns->label,
                              columns->client - 2};
    else if (event->kind == EVENT_RETURN && (event->call == CALL_recv || event->call == CALL_read))
        *path = (struct path){NULL, true, gauge, columns->task + 1};
    else if (event->kind == EVENT_RETURN && (event->call == CALL_send || event->call == CALL_write))
        *path = (struct path){NULL, false, columns->task + 1, gauge};
    else
        return false;
    if (path->client)
        return true;
    size_t enter = narrate_enter_of(view->trace, event->seq);
    struct event room;
    const struct world_descriptor *descriptor =
        enter == SIZE_MAX ? NULL
                          : world_descriptor(view->world, trace_at(view->trace, enter, &room)->fd);
    path->client = descriptor ? descriptor->of : NULL;
    return path->client != NULL;
}

static int client_row(const struct world *world, const char *name) {
    for (int i = 0; i < world->client_count; i++)
        if (same(world->clients[i].name, name))
            return i;
    return -1;
}

void stage_motion_paint(struct canvas *canvas, const struct stage_columns *columns,
                        const struct view *view, int top) {
    size_t picture = moment_picture(view->trace, view->position);
    struct path path;
    struct event room;
    if (view->motion == 0 || picture == SIZE_MAX ||
        !path_of(view, columns, trace_at(view->trace, picture, &room), &path))
        return;
    int row = client_row(view->world, path.client);
    if (row < 0)
        return;
    int x = path.from + (path.to - path.from) * view->motion / MOTION_FRAMES;
    int y = top + 2 * row + !path.in;
    canvas_text(canvas, path.in ? x - 1 : x, y, ROLE_COPY, path.in ? "█▶" : "◀█");
}
