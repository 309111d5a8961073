/* A trace for Perfetto's and other viewers: a lane a task with its calls, a lane a client with its
 * acts, a lane for the script, counters for the queues, spans for the connections. */
#include <config.h>

#include "export.h"

#include "chrome-socket.h"
#include "header-json.h"
#include "memory.h"

#include <string.h>

/* Lanes of the kernel's and the clients' group that are always there. */
enum { LANE_SCRIPT = 1, LANE_QUEUES = 1, LANE_FIRST_CLIENT = 2 };

struct client {
    const char *name;
    struct chrome_lane lane;
};

struct exporting {
    struct chrome chrome;
    bool shown; /* the event at hand belongs to the part */
    int64_t t;  /* the latest time so far */
    struct chrome_lane script;
    struct chrome_sockets sockets;
    struct chrome_task *tasks;
    int task_count, lane_count; /* lanes that tasks have had */
    struct client *clients;
    int client_count;
};

/* ---- whom and what there is ---- */

/* NULL if there is none of that name. */
static struct chrome_task *task_find(struct exporting *exporting, const char *name) {
    for (int i = 0; i < exporting->task_count; i++)
        if (exporting->tasks[i].name == name)
            return &exporting->tasks[i];
    return NULL;
}

/* A page that starts again is another thread, with another lane. */
static struct chrome_task *task_start(struct exporting *exporting, const struct event *event) {
    struct chrome_task *task = task_find(exporting, event->task);
    if (!task) {
        size_t count = (size_t)exporting->task_count + 1;
        exporting->tasks = memory_grow(exporting->tasks, count, sizeof *exporting->tasks);
        task = &exporting->tasks[exporting->task_count++];
    } else {
        chrome_task_give_up(&exporting->chrome, task, exporting->t, exporting->shown);
        chrome_task_free(task);
    }
    *task = (struct chrome_task){
        .name = event->task,
        .server = event->server,
        .lane = {.group = CHROME_SERVER, .number = ++exporting->lane_count},
    };
    return task;
}

static struct chrome_task *task_of(struct exporting *exporting, const struct event *event) {
    struct chrome_task *task = task_find(exporting, event->task);
    return task ? task : task_start(exporting, event);
}

static struct client *client_of(struct exporting *exporting, const char *name) {
    for (int i = 0; i < exporting->client_count; i++)
        if (exporting->clients[i].name == name)
            return &exporting->clients[i];
    int count = ++exporting->client_count;
    exporting->clients = memory_grow(exporting->clients, (size_t)count, sizeof *exporting->clients);
    struct client *client = &exporting->clients[count - 1];
    *client = (struct client){
        .name = name,
        .lane = {.group = CHROME_CLIENTS, .number = LANE_FIRST_CLIENT + count - 1},
    };
    return client;
}

/* ---- which act woke a call ---- */

