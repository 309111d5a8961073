/* moment: what a place in a lesson is: in which step, whether that step is done, what is to be
 * told, and whether a prediction can be held against what came. The screen and --plain tell by the
 * same rules. Pure; any thread.
 *
 * A step's `say` tells how it came out, so it is told when the step is done, and as long as nothing
 * of the next step has happened:
 *
 *     step k │ enter … return │ step k+1 │ enter …
 *            └ events so far ─┴ say k ───┴ events so far
 */
#ifndef WAITSCOPE_MOMENT_H
#define WAITSCOPE_MOMENT_H

#include "lesson.h"
#include "trace.h"

/* What follows the last event of a trace. */
enum ending {
    ENDING_OPEN,  /* more events, perhaps */
    ENDING_WHOLE, /* nothing: the lesson is done */
    ENDING_CUT,   /* nothing, and it is not known that the last step is done */
};

struct moment {
    int step;    /* index of the current step, -1: before the first */
    bool done;   /* all of it lies before the place */
    bool begun;  /* an event of it lies before the place */
    int told;    /* the step that is to be told, -1: none; tell the events instead */
    int ask;     /* the first ask whose answer the told step brought, -1: none */
    int asks;    /* how many asks in a row it answered */
    bool finale; /* the whole trace lies before the place, and nothing will be added to it */
    bool cut;    /* with the finale: and yet the lesson is not done */
};

/* The place is before the event `position`. `lesson` may be NULL: then there are events but no
 * steps. */
void moment_find(struct moment *moment, const struct lesson *lesson, const struct trace *trace,
                 size_t position, enum ending ending);

/* The first event of the move's picture that is at the place: its seq, SIZE_MAX before the first.
 */
size_t moment_picture(const struct trace *trace, size_t position);

#endif
