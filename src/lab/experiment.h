/* experiment: what a `measure` step of a lesson does. A page runs with its gates open while clients
 * play a script, or one call is timed while many connections are idle; the result is events. In
 * turns, for a session that must not wait. The screen's thread. */
#ifndef WAITSCOPE_EXPERIMENT_H
#define WAITSCOPE_EXPERIMENT_H

#include "run.h"

struct experiment;

enum experiment_state { EXPERIMENT_UNDER_WAY, EXPERIMENT_DONE, EXPERIMENT_FAILED };

/* Ends the page that runs and begins. Borrows both. NULL with a sentence. */
struct experiment *experiment_new(struct run *run, const struct step *step, struct error *error);
/* Works for a tenth of a second or so, up to a second while a client's answer is being timed: a
 * screen that is painted in between would be part of what is timed. Once it is DONE its events are
 * in the trace; FAILED comes with a sentence. */
enum experiment_state experiment_turn(struct experiment *experiment, struct error *error);
/* To poll for reading until then (-1: nothing), and CLOCK_MONOTONIC ns at which to turn at the
 * latest. */
int experiment_fd(const struct experiment *experiment);
int64_t experiment_deadline(const struct experiment *experiment);
/* NULL is allowed. */
void experiment_free(struct experiment *experiment);

#endif
