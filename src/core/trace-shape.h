/* trace-shape: which fields events have, each of these sets once and under a number: a million
 * events have some dozens of them. One thread at a time. */
#ifndef WAITSCOPE_TRACE_SHAPE_H
#define WAITSCOPE_TRACE_SHAPE_H

#include <stddef.h>
#include <stdint.h>

/* A bit a field, as in `has` of an event. */
struct shape {
    uint64_t bits[2];
};

/* {0} is empty. */
struct shapes {
    struct shape *numbered; /* by number */
    uint32_t count, room;
    uint32_t *slots;   /* open addressing: a number plus 1, or 0; at most half of it is used */
    size_t slot_count; /* a power of two */
};

void shapes_fini(struct shapes *shapes);
/* The shape's number, from 0. */
uint32_t shapes_keep(struct shapes *shapes, struct shape shape);
/* Bytes that it takes. */
size_t shapes_memory(const struct shapes *shapes);

#endif
