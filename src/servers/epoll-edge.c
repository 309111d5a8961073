/* epoll-edge.c: edge-triggered epoll. Each gets its bytes back upper-cased.
 *
 * Shows: with EPOLLET epoll_wait tells of an arrival once. So after an event
 * take all there is: accept and recv until they say EAGAIN. It follows that
 * a client which sends without end keeps all others waiting: epoll-oneshot.c
 * has a cure.
 * Leaves out: a client that does not read its answers is dropped.
 *
 *     cc -o epoll-edge epoll-edge.c
 *     ./epoll-edge 7890      (and, elsewhere, twice: nc 127.0.0.1 7890)
 */
#include <arpa/inet.h>
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
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
        perror("epoll-edge: cannot listen");
        exit(1);
    }
    fprintf(stderr, "listening on port %d\n", ntohs(name.sin_port));
    return fd;
}

static int watch(int epoll, int fd) {
    struct epoll_event event = {.events = EPOLLIN | EPOLLET,
                                .data = {.fd = fd}};
    int flags = fcntl(fd, F_GETFL);

    if (flags == -1 || fcntl(fd, F_SETFL, flags | O_NONBLOCK) == -1)
        return 0;
    /* [add]: what is there already makes a first event */
    return epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event) == 0;
}

static void accept_all(int epoll, int listener) {
    for (;;) {
        /* [accept] */
        int fd = accept(listener, NULL, NULL);
        if (fd == -1 && errno == ECONNABORTED)
            continue; /* this one has gone again */
        if (fd == -1) {
            if (errno != EAGAIN && errno != EWOULDBLOCK)
                perror("epoll-edge: accept");
            return;
        }
        if (!watch(epoll, fd)) {
            fprintf(stderr, "epoll-edge: client refused\n");
            close(fd);
        }
    }
}

static void receive_all(int fd) {
    char data[1024];

    for (;;) {
        /* [recv] */
        ssize_t size = recv(fd, data, sizeof data, 0);
        /* [empty]: all is taken; the next arrival will make an event */
        if (size == -1 && (errno == EAGAIN || errno == EWOULDBLOCK))
            return;
        for (ssize_t i = 0; i < size; i++)
            data[i] = (char)toupper((unsigned char)data[i]);
        /* End of file, an error, or an answer for which there is no room. */
        if (size <= 0 || send(fd, data, (size_t)size, MSG_NOSIGNAL) != size) {
            close(fd); /* which takes it out of the interest list, too */
            return;
        }
    }
}

int main(int argc, char **argv) {
    int listener = listen_on(argc > 1 ? atoi(argv[1]) : 0);
    /* [create] */
    int epoll = epoll_create1(0);

    if (epoll == -1 || !watch(epoll, listener)) {
        perror("epoll-edge: epoll");
        return 1;
    }
    for (;;) {
        struct epoll_event events[16];
        /* [wait] */
        int n = epoll_wait(epoll, events, 16, -1);
        if (n == -1) {
            perror("epoll-edge: epoll_wait");
            return 1;
        }
        for (int i = 0; i < n; i++) {
            if (events[i].data.fd == listener)
                accept_all(epoll, listener);
            else
                receive_all(events[i].data.fd);
        }
    }
}
