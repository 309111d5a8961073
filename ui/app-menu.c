/* Lists to choose from: the menu's lessons, the steps of a lesson. */
#include <config.h>

#include "app-state.h"

#include <stdio.h>
#include <string.h>

#include "i18n.h"
#include "memory.h"
#include "narrate.h"

void list_fini(struct app_list *list) {
    free(list->items);
    free(list->texts);
    free(list->targets);
    *list = (struct app_list){.typed = 0};
}

void list_init(struct app_list *list, const char *title, int most) {
    list_fini(list);
    list->items = memory_new(most, sizeof *list->items);
    list->texts = memory_new(most, sizeof *list->texts);
    list->targets = memory_new(most, sizeof *list->targets);
    list->view = (struct view_list){.title = title, .items = list->items};
}

static void list_move(struct app_list *list, int by) {
    int marked = list->view.marked + by;
    if (marked >= list->view.count)
        marked = list->view.count - 1;
    list->view.marked = marked < 0 ? 0 : marked;
    list->typed = 0;
}

/* The list has no line with that number: the next digit begins another. */
static void list_refuse(struct app_list *list, int number) {
    list->typed = 0;
    list->note[0] = '\0';
    text_add(list->note, sizeof list->note, _("There is no number %d: the list ends with %d."),
             number, list->view.count);
    list->view.note = list->note;
}

/* A digit: true if that takes an item, for no longer number begins with what was typed. */
static bool list_digit(struct app_list *list, int digit) {
    int number = list->typed * 10 + digit;
    if (number < 1 || number > list->view.count) {
        list_refuse(list, number);
        return false;
    }
    list->view.marked = number - 1;
    list->typed = number;
    return list->at_once && number * 10 > list->view.count;
}

bool list_key(struct app_list *list, int character, int *target) {
    bool take = false;
    bool refused = list->view.note != NULL;
    *target = -1;
    list->view.note = NULL;
    if (character == TERM_UP || character == 'k')
        list_move(list, -1);
    else if (character == TERM_DOWN || character == 'j')
        list_move(list, 1);
    else if (character == TERM_PAGE_UP || character == TERM_HOME)
        list_move(list, character == TERM_HOME ? -list->view.count : -10);
    else if (character == TERM_PAGE_DOWN || character == TERM_END)
        list_move(list, character == TERM_END ? list->view.count : 10);
    else if (character >= '0' && character <= '9')
        take = list_digit(list, character - '0');
    else if (character == '\n' || character == '\r' || character == ' ')
        take = !refused; /* a number that there is not takes no other line */
    if (refused && !take && (character == '\n' || character == '\r'))
        list->view.note = list->note;
    if (take && list->view.count > 0)
        *target = list->targets[list->view.marked];
    return take && list->view.count > 0;
}

/* ---- the menu ---- */

static bool fits_filter(const struct host_lesson *lesson, const char *filter) {
    return strcasestr(lesson->title, filter) || strcasestr(lesson->id, filter) ||
           strcasestr(lesson->summary, filter);
}

static void add_lesson(struct app_list *list, const struct host_lesson *lesson, int index) {
    int at = list->view.count++;
    snprintf(list->texts[at], LIST_TEXT, _("%d min"), lesson->minutes);
    list->items[at] = (struct view_item){
        .title = lesson->title,
        .detail = lesson->summary,
        .right = list->texts[at],
        .mark = lesson->last   ? _("▸ last opened")
                : lesson->done ? _("✓ done")
                               : "",
    };
    list->targets[at] = index;
    if (lesson->last)
        list->view.marked = at;
}

static void menu_fill(struct app *app) {
    int count = app->host->lesson_count(app->host->context);
    struct app_list *list = &app->list;
    list_init(list, _("waitscope: what the program and the kernel do to each other"), count);
    for (int i = 0; i < count; i++) {
        struct host_lesson lesson;
        app->host->lesson(app->host->context, i, &lesson);
        if (fits_filter(&lesson, app->filter))
            add_lesson(list, &lesson, i);
    }
    list->at_once = true;
    list->view.filter = app->searching ? app->filter : NULL;
    list->view.footer = app->message.text[0]
                            ? app->message.text
                            : _("Enter or a number opens a lesson. Each runs for real, on this "
                                "machine.");
}

