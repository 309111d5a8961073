#include <config.h>

#include "measurement.h"

#include "i18n.h"
#include "memory.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum {
    PEERS = 8,
    LATENCIES = 1024,
    MESSAGE = 5, /* bytes */
};

static const char question[] = "hello", answer[] = "HELLO";

/* A page listens within milliseconds and answers within the script's time; ns. */
#define LISTEN_LIMIT INT64_C(2000000000)
#define SCRIPT_LIMIT INT64_C(20000000000)
#define REST_LIMIT   INT64_C(5000000)
#define LOOK         INT64_C(200000)
#define MILLISECOND  INT64_C(1000000)

struct peer_row {
    enum script script;
    const char *name;
    int connects, sends; /* ms */
    int rounds;
};

#define PEER(script, name, connects, sends, rounds)                                                \
    {SCRIPT_##script, name, connects, sends, rounds},
static const struct peer_row peer_rows[] = {
#include "scripts.def"
};

struct peer {
    const struct peer_row *row;
    int fd; /* -1: not connected yet, or done */
    int round;
    bool waiting; /* for the answer to what it sent at `sent` */
    int64_t sent;
    char got[MESSAGE];
    size_t got_size;
    bool done;
};

struct measurement {
    struct run *run;
    struct peer peers[PEERS];
    int peer_count;
    int port; /* 0: the page does not listen yet */
    int epoll;
    int64_t finished;       /* when the last client had its answer; 0: not yet */
    int64_t began, start;   /* of everything; of the script, */
    struct ticks_mark mark; /* in ticks too */
    int64_t cpu, switches;  /* of the thread at the script's start */
    int64_t latencies[LATENCIES];
    int latency_count;
    bool over, failed;
    struct error error;
    struct measure_result result;
};

static void measurement_fail(struct measurement *m, const char *sentence) {
    error_set(&m->error, "%s: %s", m->run->tasks[0].task.server->name, sentence);
    m->failed = m->over = true;
}

/* ---- the page ---- */

/* The page's listener has one of the first numbers. -1 while there is none. */
static int find_listener(void) {
    for (int fd = DESCRIPTORS_FIRST; fd < DESCRIPTORS_FIRST + 8; fd++) {
        int listens = 0;
        socklen_t size = sizeof listens;
        if (getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, &listens, &size) == 0 && listens)
            return fd;
    }
    return -1;
}

static int64_t thread_cpu_of(pthread_t thread) {
    struct timespec used;
    clockid_t clock;

    if (pthread_getcpuclockid(thread, &clock) != 0 || clock_gettime(clock, &used) != 0)
        return -1;
    return used.tv_sec * INT64_C(1000000000) + used.tv_nsec;
}

/* The stamps tell when bytes arrived; accepted sockets inherit them. */
static void measurement_begin_script(struct measurement *m, int listener) {
    struct run_task *task = &m->run->tasks[0];
    struct slot *slot = task->task.slot;

    socket_set(listener, SO_TIMESTAMPNS, 1);
    atomic_store(&slot->stamped, 1);
    m->port = socket_port(listener);
    m->mark = ticks_mark(atomic_load(&slot->counted));
    m->start = clock_now();
    m->cpu = thread_cpu_of(task->task.thread);
    m->switches = evidence_proc.switches(&task->watch);
    tally_clear(&slot->tally);
}

/* Median and the like of sorted figures: the least that so many percent of them do not exceed. */
static int64_t quantile(const int64_t *sorted, int count, int percent) {
    return count ? sorted[(count * percent + 99) / 100 - 1] : -1;
}

static int figures_compare(const void *left, const void *right) {
    int64_t a = *(const int64_t *)left, b = *(const int64_t *)right;

    return (a > b) - (a < b);
}

