/* app-state: what the files of the app share. Of no use to others. */
#ifndef WAITSCOPE_APP_STATE_H
#define WAITSCOPE_APP_STATE_H

#include "app.h"
#include "finder.h"
#include "view.h"
#include "walk.h"

enum { FILTER_BYTES = 64, LIST_TEXT = 256, ENTRY_BYTES = 256, SAID_BYTES = 640 };

/* A list and what its items point to. */
struct app_list {
    struct view_list view;
    struct view_item *items;
    char (*texts)[LIST_TEXT];
    int *targets;         /* what each item stands for: index of the lesson, of the step */
    int typed;            /* the number typed so far */
    char note[LIST_TEXT]; /* the list has no such number; "": it has */
    bool at_once;         /* a number that cannot go on takes its item, without Enter */
};

/* Which list lies on top. */
enum app_listed { LISTED_STEPS, LISTED_MARKS, LISTED_FORMATS };

/* What a line is typed for. */
enum app_asked { ASKED_SEARCH, ASKED_FILE };

/* A line that is being typed. */
struct app_entry {
    enum app_asked asked;
    struct view_entry view;
    char text[ENTRY_BYTES], sentence[SAID_BYTES];
};

struct app_find {
    char query[ENTRY_BYTES]; /* the last one that meant something, "": none */
    struct finder finder;
    bool busy; /* it is under way */
    char note[SAID_BYTES];
    size_t note_place; /* where the note is told */
};

/* Bookmarks: places, in their order. */
struct app_marks {
    size_t *places;
    int count;
};

/* The file that is about to be written. */
struct app_export {
    const struct export_format *format;
    bool replace; /* the person knows that it is there already */
    bool due;     /* it is written after the next picture */
    bool written;
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
    const char **failures;
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
    enum app_listed listed;
    struct app_entry entry;
    struct app_find find;
    struct app_marks marks;
    struct app_export export;
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
/* An empty list with room for `most` items. */
void list_init(struct app_list *list, const char *title, int most);
/* True if an item was taken or the list was left: *target, or -1. */
bool list_key(struct app_list *list, int character, int *target);
void list_fini(struct app_list *list);
/* Opens a lesson of the menu by id; a sentence in app->message if that fails. */
bool app_open(struct app *app, const char *id);

/* app-entry.c */
void entry_open(struct app *app, enum app_asked asked, const char *title, const char *prompt);
/* What is said below the line. */
void entry_say(struct app_entry *entry, bool wrong, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* A key while the line is typed. */
void entry_key(struct app *app, int character);
/* A character more, or one less (backspace); true if the text changed. */
bool typed_key(char *text, size_t size, int character);

/* app-find.c */
void find_start(struct app *app);
void find_submit(struct app *app);
void find_again(struct app *app, bool back);
/* Gives up a search that is under way. */
void find_stop(struct app *app);
/* Looks at some more events. */
void find_turn(struct app *app);
/* What is told of it here; NULL: nothing. */
const char *find_note(const struct app *app);

/* app-marks.c */
void marks_toggle(struct app *app);
void marks_start(struct app *app);
void marks_choose(struct app *app, int mark);
bool marks_here(const struct app *app);

/* app-export.c */
void export_start(struct app *app);
void export_choose(struct app *app, int format);
void export_submit(struct app *app);
/* Writes the file if that is due. */
void export_turn(struct app *app);

/* app-paint.c */
void app_paint(struct app *app);

#endif
