/* sigio-once.c: signal-driven I/O with the classic fault.
 *
 * Shows: the kernel sends SIGIO when something may be possible; meanwhile the
 * program computes. A flag that is up cannot go up again: after two signals
 * this page still takes one client, or one buffer from each. sigio.c is the
 * cure.
 * Leaves out: a client that does not read its answers is dropped.
 *
 *     cc -o sigio-once sigio-once.c
 *     ./sigio-once 7890      (and, elsewhere: nc 127.0.0.1 7890)
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
#include <sys/socket.h>
#include <unistd.h>

#define CLIENTS 16

static volatile sig_atomic_t possible; /* a signal has come */

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
        perror("sigio-once: cannot listen");
        exit(1);
    }
    fprintf(stderr, "listening on port %d\n", ntohs(name.sin_port));
    return fd;
}

static void note_signal(int signal) {
    (void)signal;
    /* [signal]: not a word about whom, or what */
    possible = 1;
}

/* From now on the kernel sends SIGIO to this thread when fd may have
 * something. */
static int notify(int fd) {
    struct f_owner_ex owner = {.type = F_OWNER_TID, .pid = gettid()};
    int flags = fcntl(fd, F_GETFL);

    /* [own] */
    return flags != -1 && fcntl(fd, F_SETOWN_EX, &owner) == 0 &&
           fcntl(fd, F_SETFL, flags | O_NONBLOCK | O_ASYNC) == 0;
}

static void accept_client(int listener, int *clients) {
    /* [accept]: the fault: one, though more may be in the queue */
    int fd = accept(listener, NULL, NULL);
    if (fd == -1)
        return;
    for (int i = 0; i < CLIENTS; i++)
        if (clients[i] == -1 && notify(fd)) {
            clients[i] = fd;
            return;
        }
    fprintf(stderr, "sigio-once: client refused\n");
    close(fd);
}

/* False if the client has left. */
static int receive(int fd) {
    char data[1024];

    /* [recv]: the fault: once, though more may be there */
    ssize_t size = recv(fd, data, sizeof data, 0);
    if (size == -1 && (errno == EAGAIN || errno == EWOULDBLOCK))
        return 1;
    for (ssize_t i = 0; i < size; i++)
        data[i] = (char)toupper((unsigned char)data[i]);
    return size > 0 && send(fd, data, (size_t)size, MSG_NOSIGNAL) == size;
}

static void serve(int listener, int *clients) {
    accept_client(listener, clients);
    for (int i = 0; i < CLIENTS; i++)
        if (clients[i] != -1 && !receive(clients[i])) {
            close(clients[i]);
            clients[i] = -1;
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

int main(int argc, char **argv) {
    struct sigaction action = {.sa_handler = note_signal,
                               .sa_flags = SA_RESTART};
    int clients[CLIENTS]; /* -1: none */
    int listener = listen_on(argc > 1 ? atoi(argv[1]) : 0);

    for (int i = 0; i < CLIENTS; i++)
        clients[i] = -1;
    if (sigaction(SIGIO, &action, NULL) == -1 || !notify(listener)) {
        perror("sigio-once: signals");
        return 1;
    }
    possible = 1; /* somebody may have come before the first signal could */
    for (int round = 0;; round = (round + 1) % 100) {
        work(round);
        /* [flag] */
        if (!possible)
            continue;
        possible = 0;
        serve(listener, clients);
    }
}
