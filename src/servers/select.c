/* select.c: one thread, many clients. Each gets its bytes back upper-cased.
 *
 * Shows: select asks about all descriptors at once and is the only call that
 * sleeps. A client's answer waits in a queue of its own, and the client is in
 * the write set only while that queue holds something.
 * Leaves out: signals; running out of descriptors; a client that shuts down
 * its sending side loses the answer that is still queued.
 *
 *     cc -o select select.c
 *     ./select 7890          (and, elsewhere, twice: nc 127.0.0.1 7890)
 */
#include <arpa/inet.h>
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <unistd.h>

struct client {
    size_t queued; /* bytes of the answer that are not sent yet */
    char queue[1024];
};

struct server {
    int top;                       /* highest descriptor ever watched */
    fd_set reading, writing;       /* what select is to be asked */
    struct client *at[FD_SETSIZE]; /* by descriptor; NULL: no client */
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
        perror("select: cannot listen");
        exit(1);
    }
    fprintf(stderr, "listening on port %d\n", ntohs(name.sin_port));
    return fd;
}

/* From now on select is asked about fd. False if that cannot be. */
static int watch(struct server *server, int fd) {
    /* [refuse]: a set has room for FD_SETSIZE descriptors, no more */
    if (fd >= FD_SETSIZE)
        return 0;
    /* What select found may be gone when we come: only select may block. */
    int flags = fcntl(fd, F_GETFL);
    if (flags == -1 || fcntl(fd, F_SETFL, flags | O_NONBLOCK) == -1)
        return 0;
    FD_SET(fd, &server->reading);
    if (fd > server->top)
        server->top = fd;
    return 1;
}

static void leave(struct server *server, int fd) {
    /* [leave] */
    FD_CLR(fd, &server->reading);
    FD_CLR(fd, &server->writing);
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
    if (client == NULL || !watch(server, fd)) {
        fprintf(stderr, "select: client refused\n");
        free(client);
        close(fd);
        return;
    }
    server->at[fd] = client;
}

static void receive(struct server *server, int fd) {
    struct client *client = server->at[fd];

    /* [recv] */
    ssize_t size = recv(fd, client->queue, sizeof client->queue, 0);
    if (size == -1 && (errno == EAGAIN || errno == EWOULDBLOCK))
        return;
    if (size <= 0) { /* end of file, or an error */
        leave(server, fd);
        return;
    }
    for (ssize_t i = 0; i < size; i++)
        client->queue[i] = (char)toupper((unsigned char)client->queue[i]);
    /* [queue]: the answer waits; until it is gone, nothing more is read */
    client->queued = (size_t)size;
    FD_SET(fd, &server->writing);
    FD_CLR(fd, &server->reading);
}

static void send_queue(struct server *server, int fd) {
    struct client *client = server->at[fd];

    /* [send] */
    ssize_t sent = send(fd, client->queue, client->queued, MSG_NOSIGNAL);
    if (sent == -1) {
        if (errno != EAGAIN && errno != EWOULDBLOCK)
            leave(server, fd);
        return;
    }
    client->queued -= (size_t)sent;
    memmove(client->queue, client->queue + sent, client->queued);
    if (client->queued > 0)
        return;
    /* [sent] */
    FD_CLR(fd, &server->writing);
    FD_SET(fd, &server->reading);
}

int main(int argc, char **argv) {
    struct server server = {0};
    int listener = listen_on(argc > 1 ? atoi(argv[1]) : 0);

    if (!watch(&server, listener))
        return 1;
    for (;;) {
        /* [copy]: select overwrites the sets that it is given */
        fd_set readable = server.reading, writable = server.writing;
        /* [select] */
        int n = select(server.top + 1, &readable, &writable, NULL, NULL);
        if (n == -1) {
            perror("select: select");
            return 1;
        }
        /* [scan]: n says how many, not which: look at every one */
        for (int fd = 0, top = server.top; fd <= top; fd++) {
            if (FD_ISSET(fd, &readable) && fd == listener)
                accept_client(&server, fd);
            else if (FD_ISSET(fd, &readable))
                receive(&server, fd);
            if (FD_ISSET(fd, &writable) && server.at[fd] != NULL)
                send_queue(&server, fd);
        }
    }
}
