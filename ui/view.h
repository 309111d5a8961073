/* view: panels as pure functions from what is known at a place to cells. No clock, no I/O, no state
 * of their own: the same struct view paints the same canvas.
 *
 * One view a file, its table at the file's foot; screen_paint() puts them together. */
#ifndef WAITSCOPE_VIEW_H
#define WAITSCOPE_VIEW_H

#include "canvas.h"
#include "compare.h"
#include "keymap.h"
#include "layout.h"
#include "lesson.h"
#include "moment.h"
#include "trace.h"
#include "world.h"

enum {
    MOTION_FRAMES = 8,    /* bytes need so many pictures to come along their row */
    VIEW_UNANSWERED = -1, /* as in player.h */
};

/* What lies on top of the panels. */
enum overlay { OVERLAY_NONE, OVERLAY_WHY, OVERLAY_HELP, OVERLAY_LIST, OVERLAY_ENTRY };

/* A list to choose from: the menu's lessons, the steps to jump to. */
struct view_item {
    const char *title;
    const char *detail; /* shown for the marked item, may be NULL */
    const char *right;  /* at the right edge, "" for none */
    const char *mark;   /* glyph and word: "✓ done", "" for none */
};

struct view_list {
    const char *title;
    const struct view_item *items;
    int count;
    int marked;         /* index, -1 if count is 0 */
    const char *filter; /* what was typed, NULL: nobody is searching */
    const char *footer; /* a sentence below the list, may be NULL */
    const char *note;   /* shown instead: what was typed cannot be; NULL: it can */
};

/* A line that is being typed. */
struct view_entry {
    const char *title;    /* of its panel */
    const char *prompt;   /* before the line */
    const char *text;     /* what was typed so far */
    const char *sentence; /* below it */
    bool wrong;           /* it says what cannot be done */
};

/* Borrowed, all of it. */
struct view {
    const struct world *world; /* = fold(trace[0 .. position)) */
    const struct trace *trace;
    const struct lesson *lesson; /* NULL: a recording without its lesson */
    const char *title;
    size_t position;
    size_t since; /* what came in since this position is marked as changed */
    struct moment moment;
    int step_count;
    bool live;           /* the run is here; else this is shown once more */
    bool ended, failed;  /* nothing more will come */
    const char *failure; /* sentence, if failed */
    bool waiting;        /* a move waits for the session */
    bool playing;
    int focus;          /* index of the task that is shown */
    const char *page;   /* the server page that it runs, NULL: not known */
    const char *source; /* its text, NULL: not at hand */
    enum panel panel;
    int motion; /* 0: at rest; 1 … MOTION_FRAMES: how far the bytes have come */
    /* The question that waits for an answer, NULL: none. */
    const struct step *question;
    int choice;   /* the marked choice */
    int hints;    /* how many are shown */
    bool puzzled; /* Enter came, and nothing was marked */
    /* For each step of the lesson: what the person answered (player.h) and which choice came true
     * (judge_choice()). NULL: nobody knows. */
    const int *answers;
    const int *outcomes;
    const char *const *failures; /* walk_failures(); NULL: none is known */
    enum overlay overlay;
    int scroll; /* first line of the help */
    const struct view_list *list;
    const struct view_entry *entry;
    const char *note;              /* in the story's heading: what was found here; NULL: nothing */
    bool marked;                   /* a bookmark is here */
    const struct compare *compare; /* pages side by side, NULL: there are none */
    unsigned keys;                 /* those that apply, a bit each */
    unsigned help_keys;            /* those that the help explains */
};

struct view_ops {
    const char *title; /* of its heading, untranslated */
    void (*paint)(struct canvas *canvas, struct rect rect, const struct view *view);
    /* Rows it would like at that width; NULL: any number. */
    int (*height)(const struct view *view, int width, bool ascii);
};

extern const struct view_ops view_title;
extern const struct view_ops view_stage;
extern const struct view_ops view_scale;
extern const struct view_ops view_code;
extern const struct view_ops view_ladder;
extern const struct view_ops view_time;
extern const struct view_ops view_story;
extern const struct view_ops view_ask;
extern const struct view_ops view_why;
extern const struct view_ops view_entry;
extern const struct view_ops view_help;
extern const struct view_ops view_menu;
extern const struct view_ops view_keys;
extern const struct view_ops view_compare;

/* Paints a lesson's whole screen (or the help, or a list that covers it). */
void screen_paint(struct canvas *canvas, const struct view *view);
/* Is that screen one table of measurements and the story, with no other panel? */
bool screen_is_table(const struct view *view);
/* Paints the menu's screen: list, title and key line. Only list, keys and overlay are looked at. */
void screen_paint_menu(struct canvas *canvas, const struct view *view);
/* Paints the screen of `compare`. Only compare and keys are looked at. */
void screen_paint_compare(struct canvas *canvas, const struct view *view);

/* The column between program and kernel in the ladder's rectangle. */
int view_ladder_edge(struct rect rect);

/* The task in focus, NULL if there is none yet. */
const struct world_task *view_task(const struct view *view);
/* seq of the enter event of the call that the task's latest event belongs to. For a task that has
 * called. */
size_t view_enter(const struct view *view, const struct world_task *task);

/* Are calls timed at this place, with no page running? Then view_scale has the screen. */
bool view_is_scaled(const struct view *view);
/* The same as task_note() of view-task.h, at the view's place. */
size_t view_note(const struct view *view, const struct world_task *task);
/* The server page that the task in focus runs, or else the lesson's first; NULL: none is known. */
const char *view_page(const struct view *view);

/* Why is the task in focus where it is? One to three sentences from the world; returns out.
 * WHY_MAX bytes are enough. --plain says the same. */
enum { WHY_MAX = 1024 };
char *why_text(const struct world *world, const struct trace *trace, const struct world_task *task,
               char *out, size_t size);

#endif