void menu_start(struct app *app) {
    app->in_lesson = false;
    app->searching = false;
    app->filter[0] = '\0';
    app->overlay = OVERLAY_NONE;
    menu_fill(app);
}

unsigned menu_keys(const struct app *app) {
    if (app->overlay == OVERLAY_HELP)
        return 1u << KEY_SCROLL | 1u << KEY_CLOSE;
    unsigned keys = app->list.view.count ? 1u << KEY_OPEN : 0;
    if (app->searching)
        return keys | 1u << KEY_CLOSE;
    return keys | 1u << KEY_SEARCH | 1u << KEY_HELP | 1u << KEY_QUIT;
}

bool app_open(struct app *app, const char *id) {
    app->message.text[0] = '\0';
    struct session *session = app->host->open(app->host->context, id, &app->message);
    if (!session)
        return false;
    lesson_start(app, session);
    return true;
}

static void open_index(struct app *app, int index) {
    struct host_lesson lesson;
    app->host->lesson(app->host->context, index, &lesson);
    if (!app_open(app, lesson.id))
        menu_start(app);
}

static void filter_end(struct app *app) {
    app->searching = false;
    app->filter[0] = '\0';
    menu_fill(app);
}

/* A character of what is searched for; arrows and Enter are the list's. */
static void filter_key(struct app *app, int character) {
    int target;
    if (character == 27)
        filter_end(app);
    else if (character == '\n' || character == '\r' || character >= TERM_NOTHING) {
        if (list_key(&app->list, character, &target))
            open_index(app, target);
    } else {
        typed_key(app->filter, sizeof app->filter, character);
        menu_fill(app);
    }
}

void menu_key(struct app *app, int character) {
    int target;
    enum key key = key_find(menu_keys(app), character);
    if (app->overlay == OVERLAY_HELP) {
        help_key(app, character);
        return;
    }
    if (app->searching) {
        filter_key(app, character);
        return;
    }
    if (key == KEY_QUIT)
        app->quit = true;
    else if (key == KEY_HELP) {
        app->overlay = OVERLAY_HELP;
        app->scroll = 0;
    } else if (key == KEY_SEARCH) {
        app->searching = true;
        menu_fill(app);
    } else if (list_key(&app->list, character, &target))
        open_index(app, target);
}

/* ---- the steps to jump to ---- */

/* What a step does or asks; what it shows is not given away. */
static void step_title(const struct step *step, char *out, size_t size) {
    char text[NARRATE_MAX];
    narrate_step(step, text, sizeof text);
    const char *title = text[0] ? text : step->kind == STEP_ASK ? step->ask : step->say;
    out[0] = '\0';
    text_add(out, size, step->kind == STEP_ASK ? "? %s" : "%s", title ? title : step->id);
}

void steps_start(struct app *app) {
    const struct lesson *lesson = app->session->lesson;
    struct app_list *list = &app->list;
    int here = player_step(app->player);
    list_init(list, lesson->title, lesson->step_count);
    for (int i = 0; i < lesson->step_count; i++) {
        step_title(&lesson->steps[i], list->texts[i], LIST_TEXT);
        list->items[i] = (struct view_item){
            .title = list->texts[i],
            .right = lesson->steps[i].id,
            .mark = i == here ? _("▸ here") : "",
        };
        list->targets[i] = i;
    }
    list->view.count = lesson->step_count;
    list->view.marked = here < 0 ? 0 : here;
    list->view.footer = _("A number and Enter: to the end of that step. Esc: back.");
    app->listed = LISTED_STEPS;
    app->overlay = OVERLAY_LIST;
}
