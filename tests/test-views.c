/* Views on recorded traces: goldens of whole screens, and what must hold for every view, place and
 * size. GENERATE=1 rewrites the goldens; the diff is to be read. */
#include <config.h>

#include "page.h"
#include "recorded.h"
#include "tap.h"
#include "view.h"
#include "walk.h"

#include <stdlib.h>
#include <string.h>

/* What a view is made from. */
struct scene {
    struct session *session;
    struct player *player;
    struct walk walk;
    struct view view;
    int answers[64], outcomes[64];
};

static void scene_look(struct scene *scene) {
    static int done;
    struct host host = recorded_host(&done);
    const struct session *session = scene->session;
    size_t position = player_position(scene->player);
    struct view *view = &scene->view;
    *view = (struct view){
        .world = player_world(scene->player),
        .trace = session_trace(session),
        .lesson = session->lesson,
        .title = session->lesson ? session->lesson->title : "a recording",
        .position = position,
        .since = position > 0 ? moment_picture(session_trace(session), position) : 0,
        .step_count = player_step_count(scene->player),
        .question = player_question(scene->player),
        .choice = 1,
        .answers = scene->answers,
        .outcomes = scene->outcomes,
        .keys = 1u << KEY_NEXT_EVENT | 1u << KEY_NEXT_STEP | 1u << KEY_HELP | 1u << KEY_QUIT,
        .help_keys = ~0u >> (32 - KEYS),
    };
    walk_moment(&scene->walk, &view->moment);
    walk_answers(&scene->walk, scene->answers, scene->outcomes);
    view->page = view_page(view);
    view->source = view->page ? host.source(NULL, view->page) : NULL;
}

static void scene_open(struct scene *scene, const char *lesson, const char *step) {
    *scene = (struct scene){.session = recorded_open(lesson, false)};
    scene->player = player_new(scene->session);
    scene->walk.player = scene->player;
    int index = step ? lesson_step_index(scene->session->lesson, step) : -1;
    if (step && !tap_ok(index >= 0, "%s has the step %s", lesson, step))
        exit(1);
    if (step)
        walk_go_step(&scene->walk, index);
    scene_look(scene);
}

static void scene_close(struct scene *scene) {
    player_free(scene->player);
    session_free(scene->session);
}

/* A canvas as text, a row a line. The caller frees it. */
static char *canvas_as_text(const struct canvas *canvas) {
    size_t room = (size_t)canvas->width * GLYPH_BYTES + 2;
    char *text = malloc(room * canvas->height + 1), *row = malloc(room);
    size_t used = 0;
    for (int y = 0; y < canvas->height; y++)
        used += sprintf(text + used, "%s\n", canvas_row(canvas, y, row, room));
    free(row);
    text[used] = '\0';
    return text;
}

/* ---- goldens ---- */

/* A screen of a lesson at the end of a step, or `back` events before that end. */
static const struct shot {
    const char *name, *lesson, *step;
    int back;
    enum panel panel;
    enum overlay overlay;
    int hints;
} shots[] = {
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
    {"help", "select", "hello", 0, PANEL_CODE, OVERLAY_HELP, 0},
};

/* Screens of the readiness family, at the two sizes that people have. */
static const struct shot ready_shots[] = {
    {"call-after-call", "nonblocking", "spin", 0, PANEL_TIME, OVERLAY_NONE, 0},
    {"naps", "nonblocking-cost", "nap-5", 0, PANEL_CODE, OVERLAY_NONE, 0},
    {"limit", "timeout", "too-slow", 3, PANEL_LADDER, OVERLAY_NONE, 0},
    {"limit-why", "timeout", "too-slow", 3, PANEL_TIME, OVERLAY_WHY, 0},
    {"array", "poll", "goodbye", 0, PANEL_CODE, OVERLAY_NONE, 0},
    {"closed-in-array", "poll", "nval", 0, PANEL_LADDER, OVERLAY_NONE, 0},
    {"two-lists", "epoll-level", "spin", 0, PANEL_CODE, OVERLAY_NONE, 0},
    {"edge-hangs", "epoll-edge", "half", 0, PANEL_CODE, OVERLAY_NONE, 0},
    {"edge-hangs-why", "epoll-edge", "half", 0, PANEL_CODE, OVERLAY_WHY, 0},
    {"signal", "sigio", "connect-b", 0, PANEL_LADDER, OVERLAY_NONE, 0},
    {"signal-says", "sigio", "queued", 0, PANEL_LADDER, OVERLAY_NONE, 0},
    {"scale", "scale", "ten-thousand", 0, PANEL_CODE, OVERLAY_NONE, 0},
};

static const struct size { int width, height; } sizes[] = {{80, 24}, {100, 32}, {160, 50}};

static void check_shot(const struct shot *shot, int width, int height, bool ascii,
                       const char *suffix) {
    struct scene scene;
    char name[128];
    scene_open(&scene, shot->lesson, shot->step);
    for (int i = 0; i < shot->back; i++)
        player_back_event(scene.player);
    scene_look(&scene);
    scene.view.panel = shot->panel;
    scene.view.overlay = shot->overlay;
    scene.view.hints = shot->hints;
    struct canvas *canvas = canvas_new(width, height, ascii);
    screen_paint(canvas, &scene.view);
    char *text = canvas_as_text(canvas);
    snprintf(name, sizeof name, "%s-%dx%d%s.txt", shot->name, width, height, suffix);
    tap_ok(golden_is(name, text), "golden %s", name);
    free(text);
    canvas_free(canvas);
    scene_close(&scene);
}

static void check_goldens(void) {
    for (size_t i = 0; i < sizeof shots / sizeof shots[0]; i++)
        for (size_t k = 0; k < sizeof sizes / sizeof sizes[0]; k++)
            check_shot(&shots[i], sizes[k].width, sizes[k].height, false, "");
    for (size_t i = 0; i < sizeof ready_shots / sizeof ready_shots[0]; i++)
        for (size_t k = 0; k < 2; k++)
            check_shot(&ready_shots[i], sizes[k].width, sizes[k].height, false, "");
    check_shot(&shots[6], 80, 24, true, "-ascii");
    check_shot(&shots[6], 60, 16, false, "");
    check_shot(&shots[6], 59, 16, false, "");
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
    for (size_t i = 0; i <= count; i++) {
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
    check_rows("select", " C ");
    check_rows("poll", " C ");
    check_rows("epoll-edge", " C ");
    check_rows("sigio", " B ");
    check_page_calls();
    check_roles();
    check_order_of_telling();
    recorded_free();
    recorded_locale(true);
    check_shot(&shots[5], 80, 24, false, "-zh");
    check_shot(&shots[8], 100, 32, false, "-zh");
    check_shot(&ready_shots[7], 80, 24, false, "-zh");
    check_shot(&ready_shots[7], 100, 32, false, "-zh");
    check_places("blocking", false);
    recorded_free();
    return tap_done();
}
