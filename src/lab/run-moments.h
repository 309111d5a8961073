/* run-moments: what the kernel recorded of the tasks by itself goes into the trace. Between the
 * run's own files only. */
#ifndef WAITSCOPE_RUN_MOMENTS_H
#define WAITSCOPE_RUN_MOMENTS_H

#include "run.h"

/* Opens the recorder (NULL: none). False with a sentence. */
bool run_open_recorder(struct run *run, const struct recorder_ops *ops, struct error *error);
/* Watches the page's tasks from now on; one that the kernel refuses is said in the trace. */
void run_record_tasks(struct run *run);
void run_forget_task(struct run *run, struct run_task *task);
void run_close_recorder(struct run *run);

/* Before anything moves: whatever the recorder wrote while all was still is nobody's, and so is
 * the room that it took. */
void run_skip_moments(struct run *run);
/* While still, before the pending events are sorted: adds what the recorder has to them. */
void run_take_moments(struct run *run);

#endif
