/* A process that is measured: --child WAY TRANSPORT. A traced page runs as a task, as in a lesson,
 * and this process's first thread is what the director is there. A bare page is all there is. */
#include <config.h>

#include "overhead.h"
#include "recorder.h"
#include "task.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

/* How a child watches itself. */
struct watching {
    const char *name;
    const struct page *page;
    bool task; /* the page is a task: a thread beside the director's */
    bool open; /* its gates are */
    bool stamps;
    bool recorder; /* that of the same name */
};

static const struct watching watchings[] = {
    {"bare", &page_bare, false, false, false, false},
    {"thread", &page_bare, true, true, false, false},
    {"open", &page_traced, true, true, false, false},
    {"stamps", &page_traced, true, true, true, false},
    {"switch", &page_traced, true, true, false, true},
    {"tracepoint", &page_traced, true, true, false, true},
    {"held", &page_traced, true, false, false, false},
};

/* This process. A page's main has no way to be told where it stands: so it is static. */
static struct child {
    const struct watching *way;
    int ends[2];           /* of the connection */
    int order[2], done[2]; /* pipes to the task and back */
    int notify;
    struct task task;
    const struct recorder_ops *ops; /* NULL: nothing records */
    struct recorder *recorder;
} self;

static const struct watching *watching_find(const char *name) {
    for (size_t i = 0; i < sizeof watchings / sizeof *watchings; i++)
        if (strcmp(watchings[i].name, name) == 0)
            return &watchings[i];
    return NULL;
}

/* False, with the reason on standard error. */
static bool fail(const char *what) {
    fprintf(stderr, "%s: %s\n", what, strerror(errno));
    return false;
}

/* ---- the connection ---- */

static bool connect_tcp(int ends[2]) {
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof at;
    int listener = socket(AF_INET, SOCK_STREAM, 0), on = 1;

    ends[0] = socket(AF_INET, SOCK_STREAM, 0);
    bool fine = bind(listener, (struct sockaddr *)&at, sizeof at) == 0 &&
                listen(listener, 1) == 0 &&
                getsockname(listener, (struct sockaddr *)&at, &size) == 0 &&
                connect(ends[0], (struct sockaddr *)&at, sizeof at) == 0;
    ends[1] = fine ? accept(listener, NULL, NULL) : -1;
    for (int i = 0; i < 2; i++)
        fine = fine && setsockopt(ends[i], IPPROTO_TCP, TCP_NODELAY, &on, sizeof on) == 0;
    close(listener);
    return fine || fail("a connection");
}

static bool child_connect(struct child *child, const char *transport) {
    if (strcmp(transport, "TCP") == 0)
        return connect_tcp(child->ends);
    return socketpair(AF_UNIX, SOCK_STREAM, 0, child->ends) == 0 || fail("a socketpair");
}

static bool child_stamp(struct child *child, int on) {
    for (int i = 0; i < 2; i++)
        if (setsockopt(child->ends[i], SOL_SOCKET, SO_TIMESTAMPNS, &on, sizeof on) != 0)
            return fail("SO_TIMESTAMPNS");
    atomic_store(&child->task.slot->stamped, on);
    return true;
}

/* ---- the work ---- */

static struct reading work(const struct page *page, const int ends[2], const struct order *order) {
    struct reading reading = {.fine = true, .calls = order->calls};
    int64_t from = clock_now();

    if (order->what == ORDER_SPIN)
        reading.calls = page->spin(ends[0], from + SPIN_TIME);
    else
        reading.fine = page->echo(ends[0], ends[1], order->calls) || fail("an echo");
    reading.ns = clock_now() - from;
    return reading;
}

static int task_main(int argc, char **argv) {
    struct order order;

    (void)argc, (void)argv;
    while (read(self.order[0], &order, sizeof order) == sizeof order) {
        struct reading reading = work(self.way->page, self.ends, &order);
        if (write(self.done[1], &reading, sizeof reading) != sizeof reading)
            break;
    }
    return 0;
}

