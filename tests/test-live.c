/* Live sessions: ended anywhere they free everything; started again they do the same; at still
 * points the world's queues are the kernel's. Every lesson that is there. */
#include <config.h>

#include "lab.h"
#include "process.h"
#include "sample-trace.h"
#include "servers.h"
#include "tap.h"
#include "trace-compare.h"
#include "trace-json.h"
#include "world.h"

#include <glob.h>
#include <linux/sockios.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

/* In a lesson that only measures, no call is held and no socket is the page's for long. */
static bool is_stepped(const struct lesson *lesson) {
    for (int i = 0; i < lesson->step_count; i++)
        if (lesson->steps[i].kind == STEP_RUN)
            return true;
    return false;
}

/* ---- ending anywhere ---- */

/* How many points a session is ended at: enough to be everywhere, few enough to be quick. */
enum { END_POINTS = 16 };

static void wait_until_still(struct session *session) {
    while (session_state(session) == SESSION_MOVING) {
        struct pollfd waited = {.fd = session_fd(session), .events = POLLIN};
        poll(&waited, 1, 1);
        session_turn(session);
    }
}

/* Ends a session after so many advances, in the middle of the last one if `moving`. */
static void end_after(const struct lesson *lesson, int advances, bool moving) {
    struct error error;
    struct session *session = live_new(lesson, NULL, &error);

    for (int i = 0; session && i < advances; i++) {
        wait_until_still(session);
        if (session_state(session) == SESSION_STILL)
            session_advance(session);
    }
    if (session && !moving)
        wait_until_still(session);
    session_free(session);
}

/* In turns while all is still, and in the middle of a move. */
static void test_end_anywhere(const struct lesson *lesson, int advances) {
    struct process before, after;
    int end_points = tap_rounds(END_POINTS), points = 0;
    bool same = true;

    process_look(&before);
    for (int at = 0; same && at < advances; at += 1 + advances / end_points) {
        end_after(lesson, at, points % 2);
        process_look(&after);
        same = process_same(&before, &after);
        points++;
    }
    tap_ok(same && points > end_points / 3, "%s: ended at each of %d points, all is freed%s%s",
           lesson->id, points, same ? "" : ": ", same ? "" : process_difference(&before, &after));
}

/* ---- the world's queues ---- */

static int64_t bytes_of(int fd, unsigned long request) {
    int bytes;

    return ioctl(fd, request, &bytes) == 0 ? bytes : -1;
}

static bool queues_agree(int fd, const struct world_queues *queues) {
    return queues->receive_queue == bytes_of(fd, SIOCINQ) &&
           queues->send_queue == bytes_of(fd, SIOCOUTQ);
}

/* The lab's socket that has this port, -1 if there is none. */
static int socket_of_port(int port) {
    for (int fd = 512; fd < 1024; fd++) {
        struct sockaddr_in name = {0};
        socklen_t size = sizeof name;
        if (getsockname(fd, (struct sockaddr *)&name, &size) == 0 && ntohs(name.sin_port) == port)
            return fd;
    }
    return -1;
}

static int64_t client_port(const struct trace *trace, const char *name) {
    int64_t port = 0;

    for (size_t i = 0; i < trace_count(trace); i++) {
        struct event room;
        const struct event *event = trace_at(trace, i, &room);
        if (event->kind == EVENT_CLIENT && event_has(event, FIELD_port) &&
            strcmp(event->client, name) == 0)
            port = event->port;
    }
    return port;
}

/* How many of the world's sockets disagree with the kernel; *looked counts those that were asked.
 */
static int disagreements(const struct world *world, const struct trace *trace, int *looked) {
    int wrong = 0;

    for (int i = 0; i < world->descriptor_count; i++) {
        const struct world_descriptor *descriptor = &world->descriptors[i];
        if (!descriptor->open || strcmp(descriptor->sort, "connection") != 0)
            continue;
        wrong += !queues_agree(descriptor->fd, &descriptor->queues);
        ++*looked;
    }
    for (int i = 0; i < world->client_count; i++) {
        const struct world_client *client = &world->clients[i];
        if (client->state != CLIENT_CONNECTED && client->state != CLIENT_SHUT)
            continue;
        wrong += !queues_agree(socket_of_port(client_port(trace, client->name)), &client->queues);
        ++*looked;
    }
    return wrong;
}

/* Returns how many advances the lesson takes. */
static int test_queues(const struct lesson *lesson) {
    struct error error;
    struct session *session = live_new(lesson, NULL, &error);
    const struct trace *trace = session_trace(session);
    struct world *world = malloc(sizeof *world);
    struct event room;
    int wrong = 0, looked = 0, advances = 0;

    world_init(world);
    for (; session_state(session) == SESSION_STILL; advances++) {
        while (world->count < trace_count(trace))
            world_apply(world, trace_at(trace, world->count, &room));
        wrong += disagreements(world, trace, &looked);
        session_advance(session);
        wait_until_still(session);
    }
    tap_ok(wrong == 0 && (looked > 10 || !is_stepped(lesson)),
           "%s: at still points the world's queues are the kernel's (%d of %d sockets differ)",
           lesson->id, wrong, looked);
    free(world);
    session_free(session);
    return advances;
}

