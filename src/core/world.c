#include <config.h>

#include "world-ready.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>

void world_init(struct world *world) {
    memset(world, 0, sizeof *world);
}

bool world_same_text(const char *a, const char *b) {
    return a && b && strcmp(a, b) == 0;
}

static struct world_queues queues_never_sampled(void) {
    return (struct world_queues){-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 0};
}

static struct world_task *task_find(struct world *world, const char *name) {
    for (int i = 0; i < world->task_count; i++)
        if (world_same_text(world->tasks[i].name, name))
            return &world->tasks[i];
    return NULL;
}

static struct world_client *client_find(struct world *world, const char *name) {
    for (int i = 0; i < world->client_count; i++)
        if (world_same_text(world->clients[i].name, name))
            return &world->clients[i];
    return NULL;
}

/* The youngest first. */
struct world_descriptor *world_find_descriptor(struct world *world, int64_t fd, int64_t gen) {
    for (int i = world->descriptor_count - 1; i >= 0; i--) {
        struct world_descriptor *descriptor = &world->descriptors[i];
        if (descriptor->fd == fd && (gen < 0 || descriptor->gen == gen))
            return descriptor;
    }
    return NULL;
}

const struct world_task *world_task(const struct world *world, const char *name) {
    return task_find((struct world *)world, name);
}

const struct world_client *world_client(const struct world *world, const char *name) {
    return client_find((struct world *)world, name);
}

const struct world_descriptor *world_descriptor(const struct world *world, int64_t fd) {
    return world_find_descriptor((struct world *)world, fd, -1);
}

const struct world_descriptor *world_connection(const struct world *world, const char *client) {
    for (int i = world->descriptor_count - 1; i >= 0; i--) {
        const struct world_descriptor *descriptor = &world->descriptors[i];
        if (descriptor->open && world_same_text(descriptor->of, client))
            return descriptor;
    }
    return NULL;
}

static struct world_client *client_add(struct world *world, const char *name) {
    struct world_client *client = client_find(world, name);
    if (client || !name || world->client_count == WORLD_CLIENTS)
        return client;
    client = &world->clients[world->client_count++];
    *client = (struct world_client){
        .name = name, .state = CLIENT_ABSENT, .reading = true, .queues = queues_never_sampled()};
    return client;
}

void world_add_client(struct world *world, const char *name) {
    client_add(world, name);
}

static bool is_deserted(const struct world *world) {
    for (int i = 0; i < world->task_count; i++)
        if (!world->tasks[i].gone)
            return false;
    return true;
}

/* A page starts: it finds the clients as they were at the beginning. */
static void renew_clients(struct world *world) {
    for (int i = 0; i < world->client_count; i++) {
        struct world_client *client = &world->clients[i];
        client->reading = true;
        if (client->state == CLIENT_CLOSED || client->state == CLIENT_RESET)
            client->state = CLIENT_ABSENT;
    }
}

/* A page that is started again runs in a new task of the old name: it takes the old one's row. */
static void apply_task_start(struct world *world, const struct event *event) {
    struct world_task *task = task_find(world, event->task);
    if (!event->task || (!task && world->task_count == WORLD_TASKS))
        return;
    if (is_deserted(world))
        renew_clients(world);
    if (!task)
        task = &world->tasks[world->task_count++];
    *task = (struct world_task){
        .name = event->task, .server = event->server, .since = event->t, .fd = -1, .mode = -1};
}

static void apply_task_end(struct world *world, const struct event *event) {
    struct world_task *task = task_find(world, event->task);
    if (!task)
        return;
    task->gone = true;
    task->end = event->act ? event->act : "ended";
    task->since = event->t;
}

static void apply_signal(struct world *world, const struct event *event) {
    struct world_task *task = task_find(world, event->task);
    if (!task)
        return;
    task->signalled = true;
    task->signal = world->count;
}

