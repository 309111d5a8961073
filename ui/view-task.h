/* view-task: the stage's right column: what the program is doing. */
#ifndef WAITSCOPE_VIEW_TASK_H
#define WAITSCOPE_VIEW_TASK_H

#include "view.h"

void view_task_paint(struct canvas *canvas, struct rect rect, const struct view *view);

/* Glyph and word of where a task is: "z asleep". Untranslated. */
const char *task_glyph(const struct world_task *task);
const char *task_word(const struct world_task *task);
enum role task_role(const struct world_task *task);

#endif
