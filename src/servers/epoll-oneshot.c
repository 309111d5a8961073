/* epoll-oneshot.c: epoll with a budget: one recv a turn, for each client.
 *
 * Shows: with EPOLLONESHOT epoll_wait tells of a client once, then never
 * until the program asks again with EPOLL_CTL_MOD. Asking again puts a client
 * that has more to read at the end of the ready list: nobody keeps others
 * waiting. Leaves out: a client that does not read its answers is dropped.
 *
 *     cc -o epoll-oneshot epoll-oneshot.c
 *     ./epoll-oneshot 7890   (and, elsewhere, twice: nc 127.0.0.1 7890)
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
        perror("epoll-oneshot: cannot listen");
        exit(1);
    }
    fprintf(stderr, "listening on port %d\n", ntohs(name.sin_port));
    return fd;
}

static int ask(int epoll, int operation, int fd, uint32_t events) {
    struct epoll_event event = {.events = events, .data = {.fd = fd}};

    return epoll_ctl(epoll, operation, fd, &event);
}

/* What epoll found may be gone when we come: only epoll_wait may block. */
static int watch(int epoll, int fd, uint32_t events) {
    int flags = fcntl(fd, F_GETFL);

    if (flags == -1 || fcntl(fd, F_SETFL, flags | O_NONBLOCK) == -1)
        return 0;
    /* [add] */
    return ask(epoll, EPOLL_CTL_ADD, fd, events) == 0;
}

static void accept_client(int epoll, int listener) {
    /* [accept] */
    int fd = accept(listener, NULL, NULL);
    if (fd == -1)
        return; /* it has gone again */
    if (!watch(epoll, fd, EPOLLIN | EPOLLONESHOT)) {
        fprintf(stderr, "epoll-oneshot: client refused\n");
        close(fd);
    }
}

static void receive(int epoll, int fd) {
    char data[1024];

    /* [recv]: the budget: once, whatever is left */
    ssize_t size = recv(fd, data, sizeof data, 0);
    int empty = size == -1 && (errno == EAGAIN || errno == EWOULDBLOCK);
    for (ssize_t i = 0; i < size; i++)
        data[i] = (char)toupper((unsigned char)data[i]);
    /* End of file, an error, or an answer for which there is no room. */
    if (!empty &&
        (size <= 0 || send(fd, data, (size_t)size, MSG_NOSIGNAL) != size)) {
        close(fd); /* which takes it out of the interest list, too */
        return;
    }
    /* [again]: without this we would never hear of it again */
    if (ask(epoll, EPOLL_CTL_MOD, fd, EPOLLIN | EPOLLONESHOT) == -1)
        close(fd);
}

int main(int argc, char **argv) {
    int listener = listen_on(argc > 1 ? atoi(argv[1]) : 0);
    /* [create] */
    int epoll = epoll_create1(0);

    if (epoll == -1 || !watch(epoll, listener, EPOLLIN)) {
        perror("epoll-oneshot: epoll");
        return 1;
    }
    for (;;) {
        struct epoll_event events[16];
        /* [wait] */
        int n = epoll_wait(epoll, events, 16, -1);
        if (n == -1) {
            perror("epoll-oneshot: epoll_wait");
            return 1;
        }
        for (int i = 0; i < n; i++) {
            if (events[i].data.fd == listener)
                accept_client(epoll, listener);
            else
                receive(epoll, events[i].data.fd);
        }
    }
}
