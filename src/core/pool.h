/* pool: memory that is freed all at once, for things that are read once and then stay as they are.
 * One thread at a time. */
#ifndef WAITSCOPE_POOL_H
#define WAITSCOPE_POOL_H

#include <stddef.h>

struct pool;

struct pool *pool_new(void);
/* Frees all that was allocated from it, and the pool. NULL is allowed. */
void pool_free(struct pool *pool);

/* Zeroed and aligned for every type. */
void *pool_alloc(struct pool *pool, size_t count, size_t size);
/* A copy of the text. */
const char *pool_text(struct pool *pool, const char *text);

#endif
