/* What a lesson tells is never lost: at the end of every step of every recording, with all hints,
 * at the sizes that people have, each line of it stands on the screen. */
#include <config.h>

#include "i18n.h"
#include "recorded.h"
#include "scene.h"
#include "tap.h"
#include "tell.h"
#include "text.h"

#include <string.h>

struct shown {
    const char *screen, *what;
    int width; /* of the screen */
    bool whole;
};

/* Each line that the text makes in the screen's width without `margins` is there. */
static void check_text(struct shown *shown, const char *text, int margins) {
    const char *line;
    size_t bytes;
    char wanted[1024];
    const char *begin = text;
    while (text && shown->whole && text_line(&text, shown->width - margins, false, &line, &bytes)) {
        bytes -= bytes > 0 && line[bytes - 1] == ' '; /* the end of a row has no blanks */
        snprintf(wanted, sizeof wanted, "%.*s", (int)bytes, line);
        shown->whole = strstr(shown->screen, wanted);
        if (!shown->whole)
            printf("# %s: \"%s\" of \"%s\" is not there\n", shown->what, wanted, begin);
    }
}

static void check_question(struct shown *shown, const struct step *question) {
    char hint[1100];
    check_text(shown, question->ask, 2);
    for (int i = 0; i < question->choice_count; i++)
        check_text(shown, question->choices[i].text, 7);
    for (int i = 0; i < question->hint_count; i++) {
        snprintf(hint, sizeof hint, _("hint: %s"), question->hints[i]);
        check_text(shown, hint, 2);
    }
}

static void check_story(struct shown *shown, const struct view *view) {
    const struct moment *moment = &view->moment;
    const struct step *steps = view->lesson->steps;
    char verdict[1024];
    for (int i = moment->ask; moment->told >= 0 && i < moment->ask + moment->asks; i++) {
        tell_verdict(&steps[i], view->outcomes[i], view->answers[i], verdict, sizeof verdict);
        check_text(shown, verdict, 4);
        check_text(shown, steps[i].because, 4);
    }
    if (moment->told >= 0)
        check_text(shown, steps[moment->told].say, 4);
    for (int i = 0; i < 3 && moment->finale; i++)
        check_text(shown, view->lesson->keep[i], 4);
    if (view->question)
        check_question(shown, view->question);
}

/* At the place, at one size. */
static bool is_told(struct scene *scene, int width, int height, enum panel panel) {
    char what[160];
    struct view *view = &scene->view;
    view->hints = view->question ? view->question->hint_count : 0;
    view->puzzled = false;
    view->panel = panel;
    struct canvas *canvas = canvas_new(width, height, false);
    screen_paint(canvas, view);
    char *screen = canvas_as_text(canvas);
    snprintf(what, sizeof what, "%s, step %d, %dx%d", view->lesson->id, view->moment.step + 1,
             width, height);
    struct shown shown = {screen, what, width, true};
    check_story(&shown, view);
    free(screen);
    canvas_free(canvas);
    return shown.whole;
}

static void check_lesson(const char *name, const char *language) {
    struct scene scene;
    bool told[SHOT_SIZES] = {true, true, true};
    scene_open(&scene, name, NULL);
    int steps = scene.session->lesson->step_count, stride = (int)tap_stride();
    for (int step = steps - 1; step >= 0; step -= stride) { /* the last one tells most */
        walk_go_step(&scene.walk, step);
        scene_look(&scene);
        for (int i = 0; i < SHOT_SIZES; i++)
            for (int panel = 0; panel < PANEL_COUNT; panel++)
                told[i] =
                    is_told(&scene, shot_sizes[i].width, shot_sizes[i].height, panel) && told[i];
    }
    for (int i = 0; i < SHOT_SIZES; i++)
        tap_ok(told[i], "%s, %s: all that is told is there at %dx%d", name, language,
               shot_sizes[i].width, shot_sizes[i].height);
    scene_close(&scene);
}

/* ---- the geometry behind it ---- */

/* The panels stand one above the other, and the story has what it needs before any but the stage.
 */
static bool stands(const struct layout *layout, int height, const struct layout_need *need) {
    const struct rect *story = &layout->story;
    int end = layout->stage.y + layout->stage.height, room = height - 2 - end;
    const struct rect *panels[] = {&layout->code, &layout->time};
    for (int i = 0; i < 2; i++) {
        if (panels[i]->height <= 0)
            continue;
        if (panels[i]->y <= end)
            return false;
        end = panels[i]->y + panels[i]->height;
    }
    return story->y == end + 1 && story->y + story->height == height - 1 &&
           story->height >= (need->story < room ? need->story : room);
}

static void check_layout(int width, const char *what) {
    struct layout layout;
    bool good = true;
    for (int height = 24; height <= 50; height++)
        for (int stage = 5; stage <= 11; stage++)
            for (int story = 0; story <= 20; story++) {
                struct layout_need need = {.stage = stage, .time = 4 + stage % 3, .story = story};
                layout_make(&layout, width, height, &need, PANEL_CODE);
                good = good && stands(&layout, height, &need);
            }
    tap_ok(good, "%s: the story has its rows, whatever else is there", what);
}

static void check_table_layout(void) {
    struct layout layout;
    bool good = true;
    for (int height = 24; height <= 50; height++)
        for (int story = 0; story <= 20; story++) {
            int room = height - 4, most = room - 7;
            layout_make_table(&layout, 80, height, 18, 7, story);
            good = good && layout.stage.height + layout.story.height == room &&
                   layout.story.height >= (story < most ? story : most);
        }
    tap_ok(good, "table: the story has its rows before those that the table can spare");
}

int main(void) {
    check_layout(80, "narrow");
    check_layout(100, "wide");
    check_table_layout();
    for (int chinese = 0; chinese < 2; chinese++) {
        recorded_locale(chinese);
        for (int i = 0; i < RECORDED; i++)
            check_lesson(recorded_names[i], chinese ? "zh" : "en");
        recorded_free();
    }
    return tap_done();
}
