/* question: the latest call that asked about readiness, and its answer. Pure. It points into
 * itself: not to be copied. */
#ifndef WAITSCOPE_QUESTION_H
#define WAITSCOPE_QUESTION_H

#include "view.h"

struct question {
    const struct event *enter;    /* NULL: the page has not asked yet */
    const struct event *returned; /* NULL: it has not returned */
    bool fresh;                   /* one of them just happened */
    struct event rooms[2];        /* where they stand */
};

/* Of the page that runs at the place. */
void question_find(struct question *question, const struct view *view);

/* Was the descriptor not closed after that question? What it said is about one that is gone. */
bool question_is_about(const struct question *question, const struct view *view,
                       const struct world_descriptor *descriptor);
/* Are all descriptors that it asked about closed since? */
bool question_is_over(const struct question *question, const struct view *view);

/* What went into the kernel and out of it, and who goes through how many entries to find the ready
 * ones: "copied in 4 entries, out 4 · kernel and program scan 4", shorter if that needs more than
 * `width` columns. `source`: the page's text, which tells whether the program scans what select or
 * poll gave it; NULL: not known. "" if nothing was asked. Returns out. */
char *question_copies(const struct question *question, const char *source, int width, bool ascii,
                      char *out, size_t size);

#endif