static const struct server task_page = {"overhead", "overhead-page.c", "", task_main};

/* ---- watching it ---- */

static bool child_record(struct child *child) {
    struct error error;

    child->recorder = child->ops->open(&error);
    if (child->recorder &&
        child->ops->watch(child->recorder, atomic_load(&child->task.slot->tid), &error))
        return true;
    fprintf(stderr, "%s\n", error.text);
    return false;
}

static void child_drain(struct child *child) {
    static unsigned char room[RECORD_BLOBS * EVENT_DATA_MAX + 1];
    struct moment_record moments[256];
    struct event event;
    const char *file;
    unsigned line;

    while (ring_read(&child->task.slot->ring, &event, &file, &line, room))
        ;
    while (child->recorder && child->ops->drain(child->recorder, moments, 256) == 256)
        ;
}

static bool child_watch(struct child *child, bool on) {
    if (child->way->stamps && !child_stamp(child, on))
        return false;
    if (!child->ops)
        return true;
    if (on)
        return child_record(child);
    child->ops->close(child->recorder);
    child->recorder = NULL;
    return true;
}

/* Reads what is written down and lets the task pass, until it has done what it was told. */
static struct reading child_direct(struct child *child, const struct order *order) {
    struct pollfd waited[] = {{.fd = child->done[0], .events = POLLIN},
                              {.fd = child->notify, .events = POLLIN}};
    struct reading reading = {0};
    uint64_t arrivals;

    if (write(child->order[1], order, sizeof *order) != sizeof *order)
        return reading;
    while (!(waited[0].revents & POLLIN)) {
        atomic_store(&child->task.slot->watched, 1);
        if (task_is_held(&child->task))
            task_release(&child->task);
        poll(waited, 2, child->recorder ? 1 : -1);
        if (waited[1].revents & POLLIN)
            (void)!read(child->notify, &arrivals, sizeof arrivals);
        child_drain(child);
    }
    (void)!read(child->done[0], &reading, sizeof reading);
    return reading;
}

/* ---- life ---- */

static bool child_start_task(struct child *child) {
    struct error error;

    if (!task_start(&child->task, &task_page, "page", NULL, child->notify, NULL, &error)) {
        fprintf(stderr, "%s\n", error.text);
        return false;
    }
    while (!task_is_held(&child->task))
        sched_yield();
    if (child->way->open)
        task_open_gates(&child->task);
    return true;
}

static bool child_init(struct child *child, const char *transport) {
    struct error error;

    if (!child_connect(child, transport))
        return false;
    if (child->way->recorder && !recorder_choose(child->way->name, &child->ops, &error)) {
        fprintf(stderr, "%s\n", error.text);
        return false;
    }
    if (!child->way->task)
        return true;
    child->notify = eventfd(0, EFD_CLOEXEC);
    if (pipe(child->order) != 0 || pipe(child->done) != 0 || child->notify < 0)
        return fail("a pipe");
    return child_start_task(child);
}

static struct reading child_obey(struct child *child, const struct order *order) {
    if (order->what == ORDER_WATCH || order->what == ORDER_UNWATCH)
        return (struct reading){.fine = child_watch(child, order->what == ORDER_WATCH)};
    if (order->what == ORDER_SPIN)
        fcntl(child->ends[0], F_SETFL, O_NONBLOCK);
    if (child->way->task)
        return child_direct(child, order);
    return work(&page_bare, child->ends, order);
}

int child_main(int argc, char **argv) {
    struct order order;

    self.way = argc == 4 ? watching_find(argv[2]) : NULL;
    if (!self.way || !child_init(&self, argv[3]))
        return EXIT_FAILURE;
    while (read(STDIN_FILENO, &order, sizeof order) == sizeof order) {
        struct reading reading = child_obey(&self, &order);
        if (!reading.fine || write(STDOUT_FILENO, &reading, sizeof reading) != sizeof reading)
            return EXIT_FAILURE;
    }
    if (self.way->task)
        task_end(&self.task);
    return EXIT_SUCCESS;
}
