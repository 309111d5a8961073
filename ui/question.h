/* question: the latest call that asked about readiness, and its answer. Pure. */
#ifndef WAITSCOPE_QUESTION_H
#define WAITSCOPE_QUESTION_H

#include "view.h"

struct question {
    const struct event *enter;    /* NULL: the page has not asked yet */
    const struct event *returned; /* NULL: it has not returned */
    bool fresh;                   /* one of them just happened */
};

/* Of the page that runs at the place. */
void question_find(struct question *question, const struct view *view);

/* What went into the kernel and out of it, and who goes through how many entries to find the ready
 * ones: "copied in 4 entries, out 4 · kernel, program scan 4", shorter if that needs more than
 * `width` columns. "" if nothing was asked. Returns out. */
char *question_copies(const struct question *question, int width, bool ascii, char *out,
                      size_t size);

#endif