static enum chrome_wakes act_wakes(const char *act) {
    static const struct {
        const char *act;
        enum chrome_wakes wakes;
    } rows[] = {
        {"connect", WAKES_ACCEPT}, {"send", WAKES_READ},     {"send-urgent", WAKES_READ},
        {"send-many", WAKES_READ}, {"shutdown", WAKES_READ}, {"close", WAKES_READ},
        {"reset", WAKES_READ},     {"read", WAKES_WRITE},    {"resume", WAKES_WRITE},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (act && strcmp(rows[i].act, act) == 0)
            return rows[i].wakes;
    return 0;
}

/* ---- events ---- */

/* ,"args":{…} of all that the event says, and the line's end. */
static void line_end_with(struct exporting *exporting, const struct event *event) {
    struct chrome *chrome = &exporting->chrome;
    writer_text(chrome->writer, ",\"args\":");
    event_json_members(chrome->json, (size_t)event->seq, &chrome->told);
    writer_byte(chrome->writer, '}');
    chrome_line_end(chrome);
}

static void take_client(struct exporting *exporting, const struct event *event) {
    struct chrome *chrome = &exporting->chrome;
    struct client *client = client_of(exporting, event->client);
    if (!exporting->shown)
        return;
    struct chrome_cause cause = {
        .client = client->name,
        .wakes = act_wakes(event->act),
        .lane = client->lane,
        .t = event->t > client->lane.free ? event->t : client->lane.free,
    };
    client->lane.free = cause.t + 2;
    chrome_name_lane(chrome, &client->lane, client->name, NULL);
    /* How long an act took is not measured: it is as short as a slice can be. */
    chrome_line_begin(chrome, 'X', "client", &client->lane, cause.t);
    chrome_line_name(chrome, event->act);
    chrome_line_named(chrome);
    chrome_line_duration(chrome, 1);
    line_end_with(exporting, event);
    for (int i = 0; i < exporting->task_count && cause.wakes; i++)
        chrome_task_cause(&exporting->tasks[i], &cause);
}

/* A moment in the life of a task, or of the script. */
static void moment_write(struct exporting *exporting, const struct event *event,
                         const struct chrome_lane *lane, const char *name, const char *more) {
    struct chrome *chrome = &exporting->chrome;
    chrome_line_begin(chrome, 'i', event_kind_name((enum event_kind)event->kind), lane, event->t);
    chrome_line_name(chrome, name);
    if (more) {
        chrome_line_word(chrome, " ");
        chrome_line_name(chrome, more);
    }
    chrome_line_named(chrome);
    line_end_with(exporting, event);
}

static void take_task(struct exporting *exporting, const struct event *event, const char *name,
                      const char *more) {
    struct chrome_task *task =
        event->kind == EVENT_TASK_START ? task_start(exporting, event) : task_of(exporting, event);
    if (event->kind == EVENT_TASK_END)
        chrome_task_give_up(&exporting->chrome, task, event->t, exporting->shown);
    if (!exporting->shown)
        return;
    chrome_name_lane(&exporting->chrome, &task->lane, task->name, task->server);
    moment_write(exporting, event, &task->lane, name, more);
}

static void take_script(struct exporting *exporting, const struct event *event, const char *name,
                        const char *more) {
    if (exporting->shown)
        moment_write(exporting, event, &exporting->script, name, more);
}

static void take(struct exporting *exporting, const struct event *event) {
    struct chrome *chrome = &exporting->chrome;
    switch ((enum event_kind)event->kind) {
    case EVENT_ENTER:
        chrome_task_enter(task_of(exporting, event), event);
        break;
    case EVENT_ASLEEP:
    case EVENT_READY:
    case EVENT_AWAKE:
    case EVENT_COPY:
        chrome_task_phase(task_of(exporting, event), event);
        break;
    case EVENT_RETURN:
        chrome_task_return(chrome, task_of(exporting, event), event, exporting->shown,
                           chrome_sockets_explain, &exporting->sockets);
        break;
    case EVENT_CLIENT:
        take_client(exporting, event);
        break;
    case EVENT_DESCRIPTOR:
        chrome_sockets_take(&exporting->sockets, event, exporting->t, exporting->shown);
        break;
    case EVENT_QUEUE:
        if (exporting->shown)
            chrome_sockets_sample(&exporting->sockets, event);
        break;
    case EVENT_STEP:
        take_script(exporting, event, event->step, NULL);
        break;
    case EVENT_MEASURE:
        take_script(exporting, event, "measure", event->server);
        break;
    case EVENT_COST:
        take_script(exporting, event, "cost of", call_name((enum call)event->call));
        break;
    case EVENT_SIGNAL:
        take_task(exporting, event, event_json_name(chrome->json, FIELD_signal, event->signal),
                  NULL);
        break;
    case EVENT_NOTE:
        if (event->task)
            take_task(exporting, event, "prints", NULL);
        break;
    case EVENT_TASK_START:
        take_task(exporting, event, "starts", event->server);
        break;
    case EVENT_TASK_END:
        take_task(exporting, event, event->act, NULL);
        break;
    case EVENT_INTEREST:
    case EVENT_LAB:
    case EVENT_COUNT:
        break;
    }
}

/* ---- the whole ---- */

/* What a thing of the file says of its event, without what stands elsewhere in the line. */
static void choose_arguments(struct chrome *chrome) {
    static const enum field lines[] = {FIELD_t, FIELD_kind, FIELD_task, FIELD_client, FIELD_step};
    static const enum field calls[] = {FIELD_call, FIELD_evidence};
    static const enum field returns[] = {FIELD_number, FIELD_at, FIELD_fd,
                                         FIELD_gen,    FIELD_of, FIELD_entered};
    for (enum field field = 0; field < FIELD_COUNT; field++)
        field_set_add(&chrome->told, field);
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++)
        field_set_remove(&chrome->told, lines[i]);
    chrome->told_of_enter = chrome->told;
    for (size_t i = 0; i < sizeof calls / sizeof calls[0]; i++)
        field_set_remove(&chrome->told_of_enter, calls[i]);
    chrome->told_of_return = chrome->told_of_enter;
    for (size_t i = 0; i < sizeof returns / sizeof returns[0]; i++)
        field_set_remove(&chrome->told_of_return, returns[i]);
}

/* Where the part begins: what the recording is, and the connections that are there already. */
static void part_begin(struct exporting *exporting, const struct trace_header *header) {
    struct chrome *chrome = &exporting->chrome;
    chrome_name_lane(chrome, &exporting->script, "script", header->lesson);
    chrome_line_plain(chrome, 'i', "recording", &exporting->script, exporting->t, "recording");
    writer_text(chrome->writer, ",\"args\":{\"waitscope\":\"" PACKAGE_VERSION "\"");
    header_json_members(chrome->writer, header);
    writer_byte(chrome->writer, '}');
    chrome_line_end(chrome);
    chrome_sockets_begin(&exporting->sockets, exporting->t);
}

static void part_end(struct exporting *exporting) {
    for (int i = 0; i < exporting->task_count; i++)
        chrome_task_give_up(&exporting->chrome, &exporting->tasks[i], exporting->t, true);
    chrome_sockets_end(&exporting->sockets, exporting->t);
}

static void exporting_fini(struct exporting *exporting) {
    for (int i = 0; i < exporting->task_count; i++)
        chrome_task_free(&exporting->tasks[i]);
    free(exporting->tasks);
    free(exporting->clients);
}

void export_chrome(const struct export_part *part, struct writer *writer) {
    struct exporting exporting = {
        .script = {.group = CHROME_CLIENTS, .number = LANE_SCRIPT},
        .sockets.lane = {.group = CHROME_KERNEL, .number = LANE_QUEUES},
    };
    exporting.sockets.chrome = &exporting.chrome;
    chrome_begin(&exporting.chrome, writer, part->trace);
    choose_arguments(&exporting.chrome);
    for (size_t i = 0; i < part->to && !writer->failed; i++) {
        struct event room;
        const struct event *event = trace_at(part->trace, i, &room);
        exporting.t = event->t > exporting.t ? event->t : exporting.t;
        if (i == part->from)
            part_begin(&exporting, trace_header_const(part->trace));
        exporting.shown = i >= part->from;
        take(&exporting, event);
    }
    part_end(&exporting);
    chrome_end(&exporting.chrome);
    exporting_fini(&exporting);
}
