/* Folds the scripts tests/world/X.txt. A script is a list of lines:
 *
 *     client A                                 the lesson names a client
 *     event enter task=server call=accept      the next event (see event-line.h)
 *     expect task server enter accept          what the world says must hold these words
 *     expect no descriptor 7                   there is none
 *     expect descriptor 4#1 closed             the one of gen 1, whoever has the number now
 *     expect rows descriptors 3 4              all rows, in order
 *     restart                                  an empty world and an empty trace
 *
 * Each expect is a test point; what is wrong is said with file:line. */
#include <config.h>

#include "event-line.h"
#include "tap.h"
#include "trace.h"
#include "world.h"

#include <dirent.h>
#include <string.h>

struct script {
    const char *file; /* its name without the folder */
    int line;
    struct trace *trace;
    struct world world;
};

static const char *const phase_names[PHASE_COUNT] = {"no-call", "enter", "asleep", "ready",
                                                     "awake",   "copy",  "return"};
static const char *const client_states[] = {"absent", "connecting", "connected",
                                            "shut",   "closed",     "reset"};

static void describe_task(const struct script *script, const struct world_task *task, FILE *out) {
    fprintf(out, "%s page=%s since=%jd", phase_names[task->phase], task->server,
            (intmax_t)task->since);
    if (task->gone)
        fprintf(out, " gone %s", task->end);
    if (task->phase == PHASE_NONE)
        return;
    struct event room;
    const struct event *enter = trace_at(script->trace, task->enter, &room);
    fprintf(out, " %s enter=%zu latest=%zu", call_name(enter->call), task->enter, task->latest);
    if (task->at)
        fprintf(out, " at=%s", task->at);
    if (task->signalled)
        fprintf(out, " signal=%zu", task->signal);
}

static void describe_queues(const struct world_queues *queues, FILE *out) {
#define FIGURE(name) fprintf(out, " " #name "=%jd", (intmax_t)queues->name)
    FIGURE(receive_queue);
    FIGURE(send_queue);
    FIGURE(unsent);
    FIGURE(receive_memory);
    FIGURE(receive_limit);
    FIGURE(send_memory);
    FIGURE(send_limit);
    FIGURE(window);
    FIGURE(window_limited);
    FIGURE(accept_queue);
    FIGURE(accept_limit);
    FIGURE(readiness);
    FIGURE(ready_list);
#undef FIGURE
    fprintf(out, " sampled=%zu", queues->seq);
}

static void describe_client(const struct world_client *client, FILE *out) {
    fprintf(out, "%s %s sent=%jd received=%jd latest=%zu", client_states[client->state],
            client->reading ? "reading" : "deaf", (intmax_t)client->sent,
            (intmax_t)client->received, client->latest);
    describe_queues(&client->queues, out);
}

/* Words like asked=IN|OUT; of no bits, asked=0. */
static void describe_bits(const char *name, unsigned bits, FILE *out) {
    char text[128];
    fprintf(out, " %s=%s", name, field_format(FIELD_events, bits, text, sizeof text));
}

static void describe_descriptor(const struct world_descriptor *descriptor, FILE *out) {
    fprintf(out, "%s %s fd=%d gen=%jd of=%s %s opened=%zu", descriptor->open ? "open" : "closed",
            descriptor->sort, descriptor->fd, (intmax_t)descriptor->gen,
            descriptor->of ? descriptor->of : "nobody",
            descriptor->nonblocking ? "nonblocking" : "blocking", descriptor->opened);
    describe_bits("asked", descriptor->asked, out);
    describe_bits("got", descriptor->got, out);
    fprintf(out, " %s %s", descriptor->questioned ? "questioned" : "unquestioned",
            descriptor->answered ? "answered" : "unanswered");
    fprintf(out, " epoll=%jd", (intmax_t)descriptor->epoll);
    describe_bits("interest", descriptor->interest, out);
    describe_queues(&descriptor->queues, out);
}

static void describe_rows(const struct world *world, const char *of, FILE *out) {
    for (int i = 0; strcmp(of, "tasks") == 0 && i < world->task_count; i++)
        fprintf(out, " %s", world->tasks[i].name);
    for (int i = 0; strcmp(of, "clients") == 0 && i < world->client_count; i++)
        fprintf(out, " %s", world->clients[i].name);
    for (int i = 0; strcmp(of, "descriptors") == 0 && i < world->descriptor_count; i++)
        fprintf(out, " %d", world->descriptors[i].fd);
}

static void describe_world(const struct world *world, FILE *out) {
    fprintf(out, "count=%zu t=%jd step=%s", world->count, (intmax_t)world->t,
            world->step ? world->step : "none");
    if (world->step)
        fprintf(out, " step-event=%zu", world->step_seq);
    if (world->noted)
        fprintf(out, " note=%zu", world->note);
}

/* "4": the one that the number means; "4#1": the first that had it. */
static const struct world_descriptor *descriptor_named(const struct world *world,
                                                       const char *name) {
    const char *gen = strchr(name, '#');
    for (int i = 0; gen && i < world->descriptor_count; i++)
        if (world->descriptors[i].fd == atoi(name) && world->descriptors[i].gen == atoi(gen + 1))
            return &world->descriptors[i];
    return gen ? NULL : world_descriptor(world, atoi(name));
}