static void apply_enter(struct world *world, struct world_task *task, const struct event *event) {
    task->phase = PHASE_ENTER;
    task->enter = world->count;
    task->latest = world->count;
    task->at = event->at;
    task->since = event->t;
    task->fd = event_has(event, FIELD_fd) ? event->fd : -1;
    bool sets_mode = event->call == CALL_fcntl && event->command == F_SETFL;
    task->mode = sets_mode && event_has(event, FIELD_mode) ? event->mode : -1;
    if (world_is_question((enum call)event->call))
        world_apply_asked(world, event);
}

static void apply_return(struct world *world, struct world_task *task, const struct event *event) {
    if (world_is_question((enum call)event->call))
        world_apply_answer(world, event);
    struct world_descriptor *descriptor = world_find_descriptor(world, task->fd, -1);
    if (descriptor && task->mode >= 0 && event->result >= 0)
        descriptor->nonblocking = task->mode & O_NONBLOCK;
}

static enum phase phase_of(enum event_kind kind) {
    switch (kind) {
    case EVENT_ASLEEP:
        return PHASE_ASLEEP;
    case EVENT_READY:
        return PHASE_READY;
    case EVENT_AWAKE:
        return PHASE_AWAKE;
    case EVENT_COPY:
        return PHASE_COPY;
    case EVENT_RETURN:
        return PHASE_RETURN;
    default:
        return PHASE_NONE;
    }
}

/* A phase of a call that was never entered is left out: a file may say such a thing. */
static void apply_phase(struct world *world, const struct event *event) {
    struct world_task *task = task_find(world, event->task);
    if (!task)
        return;
    if (event->kind == EVENT_ENTER) {
        apply_enter(world, task, event);
        return;
    }
    if (task->phase == PHASE_NONE)
        return;
    task->phase = phase_of(event->kind);
    task->latest = world->count;
    task->since = event->t;
    if (event->kind == EVENT_RETURN)
        apply_return(world, task, event);
}

static void apply_opened(struct world *world, const struct event *event) {
    if (world->descriptor_count == WORLD_DESCRIPTORS)
        return;
    world->descriptors[world->descriptor_count++] = (struct world_descriptor){
        .open = true,
        .fd = event->fd,
        .gen = event->gen,
        .sort = event->sort,
        .of = event->of,
        .nonblocking = event->mode & O_NONBLOCK,
        .opened = world->count,
        .epoll = -1,
        .queues = queues_never_sampled(),
    };
}

/* That the server holds a connection to a client shows that the client's connect is done. */
static void client_is_connected(struct world *world, const char *name) {
    struct world_client *client = client_find(world, name);
    if (client && client->state == CLIENT_CONNECTING)
        client->state = CLIENT_CONNECTED;
}

static void apply_descriptor(struct world *world, const struct event *event) {
    int64_t gen = event_has(event, FIELD_gen) ? event->gen : -1;
    if (!event_has(event, FIELD_fd) || event->fd < 0 || event->fd > INT32_MAX)
        return;
    if (world_same_text(event->act, "opened"))
        apply_opened(world, event);
    struct world_descriptor *descriptor = world_find_descriptor(world, event->fd, gen);
    if (!descriptor)
        return;
    if (event->sort)
        descriptor->sort = event->sort;
    if (event->of) {
        descriptor->of = event->of;
        client_is_connected(world, event->of);
    }
    if (world_same_text(event->act, "closed")) {
        descriptor->open = false;
        world_close_interest(world, descriptor);
    }
}

static void apply_figure(const struct event *event, enum field field, int64_t *figure) {
    if (event_has(event, field))
        *figure = event_get(event, field);
}

