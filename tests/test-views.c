/* Views on recorded traces: goldens of whole screens, and what must hold for every view, place and
 * size. GENERATE=1 rewrites the goldens; the diff is to be read. */
#include <config.h>

#include "gauge.h"
#include "page.h"
#include "recorded.h"
#include "scene.h"
#include "tap.h"
#include "view.h"
#include "walk.h"

#include <stdlib.h>
#include <string.h>

/* ---- goldens ---- */

static const struct shot shots[] = {
    {"start", "phases", NULL, 0, PANEL_CODE, OVERLAY_NONE, 0},
    {"asleep", "phases", "connect", 0, PANEL_LADDER, OVERLAY_NONE, 0},
    {"no-wait", "phases", "no-wait", 0, PANEL_LADDER, OVERLAY_NONE, 0},
    {"in-the-queue", "blocking", "send-b", 0, PANEL_TIME, OVERLAY_NONE, 0},
    {"closed-by-server", "blocking", "accept-b", 0, PANEL_LADDER, OVERLAY_NONE, 0},
    {"question", "select", "ask-answer", 0, PANEL_CODE, OVERLAY_NONE, 1},
    {"asked-and-got", "select", "hello", 0, PANEL_CODE, OVERLAY_NONE, 0},
    {"under-way", "select", "answer", 2, PANEL_LADDER, OVERLAY_NONE, 0},
    {"full", "send-blocks", "fill", 0, PANEL_LADDER, OVERLAY_NONE, 0},
    {"why", "send-blocks", "fill", 0, PANEL_LADDER, OVERLAY_WHY, 0},
    {"no-wait-why", "phases", "no-wait", 0, PANEL_CODE, OVERLAY_WHY, 0},
    {"help", "select", "hello", 0, PANEL_CODE, OVERLAY_HELP, 0},
};

/* Screens of the readiness family, at the two sizes that people have. */
static const struct shot ready_shots[] = {
    {"call-after-call", "nonblocking", "spin", 0, PANEL_TIME, OVERLAY_NONE, 0},
    {"naps", "nonblocking-cost", "nap-5", 0, PANEL_CODE, OVERLAY_NONE, 0},
    {"limit", "timeout", "too-slow", 3, PANEL_LADDER, OVERLAY_NONE, 0},
    {"slept-why", "phases", "small", 0, PANEL_CODE, OVERLAY_WHY, 0},
    {"limit-why", "timeout", "too-slow", 3, PANEL_TIME, OVERLAY_WHY, 0},
    {"array", "poll", "goodbye", 0, PANEL_CODE, OVERLAY_NONE, 0},
    {"closed-in-array", "poll", "nval", 0, PANEL_LADDER, OVERLAY_NONE, 0},
    {"two-lists", "epoll-level", "spin", 0, PANEL_CODE, OVERLAY_NONE, 0},
    {"edge-hangs", "epoll-edge", "half", 0, PANEL_CODE, OVERLAY_NONE, 0},
    {"edge-hangs-why", "epoll-edge", "half", 0, PANEL_CODE, OVERLAY_WHY, 0},
    {"signal", "sigio", "connect-b", 0, PANEL_LADDER, OVERLAY_NONE, 0},
    {"signal-says", "sigio", "queued", 0, PANEL_LADDER, OVERLAY_NONE, 0},
    {"prints-why", "sigio", "stranded", 0, PANEL_CODE, OVERLAY_WHY, 0},
    {"held-back", "sigio", "many", 0, PANEL_CODE, OVERLAY_NONE, 0},
    {"scale", "scale", "ten-thousand", 0, PANEL_CODE, OVERLAY_NONE, 0},
    {"switched", "send-blocks", "start-again", 0, PANEL_LADDER, OVERLAY_NONE, 0},
    {"two-entries", "poll", "two-entries", 0, PANEL_CODE, OVERLAY_NONE, 0},
    {"both-over", "poll-bits", "both-over", 0, PANEL_CODE, OVERLAY_NONE, 0},
    {"closed-since", "poll-bits", "end-count", 0, PANEL_CODE, OVERLAY_NONE, 0},
    {"new-page-time", "select", "start-again", 0, PANEL_TIME, OVERLAY_NONE, 0},
    {"stops-reading", "send-blocks", "connect", 0, PANEL_LADDER, OVERLAY_NONE, 0},
    {"window-closed", "send-blocks", "little", 0, PANEL_CODE, OVERLAY_NONE, 0},
    {"too-little-room-why", "send-blocks", "room", 0, PANEL_CODE, OVERLAY_WHY, 0},
    {"kernel-scans", "send-blocks", "rest", 0, PANEL_CODE, OVERLAY_NONE, 0},
    {"six-measured", "nonblocking-cost", "select", 0, PANEL_CODE, OVERLAY_NONE, 0},
};

