/* view-task: the stage's right column: what the program is doing. */
#ifndef WAITSCOPE_VIEW_TASK_H
#define WAITSCOPE_VIEW_TASK_H

#include "view.h"

void view_task_paint(struct canvas *canvas, struct rect rect, const struct view *view);

/* Paints the text in at most so many rows and takes those it used off the rectangle. */
void task_paint_part(struct canvas *canvas, struct rect *rect, enum role role, const char *text,
                     int most);

/* seq of what the task has printed since its latest call, told from the events before `position`,
 * if it is held there; SIZE_MAX: it has printed nothing. */
size_t task_note(const struct trace *trace, size_t position, const struct world_task *task);

/* Glyph and word of where a task is: "z asleep". Untranslated. */
const char *task_glyph(const struct world_task *task);
const char *task_word(const struct world_task *task);
enum role task_role(const struct world_task *task);

#endif
