#include <config.h>

#include "world-save.h"

#include "memory.h"

#include <string.h>

/* The world with its arrays cut to the rows that are used; behind it the rows. Rows that were never
 * used are zero. */
struct world_save {
    size_t count;
    int64_t t;
    const char *step;
    size_t step_seq, note;
    bool noted;
    int task_count, client_count, descriptor_count;
    _Alignas(max_align_t) unsigned char rows[];
};

static size_t tasks_size(int count) {
    return (size_t)count * sizeof(struct world_task);
}

static size_t clients_size(int count) {
    return (size_t)count * sizeof(struct world_client);
}

static size_t descriptors_size(int count) {
    return (size_t)count * sizeof(struct world_descriptor);
}

struct world_save *world_save(const struct world *world) {
    size_t tasks = tasks_size(world->task_count), clients = clients_size(world->client_count);
    size_t descriptors = descriptors_size(world->descriptor_count);
    struct world_save *save = memory_new(1, sizeof *save + tasks + clients + descriptors);
    save->count = world->count;
    save->t = world->t;
    save->step = world->step;
    save->step_seq = world->step_seq;
    save->note = world->note;
    save->noted = world->noted;
    save->task_count = world->task_count;
    save->client_count = world->client_count;
    save->descriptor_count = world->descriptor_count;
    memcpy(save->rows, world->tasks, tasks);
    memcpy(save->rows + tasks, world->clients, clients);
    memcpy(save->rows + tasks + clients, world->descriptors, descriptors);
    return save;
}

void world_restore(struct world *world, const struct world_save *save) {
    size_t tasks = tasks_size(save->task_count), clients = clients_size(save->client_count);
    world_init(world);
    world->count = save->count;
    world->t = save->t;
    world->step = save->step;
    world->step_seq = save->step_seq;
    world->note = save->note;
    world->noted = save->noted;
    world->task_count = save->task_count;
    world->client_count = save->client_count;
    world->descriptor_count = save->descriptor_count;
    memcpy(world->tasks, save->rows, tasks);
    memcpy(world->clients, save->rows + tasks, clients);
    memcpy(world->descriptors, save->rows + tasks + clients,
           descriptors_size(save->descriptor_count));
}
