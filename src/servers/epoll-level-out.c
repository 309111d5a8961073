/* epoll-level-out.c: epoll with a fault: it asks for OUT all the time.
 *
 * Shows: a socket is writable almost always. It stands in the interest list
 * with IN and OUT, so epoll_wait has no reason to sleep: the loop spins, and
 * all of a CPU is spent on nothing. epoll-level.c asks for OUT when it must.
 * Leaves out: a client that does not read its answers is dropped.
 *
 *     cc -o epoll-level-out epoll-level-out.c
 *     ./epoll-level-out 7890 (and, elsewhere: nc 127.0.0.1 7890; then: top)
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
        perror("epoll-level-out: cannot listen");
        exit(1);
    }
    fprintf(stderr, "listening on port %d\n", ntohs(name.sin_port));
    return fd;
}

/* What epoll found may be gone when we come: only epoll_wait may block. */
static int watch(int epoll, int fd, uint32_t events) {
    struct epoll_event event = {.events = events, .data = {.fd = fd}};
    int flags = fcntl(fd, F_GETFL);

    if (flags == -1 || fcntl(fd, F_SETFL, flags | O_NONBLOCK) == -1)
        return 0;
    /* [add] */
    return epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event) == 0;
}

static void accept_client(int epoll, int listener) {
    /* [accept] */
    int fd = accept(listener, NULL, NULL);
    if (fd == -1)
        return; /* it has gone again */
    /* [ask]: the fault: OUT is asked for with nothing to send */
    if (!watch(epoll, fd, EPOLLIN | EPOLLOUT)) {
        fprintf(stderr, "epoll-level-out: client refused\n");
        close(fd);
    }
}

static void receive(int fd) {
    char data[1024];

    /* [recv] */
    ssize_t size = recv(fd, data, sizeof data, 0);
    if (size == -1 && (errno == EAGAIN || errno == EWOULDBLOCK))
        return;
    for (ssize_t i = 0; i < size; i++)
        data[i] = (char)toupper((unsigned char)data[i]);
    /* End of file, an error, or an answer for which there is no room. */
    if (size <= 0 || send(fd, data, (size_t)size, MSG_NOSIGNAL) != size)
        close(fd); /* which takes it out of the interest list, too */
}

int main(int argc, char **argv) {
    int listener = listen_on(argc > 1 ? atoi(argv[1]) : 0);
    /* [create] */
    int epoll = epoll_create1(0);

    if (epoll == -1 || !watch(epoll, listener, EPOLLIN)) {
        perror("epoll-level-out: epoll");
        return 1;
    }
    for (;;) {
        struct epoll_event events[16];
        /* [wait] */
        int n = epoll_wait(epoll, events, 16, -1);
        if (n == -1) {
            perror("epoll-level-out: epoll_wait");
            return 1;
        }
        for (int i = 0; i < n; i++) {
            if (events[i].data.fd == listener)
                accept_client(epoll, listener);
            else if (events[i].events & ~(uint32_t)EPOLLOUT)
                receive(events[i].data.fd);
            /* [nothing]: writable, and there is nothing to send */
        }
    }
}
