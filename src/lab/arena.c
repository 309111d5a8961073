#include <config.h>

#include "arena.h"

#include <stdatomic.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>

enum { ALIGN = 16 };

/* The smaller one where address space is short (ulimit -v). */
static const size_t arena_sizes[] = {(size_t)1 << 30, (size_t)1 << 26};

struct arena {
    size_t size;
    _Atomic size_t used; /* from the start of the mapping */
};

struct block {
    _Alignas(ALIGN) size_t size;
};

static size_t round_up(size_t size) {
    return (size + ALIGN - 1) & ~(size_t)(ALIGN - 1);
}

struct arena *arena_new(void) {
    for (size_t i = 0; i < sizeof arena_sizes / sizeof *arena_sizes; i++) {
        struct arena *arena = mmap(NULL, arena_sizes[i], PROT_READ | PROT_WRITE,
                                   MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
        if (arena == MAP_FAILED)
            continue;
        arena->size = arena_sizes[i];
        atomic_store(&arena->used, round_up(sizeof *arena));
        return arena;
    }
    return NULL;
}

void arena_free(struct arena *arena) {
    if (arena)
        munmap(arena, arena->size);
}

void *arena_alloc(struct arena *arena, size_t size) {
    if (size > arena->size)
        return NULL;

    size_t need = sizeof(struct block) + round_up(size);
    size_t used = atomic_load(&arena->used);
    do {
        if (need > arena->size - used)
            return NULL;
    } while (!atomic_compare_exchange_weak(&arena->used, &used, used + need));

    struct block *block = (void *)((char *)arena + used);
    block->size = size;
    return memset(block + 1, 0, size);
}

size_t arena_size(const void *block) {
    return ((const struct block *)block - 1)->size;
}

void arena_release(struct arena *arena, void *at) {
    struct block *block = (struct block *)at - 1;
    size_t start = (size_t)((char *)block - (char *)arena);
    size_t end = start + sizeof *block + round_up(block->size);

    atomic_compare_exchange_strong(&arena->used, &end, start);
}
