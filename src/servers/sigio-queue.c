/* sigio-queue.c: signal-driven I/O with a real-time signal.
 *
 * Shows: with F_SETSIG the kernel sends a signal that queues and says in
 * si_fd which descriptor it is about. When the queue of signals is full, it
 * sends plain SIGIO instead: then everybody must be asked. To let that be
 * seen, the page takes all room from the queue once it has a client.
 * Leaves out: a client that does not read its answers is dropped.
 *
 *     cc -o sigio-queue sigio-queue.c
 *     ./sigio-queue 7890     (and, elsewhere: nc 127.0.0.1 7890)
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#define DESCRIPTORS 64

static volatile sig_atomic_t possible; /* some signal has come */
static volatile sig_atomic_t full;     /* SIGIO: signals were lost */
static volatile sig_atomic_t ready[DESCRIPTORS]; /* by descriptor */

/* A socket that listens on this machine only. Port 0: the kernel chooses. */
static int listen_on(int port) {
    struct sockaddr_in name = {.sin_family = AF_INET};
    struct sockaddr *address = (struct sockaddr *)&name;
    socklen_t size = sizeof name;
    int on = 1;
    int fd = socket(AF_INET, SOCK_STREAM, 0);

    name.sin_port = htons(port);
    name.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (fd == -1 ||
        setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) == -1 ||
        bind(fd, address, size) == -1 || listen(fd, 5) == -1 ||
        getsockname(fd, address, &size) == -1) {
        perror("sigio-queue: cannot listen");
        exit(1);
    }
    fprintf(stderr, "listening on port %d\n", ntohs(name.sin_port));
    return fd;
}

static void note_ready(int signal, siginfo_t *info, void *context) {
    (void)signal, (void)context;
    /* [signal]: it says about whom */
    if (info->si_fd >= 0 && info->si_fd < DESCRIPTORS)
        ready[info->si_fd] = possible = 1;
}

static void note_full(int signal) {
    (void)signal;
    /* [full] */
    full = possible = 1;
}

/* From now on the kernel sends SIGRTMIN + 1 to this thread when fd may have
 * something. */
static int notify(int fd) {
    struct f_owner_ex owner = {.type = F_OWNER_TID, .pid = gettid()};
    int flags = fcntl(fd, F_GETFL);

    /* [own] */
    return fd < DESCRIPTORS && flags != -1 &&
           fcntl(fd, F_SETOWN_EX, &owner) == 0 &&
           fcntl(fd, F_SETSIG, SIGRTMIN + 1) == 0 &&
           fcntl(fd, F_SETFL, flags | O_NONBLOCK | O_ASYNC) == 0;
}

/* From now on no signal can queue. */
static void take_room(void) {
    struct rlimit limit;

    if (getrlimit(RLIMIT_SIGPENDING, &limit) == -1)
        return;
    limit.rlim_cur = 0;
    /* [no-room] */
    setrlimit(RLIMIT_SIGPENDING, &limit);
}

static void accept_all(int listener, int *is_client) {
    int fd;

    /* [accept] */
    while ((fd = accept(listener, NULL, NULL)) != -1) {
        if (!notify(fd)) {
            fprintf(stderr, "sigio-queue: client refused\n");
            close(fd);
            continue;
        }
        is_client[fd] = 1;
        ready[fd] = 1; /* it may have sent before it could make a signal */
        take_room();
    }
}

static void receive_all(int fd, int *is_client) {
    char data[1024];

    for (;;) {
        /* [recv] */
        ssize_t size = recv(fd, data, sizeof data, 0);
        if (size == -1 && (errno == EAGAIN || errno == EWOULDBLOCK))
            return;
        for (ssize_t i = 0; i < size; i++)
            data[i] = (char)toupper((unsigned char)data[i]);
        if (size <= 0 || send(fd, data, (size_t)size, MSG_NOSIGNAL) != size) {
            is_client[fd] = 0;
            close(fd);
            return;
        }
    }
}

static void serve(int listener, int *is_client) {
    /* [everybody]: signals were lost: it is not known whose */
    int everybody = full;

    possible = full = 0;
    if (everybody || ready[listener]) {
        ready[listener] = 0;
        accept_all(listener, is_client);
    }
    for (int fd = 0; fd < DESCRIPTORS; fd++) {
        if (!is_client[fd] || (!everybody && !ready[fd]))
            continue;
        ready[fd] = 0;
        receive_all(fd, is_client);
    }
}

/* What the program is for: counting primes, for some milliseconds. */
static void work(int round) {
    int from = round * 1000, count = 0;

    for (int n = from + 2; n < from + 1002; n++) {
        int divisor = 2;
        while (divisor < n && n % divisor != 0)
            divisor++;
        count += divisor == n;
    }
    /* [work] */
    printf("%d primes between %d and %d\n", count, from + 2, from + 1002);
}

static int install(sigset_t *signals) {
    struct sigaction queued = {.sa_sigaction = note_ready,
                               .sa_flags = SA_RESTART | SA_SIGINFO};
    struct sigaction plain = {.sa_handler = note_full,
                              .sa_flags = SA_RESTART};

    sigemptyset(signals);
    sigaddset(signals, SIGRTMIN + 1);
    sigaddset(signals, SIGIO);
    return sigaction(SIGRTMIN + 1, &queued, NULL) == 0 &&
           sigaction(SIGIO, &plain, NULL) == 0;
}

int main(int argc, char **argv) {
    int is_client[DESCRIPTORS] = {0};
    sigset_t signals;
    int listener = listen_on(argc > 1 ? atoi(argv[1]) : 0);

    for (int fd = 0; fd < DESCRIPTORS; fd++)
        ready[fd] = 0;
    full = 0;
    if (!install(&signals) || !notify(listener)) {
        perror("sigio-queue: signals");
        return 1;
    }
    /* Somebody may have come before the first signal could. */
    ready[listener] = possible = 1;
    for (int round = 0;; round = (round + 1) % 100) {
        work(round);
        /* [flag] */
        if (!possible)
            continue;
        /* [block]: no signal may come while we look at what they noted */
        sigprocmask(SIG_BLOCK, &signals, NULL);
        serve(listener, is_client);
        /* [unblock] */
        sigprocmask(SIG_UNBLOCK, &signals, NULL);
    }
}