/* What the page has used up so far. */
static void measurement_read_page(struct measurement *m) {
    struct run_task *task = &m->run->tasks[0];
    const struct slot *slot = task->task.slot;
    struct tally_figures figures;
    struct measure_result *result = &m->result;

    tally_read(&slot->tally, atomic_load(&slot->counted), &m->mark, &figures);
    result->calls = figures.calls;
    result->failures = figures.failures;
    result->inside = figures.inside;
    result->copied = figures.copied;
    result->cpu = thread_cpu_of(task->task.thread) - m->cpu;
    result->switches = evidence_proc.switches(&task->watch) - m->switches;
}

/* The last client has its answer. A page that sleeps between clients still has its send to return
 * from, the end of file to read and the socket to close: that belongs to serving them. */
static void measurement_finish(struct measurement *m) {
    struct measure_result *result = &m->result;

    measurement_read_page(m);
    m->finished = clock_now();
    result->wall = m->finished - m->start;
    qsort(m->latencies, m->latency_count, sizeof *m->latencies, figures_compare);
    result->latency_50 = quantile(m->latencies, m->latency_count, 50);
    result->latency_99 = quantile(m->latencies, m->latency_count, 99);
    result->latency_max = quantile(m->latencies, m->latency_count, 100);
}

/* A page that never sleeps keeps the figures of that moment. */
static void measurement_await_rest(struct measurement *m) {
    struct run_task *task = &m->run->tasks[0];
    struct sleep_observation seen;
    bool rests = evidence_proc.asleep(&task->watch, &task->task, &seen);

    if (rests)
        measurement_read_page(m);
    m->over = rests || clock_now() - m->finished > REST_LIMIT;
}

/* ---- the clients ---- */

