/* timeout-select.c: the iterative server; it waits in select.
 *
 * Shows: SO_RCVTIMEO is a limit for the calls that receive. select does not
 * look at it: it sleeps for as long as its own last argument says, and with
 * NULL for ever. Then accept and recv have something to take and need not
 * sleep, so the limit on the socket is never used at all.
 * Leaves out: watching more than one descriptor at a time: select.c.
 *
 *     cc -o timeout-select timeout-select.c
 *     ./timeout-select 7890 200     (and, elsewhere: nc 127.0.0.1 7890)
 */
#include <arpa/inet.h>
#include <ctype.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

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
        perror("timeout-select: cannot listen");
        exit(1);
    }
    fprintf(stderr, "listening on port %d\n", ntohs(name.sin_port));
    return fd;
}

/* [limit]: as in timeout.c */
static int set_limit(int fd, long milliseconds) {
    struct timeval limit = {milliseconds / 1000, milliseconds % 1000 * 1000};
    return setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
}

/* Sleeps until fd is readable or select's own time is up. limit NULL: it has
 * none. The number of readable descriptors, 1 or 0; -1: an error. */
static int wait_readable(int fd, struct timeval *limit) {
    fd_set readable;

    if (fd >= FD_SETSIZE) {
        fprintf(stderr, "timeout-select: too many descriptors\n");
        return -1;
    }
    FD_ZERO(&readable);
    FD_SET(fd, &readable);
    /* [select] */
    int n = select(fd + 1, &readable, NULL, NULL, limit);
    if (n == -1)
        perror("timeout-select: select");
    return n;
}

/* Sends all of it: send may take less than it is offered. */
static int send_all(int client, const char *data, size_t size) {
    while (size > 0) {
        /* [send] */
        ssize_t sent = send(client, data, size, MSG_NOSIGNAL);
        if (sent == -1)
            return -1;
        data += sent;
        size -= (size_t)sent;
    }
    return 0;
}

/* Serves one client until it ends. */
static void serve(int client) {
    char data[1024];

    /* [for-ever]: no limit of select's own */
    while (wait_readable(client, NULL) == 1) {
        /* [recv] */
        ssize_t size = recv(client, data, sizeof data, 0);
        if (size == -1)
            perror("timeout-select: recv");
        if (size <= 0)
            return;
        for (ssize_t i = 0; i < size; i++)
            data[i] = (char)toupper((unsigned char)data[i]);
        if (send_all(client, data, (size_t)size) == -1)
            return;
    }
}

int main(int argc, char **argv) {
    int listener = listen_on(argc > 1 ? atoi(argv[1]) : 0);
    long limit = argc > 2 ? atol(argv[2]) : 200; /* milliseconds */

    if (set_limit(listener, limit) == -1) {
        perror("timeout-select: SO_RCVTIMEO");
        return 1;
    }
    for (;;) {
        /* [twice]: select's own limit is twice as long as the socket's */
        struct timeval own = {limit / 500, limit % 500 * 2000};
        int n = wait_readable(listener, &own);
        if (n == -1)
            return 1;
        if (n == 0) {
            printf("nobody came\n");
            continue;
        }
        /* [accept] */
        int client = accept(listener, NULL, NULL);
        if (client == -1) {
            perror("timeout-select: accept");
            return 1;
        }
        serve(client);
        close(client);
    }
}