static void check_goldens(void) {
    for (size_t i = 0; i < sizeof shots / sizeof shots[0]; i++)
        for (size_t k = 0; k < SHOT_SIZES; k++)
            shot_check(&shots[i], shot_sizes[k].width, shot_sizes[k].height, false, "");
    for (size_t i = 0; i < sizeof ready_shots / sizeof ready_shots[0]; i++)
        for (size_t k = 0; k < 2; k++)
            shot_check(&ready_shots[i], shot_sizes[k].width, shot_sizes[k].height, false, "");
    shot_check(&shots[6], 80, 24, true, "-ascii");
    shot_check(&shots[6], 60, 16, false, "");
    shot_check(&shots[6], 59, 16, false, "");
}

/* ---- what always holds ---- */

static const struct view_ops *const all_views[] = {
    &view_title, &view_stage, &view_code, &view_ladder, &view_time,  &view_story,
    &view_ask,   &view_why,   &view_help, &view_keys,   &view_scale,
};

static bool is_blank(const struct canvas *canvas, int x, int y) {
    return strcmp(canvas_cell(canvas, x, y)->text, " ") == 0;
}

static bool outside_is_blank(const struct canvas *canvas, struct rect rect) {
    for (int y = 0; y < canvas->height; y++)
        for (int x = 0; x < canvas->width; x++) {
            bool inside =
                x >= rect.x && x < rect.x + rect.width && y >= rect.y && y < rect.y + rect.height;
            if (!inside && !is_blank(canvas, x, y))
                return false;
        }
    return true;
}

/* Any view in any rectangle: no crash, nothing beside it. */
static void check_rectangles(const struct view *view) {
    bool good = true;
    for (size_t i = 0; i < sizeof all_views / sizeof all_views[0]; i++)
        for (int width = 0; width <= 110; width += 11)
            for (int height = 0; height <= 12; height += 3) {
                struct rect rect = {5, 3, width, height};
                struct canvas *canvas = canvas_new(130, 20, width % 2);
                canvas_clip(canvas, rect);
                all_views[i]->paint(canvas, rect, view);
                good = good && outside_is_blank(canvas, rect);
                canvas_free(canvas);
            }
    tap_ok(good, "views stay in their rectangle, whatever its size");
}

/* The same view twice gives the same cells: no hidden state. */
static bool paints_the_same(const struct view *view, int width, int height) {
    struct canvas *canvas[2];
    for (int i = 0; i < 2; i++) {
        canvas[i] = canvas_new(width, height, false);
        screen_paint(canvas[i], view);
    }
    bool same = memcmp(canvas[0]->cells, canvas[1]->cells,
                       (size_t)width * height * sizeof(struct cell)) == 0;
    canvas_free(canvas[0]);
    canvas_free(canvas[1]);
    return same;
}

static bool is_ascii(const struct canvas *canvas) {
    for (int y = 0; y < canvas->height; y++)
        for (int x = 0; x < canvas->width; x++)
            for (const char *c = canvas_cell(canvas, x, y)->text; *c; c++)
                if ((unsigned char)*c >= 0x80)
                    return false;
    return true;
}

