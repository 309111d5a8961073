/* tracefs: what the kernel says of its tracepoints: their numbers, and where in a record which
 * field lies. One thread. */
#ifndef WAITSCOPE_TRACEFS_H
#define WAITSCOPE_TRACEFS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "error.h"

/* Where a field lies in a record. */
struct tracefs_field {
    size_t offset, size; /* bytes; size 0: there is no such field */
    bool negative;       /* it can be */
};

/* The folder of tracefs: a mounted one, or else one that is mounted for this descriptor alone and
 * stands nowhere in the tree. The caller closes it. -1 with a sentence. */
int tracefs_open(struct error *why);

/* What the kernel says of "sched:sched_switch", NULL if it has no such tracepoint. The caller
 * frees it. */
char *tracefs_format(int folder, const char *name);

/* The tracepoint's number for perf_event_open, -1 if the text has none. */
int64_t tracefs_number(const char *format);
struct tracefs_field tracefs_field(const char *format, const char *name);

/* The field's value in a record of `size` bytes; 0 if it is not there, or no integer. */
int64_t tracefs_value(struct tracefs_field field, const void *record, size_t size);

#endif