static void peer_connect(struct measurement *m, struct peer *peer) {
    struct sockaddr_in to = {.sin_family = AF_INET,
                             .sin_port = htons(m->port),
                             .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = peer};
    int on = 1;

    peer->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (peer->fd >= 0)
        peer->fd = descriptor_move_up(peer->fd);
    if (peer->fd < 0) {
        measurement_fail(m, strerror(errno));
        return;
    }
    setsockopt(peer->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (connect(peer->fd, (struct sockaddr *)&to, sizeof to) != 0 && errno != EINPROGRESS)
        measurement_fail(m, strerror(errno));
    epoll_ctl(m->epoll, EPOLL_CTL_ADD, peer->fd, &event);
}

static void peer_send(struct measurement *m, struct peer *peer) {
    peer->sent = clock_now();
    peer->got_size = 0;
    peer->waiting = true;
    if (send(peer->fd, question, MESSAGE, MSG_NOSIGNAL) != MESSAGE)
        measurement_fail(m, _("a client could not send"));
}

static void peer_finish(struct measurement *m, struct peer *peer) {
    size_t used = strlen(m->result.served);

    close(peer->fd);
    peer->fd = -1;
    peer->done = true;
    if (used + 1 < sizeof m->result.served)
        m->result.served[used] = peer->row->name[0];
}

static void peer_answered(struct measurement *m, struct peer *peer) {
    if (memcmp(peer->got, answer, MESSAGE) != 0) {
        measurement_fail(m, _("a client got a wrong answer"));
        return;
    }
    if (m->latency_count < LATENCIES)
        m->latencies[m->latency_count++] = clock_now() - peer->sent;
    peer->waiting = false;
    if (++peer->round == peer->row->rounds)
        peer_finish(m, peer);
    else
        peer_send(m, peer);
}

static void peer_receive(struct measurement *m, struct peer *peer) {
    ssize_t n = recv(peer->fd, peer->got + peer->got_size, MESSAGE - peer->got_size, 0);

    if (n < 0 && errno == EAGAIN)
        return;
    if (n <= 0) {
        measurement_fail(m, _("a client got no answer"));
        return;
    }
    peer->got_size += n;
    if (peer->got_size == MESSAGE)
        peer_answered(m, peer);
}

static int64_t peer_due(const struct measurement *m, const struct peer *peer) {
    if (peer->done || peer->waiting)
        return INT64_MAX;
    return m->start + MILLISECOND * (peer->fd < 0 ? peer->row->connects : peer->row->sends);
}

static void measurement_play(struct measurement *m) {
    struct epoll_event events[PEERS];
    bool done = true;

    for (int i = 0; i < m->peer_count && !m->over; i++) {
        struct peer *peer = &m->peers[i];
        if (peer->fd < 0 && peer_due(m, peer) <= clock_now())
            peer_connect(m, peer);
        if (!m->over && peer->fd >= 0 && peer_due(m, peer) <= clock_now())
            peer_send(m, peer);
    }
    int count = m->over ? 0 : epoll_wait(m->epoll, events, PEERS, 0);
    for (int i = 0; i < count && !m->over; i++)
        peer_receive(m, events[i].data.ptr);
    for (int i = 0; i < m->peer_count; i++)
        done = done && m->peers[i].done;
    if (done && !m->over && !m->finished)
        measurement_finish(m);
    if (done && !m->over)
        measurement_await_rest(m);
}

/* ---- turns ---- */

bool measurement_turn(struct measurement *m) {
    int64_t now = clock_now();

    if (!m->over && task_is_gone(&m->run->tasks[0].task))
        measurement_fail(m, _("the page ended"));
    if (!m->over && m->port == 0) {
        int listener = find_listener();
        if (listener >= 0)
            measurement_begin_script(m, listener);
        else if (now - m->began > LISTEN_LIMIT)
            measurement_fail(m, _("it does not listen"));
    }
    if (!m->over && m->port)
        measurement_play(m);
    if (!m->over && now - m->began > SCRIPT_LIMIT)
        measurement_fail(m, _("its clients wait in vain for an answer"));
    return m->over;
}

int measurement_fd(const struct measurement *m) {
    return m->epoll;
}

int64_t measurement_deadline(const struct measurement *m) {
    int64_t deadline = m->began + SCRIPT_LIMIT;

    if (m->port == 0 || m->finished)
        return clock_now() + LOOK;
    for (int i = 0; i < m->peer_count; i++)
        if (peer_due(m, &m->peers[i]) < deadline)
            deadline = peer_due(m, &m->peers[i]);
    return deadline;
}

void measurement_wait(const struct measurement *m, int64_t most) {
    struct pollfd waited = {.fd = m->epoll, .events = POLLIN};
    int64_t left = measurement_deadline(m) - clock_now();

    left = left < most ? left : most;
    struct timespec limit = {left / 1000000000, left % 1000000000};
    if (left > 0)
        ppoll(&waited, 1, &limit, NULL);
}

bool measurement_is_timing(const struct measurement *m) {
    for (int i = 0; i < m->peer_count; i++)
        if (m->peers[i].waiting)
            return true;
    return false;
}

struct measurement *measurement_new(struct run *run, enum script script, struct error *error) {
    struct measurement *m = memory_new(1, sizeof *m);

    m->run = run;
    m->began = clock_now();
    for (size_t i = 0; i < sizeof peer_rows / sizeof *peer_rows; i++)
        if (peer_rows[i].script == script)
            m->peers[m->peer_count++] = (struct peer){.row = &peer_rows[i], .fd = -1};
    m->epoll = epoll_create1(EPOLL_CLOEXEC);
    if (m->epoll >= 0)
        m->epoll = descriptor_move_up(m->epoll);
    if (m->epoll < 0) {
        error_set(error, _("cannot watch the clients: %s"), strerror(errno));
        free(m);
        return NULL;
    }
    task_open_gates(&run->tasks[0].task);
    return m;
}

void measurement_free(struct measurement *m) {
    if (!m)
        return;
    for (int i = 0; i < m->peer_count; i++)
        if (m->peers[i].fd >= 0)
            close(m->peers[i].fd);
    close(m->epoll);
    free(m);
}

const struct measure_result *measurement_result(const struct measurement *m, struct error *error) {
    if (!m->failed)
        return &m->result;
    *error = m->error;
    return NULL;
}
