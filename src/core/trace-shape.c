#include <config.h>

#include "trace-shape.h"

#include "memory.h"

#include <assert.h>

enum { FIRST = 64 };

void shapes_fini(struct shapes *shapes) {
    free(shapes->numbered);
    free(shapes->slots);
    *shapes = (struct shapes){.count = 0};
}

static uint64_t shape_hash(struct shape shape) {
    uint64_t hash = shape.bits[0] * UINT64_C(0x9e3779b97f4a7c15);
    hash = (hash ^ hash >> 32 ^ shape.bits[1]) * UINT64_C(0x9e3779b97f4a7c15);
    return hash >> 32;
}

/* The slot that holds the shape, or the empty one where it belongs. */
static uint32_t *shape_slot(const struct shapes *shapes, struct shape shape) {
    size_t at = shape_hash(shape) & (shapes->slot_count - 1);
    for (;; at = (at + 1) & (shapes->slot_count - 1)) {
        uint32_t *slot = &shapes->slots[at];
        const struct shape *there = *slot ? &shapes->numbered[*slot - 1] : NULL;
        if (!there || (there->bits[0] == shape.bits[0] && there->bits[1] == shape.bits[1]))
            return slot;
    }
}

static void slots_grow(struct shapes *shapes) {
    free(shapes->slots);
    shapes->slot_count = shapes->slot_count ? shapes->slot_count * 2 : FIRST;
    shapes->slots = memory_new(shapes->slot_count, sizeof *shapes->slots);
    for (uint32_t number = 0; number < shapes->count; number++)
        *shape_slot(shapes, shapes->numbered[number]) = number + 1;
}

uint32_t shapes_keep(struct shapes *shapes, struct shape shape) {
    if (shapes->count * (size_t)2 >= shapes->slot_count)
        slots_grow(shapes);
    uint32_t *slot = shape_slot(shapes, shape);
    if (*slot)
        return *slot - 1;
    if (shapes->count == shapes->room) {
        shapes->room = shapes->room ? shapes->room * 2 : FIRST;
        shapes->numbered = memory_grow(shapes->numbered, shapes->room, sizeof *shapes->numbered);
    }
    assert(shapes->count + 1 < UINT32_MAX);
    shapes->numbered[shapes->count] = shape;
    *slot = ++shapes->count;
    return *slot - 1;
}

size_t shapes_memory(const struct shapes *shapes) {
    return shapes->room * sizeof *shapes->numbered + shapes->slot_count * sizeof *shapes->slots;
}
