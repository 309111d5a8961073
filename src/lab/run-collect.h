/* run-collect: how what happened gets into the trace; between the run's own files only. */
#ifndef WAITSCOPE_RUN_COLLECT_H
#define WAITSCOPE_RUN_COLLECT_H

#include "run.h"

/* Copies bytes for the pending event that was added last; `whole` is how many there really were. */
void run_keep_data(struct run *run, const unsigned char *data, size_t size, int64_t whole);
/* Applies one of the lesson's options and says so. `client`: whose socket it is, NULL: the page's.
 */
void run_set_option(struct run *run, int fd, const struct set *set, const char *client);

/* Adds what is known of an event's descriptor: gen, the client at the other end. */
void run_name_descriptor(struct run *run, struct event *event);
/* Adds how many data segments came since the descriptor's queue was last empty: 1 makes the arrival
 * stamp the time at which it became readable. */
void run_count_arrivals(struct run *run, struct event *event);
/* Opens, labels, closes descriptors as a call's return (in the trace) says. */
void run_learn_return(struct run *run, const struct event *event);
/* Samples all queues, appends those that changed. */
void run_sample(struct run *run);
/* Closes everything that the page has open, as the end of its process would. */
void run_close_page(struct run *run);

#endif