/* Every place of a recording at odd sizes. */
static void check_places(const char *lesson, bool english) {
    struct scene scene;
    bool same = true, ascii = true;
    scene_open(&scene, lesson, NULL);
    size_t count = trace_count(scene.view.trace);
    for (size_t i = 0; i <= count; i += tap_stride()) {
        player_go_event(scene.player, i);
        scene_look(&scene);
        scene.view.motion = (int)(i % (MOTION_FRAMES + 1));
        scene.view.panel = i % PANEL_COUNT;
        int width = 60 + (int)(i * 7 % 120), height = 16 + (int)(i * 5 % 40);
        same = same && paints_the_same(&scene.view, width, height);
        struct canvas *canvas = canvas_new(width, height, true);
        screen_paint(canvas, &scene.view);
        ascii = ascii && is_ascii(canvas);
        canvas_free(canvas);
    }
    tap_ok(same, "%s: the same place gives the same cells, at every event", lesson);
    tap_ok(ascii || !english, "%s: with ascii every cell is ASCII", lesson);
    scene_close(&scene);
}

/* The row of a client on the screen: the first that begins with its name; -1: none does. */
static int row_of(const struct view *view, const char *text) {
    char row[2048];
    int found = -1;
    struct canvas *canvas = canvas_new(100, 32, false);
    screen_paint(canvas, view);
    for (int y = 0; y < 12 && found < 0; y++)
        if (strncmp(canvas_row(canvas, y, row, sizeof row), text, strlen(text)) == 0)
            found = y;
    canvas_free(canvas);
    return found;
}

static void check_rows(const char *lesson, const char *last) {
    struct scene scene;
    bool same = true;
    scene_open(&scene, lesson, NULL);
    int a = row_of(&scene.view, " A "), c = row_of(&scene.view, last);
    for (size_t i = 0; i <= trace_count(scene.view.trace); i += 3) {
        player_go_event(scene.player, i);
        scene_look(&scene);
        same = same && row_of(&scene.view, " A ") == a && row_of(&scene.view, last) == c;
    }
    tap_ok(a > 0 && c > a && same, "%s: a client keeps its row through the whole lesson", lesson);
    scene_close(&scene);
}

/* What a page asks with is known from its text, before it asks. */
static void check_page_calls(void) {
    tap_ok(page_calls("int n = poll(entries, 3, -1);", "poll"), "a page calls poll");
    tap_ok(!page_calls("epoll_wait(4, 0, 0, 0); my_poll(1); struct poll p;", "poll"),
           "not what only ends in its name, nor a word without arguments");
    tap_ok(!page_calls("/* poll(2) */ puts(\"poll(\\\"x\\\")\"); char c = '\\'';", "poll"),
           "nor what stands in comments and texts");
    tap_ok(page_calls("/* it's */ char c = '\"'; poll(0, 0, 0);", "poll"),
           "a quote in a comment or a character hides nothing");
    tap_ok(page_has("if (entry.revents & 1)", "revents") && !page_has("/* revents */", "revents"),
           "a word that is no call is found as well, outside of comments");
    tap_ok(!page_calls("/* open", "poll") && !page_calls(NULL, "poll"), "no end, no text: no call");
}

static int cells_of(const struct canvas *canvas, enum role role) {
    int count = 0;
    for (int y = 0; y < canvas->height; y++)
        for (int x = 0; x < canvas->width; x++)
            count += canvas_cell(canvas, x, y)->role == role && !is_blank(canvas, x, y);
    return count;
}

static void check_roles(void) {
    struct scene scene;
    scene_open(&scene, "send-blocks", "fill");
    struct canvas *canvas = canvas_new(100, 32, false);
    screen_paint(canvas, &scene.view);
    tap_ok(cells_of(canvas, ROLE_FULL) >= 8, "full queues have their role");
    tap_ok(cells_of(canvas, ROLE_ASLEEP) > 0, "so has a task that sleeps");
    tap_ok(cells_of(canvas, ROLE_NOW) > 0, "so has the running line");
    tap_ok(cells_of(canvas, ROLE_COPY) == 0, "no copy is drawn where none was observed");
    canvas_free(canvas);
    scene_close(&scene);
}

/* ---- gauges ---- */

static void check_gauge(const struct gauge *gauge, bool ascii, const char *bar, const char *what) {
    char row[64];
    struct canvas *canvas = canvas_new(6, 1, ascii);
    gauge_paint(canvas, 0, 0, 4, gauge);
    canvas_row(canvas, 0, row, sizeof row);
    if (!tap_ok(strcmp(row, bar) == 0, "%s", what))
        tap_note("%s", row);
    canvas_free(canvas);
}

