/* epoll-level.c: one thread, many clients, one epoll. The answer is in
 * capitals.
 *
 * Shows: the interest list is in the kernel; epoll_ctl changes it. epoll_wait
 * is given no list and gives back only who is ready, again and again until
 * all is read (level-triggered). OUT is asked for only while an answer waits.
 * Leaves out: signals; running out of descriptors; a client that shuts down
 * its sending side loses the answer that is still queued.
 *
 *     cc -o epoll-level epoll-level.c
 *     ./epoll-level 7890     (and, elsewhere, twice: nc 127.0.0.1 7890)
 */
#include <arpa/inet.h>
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#define DESCRIPTORS 1024

struct client {
    uint32_t asked; /* what the interest list says of it */
    size_t queued;  /* bytes of the answer that are not sent yet */
    char queue[1024];
};

struct server {
    int epoll;
    struct client *at[DESCRIPTORS]; /* by descriptor; NULL: no client */
};

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
        perror("epoll-level: cannot listen");
        exit(1);
    }
    fprintf(stderr, "listening on port %d\n", ntohs(name.sin_port));
    return fd;
}

/* Adds fd to the interest list, or changes what it says of it. */
static int ask(struct server *server, int operation, int fd,
               uint32_t events) {
    struct epoll_event event = {.events = events, .data = {.fd = fd}};

    return epoll_ctl(server->epoll, operation, fd, &event);
}

/* What epoll found may be gone when we come: only epoll_wait may block. */
static int watch(struct server *server, int fd) {
    int flags = fcntl(fd, F_GETFL);

    if (flags == -1 || fcntl(fd, F_SETFL, flags | O_NONBLOCK) == -1)
        return 0;
    /* [add] */
    return ask(server, EPOLL_CTL_ADD, fd, EPOLLIN) == 0;
}

/* A file always has something to read, or its end: there is no wait. */
static void try_a_file(struct server *server) {
    int fd = open("/etc/passwd", O_RDONLY);

    if (fd == -1)
        return;
    /* [file] */
    if (ask(server, EPOLL_CTL_ADD, fd, EPOLLIN) == -1)
        perror("epoll-level: a file");
    close(fd);
}

static void leave(struct server *server, int fd) {
    /* [leave]: close would do it too, if fd is the only name of the socket */
    epoll_ctl(server->epoll, EPOLL_CTL_DEL, fd, NULL);
    free(server->at[fd]);
    server->at[fd] = NULL;
    close(fd);
}

static void accept_client(struct server *server, int listener) {
    /* [accept] */
    int fd = accept(listener, NULL, NULL);
    if (fd == -1)
        return; /* it has gone again */
    struct client *client = calloc(1, sizeof *client);
    if (client == NULL || fd >= DESCRIPTORS || !watch(server, fd)) {
        fprintf(stderr, "epoll-level: client refused\n");
        free(client);
        close(fd);
        return;
    }
    client->asked = EPOLLIN;
    server->at[fd] = client;
}

static void send_queue(struct server *server, int fd) {
    struct client *client = server->at[fd];

    /* [send] */
    ssize_t sent = send(fd, client->queue, client->queued, MSG_NOSIGNAL);
    if (sent == -1 && errno != EAGAIN && errno != EWOULDBLOCK) {
        leave(server, fd);
        return;
    }
    if (sent > 0) {
        client->queued -= (size_t)sent;
        memmove(client->queue, client->queue + sent, client->queued);
    }
    /* While a rest waits, ask for room; after that, for bytes. */
    uint32_t wanted = client->queued > 0 ? EPOLLOUT : EPOLLIN;
    if (wanted == client->asked)
        return;
    /* [change] */
    if (ask(server, EPOLL_CTL_MOD, fd, wanted) == -1)
        leave(server, fd);
    else
        client->asked = wanted;
}

static void receive(struct server *server, int fd) {
    struct client *client = server->at[fd];

    /* [recv]: once; if more is there, epoll_wait will say so again */
    ssize_t size = recv(fd, client->queue, sizeof client->queue, 0);
    if (size == -1 && (errno == EAGAIN || errno == EWOULDBLOCK))
        return;
    if (size <= 0) { /* end of file, or an error */
        leave(server, fd);
        return;
    }
    for (ssize_t i = 0; i < size; i++)
        client->queue[i] = (char)toupper((unsigned char)client->queue[i]);
    client->queued = (size_t)size;
    send_queue(server, fd);
}

int main(int argc, char **argv) {
    struct server server = {0};
    int listener = listen_on(argc > 1 ? atoi(argv[1]) : 0);

    /* [create] */
    server.epoll = epoll_create1(0);
    if (server.epoll == -1 || !watch(&server, listener)) {
        perror("epoll-level: epoll");
        return 1;
    }
    try_a_file(&server);
    for (;;) {
        struct epoll_event events[16];
        /* [wait] */
        int n = epoll_wait(server.epoll, events, 16, -1);
        if (n == -1) {
            perror("epoll-level: epoll_wait");
            return 1;
        }
        /* [serve]: no scan: all that is here is ready */
        for (int i = 0; i < n; i++) {
            int fd = events[i].data.fd;
            if (fd == listener)
                accept_client(&server, listener);
            else if (server.at[fd]->queued > 0)
                send_queue(&server, fd);
            else
                receive(&server, fd);
        }
    }
}
