/* app-state: what the files of the app share. Of no use to others. */
#ifndef WAITSCOPE_APP_STATE_H
#define WAITSCOPE_APP_STATE_H

#include "app.h"
#include "view.h"
#include "walk.h"

enum { FILTER_BYTES = 64, LIST_TEXT = 256 };

/* A list and what its items point to. */
struct app_list {
    struct view_list view;
    struct view_item *items;
    char (*texts)[LIST_TEXT];
    int *targets; /* what each item stands for: index of the lesson, of the step */
    int typed;    /* the number typed so far */
    bool at_once; /* a number that cannot go on takes its item, without Enter */
};

struct app {
    const struct app_options *options;
    struct term *term;
    const struct host *host;
    struct error *error;
    int status;
    bool quit;
    bool has_menu;  /* lessons are opened by their id */
    bool in_lesson; /* else the menu */

    /* The menu and the list of steps. */
    struct app_list list;
    bool searching;
    char filter[FILTER_BYTES];
    struct error message; /* why a lesson could not be opened */

    /* The lesson. */
    struct session *session;
    struct player *player;
    struct walk walk;
    int *answers, *outcomes;
    size_t since;    /* the place before the last move */
    size_t furthest; /* the last place that was seen: before it, what is shown is past */
    bool moving;     /* a move is under way */
    bool one;        /* it is a move of one event: its bytes may be seen moving */
    bool told_done;
    int focus;
    int choice; /* of the question, -1: none is marked */
    int hints, scroll;
    bool puzzled; /* by a question: Enter was pressed, and nothing was marked */
    enum panel panel;
    enum overlay overlay;
    int motion;        /* frame, 0: at rest */
    int64_t motion_at; /* CLOCK_MONOTONIC ns of the next frame */
    bool playing;
    int64_t play_at; /* when playing goes on */
};

/* app-lesson.c */
void lesson_start(struct app *app, struct session *session_take);
void lesson_stop(struct app *app);
/* Is the run here, and not a place that was seen before? */
bool lesson_is_live(const struct app *app);
/* What has come since; the next frame, the next event of playing. */
void lesson_turn(struct app *app);
/* When lesson_turn() is due, -1: not by time. */
int64_t lesson_deadline(const struct app *app);

/* Moves; one that needs the session goes on in lesson_turn(). */
void lesson_next_event(struct app *app);
void lesson_next_step(struct app *app);
void lesson_go_step(struct app *app, int step);
/* The player has been moved back: what is now the latest event is marked. */
void lesson_came_back(struct app *app);
bool lesson_is_over(const struct app *app);
/* Runs: the lesson from its beginning; a fresh run up to the step that is shown. */
void lesson_restart(struct app *app);
void lesson_continue_live(struct app *app);
bool lesson_can_run_again(const struct app *app);

/* app-keys.c */
void lesson_key(struct app *app, int character);
unsigned lesson_keys(const struct app *app);

/* The help, in a lesson or the menu: scroll or close. */
void help_key(struct app *app, int character);

/* app-menu.c */
void menu_start(struct app *app);
void menu_key(struct app *app, int character);
unsigned menu_keys(const struct app *app);
void steps_start(struct app *app);
/* True if an item was taken or the list was left: *target, or -1. */
bool list_key(struct app_list *list, int character, int *target);
void list_fini(struct app_list *list);
/* Opens a lesson of the menu by id; a sentence in app->message if that fails. */
bool app_open(struct app *app, const char *id);

/* app-paint.c */
void app_paint(struct app *app);

#endif
