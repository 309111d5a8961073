/* measurement: measure.h one turn at a time, for a session that must not wait. The screen's thread.
 */
#ifndef WAITSCOPE_MEASUREMENT_H
#define WAITSCOPE_MEASUREMENT_H

#include "measure.h"
#include "run.h"

struct measurement;

/* Opens the gates of the page that the run has just started (it is held before its first line) and
 * borrows the run. NULL with a sentence. */
struct measurement *measurement_new(struct run *run, enum script script, struct error *error);
/* Closes the clients' sockets. The page goes on; run_end_server() ends it. NULL is allowed. */
void measurement_free(struct measurement *measurement);

/* Does what is due. True if it is over: the result is there, or an error. */
bool measurement_turn(struct measurement *measurement);
/* Waits until there is something to do, at most so many ns. */
void measurement_wait(const struct measurement *measurement, int64_t most);
/* Does a client wait for an answer, so that time counts now? */
bool measurement_is_timing(const struct measurement *measurement);
/* To poll for reading until then, and CLOCK_MONOTONIC ns at which to turn at the latest. */
int measurement_fd(const struct measurement *measurement);
int64_t measurement_deadline(const struct measurement *measurement);

/* NULL with a sentence if it failed. */
const struct measure_result *measurement_result(const struct measurement *measurement,
                                                struct error *error);

#endif