/* A sample names what it measured; the rest keeps its latest figure. */
static void apply_queue(struct world *world, const struct event *event) {
    int64_t gen = event_has(event, FIELD_gen) ? event->gen : -1;
    struct world_queues *queues = NULL;
    if (event_has(event, FIELD_fd)) {
        struct world_descriptor *descriptor = world_find_descriptor(world, event->fd, gen);
        queues = descriptor ? &descriptor->queues : NULL;
    } else {
        struct world_client *client = client_add(world, event->client);
        queues = client ? &client->queues : NULL;
    }
    if (!queues)
        return;
    apply_figure(event, FIELD_receive_queue, &queues->receive_queue);
    if (queues->receive_queue > queues->receive_most)
        queues->receive_most = queues->receive_queue;
    apply_figure(event, FIELD_send_queue, &queues->send_queue);
    apply_figure(event, FIELD_unsent, &queues->unsent);
    apply_figure(event, FIELD_receive_memory, &queues->receive_memory);
    apply_figure(event, FIELD_receive_limit, &queues->receive_limit);
    apply_figure(event, FIELD_send_memory, &queues->send_memory);
    apply_figure(event, FIELD_send_limit, &queues->send_limit);
    apply_figure(event, FIELD_window, &queues->window);
    apply_figure(event, FIELD_window_limited, &queues->window_limited);
    apply_figure(event, FIELD_accept_queue, &queues->accept_queue);
    apply_figure(event, FIELD_accept_limit, &queues->accept_limit);
    apply_figure(event, FIELD_readiness, &queues->readiness);
    apply_figure(event, FIELD_ready_list, &queues->ready_list);
    queues->seq = world->count;
}

/* A connect that does not block is under way (EINPROGRESS) until the connection shows. A client
 * that connects once more has a new socket: nothing was sent or sampled on it. */
static void apply_connect(struct world_client *client, const struct event *event, size_t seq) {
    client->connected = seq + 1;
    client->sent = 0;
    client->received = 0;
    client->queues = queues_never_sampled();
    if (event_has(event, FIELD_error))
        client->state = event->error == EINPROGRESS ? CLIENT_CONNECTING : CLIENT_ABSENT;
    else
        client->state = CLIENT_CONNECTED;
}

static void apply_shut(struct world_client *client, const struct event *event) {
    if (event->result >= 0 && client->state == CLIENT_CONNECTED)
        client->state = CLIENT_SHUT;
}

static void apply_client(struct world *world, const struct event *event) {
    struct world_client *client = client_add(world, event->client);
    if (!client || !event->act)
        return;
    int64_t bytes = event->result > 0 ? event->result : 0;
    client->latest = world->count;
    client->acted = true;
    if (world_same_text(event->act, "connect"))
        apply_connect(client, event, world->count);
    else if (world_same_text(event->act, "connected"))
        client->state = CLIENT_CONNECTED;
    else if (world_same_text(event->act, "send") || world_same_text(event->act, "send-urgent") ||
             world_same_text(event->act, "send-many"))
        client->sent += bytes;
    else if (world_same_text(event->act, "read"))
        client->received += bytes;
    else if (world_same_text(event->act, "stop-reading"))
        client->reading = false;
    else if (world_same_text(event->act, "resume"))
        client->reading = true;
    else if (world_same_text(event->act, "shutdown"))
        apply_shut(client, event);
    else if (world_same_text(event->act, "close"))
        client->state = CLIENT_CLOSED;
    else if (world_same_text(event->act, "reset"))
        client->state = CLIENT_RESET;
}

void world_apply(struct world *world, const struct event *event) {
    switch ((enum event_kind)event->kind) {
    case EVENT_STEP:
        world->step = event->step;
        world->step_seq = world->count;
        break;
    case EVENT_TASK_START:
        apply_task_start(world, event);
        break;
    case EVENT_TASK_END:
        apply_task_end(world, event);
        break;
    case EVENT_ENTER:
    case EVENT_ASLEEP:
    case EVENT_READY:
    case EVENT_AWAKE:
    case EVENT_COPY:
    case EVENT_RETURN:
        apply_phase(world, event);
        break;
    case EVENT_CLIENT:
        apply_client(world, event);
        break;
    case EVENT_QUEUE:
        apply_queue(world, event);
        break;
    case EVENT_DESCRIPTOR:
        apply_descriptor(world, event);
        break;
    case EVENT_NOTE:
        world->note = world->count;
        world->noted = true;
        break;
    case EVENT_INTEREST:
        world_apply_interest(world, event);
        break;
    case EVENT_SIGNAL:
        apply_signal(world, event);
        break;
    case EVENT_MEASURE:
    case EVENT_COST:
    case EVENT_LAB:
    case EVENT_COUNT:
        break;
    }
    world->count++;
    world->t = event->t;
}
