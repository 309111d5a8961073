/* The life of a run, its stillness and its clients. What happened meanwhile: run-collect.c. */
#include <config.h>

#include "memory.h"
#include "run.h"
#include "run-collect.h"
#include "run-moments.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

/* ---- life ---- */

static void dispositions_save(struct run *run) {
    for (int i = 1; i < RUN_SIGNALS; i++)
        sigaction(i, NULL, &run->dispositions[i]);
    getrlimit(RLIMIT_SIGPENDING, &run->signal_limit);
}

/* Those that the C library keeps for itself refuse, and were not changed by a page either. */
static void dispositions_restore(const struct run *run) {
    for (int i = 1; i < RUN_SIGNALS; i++)
        sigaction(i, &run->dispositions[i], NULL);
}

static void run_init_clients(struct run *run) {
    run->client_count = run->lesson->client_count;
    assert(run->client_count <= RUN_CLIENTS);
    for (int i = 0; i < run->client_count; i++)
        client_init(&run->clients[i].client, run->lesson->clients[i]);
}

static bool run_open(struct run *run, const struct recorder_ops *record, struct error *error) {
    run->notify = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (run->notify >= 0)
        run->notify = descriptor_move_up(run->notify);
    if (run->notify < 0)
        return error_set(error, "cannot open an event descriptor: %s", strerror(errno));
    struct error ignored; /* it runs without */
    run->stamped = stamps_begin(&run->stamps, &ignored);
    run->arena = arena_new();
    if (!run->arena)
        return error_set(error, "no address space for the server's memory");
    return run_open_recorder(run, record, error);
}

struct run *run_new(const struct lesson *lesson, struct trace *trace,
                    const struct recorder_ops *record, struct error *error) {
    struct run *run = memory_new(1, sizeof *run);

    run->lesson = lesson;
    run->trace = trace;
    run->start = clock_now();
    run->notify = -1;
    run->stamps.ends = LOOPBACK_CLOSED;
    if (!descriptors_park(&run->parked, error)) {
        free(run);
        return NULL;
    }
    dispositions_save(run);
    run_init_clients(run);
    if (run_open(run, record, error))
        return run;
    run_free(run);
    return NULL;
}

/* The wake signal needs the room in the queue of signals that a page may have taken away. */
static void run_end_tasks(struct run *run) {
    setrlimit(RLIMIT_SIGPENDING, &run->signal_limit);
    for (int i = 0; i < run->task_count; i++) {
        run_forget_task(run, &run->tasks[i]);
        task_end(&run->tasks[i].task);
        evidence_proc.close(&run->tasks[i].watch);
    }
    run->task_count = 0;
}

void run_free(struct run *run) {
    if (!run)
        return;
    run_end_tasks(run);
    run_close_recorder(run);
    for (int i = 0; i < run->client_count; i++)
        client_fini(&run->clients[i].client);
    for (size_t i = 0; i < run->pending_count; i++)
        free(run->pending[i].room);
    free(run->pending);
    if (run->notify >= 0)
        close(run->notify);
    stamps_end(&run->stamps);
    dispositions_restore(run);
    descriptors_restore(&run->parked);
    arena_free(run->arena);
    free(run);
}

/* ---- pages ---- */

/* The task comes to its first gate by itself; its /proc files can be opened then. */
static bool run_watch_task(struct run_task *task, struct error *error) {
    while (!task_is_held(&task->task) && !task_is_gone(&task->task))
        sched_yield();
    return evidence_proc.open(&task->watch, atomic_load(&task->task.slot->tid), error);
}

bool run_start_server(struct run *run, const char *name, const char *const *arguments,
                      struct error *error) {
    struct run_task *task = &run->tasks[0];
    const struct server *server = server_find(name);

    if (!server)
        return error_set(error, "there is no server page %s", name);
    memset(task, 0, sizeof *task);
    task->watch = (struct watch){-1, -1, -1, -1};
    if (!task_start(&task->task, server, "server", arguments, run->notify, run->arena, error))
        return false;
    run->task_count = 1;
    return run_watch_task(task, error);
}

static void run_close_clients(struct run *run) {
    for (int i = 0; i < run->client_count; i++) {
        struct client *client = &run->clients[i].client;
        if (client->fd >= 0) {
            struct event *event = run_add(run, EVENT_CLIENT);
            event_set_text(event, FIELD_client, client->name);
            event_set_text(event, FIELD_act, act_name(ACT_CLOSE));
        }
        client_fini(client);
        client_init(client, client->name);
        run->clients[i].sampled = false;
    }
}

