#include <config.h>

#include "pool.h"

#include "memory.h"

#include <string.h>

/* Blocks are a list, the newest first. */
struct block {
    struct block *before;
    max_align_t bytes[];
};

struct pool {
    struct block *newest;
};

struct pool *pool_new(void) {
    return memory_new(1, sizeof(struct pool));
}

void pool_free(struct pool *pool) {
    if (!pool)
        return;
    while (pool->newest) {
        struct block *before = pool->newest->before;
        free(pool->newest);
        pool->newest = before;
    }
    free(pool);
}

void *pool_alloc(struct pool *pool, size_t count, size_t size) {
    size_t bytes;
    if (__builtin_mul_overflow(count, size, &bytes) ||
        __builtin_add_overflow(bytes, sizeof(struct block), &bytes))
        abort();
    struct block *block = memory_new(1, bytes);
    block->before = pool->newest;
    pool->newest = block;
    return block->bytes;
}

const char *pool_text(struct pool *pool, const char *text) {
    size_t size = strlen(text) + 1;
    return memcpy(pool_alloc(pool, size, 1), text, size);
}
