/* layout: which panel stands where, for a size. The only file that knows geometry. Pure.
 *
 *   80×24                    100×32 and more
 *   ┌ title ───────────┐     ┌ title ───────────────────┐
 *   ├ stage ───────────┤     ├ stage ───────────────────┤
 *   │ a row a queue    │     │ a row a queue            │
 *   ├ one of three ────┤     ├ code ─────┬ ladder ──────┤
 *   │ code/ladder/time │     ├ time ─────┴──────────────┤
 *   ├ story ───────────┤     ├ story ───────────────────┤
 *   │ …                │     │ …                        │
 *   └ keys ────────────┘     └ keys ────────────────────┘
 */
#ifndef WAITSCOPE_LAYOUT_H
#define WAITSCOPE_LAYOUT_H

#include "canvas.h"

enum {
    LAYOUT_MIN_WIDTH = 60,
    LAYOUT_MIN_HEIGHT = 16,
};

/* The panels that share one place on a small screen. */
enum panel { PANEL_CODE, PANEL_LADDER, PANEL_TIME, PANEL_COUNT };

/* Rows that the panels would like, without their heading. */
struct layout_need {
    int stage;
    int time;
    int story;
};

/* Insides of the panels; a panel of height 0 is not shown. The story has what it needs before any
 * panel but the stage. The row above each, and the column left
 * of the ladder if code is beside it, are its heading and edge. The stage has its own heading
 * inside: the names of its columns. */
struct layout {
    bool too_small;
    bool wide; /* code, ladder and time are there at once */
    struct rect title, stage, code, ladder, time, story, keys;
};

void layout_make(struct layout *layout, int width, int height, const struct layout_need *need,
                 enum panel panel);

/* The same for a table and a story alone: the table is in `stage`, with a row above it for its
 * heading. Rows that the two would like; the story comes first, but the table keeps `least_table`.
 */
void layout_make_table(struct layout *layout, int width, int height, int table, int least_table,
                       int story);

#endif
