/* progress: what is remembered between runs: the lessons that were played to their end, and the one
 * that was opened last. In ${XDG_STATE_HOME:-~/.local/state}/waitscope/progress.json:
 *
 *     {"format": "waitscope-progress", "version": 1, "last": "select", "done": ["phases"]}
 *
 * It is a comfort, nothing depends on it: a file that is missing, broken or not writable is no
 * error. One thread. */
#ifndef WAITSCOPE_PROGRESS_H
#define WAITSCOPE_PROGRESS_H

#include <stdbool.h>

struct progress;

/* Reads the file. */
struct progress *progress_read(void);
void progress_free(struct progress *progress);

bool progress_is_done(const struct progress *progress, const char *lesson);
/* The lesson opened last, or NULL. */
const char *progress_last(const struct progress *progress);

/* These write the file at once. What another waitscope has written meanwhile is kept. */
void progress_set_done(struct progress *progress, const char *lesson);
void progress_set_last(struct progress *progress, const char *lesson);

#endif