void run_end_server(struct run *run) {
    for (int i = 0; i < run->task_count; i++) {
        if (task_is_gone(&run->tasks[i].task))
            continue;
        struct event *event = run_add(run, EVENT_TASK_END);
        event_set_text(event, FIELD_task, run->tasks[i].task.name);
        event_set_text(event, FIELD_act, "ended");
        event_set(event, FIELD_evidence, EVIDENCE_DERIVED);
    }
    run_collect(run);
    run_end_tasks(run);
    run_close_page(run);
    run_close_clients(run);
    run_collect(run);
    dispositions_restore(run);
}

/* ---- stillness ---- */

/* A sleep that ends by itself is no rest: who looks later would see something else. */
static bool run_task_is_still(struct run_task *task) {
    struct sleep_observation seen;

    if (task_is_gone(&task->task))
        return true;
    /* `timed` is set before the task can be asleep: looked at after it. */
    if (!task_is_held(&task->task) && (!evidence_proc.asleep(&task->watch, &task->task, &seen) ||
                                       atomic_load(&task->task.slot->timed)))
        return false;
    return evidence_proc.quiet(&task->watch, &task->task);
}

bool run_is_still(struct run *run) {
    for (int i = 0; i < run->task_count; i++)
        if (!run_task_is_still(&run->tasks[i]))
            return false;
    return true;
}

bool run_is_settled(const struct run *run) {
    for (int fd = DESCRIPTORS_FIRST; fd < DESCRIPTORS_LAB; fd++)
        if (run->descriptors[fd].connection && !socket_is_settled(fd))
            return false;
    for (int i = 0; i < run->client_count; i++) {
        const struct client *client = &run->clients[i].client;
        if (client->fd >= 0 && !socket_is_settled(client->fd))
            return false;
    }
    return true;
}

void run_watch(struct run *run) {
    uint64_t arrivals;

    while (read(run->notify, &arrivals, sizeof arrivals) > 0)
        ;
    for (int i = 0; i < run->task_count; i++)
        atomic_store(&run->tasks[i].task.slot->watched, 1);
}

struct task *run_held(struct run *run) {
    for (int i = 0; i < run->task_count; i++)
        if (task_is_held(&run->tasks[i].task))
            return &run->tasks[i].task;
    return NULL;
}

/* ---- clients ---- */

struct client *run_reader(struct run *run) {
    for (int i = 0; i < run->client_count; i++) {
        struct client *client = &run->clients[i].client;
        if (client->reading && client_has_input(client))
            return client;
    }
    return NULL;
}

struct client *run_client(struct run *run, const char *name) {
    for (int i = 0; i < run->client_count; i++)
        if (strcmp(run->clients[i].client.name, name) == 0)
            return &run->clients[i].client;
    return NULL;
}

static void run_add_act(struct run *run, const struct client *client, enum act act,
                        const struct act_result *result) {
    struct event *event = run_add(run, EVENT_CLIENT);

    event_set(event, FIELD_t, result->began);
    event_set_text(event, FIELD_client, client->name);
    event_set_text(event, FIELD_act, act_name(act));
    if (act == ACT_CONNECT)
        event_set(event, FIELD_port, client->port);
    if (result->times > 0)
        event_set(event, FIELD_times, result->times);
    if (result->size >= 0)
        event_set(event, FIELD_size, result->size);
    if (!result->called)
        return;
    event_set(event, FIELD_result, result->result);
    if (result->result == -1)
        event_set(event, FIELD_error, result->error);
    if (result->data_size > 0)
        run_keep_data(run, result->data, result->data_size,
                      result->size >= 0 ? result->size : result->result);
}

static void run_set_client_options(struct run *run, const struct client *client) {
    for (int i = 0; i < run->lesson->set_count; i++)
        if (run->lesson->sets[i].where == SET_CLIENT)
            run_set_option(run, client->fd, &run->lesson->sets[i], client->name);
}

void run_act(struct run *run, const struct step *step) {
    struct client *client = run_client(run, step->client);
    struct act_result result;

    if (step->act == ACT_CONNECT && client->fd < 0 && client_open(client))
        run_set_client_options(run, client);
    client_act(client, step, run->port, &result);
    run_add_act(run, client, step->act, &result);
}

void run_read(struct run *run, struct client *client) {
    struct act_result result = {.size = -1};

    client_read(client, -1, &result);
    run_add_act(run, client, ACT_READ, &result);
}
