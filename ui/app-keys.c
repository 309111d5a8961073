/* What a key does in a lesson, and which keys do something. */
#include <config.h>

#include "app-state.h"

enum {
    SCROLL_PAGE = 10,
    SCROLL_MOST = 40, /* more rows than the help has */
};

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
    bool on = !question && !lesson_is_over(app);
    unsigned keys = question ? question_keys(question, app->hints) : 0;
    if (app->overlay == OVERLAY_HELP)
        return 1u << KEY_SCROLL | 1u << KEY_CLOSE;
    if (app->overlay == OVERLAY_LIST)
        return 1u << KEY_OPEN | 1u << KEY_CLOSE;
    if (app->overlay == OVERLAY_ENTRY)
        return 1u << KEY_TAKE | 1u << KEY_CLOSE;
    keys |= bit(on, KEY_NEXT_EVENT) | bit(on, KEY_NEXT_STEP) | bit(on, KEY_PLAY);
    keys |= bit(later, KEY_BACK_EVENT) | bit(later, KEY_BACK_STEP) | bit(later, KEY_RESTART);
    keys |= bit(!is_wide(app), KEY_PANEL) | bit(app->session->lesson, KEY_JUMP);
    keys |= bit(player_world(app->player)->task_count > 1, KEY_FOCUS);
    keys |= bit(lesson_can_run_again(app) && later && !lesson_is_live(app), KEY_CONTINUE);
    keys |= bit(app->has_menu, KEY_MENU) | 1u << KEY_FIND | 1u << KEY_MARK;
    keys |= bit(app->find.query[0], KEY_FIND_NEXT) | bit(app->find.query[0], KEY_FIND_BACK);
    keys |= bit(app->marks.count, KEY_MARKS) | bit(app->host->formats, KEY_EXPORT);
    return keys | 1u << KEY_WHY | 1u << KEY_HELP | 1u << KEY_QUIT;
}

static void give_answer(struct app *app, int choice) {
    const struct step *question = player_question(app->player);
    if (!question || choice < 0 || choice >= question->choice_count)
        return;
    player_answer(app->player, choice);
    app->choice = -1;
    app->hints = 0;
}

static void answer_key(struct app *app, int character) {
    if (character >= '1' && character <= '6')
        give_answer(app, character - '1');
}

static void toggle_play(struct app *app) {
    app->playing = !app->playing;
    if (app->playing && !app->moving)
        lesson_next_event(app);
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
        lesson_next_event(app);
        break;
    case KEY_NEXT_STEP:
        app->playing = false;
        lesson_next_step(app);
        break;
    case KEY_BACK_EVENT:
        player_back_event(app->player);
        lesson_came_back(app);
        break;
    case KEY_BACK_STEP:
        walk_back_step(&app->walk);
        lesson_came_back(app);
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
    case KEY_FIND:
        find_start(app);
        break;
    case KEY_FIND_NEXT:
    case KEY_FIND_BACK:
        find_again(app, key == KEY_FIND_BACK);
        break;
    case KEY_MARK:
        marks_toggle(app);
        break;
    case KEY_MARKS:
        marks_start(app);
        break;
    case KEY_EXPORT:
        export_start(app);
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
        lesson_continue_live(app);
        break;
    case KEY_RESTART:
        lesson_restart(app);
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

static void take_listed(struct app *app, int target) {
    app->overlay = OVERLAY_NONE;
    if (app->listed == LISTED_STEPS)
        lesson_go_step(app, target);
    else if (app->listed == LISTED_MARKS)
        marks_choose(app, target);
    else
        export_choose(app, target);
}

static void listed_key(struct app *app, int character) {
    int target;
    if (character == 27 || character == 'q')
        app->overlay = OVERLAY_NONE;
    else if (list_key(&app->list, character, &target))
        take_listed(app, target);
}

void help_key(struct app *app, int character) {
    int by = 0;
    if (character == 27 || character == 'q' || character == '?')
        app->overlay = OVERLAY_NONE;
    else if (character == TERM_DOWN || character == 'j')
        by = 1;
    else if (character == TERM_UP || character == 'k')
        by = -1;
    else if (character == TERM_PAGE_DOWN || character == ' ')
        by = SCROLL_PAGE;
    else if (character == TERM_PAGE_UP)
        by = -SCROLL_PAGE;
    app->scroll += by;
    if (app->scroll < 0)
        app->scroll = 0;
    if (app->scroll > SCROLL_MOST)
        app->scroll = SCROLL_MOST;
}

/* Arrows and Enter choose an answer too. True if the key was such a one. Nothing is marked at
 * first: who presses Enter to go on has not answered. */
static bool choose_key(struct app *app, int character) {
    const struct step *question = player_question(app->player);
    if (!question)
        return false;
    if (character == TERM_UP && app->choice > 0)
        app->choice--;
    else if (character == TERM_DOWN && app->choice + 1 < question->choice_count)
        app->choice++;
    else if ((character == '\n' || character == '\r') && app->choice < 0)
        app->puzzled = true;
    else if (character == '\n' || character == '\r')
        give_answer(app, app->choice);
    else
        return false;
    return true;
}

void lesson_key(struct app *app, int character) {
    app->motion = 0;
    app->puzzled = false;
    find_stop(app);
    if (app->overlay == OVERLAY_LIST)
        listed_key(app, character);
    else if (app->overlay == OVERLAY_ENTRY)
        entry_key(app, character);
    else if (app->overlay == OVERLAY_HELP)
        help_key(app, character);
    else if (character == 27 && app->overlay == OVERLAY_WHY)
        app->overlay = OVERLAY_NONE;
    else if (!choose_key(app, character))
        obey(app, key_find(lesson_keys(app), character), character);
}