/* What the world says about a thing: words; false if there is no such thing. */
static bool describe(const struct script *script, const char *what, const char *name, FILE *out) {
    const struct world *world = &script->world;
    const struct world_task *task = world_task(world, name);
    const struct world_client *client = world_client(world, name);
    const struct world_descriptor *descriptor = descriptor_named(world, name);
    if (strcmp(what, "connection") == 0)
        descriptor = world_connection(world, name);
    else if (strcmp(what, "descriptor") != 0)
        descriptor = NULL;
    if (strcmp(what, "task") == 0 && task)
        describe_task(script, task, out);
    else if (strcmp(what, "client") == 0 && client)
        describe_client(client, out);
    else if (descriptor)
        describe_descriptor(descriptor, out);
    else
        return false;
    return true;
}

static bool has_word(const char *text, const char *word) {
    size_t length = strlen(word);
    for (const char *at = text; (at = strstr(at, word)); at++)
        if ((at == text || at[-1] == ' ') && (at[length] == ' ' || at[length] == '\0'))
            return true;
    return false;
}

static void report(const struct script *script, bool ok, const char *line, const char *found) {
    if (!tap_ok(ok, "%s:%d: %s", script->file, script->line, line))
        tap_note("tests/world/%s:%d: the world says: %s", script->file, script->line, found);
}

/* expect rows KIND NAME…: exactly these; expect world WORD…: all of these. */
static void expect_all(const struct script *script, const char *line, const char *what,
                       char *rest) {
    char found[2048] = "";
    FILE *out = fmemopen(found, sizeof found, "w");
    bool ok = true;
    if (strcmp(what, "rows") == 0) {
        char *of = event_line_word(&rest);
        describe_rows(&script->world, of ? of : "", out);
        fclose(out);
        const char *rows = found[0] == ' ' ? found + 1 : found;
        ok = strcmp(rows, rest + strspn(rest, " ")) == 0;
        report(script, ok, line, rows);
        return;
    }
    describe_world(&script->world, out);
    fclose(out);
    for (char *word; (word = event_line_word(&rest));)
        ok = ok && has_word(found, word);
    report(script, ok, line, found);
}

static void expect(const struct script *script, const char *line, char *rest) {
    char found[2048] = "";
    char *what = event_line_word(&rest);
    if (what && (strcmp(what, "rows") == 0 || strcmp(what, "world") == 0)) {
        expect_all(script, line, what, rest);
        return;
    }
    bool none = what && strcmp(what, "no") == 0;
    if (none)
        what = event_line_word(&rest);
    char *name = event_line_word(&rest);
    FILE *out = fmemopen(found, sizeof found, "w");
    bool ok = what && name && describe(script, what, name, out) != none;
    fclose(out);
    for (char *word; (word = event_line_word(&rest));)
        ok = ok && has_word(found, word);
    report(script, ok, line, found[0] ? found : "there is none");
}

static void script_start(struct script *script) {
    script->trace = trace_new();
    world_init(&script->world);
}

static void take_event(struct script *script, const char *text) {
    struct event_line line;
    struct event room;
    struct error error;
    if (event_line_parse(&line, text, &error))
        world_apply(&script->world,
                    trace_at(script->trace, trace_append(script->trace, &line.event), &room));
    else
        tap_ok(false, "%s:%d: %s", script->file, script->line, error.text);
}

static void take_line(struct script *script, char *text) {
    text[strcspn(text, "\n")] = '\0';
    char whole[2048];
    snprintf(whole, sizeof whole, "%s", text);
    char *rest = text;
    char *word = event_line_word(&rest);
    if (!word || word[0] == '#')
        return;
    if (strcmp(word, "event") == 0) {
        take_event(script, rest);
    } else if (strcmp(word, "client") == 0) {
        world_add_client(&script->world, trace_text(script->trace, event_line_word(&rest)));
    } else if (strcmp(word, "expect") == 0) {
        expect(script, whole, rest);
    } else if (strcmp(word, "restart") == 0) {
        trace_free(script->trace);
        script_start(script);
    } else {
        tap_ok(false, "%s:%d: there is no command \"%s\"", script->file, script->line, word);
    }
}

static void run_script(const char *folder, const char *file) {
    char path[4096], text[2048];
    snprintf(path, sizeof path, "%s/%s", folder, file);
    FILE *in = fopen(path, "r");
    if (!in) {
        tap_ok(false, "%s can be read", path);
        return;
    }
    struct script script = {.file = file};
    script_start(&script);
    while (fgets(text, sizeof text, in)) {
        script.line++;
        take_line(&script, text);
    }
    trace_free(script.trace);
    fclose(in);
}

static int is_script(const struct dirent *entry) {
    const char *dot = strrchr(entry->d_name, '.');
    return dot && strcmp(dot, ".txt") == 0;
}

int main(void) {
    const char *folder = SOURCEDIR "/tests/world";
    struct dirent **files;
    int count = scandir(folder, &files, is_script, alphasort);
    tap_ok(count > 0, "there are scripts in tests/world");
    for (int i = 0; i < count; i++) {
        run_script(folder, files[i]->d_name);
        free(files[i]);
    }
    if (count >= 0)
        free(files);
    return tap_done();
}
