/* The lesson: keys become moves, moves become places, places are shown. */
#include <config.h>

#include "app-state.h"

#include "deadline.h"
#include "memory.h"
#include "pace.h"

enum { FRAME_MS = 45 }; /* of bytes on their way */

static int64_t in_ms(int64_t ms) {
    return deadline_now() + ms * INT64_C(1000000);
}

void lesson_start(struct app *app, struct session *session_take) {
    app->in_lesson = true;
    app->session = session_take;
    app->player = player_new(session_take);
    app->walk = (struct walk){.player = app->player};
    int steps = player_step_count(app->player);
    app->answers = memory_new(steps, sizeof *app->answers);
    app->outcomes = memory_new(steps, sizeof *app->outcomes);
    app->failures = memory_new(steps, sizeof *app->failures);
    app->since = app->furthest = 0;
    app->moving = app->one = app->told_done = app->playing = false;
    app->focus = app->hints = app->scroll = app->motion = 0;
    app->choice = -1;
    app->puzzled = false;
    app->overlay = OVERLAY_NONE;
    app->find = (struct app_find){.busy = false};
    finder_init(&app->find.finder);
    app->marks = (struct app_marks){NULL, 0};
    app->export = (struct app_export){.format = NULL};
}

void lesson_stop(struct app *app) {
    player_free(app->player);
    session_free(app->session);
    free(app->answers);
    free(app->outcomes);
    free(app->failures);
    free(app->marks.places);
    app->marks.places = NULL;
    app->player = NULL;
    app->session = NULL;
    app->answers = app->outcomes = NULL;
    app->failures = NULL;
    app->in_lesson = false;
}

/* ---- moves ---- */

/* A batch of events is there at once; a person who steps into it for the first time is at the edge
 * of what is known. Only what was seen before is shown as past. */
bool lesson_is_live(const struct app *app) {
    return app->session->live &&
           (player_position(app->player) >= app->furthest || walk_is_live(&app->walk));
}

bool lesson_is_over(const struct app *app) {
    return walk_is_over(&app->walk);
}

static void tell_done(struct app *app) {
    const struct lesson *lesson = app->session->lesson;
    if (app->told_done || !lesson || !lesson_is_over(app) ||
        session_state(app->session) != SESSION_ENDED || app->session->cut)
        return;
    app->told_done = true;
    if (app->host->done)
        app->host->done(app->host->context, lesson->id);
}

/* How long playing stays here. */
static int64_t stay_ms(const struct app *app) {
    struct moment moment;
    if (app->options->pace > 0)
        return app->options->pace;
    walk_moment(&app->walk, &moment);
    return pace_moment(&moment, app->session->lesson);
}

/* Did bytes move in the event that was stepped to? */
static bool bytes_moved(const struct app *app) {
    const struct trace *trace = session_trace(app->session);
    size_t picture = moment_picture(trace, player_position(app->player));
    if (picture == SIZE_MAX || picture < app->since)
        return false;
    struct event room;
    const struct event *event = trace_at(trace, picture, &room);
    return (event->kind == EVENT_CLIENT || event->kind == EVENT_RETURN) && event->result > 0 &&
           (event->data.size > 0 || event_has(event, FIELD_size));
}

static void remember_place(struct app *app) {
    size_t position = player_position(app->player);
    app->furthest = position > app->furthest ? position : app->furthest;
}

static void arrive(struct app *app) {
    app->moving = false;
    remember_place(app);
    app->choice = -1;
    app->hints = 0;
    tell_done(app);
    if (app->one && !app->options->no_motion && bytes_moved(app)) {
        app->motion = 1;
        app->motion_at = in_ms(FRAME_MS);
    }
    if (player_question(app->player) || lesson_is_over(app))
        app->playing = false;
    if (app->playing)
        app->play_at = in_ms(stay_ms(app));
}

static void look_if_arrived(struct app *app) {
    if (app->moving && !walk_is_moving(&app->walk))
        arrive(app);
}

static void begin(struct app *app, bool one) {
    app->since = player_position(app->player);
    app->moving = true;
    app->one = one;
    app->motion = 0;
    if (app->overlay == OVERLAY_WHY)
        app->overlay = OVERLAY_NONE;
}

void lesson_next_event(struct app *app) {
    begin(app, true);
    walk_next_event(&app->walk);
    look_if_arrived(app);
}

void lesson_next_step(struct app *app) {
    begin(app, false);
    walk_next_step(&app->walk);
    look_if_arrived(app);
}

/* Going back marks the event that is now the latest. */
void lesson_came_back(struct app *app) {
    size_t position = player_position(app->player);
    size_t picture = moment_picture(session_trace(app->session), position);
    app->walk.goal = WALK_NONE;
    app->playing = false;
    begin(app, false);
    app->since = picture == SIZE_MAX ? 0 : picture;
    arrive(app);
}

void lesson_go_step(struct app *app, int step) {
    begin(app, false);
    walk_go_step(&app->walk, step);
    look_if_arrived(app);
}

/* ---- runs ---- */

/* A fresh run of the same lesson. The old one ends first: a process runs one at a time. */
static bool run_again(struct app *app) {
    const char *id = app->session->lesson->id;
    enum panel panel = app->panel;
    lesson_stop(app);
    app->panel = panel;
    if (app_open(app, id))
        return true;
    if (app->has_menu) {
        menu_start(app);
    } else {
        *app->error = app->message;
        app->status = 2;
        app->quit = true;
    }
    return false;
}

bool lesson_can_run_again(const struct app *app) {
    return app->session->lesson && app->host->open && (app->has_menu || !app->session->live);
}

void lesson_restart(struct app *app) {
    if (app->has_menu && lesson_can_run_again(app)) {
        run_again(app);
        return;
    }
    player_go_event(app->player, 0);
    lesson_came_back(app);
}

void lesson_continue_live(struct app *app) {
    struct moment moment;
    walk_moment(&app->walk, &moment);
    if (!run_again(app) || moment.step < 0)
        return;
    if (moment.begun || moment.done) {
        lesson_go_step(app, moment.step);
        return;
    }
    begin(app, false);
    player_go_step(app->player, moment.step);
    look_if_arrived(app);
}

/* ---- time ---- */

static void turn_motion(struct app *app) {
    if (app->motion == 0 || deadline_now() < app->motion_at)
        return;
    app->motion = app->motion < MOTION_FRAMES ? app->motion + 1 : 0;
    app->motion_at = in_ms(FRAME_MS);
}

static void turn_play(struct app *app) {
    if (app->playing && !app->moving && deadline_now() >= app->play_at)
        lesson_next_event(app);
}

void lesson_turn(struct app *app) {
    if (session_state(app->session) == SESSION_MOVING || app->moving) {
        player_turn(app->player);
        walk_turn(&app->walk);
        remember_place(app);
        look_if_arrived(app);
    }
    turn_motion(app);
    turn_play(app);
    find_turn(app);
    export_turn(app);
}

static int64_t sooner(int64_t a, int64_t b) {
    if (a < 0 || b < 0)
        return a < 0 ? b : a;
    return a < b ? a : b;
}

int64_t lesson_deadline(const struct app *app) {
    int64_t deadline = -1;
    if (session_state(app->session) == SESSION_MOVING)
        deadline = session_deadline(app->session);
    if (app->motion)
        deadline = sooner(deadline, app->motion_at);
    if (app->playing && !app->moving)
        deadline = sooner(deadline, app->play_at);
    if (app->find.busy || app->export.due)
        deadline = sooner(deadline, deadline_now());
    return deadline;
}
