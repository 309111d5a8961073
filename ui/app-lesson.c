/* The lesson: keys become moves, moves become places, places are shown. */
#include <config.h>

#include "app-state.h"

#include <string.h>

#include "deadline.h"
#include "memory.h"

enum {
    FRAME_MS = 45,     /* of bytes on their way */
    PACE_MS = 1300,    /* playing: an event */
    READ_MS = 1500,    /* playing: a told step, at least */
    READ_CHAR_MS = 45, /* and for each of its characters */
};

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
    app->since = 0;
    app->moving = app->one = app->told_done = app->playing = false;
    app->focus = app->choice = app->hints = app->scroll = app->motion = 0;
    app->overlay = OVERLAY_NONE;
}

void lesson_stop(struct app *app) {
    player_free(app->player);
    session_free(app->session);
    free(app->answers);
    free(app->outcomes);
    app->player = NULL;
    app->session = NULL;
    app->answers = app->outcomes = NULL;
    app->in_lesson = false;
}

/* ---- moves ---- */

static bool is_over(const struct app *app) {
    return walk_is_over(&app->walk);
}

static void tell_done(struct app *app) {
    const struct lesson *lesson = app->session->lesson;
    if (app->told_done || !lesson || !is_over(app) ||
        session_state(app->session) != SESSION_ENDED)
        return;
    app->told_done = true;
    if (app->host->done)
        app->host->done(app->host->context, lesson->id);
}

/* How long playing stays here: an event, or as long as the told step takes to read. */
static int64_t stay_ms(const struct app *app) {
    struct moment moment;
    if (app->options->pace > 0)
        return app->options->pace;
    walk_moment(&app->walk, &moment);
    if (moment.told < 0 || moment.told != moment.step)
        return PACE_MS;
    const struct step *told = &app->session->lesson->steps[moment.told];
    int64_t letters = told->say ? (int64_t)strlen(told->say) : 0;
    for (int i = 0; i < moment.asks; i++) {
        const char *because = app->session->lesson->steps[moment.ask + i].because;
        letters += because ? (int64_t)strlen(because) : 0;
    }
    return READ_MS + letters * READ_CHAR_MS;
}

/* Did bytes move in the event that was stepped to? */
static bool bytes_moved(const struct app *app) {
    const struct trace *trace = session_trace(app->session);
    size_t picture = moment_picture(trace, player_position(app->player));
    if (picture == SIZE_MAX || picture < app->since)
        return false;
    const struct event *event = trace_at(trace, picture);
    return (event->kind == EVENT_CLIENT || event->kind == EVENT_RETURN) && event->result > 0 &&
           (event->data.size > 0 || event_has(event, FIELD_size));
}

