/* scene: a place in a recording as the views see it, and goldens of whole screens, for tests. */
#ifndef WAITSCOPE_TEST_SCENE_H
#define WAITSCOPE_TEST_SCENE_H

#include "view.h"
#include "walk.h"

/* What a view is made from. */
struct scene {
    struct session *session;
    struct player *player;
    struct walk walk;
    struct view view;
    int answers[64], outcomes[64];
    const char *failures[64];
};

/* At the end of the step, or before the first event if it is NULL. Ends the test if there is no
 * such step. */
void scene_open(struct scene *scene, const char *lesson, const char *step);
/* The same of a session that is at hand. */
void scene_take(struct scene *scene, struct session *session_take, const char *step);
/* After the player has moved: makes the view of the new place. */
void scene_look(struct scene *scene);
void scene_close(struct scene *scene);

/* A canvas as text, a row a line. The caller frees it. */
char *canvas_as_text(const struct canvas *canvas);

/* A screen of a lesson at the end of a step, or `back` events before that end. */
struct shot {
    const char *name, *lesson, *step;
    int back;
    enum panel panel;
    enum overlay overlay;
    int hints;
};

enum { SHOT_SIZES = 3 };
extern const struct shot_size { int width, height; } shot_sizes[SHOT_SIZES];

/* Is the screen what stands in the golden NAME-WIDTHxHEIGHT + suffix? */
void shot_check(const struct shot *shot, int width, int height, bool ascii, const char *suffix);

#endif