static void check_gauges(void) {
    const struct gauge few = {.bytes = 5, .memory = 768, .limit = 400000},
                       some = {.bytes = 5, .memory = 11, .limit = 32},
                       most = {.bytes = 5, .memory = 40, .limit = 32},
                       full = {.bytes = 5, .memory = 20, .limit = 32, .full = true},
                       shut = {.bytes = 5, .memory = 20, .limit = 32, .closed = true},
                       none = {.bytes = 0, .memory = 0, .limit = 32};
    check_gauge(&few, false, "▕▎▁▁▁▏", "a few bytes are something");
    check_gauge(&some, false, "▕█▍▁▁▏", "a gauge shows eighths of a cell");
    check_gauge(&most, false, "▕███▉▏", "only a full queue fills its gauge");
    check_gauge(&full, false, "▕FULL▏", "and says so");
    check_gauge(&shut, false, "▕██▌▁▏", "a closed one is not full; its word has no room here");
    check_gauge(&none, false, "▕▁▁▁▁▏", "an empty one is empty");
    check_gauge(&few, true, "[#___]", "with ascii a few bytes are a cell");
    check_gauge(&some, true, "[##__]", "a begun cell counts");
    check_gauge(&most, true, "[###_]", "but not the last one");
}

/* Full is what lets nothing in and never held more. */
static void check_closed(void) {
    struct world_queues own = {.receive_queue = 2048, .receive_most = 2048};
    const struct world_queues other = {.window = 0}, open = {.window = 500};
    struct gauge gauge = gauge_receive(&own, &other);
    tap_ok(gauge.full && !gauge.closed, "window 0 and as much as ever: full");
    own.receive_queue = 1548;
    gauge = gauge_receive(&own, &other);
    tap_ok(!gauge.full && gauge.closed, "window 0 and less than there was: closed, not full");
    gauge = gauge_receive(&own, &open);
    tap_ok(!gauge.full && !gauge.closed, "a window: neither");
}

/* What the story must not tell before it has happened. */
static void check_order_of_telling(void) {
    struct scene scene;
    scene_open(&scene, "send-blocks", "fill");
    const struct step *fill =
        &scene.session->lesson->steps[lesson_step_index(scene.session->lesson, "fill")];
    char first[24];
    snprintf(first, sizeof first, "%.20s", fill->say);
    struct rect rect = {0, 0, 100, 12};
    for (int i = 0; i < 2; i++) {
        struct canvas *canvas = canvas_new(100, 12, false);
        view_story.paint(canvas, rect, &scene.view);
        char *text = canvas_as_text(canvas);
        bool told = strstr(text, first) && strstr(text, "The kernel says");
        tap_ok(i == 0 ? told : !told,
               i == 0 ? "at its end a step is told" : "before its end neither it nor the answer");
        free(text);
        canvas_free(canvas);
        player_back_event(scene.player);
        scene_look(&scene);
    }
    scene_close(&scene);
}

int main(void) {
    struct scene scene;
    recorded_locale(false);
    check_goldens();
    scene_open(&scene, "send-blocks", "fill");
    check_rectangles(&scene.view);
    scene_close(&scene);
    for (int i = 0; i < RECORDED; i++)
        check_places(recorded_names[i], true);
    check_places("phases-exact", true);
    check_rows("select", " C ");
    check_rows("poll", " C ");
    check_rows("epoll-edge", " C ");
    check_rows("sigio", " B ");
    check_page_calls();
    check_roles();
    check_gauges();
    check_closed();
    check_order_of_telling();
    recorded_free();
    recorded_locale(true);
    shot_check(&shots[5], 80, 24, false, "-zh");
    shot_check(&shots[8], 100, 32, false, "-zh");
    shot_check(&ready_shots[8], 80, 24, false, "-zh");
    shot_check(&ready_shots[8], 100, 32, false, "-zh");
    check_places("blocking", false);
    recorded_free();
    return tap_done();
}
