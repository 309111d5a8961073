/* poll-count.c: asks poll and select the same question, one client a time.
 *
 * Shows: poll counts descriptors, select counts bits. A descriptor that is
 * readable and writable is 1 to poll, and 2 to select: it is in two sets.
 * Leaves out: any use of the answers. The client gets its bytes upper-cased.
 *
 *     cc -o poll-count poll-count.c
 *     ./poll-count 7890      (and, elsewhere: nc 127.0.0.1 7890)
 */
#include <arpa/inet.h>
#include <ctype.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/select.h>
#include <sys/socket.h>
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
        perror("poll-count: cannot listen");
        exit(1);
    }
    fprintf(stderr, "listening on port %d\n", ntohs(name.sin_port));
    return fd;
}

/* Sleeps until fd is readable. */
static int wait_readable(int fd) {
    struct pollfd entry = {.fd = fd, .events = POLLIN};
    /* [wait] */
    return poll(&entry, 1, -1);
}

/* Can fd be read, can it be written? The time limit of 0: do not sleep. */
static int count_by_poll(int fd) {
    struct pollfd entry = {.fd = fd, .events = POLLIN | POLLOUT};
    /* [poll] */
    return poll(&entry, 1, 0);
}

/* The same question. */
static int count_by_select(int fd) {
    struct timeval at_once = {0};
    fd_set readable, writable;

    if (fd >= FD_SETSIZE) /* a set has no room for it */
        return -1;
    FD_ZERO(&readable);
    FD_ZERO(&writable);
    FD_SET(fd, &readable);
    FD_SET(fd, &writable);
    /* [select] */
    return select(fd + 1, &readable, &writable, NULL, &at_once);
}

static void serve(int client) {
    char data[1024];

    while (wait_readable(client) == 1) {
        int polled = count_by_poll(client);
        int selected = count_by_select(client);
        printf("poll says %d, select says %d\n", polled, selected);
        /* [recv] */
        ssize_t size = recv(client, data, sizeof data, 0);
        if (size <= 0) /* end of file, or an error */
            return;
        for (ssize_t i = 0; i < size; i++)
            data[i] = (char)toupper((unsigned char)data[i]);
        if (send(client, data, (size_t)size, MSG_NOSIGNAL) != size)
            return;
    }
}

int main(int argc, char **argv) {
    int listener = listen_on(argc > 1 ? atoi(argv[1]) : 0);

    for (;;) {
        /* [accept] */
        int client = accept(listener, NULL, NULL);
        if (client == -1) {
            perror("poll-count: accept");
            return 1;
        }
        serve(client);
        close(client);
    }
}
