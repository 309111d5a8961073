/* arena: memory of one run. Pages allocate from it; all of it goes with the run, so that a task
 * ended in the middle of anything leaks nothing. Lock-free and async-signal-safe; any thread. */
#ifndef WAITSCOPE_ARENA_H
#define WAITSCOPE_ARENA_H

#include <stddef.h>

struct arena;

/* NULL if there is no address space. Takes memory only as it is used. */
struct arena *arena_new(void);
void arena_free(struct arena *arena);

/* Aligned to 16 bytes, zeroed. NULL if the arena is full (1 GiB, or 64 MiB where address space is
 * short). */
void *arena_alloc(struct arena *arena, size_t size);
/* How many bytes the block was allocated with. */
size_t arena_size(const void *block);
/* Gives the block back if it is the one allocated last; else it stays until arena_free(). */
void arena_release(struct arena *arena, void *block);

#endif
