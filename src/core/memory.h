/* memory: allocation for those who have no way to go on without. Out of memory ends the process by
 * abort(); whoever holds the terminal restores it on SIGABRT. Any thread. */
#ifndef WAITSCOPE_MEMORY_H
#define WAITSCOPE_MEMORY_H

#include <stddef.h>
#include <stdlib.h>

/* Zeroed. Freed with free(). */
static inline void *memory_new(size_t count, size_t size) {
    void *memory = calloc(count ? count : 1, size);
    if (!memory)
        abort();
    return memory;
}

/* realloc() to count members; the new ones are not zeroed. */
static inline void *memory_grow(void *memory, size_t count, size_t size) {
    void *grown = reallocarray(memory, count ? count : 1, size);
    if (!grown)
        abort();
    return grown;
}

#endif
