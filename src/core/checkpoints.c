#include <config.h>

#include "checkpoints.h"

#include "memory.h"
#include "world-save.h"

/* To fold so many events takes a tenth of a millisecond; a saved world takes some kilobytes. */
enum { DISTANCE = 1024 };

/* The one at index i is at the place (i + 1) * DISTANCE. */
struct checkpoint {
    struct world_save *world;
    int steps;
};

void checkpoints_fini(struct checkpoints *checkpoints) {
    for (size_t i = 0; i < checkpoints->count; i++)
        free(checkpoints->at[i].world);
    free(checkpoints->at);
    *checkpoints = (struct checkpoints){.count = 0};
}

void checkpoints_offer(struct checkpoints *checkpoints, const struct world *world, int steps) {
    if (world->count != (checkpoints->count + 1) * DISTANCE)
        return;
    if (checkpoints->count == checkpoints->room) {
        checkpoints->room = checkpoints->room ? checkpoints->room * 2 : 16;
        checkpoints->at = memory_grow(checkpoints->at, checkpoints->room, sizeof *checkpoints->at);
    }
    checkpoints->at[checkpoints->count++] = (struct checkpoint){world_save(world), steps};
}

/* How many of them come at or before `position`. */
static size_t count_before(const struct checkpoints *checkpoints, size_t position) {
    size_t count = position / DISTANCE;
    return count < checkpoints->count ? count : checkpoints->count;
}

size_t checkpoints_place(const struct checkpoints *checkpoints, size_t position) {
    return count_before(checkpoints, position) * DISTANCE;
}

bool checkpoints_restore(const struct checkpoints *checkpoints, size_t position,
                         struct world *world, int *steps) {
    size_t count = count_before(checkpoints, position);
    if (count == 0)
        return false;
    world_restore(world, checkpoints->at[count - 1].world);
    *steps = checkpoints->at[count - 1].steps;
    return true;
}
