/* checkpoints: worlds that were saved on the way, so that no place is far from one. Of use to
 * player.c alone. One thread. */
#ifndef WAITSCOPE_CHECKPOINTS_H
#define WAITSCOPE_CHECKPOINTS_H

#include "world.h"

struct checkpoint;

/* {0} has none. */
struct checkpoints {
    struct checkpoint *at;
    size_t count, room;
};

void checkpoints_fini(struct checkpoints *checkpoints);

/* Takes a copy if one is due at this place; `steps` is kept with it. Places that are offered in the
 * order of the trace, each of them at least once, leave none out. */
void checkpoints_offer(struct checkpoints *checkpoints, const struct world *world, int steps);
/* The place of the last one at or before `position`; 0: there is none. */
size_t checkpoints_place(const struct checkpoints *checkpoints, size_t position);
/* Sets the world and the steps to what they were there. False: there is none. */
bool checkpoints_restore(const struct checkpoints *checkpoints, size_t position,
                         struct world *world, int *steps);

#endif
