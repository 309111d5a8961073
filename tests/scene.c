#include <config.h>

#include "scene.h"

#include <stdlib.h>
#include <string.h>

#include "recorded.h"
#include "tap.h"

void scene_look(struct scene *scene) {
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
        .failures = scene->failures,
        .keys = 1u << KEY_NEXT_EVENT | 1u << KEY_NEXT_STEP | 1u << KEY_HELP | 1u << KEY_QUIT,
        .help_keys = ~0u >> (32 - KEYS),
    };
    walk_moment(&scene->walk, &view->moment);
    walk_answers(&scene->walk, scene->answers, scene->outcomes);
    walk_failures(&scene->walk, &view->moment, scene->failures);
    view->page = view_page(view);
    view->source = view->page ? host.source(NULL, view->page) : NULL;
}

void scene_take(struct scene *scene, struct session *session_take, const char *step) {
    *scene = (struct scene){.session = session_take};
    scene->player = player_new(scene->session);
    scene->walk.player = scene->player;
    int index = step ? lesson_step_index(scene->session->lesson, step) : -1;
    if (step && !tap_ok(index >= 0, "%s has the step %s", session_take->lesson->id, step))
        exit(1);
    if (step)
        walk_go_step(&scene->walk, index);
    scene_look(scene);
}

void scene_open(struct scene *scene, const char *lesson, const char *step) {
    scene_take(scene, recorded_open(lesson, false), step);
}

void scene_close(struct scene *scene) {
    player_free(scene->player);
    session_free(scene->session);
}

char *canvas_as_text(const struct canvas *canvas) {
    size_t room = (size_t)canvas->width * GLYPH_BYTES + 2;
    char *text = malloc(room * canvas->height + 1), *row = malloc(room);
    size_t used = 0;
    for (int y = 0; y < canvas->height; y++)
        used += sprintf(text + used, "%s\n", canvas_row(canvas, y, row, room));
    free(row);
    text[used] = '\0';
    return text;
}

const struct shot_size shot_sizes[SHOT_SIZES] = {{80, 24}, {100, 32}, {160, 50}};

void shot_check(const struct shot *shot, int width, int height, bool ascii, const char *suffix) {
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
