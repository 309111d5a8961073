#include <config.h>

#include "crowd.h"

#include "memory.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
    CHILD_CONTROL = 3, /* what the child has open: this, then its connections one by one */
    CHILD_FIRST,
    SOURCES = 254,   /* addresses 127.0.0.1 to 127.0.0.254, each with all ports */
    PATIENCE = 5000, /* for what loopback does at once; ms */
};

/* The child obeys one order at a time. */
enum order_kind { ORDER_CONNECT, ORDER_SEND };

struct order {
    enum order_kind kind;
    int value; /* how many connections; which one sends */
};

struct answer {
    int done;
    int error; /* errno if that is less than was ordered */
};

static struct sockaddr_in loopback(int host, int port) {
    return (struct sockaddr_in){.sin_family = AF_INET,
                                .sin_port = htons(port),
                                .sin_addr.s_addr = htonl(INADDR_LOOPBACK - 1 + host)};
}

/* ---- the child: nothing but system calls ---- */

/* A connected socket or -1. Where one source address has no ports left, the next one is taken. */
static int child_connect(const struct sockaddr_in *to, int *source) {
    const struct linger reset = {.l_onoff = 1};
    const int on = 1;

    for (;;) {
        struct sockaddr_in from = loopback(*source, 0);
        int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        if (fd < 0)
            return -1;
        setsockopt(fd, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
        setsockopt(fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof on);
        if (bind(fd, (struct sockaddr *)&from, sizeof from) == 0 &&
            connect(fd, (const struct sockaddr *)to, sizeof *to) == 0)
            return fd;
        int error = errno;
        close(fd);
        errno = error;
        if (error != EADDRNOTAVAIL || *source == SOURCES)
            return -1;
        ++*source;
    }
}

static struct answer child_obey(const struct order *order, const struct sockaddr_in *to,
                                int *source) {
    struct answer answer = {0};

    if (order->kind == ORDER_SEND)
        answer.done = send(CHILD_FIRST + order->value, "x", 1, MSG_NOSIGNAL) == 1;
    else
        while (answer.done < order->value && child_connect(to, source) >= 0)
            answer.done++;
    answer.error = errno;
    return answer;
}

/* Ends when the other end of `control` is closed. */
_Noreturn static void child_run(int control, const struct sockaddr_in *to) {
    struct order order;
    int source = 1;

    dup2(control, CHILD_CONTROL);
    close_range(CHILD_FIRST, ~0U, 0);
    while (recv(CHILD_CONTROL, &order, sizeof order, 0) == sizeof order) {
        struct answer answer = child_obey(&order, to, &source);
        send(CHILD_CONTROL, &answer, sizeof answer, MSG_NOSIGNAL);
    }
    _exit(0);
}

/* Signals from the terminal are for the parent: the child is born with all of them blocked. */
static pid_t child_start(int control, const struct sockaddr_in *to) {
    sigset_t all, before;

    sigfillset(&all);
    sigprocmask(SIG_SETMASK, &all, &before);
    pid_t child = fork();
    if (child == 0)
        child_run(control, to);
    int error = errno;
    sigprocmask(SIG_SETMASK, &before, NULL);
    errno = error;
    return child;
}

/* ---- this process ---- */

static bool crowd_fail(struct crowd *crowd, int error) {
    crowd->error = error;
    return false;
}

static bool wait_readable(int fd) {
    struct pollfd waited = {.fd = fd, .events = POLLIN};
    int count;

    do
        count = poll(&waited, 1, PATIENCE);
    while (count < 0 && errno == EINTR);
    if (count == 0)
        errno = ETIMEDOUT;
    return count > 0;
}

static void crowd_raise_limit(struct crowd *crowd) {
    struct rlimit raised;

    if (getrlimit(RLIMIT_NOFILE, &crowd->limit) != 0)
        return;
    raised = crowd->limit;
    raised.rlim_cur = raised.rlim_max;
    crowd->limit_raised = setrlimit(RLIMIT_NOFILE, &raised) == 0;
}

static bool crowd_listen(struct crowd *crowd, struct sockaddr_in *name) {
    socklen_t size = sizeof *name;

    *name = loopback(1, 0);
    crowd->listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    return crowd->listener >= 0 &&
           bind(crowd->listener, (struct sockaddr *)name, sizeof *name) == 0 &&
           listen(crowd->listener, SOMAXCONN) == 0 &&
           getsockname(crowd->listener, (struct sockaddr *)name, &size) == 0;
}

bool crowd_init(struct crowd *crowd, int room) {
    struct sockaddr_in name;
    int ends[2];

    *crowd = (struct crowd){.room = room, .listener = -1, .control = -1, .child = -1};
    crowd->fds = memory_new(room, sizeof *crowd->fds);
    crowd_raise_limit(crowd);
    if (!crowd_listen(crowd, &name) || socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends))
        return crowd_fail(crowd, errno);
    crowd->control = ends[0];
    crowd->child = child_start(ends[1], &name);
    int error = errno;
    close(ends[1]);
    return crowd->child > 0 || crowd_fail(crowd, error);
}

/* False with errno if the child did not answer. */
static bool crowd_order(struct crowd *crowd, enum order_kind kind, int value,
                        struct answer *answer) {
    const struct order order = {kind, value};

    if (send(crowd->control, &order, sizeof order, MSG_NOSIGNAL) < 0 ||
        !wait_readable(crowd->control))
        return false;
    if (recv(crowd->control, answer, sizeof *answer, 0) == sizeof *answer)
        return true;
    errno = ECONNRESET; /* the child is gone */
    return false;
}

static bool crowd_accept(struct crowd *crowd) {
    int fd = -1;

    if (wait_readable(crowd->listener))
        fd = accept4(crowd->listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (fd < 0)
        return crowd_fail(crowd, errno);
    crowd->fds[crowd->count++] = fd;
    return true;
}

bool crowd_grow(struct crowd *crowd) {
    int left = crowd->room - crowd->count;
    int wanted = left < CROWD_CHUNK ? left : CROWD_CHUNK;
    struct answer answer;

    if (!crowd_order(crowd, ORDER_CONNECT, wanted, &answer))
        return crowd_fail(crowd, errno);
    for (int i = 0; i < answer.done; i++)
        if (!crowd_accept(crowd))
            return false;
    return answer.done == wanted || crowd_fail(crowd, answer.error);
}

bool crowd_send(struct crowd *crowd, int index) {
    struct answer answer;

    if (!crowd_order(crowd, ORDER_SEND, index, &answer))
        return crowd_fail(crowd, errno);
    if (!answer.done)
        return crowd_fail(crowd, answer.error);
    return wait_readable(crowd->fds[index]) || crowd_fail(crowd, errno);
}

void crowd_take(struct crowd *crowd, int index) {
    char byte;

    while (recv(crowd->fds[index], &byte, 1, 0) < 0 && errno == EINTR)
        ;
}

void crowd_fini(struct crowd *crowd) {
    if (crowd->control >= 0)
        close(crowd->control);
    while (crowd->child > 0 && waitpid(crowd->child, NULL, 0) < 0 && errno == EINTR)
        ;
    for (int i = 0; i < crowd->count; i++)
        close(crowd->fds[i]);
    if (crowd->listener >= 0)
        close(crowd->listener);
    if (crowd->limit_raised)
        setrlimit(RLIMIT_NOFILE, &crowd->limit);
    free(crowd->fds);
}
