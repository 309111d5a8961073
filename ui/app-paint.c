#include <config.h>

#include "app-state.h"

#include <string.h>

static const char *title_of(const struct app *app) {
    const struct trace_header *header = trace_header_const(session_trace(app->session));
    if (app->session->lesson)
        return app->session->lesson->title;
    return header->lesson ? header->lesson : "waitscope";
}

static void view_fill(const struct app *app, struct view *view) {
    const struct session *session = app->session;
    *view = (struct view){
        .world = player_world(app->player),
        .trace = session_trace(session),
        .lesson = session->lesson,
        .title = title_of(app),
        .position = player_position(app->player),
        .since = app->since,
        .step_count = player_step_count(app->player),
        .live = lesson_is_live(app),
        .ended = session_state(session) == SESSION_ENDED,
        .failed = session_state(session) == SESSION_FAILED,
        .waiting = app->moving,
        .playing = app->playing,
        .focus = app->focus,
        .panel = app->panel,
        .motion = app->motion,
        .question = player_question(app->player),
        .choice = app->choice,
        .hints = app->hints,
        .puzzled = app->puzzled,
        .answers = app->answers,
        .outcomes = app->outcomes,
        .failures = app->failures,
        .overlay = app->overlay,
        .scroll = app->scroll,
        .list = &app->list.view,
        .entry = &app->entry.view,
        .note = find_note(app),
        .marked = marks_here(app),
        .keys = lesson_keys(app),
    };
    if (view->failed)
        view->failure = session_error(session)->text;
    walk_moment(&app->walk, &view->moment);
    walk_answers(&app->walk, app->answers, app->outcomes);
    walk_failures(&app->walk, &view->moment, app->failures);
}

static void add_source(const struct app *app, struct view *view) {
    view->page = view_page(view);
    if (view->page && app->host->source)
        view->source = app->host->source(app->host->context, view->page);
}

/* The keys that the help explains are those below it. */
static unsigned keys_below(const struct app *app) {
    struct app below = *app;
    below.overlay = OVERLAY_NONE;
    return app->in_lesson ? lesson_keys(&below) : menu_keys(&below);
}

void app_paint(struct app *app) {
    int width, height;
    term_size(app->term, &width, &height);
    struct canvas *canvas = canvas_new(width, height, app->options->ascii);
    struct view view = {.list = &app->list.view, .overlay = app->overlay, .scroll = app->scroll};
    if (app->in_lesson) {
        view_fill(app, &view);
        add_source(app, &view);
        if (screen_is_table(&view))
            view.keys &= ~(1u << KEY_PANEL);
    } else {
        view.keys = menu_keys(app);
    }
    view.help_keys = keys_below(app);
    if (app->in_lesson)
        screen_paint(canvas, &view);
    else
        screen_paint_menu(canvas, &view);
    term_show(app->term, canvas);
    canvas_free(canvas);
}
