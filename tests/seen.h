/* seen: what a recorder told, to be held against what a worker did. */
#ifndef WAITSCOPE_TEST_SEEN_H
#define WAITSCOPE_TEST_SEEN_H

#include "recorder.h"
#include "worker.h"

enum { SEEN_MOST = 60000 };

struct seen {
    struct moment_record all[SEEN_MOST];
    size_t count;
};

/* Adds what there is to what was seen. */
void seen_look(const struct recorder_ops *ops, struct recorder *recorder, struct seen *seen);
/* Is no moment older than the one before it? */
bool seen_in_order(const struct seen *seen);
/* Are these the worker's moments between its two stamps: names of their kinds, a space after each?
 * If not, says so in a note. */
bool seen_is(const struct seen *seen, const struct worker *worker, const char *expected);
/* The worker's first of that kind after its first stamp, NULL if there is none. */
const struct moment_record *seen_find(const struct seen *seen, const struct worker *worker,
                                      enum moment_kind kind);
/* How many there are of that thread, kind and value. */
long seen_count(const struct seen *seen, pid_t tid, enum moment_kind kind, int64_t value);

#endif
