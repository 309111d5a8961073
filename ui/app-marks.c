/* Bookmarks: places in this session to come back to. */
#include <config.h>

#include "app-state.h"

#include <stdint.h>
#include <string.h>

#include "i18n.h"
#include "memory.h"
#include "narrate.h"

/* Where the place stands among the bookmarks, or belongs. */
static int mark_index(const struct app_marks *marks, size_t place) {
    int index = 0;
    while (index < marks->count && marks->places[index] < place)
        index++;
    return index;
}

bool marks_here(const struct app *app) {
    size_t place = player_position(app->player);
    int index = mark_index(&app->marks, place);
    return index < app->marks.count && app->marks.places[index] == place;
}

void marks_toggle(struct app *app) {
    struct app_marks *marks = &app->marks;
    size_t place = player_position(app->player);
    int index = mark_index(marks, place);
    bool here = marks_here(app);
    if (!here)
        marks->places = memory_grow(marks->places, marks->count + 1, sizeof *marks->places);
    size_t *at = marks->places + index;
    size_t behind = (size_t)(marks->count - index - here) * sizeof *at;
    if (here)
        memmove(at, at + 1, behind);
    else
        memmove(at + 1, at, behind);
    if (!here)
        *at = place;
    marks->count += here ? -1 : 1;
}

/* What had just happened there. */
static void mark_title(const struct app *app, size_t place, char *out, size_t size) {
    const struct trace *trace = session_trace(app->session);
    size_t picture = moment_picture(trace, place);
    char text[NARRATE_MAX] = "";
    if (picture != SIZE_MAX)
        narrate_event(trace, app->session->lesson, picture, text, sizeof text);
    out[0] = '\0';
    text_add(out, size, "%s", picture == SIZE_MAX ? _("the beginning") : text);
}

void marks_start(struct app *app) {
    struct app_list *list = &app->list;
    size_t here = player_position(app->player);
    list_init(list, _("bookmarks"), app->marks.count * 2);
    for (int i = 0; i < app->marks.count; i++) {
        char *title = list->texts[i * 2], *right = list->texts[i * 2 + 1];
        mark_title(app, app->marks.places[i], title, LIST_TEXT);
        right[0] = '\0';
        text_add(right, LIST_TEXT, _("event %zu"), app->marks.places[i]);
        list->items[i] = (struct view_item){
            .title = title,
            .right = right,
            .mark = app->marks.places[i] == here ? _("▸ here") : "",
        };
        list->targets[i] = i;
        if (app->marks.places[i] <= here)
            list->view.marked = i;
    }
    list->view.count = app->marks.count;
    list->view.footer = _("Enter: to that place. Esc: back. There, k takes the bookmark away.");
    app->listed = LISTED_MARKS;
    app->overlay = OVERLAY_LIST;
}

void marks_choose(struct app *app, int mark) {
    player_go_event(app->player, app->marks.places[mark]);
    lesson_came_back(app);
}
