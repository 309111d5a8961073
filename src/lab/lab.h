/* lab: a lesson run for real, as a session. The screen's thread.
 *
 * One live session at a time in a process: the page's descriptors and signal handlers are the
 * process's. Its server runs on threads of its own, which only the session touches. */
#ifndef WAITSCOPE_LAB_H
#define WAITSCOPE_LAB_H

#include "recorder.h"
#include "session.h"

/* Borrows the lesson. `record`: what records the server's tasks beside our own stamps, NULL:
 * nothing. NULL with a sentence if the machine refuses what a run needs (descriptors, threads,
 * /proc). Nothing of the server has run yet when it returns. */
struct session *live_new(const struct lesson *lesson, const struct recorder_ops *record,
                         struct error *error);

#endif
