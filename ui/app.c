#include <config.h>

#include "app-state.h"

#include <string.h>

/* Lesson or menu: what a key means. */
static void app_key(struct app *app, int character) {
    if (app->in_lesson)
        lesson_key(app, character);
    else
        menu_key(app, character);
}

/* One turn of the loop: show, wait, do. Nothing is waited for by time unless something moves. */
static void app_step(struct app *app) {
    int fd = -1;
    app_paint(app);
    if (app->in_lesson && session_state(app->session) == SESSION_MOVING)
        fd = session_fd(app->session);
    int key = term_wait(app->term, fd, app->in_lesson ? lesson_deadline(app) : -1);
    if (key == TERM_CLOSED)
        app->quit = true;
    else if (key != TERM_NOTHING && key != TERM_RESIZED)
        app_key(app, key);
    if (app->in_lesson && !app->quit)
        lesson_turn(app);
}

static int app_loop(struct app *app) {
    while (!app->quit)
        app_step(app);
    lesson_stop(app);
    list_fini(&app->list);
    return app->status;
}

int app_run(const struct app_options *options, struct term *term, const struct host *host,
            const char *lesson, struct error *error) {
    struct app app = {
        .options = options, .term = term, .host = host, .error = error, .has_menu = true};
    if (!lesson)
        menu_start(&app);
    else if (!app_open(&app, lesson)) {
        *error = app.message;
        return 2;
    }
    return app_loop(&app);
}

int app_run_session(const struct app_options *options, struct term *term, const struct host *host,
                    struct session *session_take, struct error *error) {
    struct app app = {.options = options, .term = term, .host = host, .error = error};
    lesson_start(&app, session_take);
    return app_loop(&app);
}
