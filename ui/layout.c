#include <config.h>

#include "layout.h"

enum {
    WIDE_WIDTH = 96,
    WIDE_HEIGHT = 29,
    STORY_MIN = 4,
    STORY_BEST = 5,
    PANEL_MIN = 3,
    LADDER_WIDTH = 54, /* of 100 */
};

static int least(int a, int b) {
    return a < b ? a : b;
}

static int most(int a, int b) {
    return a > b ? a : b;
}

/* The story's height: what it needs, but at most `room` rows. */
static int story_rows(int height, int need, int room) {
    int best = height >= 40 ? STORY_BEST + 2 : height >= 30 ? STORY_BEST + 1 : STORY_BEST;
    return most(least(most(need, best), room), STORY_MIN);
}

static struct rect rows(int y, int width, int height) {
    return (struct rect){0, y, width, most(height, 0)};
}

/* One panel between stage and story; it goes if the story needs its place. */
static void make_narrow(struct layout *layout, int width, int height,
                        const struct layout_need *need, enum panel panel) {
    int stage = least(need->stage, height - STORY_MIN - 4);
    int top = 2 + stage;
    int room = height - top - 2;
    int story = story_rows(room, need->story, room);
    int left = room - story - 1;
    layout->stage = rows(1, width, stage + 1);
    if (left < PANEL_MIN) {
        story += left + 1;
        left = 0;
    }
    struct rect shared = rows(top + 1, width, left);
    struct rect none = rows(top + 1, width, 0);
    layout->code = panel == PANEL_CODE ? shared : none;
    layout->ladder = panel == PANEL_LADDER ? shared : none;
    layout->time = panel == PANEL_TIME ? shared : none;
    layout->story = rows(height - 1 - story, width, story);
}

/* What the story needs comes first: the time panel goes, then code and ladder. Rows of panels are
 * counted with their headings. */
static void make_wide(struct layout *layout, int width, int height,
                      const struct layout_need *need) {
    int lanes = height >= 40 ? need->time + 1 : need->time;
    int stage = least(need->stage, height / 2);
    int room = height - 4 - stage; /* title, the stage's and the story's headings, keys */
    int time = 1 + lanes, middle = 1 + PANEL_MIN;
    if (room - middle - time < need->story)
        time = 0;
    if (room - middle < need->story)
        middle = 0;
    int story = middle > 0 ? story_rows(height, need->story, room - middle - time) : room;
    middle = room - time - story;
    int top = 3 + stage;
    int code = width - most(width * LADDER_WIDTH / 100, 50) - 1;
    layout->stage = rows(1, width, stage + 1);
    layout->code = rows(top, code, middle - 1);
    layout->ladder = (struct rect){code + 1, top, width - code - 1, most(middle - 1, 0)};
    layout->time = rows(top + middle, width, time - 1);
    layout->story = rows(height - 1 - story, width, story);
}

void layout_make(struct layout *layout, int width, int height, const struct layout_need *need,
                 enum panel panel) {
    *layout = (struct layout){.too_small = width < LAYOUT_MIN_WIDTH || height < LAYOUT_MIN_HEIGHT};
    if (layout->too_small)
        return;
    layout->wide = width >= WIDE_WIDTH && height >= WIDE_HEIGHT;
    layout->title = rows(0, width, 1);
    layout->keys = rows(height - 1, width, 1);
    if (layout->wide)
        make_wide(layout, width, height, need);
    else
        make_narrow(layout, width, height, need, panel);
}

void layout_make_table(struct layout *layout, int width, int height, int table, int least_table,
                       int story) {
    int room = height - 4; /* title, two headings, keys */
    *layout = (struct layout){.title = rows(0, width, 1), .keys = rows(height - 1, width, 1)};
    table = least(table, most(room - story, least_table));
    table = least(table, room - STORY_MIN);
    layout->stage = rows(2, width, table);
    layout->story = rows(3 + table, width, room - table);
}
