/* world-save: a world in as much memory as it has rows, for those who keep many of them. Any
 * thread. */
#ifndef WAITSCOPE_WORLD_SAVE_H
#define WAITSCOPE_WORLD_SAVE_H

#include "world.h"

struct world_save;

/* The caller frees it with free(). */
struct world_save *world_save(const struct world *world);
/* What was saved, byte for byte. */
void world_restore(struct world *world, const struct world_save *save);

#endif