/* ---- invariants ---- */

/* Each enter has its return, unless the call is the task's last. */
static void test_pairs(const struct lesson *lesson, const struct trace *trace) {
    struct event open = {.has = {0}}; /* empty: none is */
    int broken = 0, calls = 0;

    for (size_t i = 0; i < trace_count(trace); i++) {
        struct event room;
        const struct event *event = trace_at(trace, i, &room);
        if (event->kind == EVENT_TASK_START)
            open = (struct event){.has = {0}};
        if (event->kind == EVENT_ENTER) {
            broken += event_has(&open, FIELD_kind);
            open = *event;
            calls++;
        }
        if (event->kind == EVENT_RETURN) {
            broken += !event_has(&open, FIELD_kind) || open.number != event->number ||
                      open.call != event->call;
            open = (struct event){.has = {0}};
        }
    }
    tap_ok(broken == 0 && (calls > 5 || !is_stepped(lesson)),
           "%s: each of %d calls that returned had entered", lesson->id, calls);
}

/* Time never goes back, and a call ends after it began. */
static void test_order(const struct lesson *lesson, const struct trace *trace) {
    int wrong = 0;

    for (size_t i = 1; i < trace_count(trace); i++) {
        struct event rooms[2];
        const struct event *event = trace_at(trace, i, &rooms[0]);
        wrong += event->t < trace_at(trace, i - 1, &rooms[1])->t;
        wrong += event->kind == EVENT_RETURN && event->entered > event->t;
    }
    tap_ok(wrong == 0, "%s: the events are in the order of their times", lesson->id);
}

/* Written to a file and read back: after each event the world is the same, byte for byte. Texts are
 * made the same pointers for that. */
static void test_read_back(const struct lesson *lesson, struct trace *trace) {
    struct world *worlds = calloc(2, sizeof *worlds);
    struct error warning = {""}, error = {""};
    FILE *file = tmpfile();
    size_t same = 0;

    trace_write(trace, file, "a temporary file", &error);
    rewind(file);
    struct trace *read = trace_read(file, "a temporary file", &warning, &error);
    world_init(&worlds[0]);
    world_init(&worlds[1]);
    for (size_t i = 0; read && i < trace_count(read) && i < trace_count(trace); i++) {
        struct event event, room;
        trace_at(read, i, &event);
        for (enum field field = 0; field < FIELD_COUNT; field++)
            if (field_row(field)->type == TYPE_TEXT && event_has(&event, field))
                event_set_text(&event, field, trace_text(trace, event_get_text(&event, field)));
        world_apply(&worlds[0], trace_at(trace, i, &room));
        world_apply(&worlds[1], &event);
        same += memcmp(&worlds[0], &worlds[1], sizeof worlds[0]) == 0;
    }
    tap_ok(read && same == trace_count(trace) && !warning.text[0],
           "%s: read back from a file it gives the same %zu worlds %s", lesson->id,
           trace_count(trace), error.text);
    fclose(file);
    trace_free(read);
    free(worlds);
}

static void test_again(const struct lesson *lesson) {
    struct error error, difference;
    struct session *first = live_new(lesson, NULL, &error);
    enum session_state state = session_run(first, -1);

    tap_ok(state == SESSION_ENDED, "%s: runs to its end %s", lesson->id,
           state == SESSION_ENDED ? "" : session_error(first)->text);
    test_pairs(lesson, session_trace(first));
    test_order(lesson, session_trace(first));

    /* One live session at a time: keep what the first said. */
    struct trace *kept = trace_new();
    struct event room;
    for (size_t i = 0; i < trace_count(session_trace(first)); i++)
        trace_append(kept, trace_at(session_trace(first), i, &room));
    session_free(first);
    test_read_back(lesson, kept);

    struct session *second = live_new(lesson, NULL, &error);
    session_run(second, -1);
    bool same = trace_same(kept, session_trace(second), &difference);
    tap_ok(same, "%s: started again it does the same %s", lesson->id, same ? "" : difference.text);
    session_free(second);
    trace_free(kept);
}

static void test_lesson(const char *path) {
    struct error error;
    struct lesson *lesson = lesson_read(path, server_is_known, &error);

    if (!tap_ok(lesson != NULL, "%s is a lesson %s", path, lesson ? "" : error.text))
        return;
    test_again(lesson);
    int advances = test_queues(lesson);
    test_end_anywhere(lesson, advances);
    lesson_free(lesson);
}

int main(void) {
    glob_t found;

    glob(SOURCEDIR "/lessons/*.json", 0, NULL, &found);
    for (size_t i = 0; i < found.gl_pathc; i++)
        if (!strstr(found.gl_pathv[i], ".schema.json") &&
            !strstr(found.gl_pathv[i], "curriculum.json"))
            test_lesson(found.gl_pathv[i]);
    globfree(&found);
    return tap_done();
}