static void arrive(struct app *app) {
    app->moving = false;
    app->choice = app->hints = 0;
    tell_done(app);
    if (app->one && !app->options->no_motion && bytes_moved(app)) {
        app->motion = 1;
        app->motion_at = in_ms(FRAME_MS);
    }
    if (player_question(app->player) || is_over(app))
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

static void next_event(struct app *app) {
    begin(app, true);
    walk_next_event(&app->walk);
    look_if_arrived(app);
}

static void next_step(struct app *app) {
    begin(app, false);
    walk_next_step(&app->walk);
    look_if_arrived(app);
}

/* Going back marks the event that is now the latest. */
static void came_back(struct app *app) {
    size_t position = player_position(app->player);
    size_t picture = moment_picture(session_trace(app->session), position);
    app->walk.goal = WALK_NONE;
    app->playing = false;
    begin(app, false);
    app->since = picture == SIZE_MAX ? 0 : picture;
    arrive(app);
}

static void go_step(struct app *app, int step) {
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

static bool can_run_again(const struct app *app) {
    return app->session->lesson && app->host->open &&
           (app->has_menu || !app->session->live);
}

static void restart(struct app *app) {
    if (app->has_menu && can_run_again(app)) {
        run_again(app);
        return;
    }
    player_go_event(app->player, 0);
    came_back(app);
}

static void continue_live(struct app *app) {
    struct moment moment;
    walk_moment(&app->walk, &moment);
    if (!run_again(app) || moment.step < 0)
        return;
    if (moment.begun || moment.done) {
        go_step(app, moment.step);
        return;
    }
    begin(app, false);
    player_go_step(app->player, moment.step);
    look_if_arrived(app);
}

/* ---- keys ---- */

static unsigned bit(bool applies, enum key key) {
    return applies ? 1u << key : 0;
}

static bool is_wide(const struct app *app) {
    struct layout layout;
    struct layout_need need = {0, 0, 0};
    int width, height;
    term_size(app->term, &width, &height);
    layout_make(&layout, width, height, &need, app->panel);
    return layout.wide;
}

static unsigned question_keys(const struct step *question, int hints) {
    return 1u << KEY_ANSWER | 1u << KEY_SKIP | bit(hints < question->hint_count, KEY_HINT);
}

unsigned lesson_keys(const struct app *app) {
    const struct step *question = player_question(app->player);
    bool later = player_position(app->player) > 0;
    bool on = !question && !is_over(app);
    unsigned keys = question ? question_keys(question, app->hints) : 0;
    if (app->overlay == OVERLAY_HELP)
        return 1u << KEY_CLOSE;
    if (app->overlay == OVERLAY_LIST)
        return 1u << KEY_OPEN | 1u << KEY_CLOSE;
    keys |= bit(on, KEY_NEXT_EVENT) | bit(on, KEY_NEXT_STEP) | bit(on, KEY_PLAY);
    keys |= bit(later, KEY_BACK_EVENT) | bit(later, KEY_BACK_STEP) | bit(later, KEY_RESTART);
    keys |= bit(!is_wide(app), KEY_PANEL) | bit(app->session->lesson, KEY_JUMP);
    keys |= bit(player_world(app->player)->task_count > 1, KEY_FOCUS);
    keys |= bit(can_run_again(app) && later && !walk_is_live(&app->walk), KEY_CONTINUE);
    keys |= bit(app->has_menu, KEY_MENU);
    return keys | 1u << KEY_WHY | 1u << KEY_HELP | 1u << KEY_QUIT;
}

static void give_answer(struct app *app, int choice) {
    const struct step *question = player_question(app->player);
    if (!question || choice >= question->choice_count)
        return;
    player_answer(app->player, choice);
    app->choice = app->hints = 0;
}

static void answer_key(struct app *app, int character) {
    if (character >= '1' && character <= '6')
        give_answer(app, character - '1');
}

static void toggle_play(struct app *app) {
    app->playing = !app->playing;
    if (app->playing && !app->moving)
        next_event(app);
}

static void leave_lesson(struct app *app) {
    lesson_stop(app);
    menu_start(app);
}

static void show_overlay(struct app *app, enum overlay overlay) {
    app->overlay = app->overlay == overlay ? OVERLAY_NONE : overlay;
    app->scroll = 0;
    app->playing = false;
}

static void obey(struct app *app, enum key key, int character) {
    switch (key) {
    case KEY_NEXT_EVENT:
        app->playing = false;
        next_event(app);
        break;
    case KEY_NEXT_STEP:
        app->playing = false;
        next_step(app);
        break;
    case KEY_BACK_EVENT:
        player_back_event(app->player);
        came_back(app);
        break;
    case KEY_BACK_STEP:
        walk_back_step(&app->walk);
        came_back(app);
        break;
    case KEY_ANSWER:
        answer_key(app, character);
        break;
    case KEY_HINT:
        app->hints++;
        break;
    case KEY_SKIP:
        player_answer(app->player, PLAYER_SKIPPED);
        break;
    case KEY_WHY:
        show_overlay(app, OVERLAY_WHY);
        break;
    case KEY_HELP:
        show_overlay(app, OVERLAY_HELP);
        break;
    case KEY_JUMP:
        app->playing = false;
        steps_start(app);
        break;
    case KEY_PLAY:
        toggle_play(app);
        break;
    case KEY_PANEL:
        app->panel = (app->panel + 1) % PANEL_COUNT;
        break;
    case KEY_FOCUS:
        app->focus = (app->focus + 1) % player_world(app->player)->task_count;
        break;
    case KEY_CONTINUE:
        continue_live(app);
        break;
    case KEY_RESTART:
        restart(app);
        break;
    case KEY_MENU:
        leave_lesson(app);
        break;
    case KEY_QUIT:
        app->quit = true;
        break;
    default:
        break;
    }
}

static void steps_key(struct app *app, int character) {
    int target;
    if (character == 27 || character == 'q')
        app->overlay = OVERLAY_NONE;
    else if (list_key(&app->list, character, &target)) {
        app->overlay = OVERLAY_NONE;
        go_step(app, target);
    }
}

static void help_key(struct app *app, int character) {
    if (character == 27 || character == 'q' || character == '?')
        app->overlay = OVERLAY_NONE;
    else if (character == TERM_DOWN || character == ' ' || character == TERM_PAGE_DOWN)
        app->scroll += character == TERM_DOWN ? 1 : 10;
    else if (character == TERM_UP || character == TERM_PAGE_UP)
        app->scroll -= character == TERM_UP ? 1 : 10;
}

/* Arrows and Enter choose an answer too. True if the key was such a one. */
static bool choose_key(struct app *app, int character) {
    const struct step *question = player_question(app->player);
    if (!question)
        return false;
    if (character == TERM_UP && app->choice > 0)
        app->choice--;
    else if (character == TERM_DOWN && app->choice + 1 < question->choice_count)
        app->choice++;
    else if (character == '\n' || character == '\r')
        give_answer(app, app->choice);
    else
        return false;
    return true;
}

void lesson_key(struct app *app, int character) {
    app->motion = 0;
    if (app->overlay == OVERLAY_LIST)
        steps_key(app, character);
    else if (app->overlay == OVERLAY_HELP)
        help_key(app, character);
    else if (character == 27 && app->overlay == OVERLAY_WHY)
        app->overlay = OVERLAY_NONE;
    else if (!choose_key(app, character))
        obey(app, key_find(lesson_keys(app), character), character);
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
        next_event(app);
}

void lesson_turn(struct app *app) {
    if (session_state(app->session) == SESSION_MOVING || app->moving) {
        player_turn(app->player);
        walk_turn(&app->walk);
        look_if_arrived(app);
    }
    turn_motion(app);
    turn_play(app);
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
    return deadline;
}
