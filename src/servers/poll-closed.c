/* poll-closed.c: poll.c with a fault. Each client gets its bytes back.
 *
 * Shows: a client leaves, its descriptor is closed, and its entry is
 * forgotten: one line is missing, at [remove]. poll is still asked about that
 * number and answers NVAL, at once and every time: the loop spins. And when
 * the number is given to a newcomer, two entries speak of the same client.
 * Leaves out: what poll.c leaves out.
 *
 *     cc -o poll-closed poll-closed.c
 *     ./poll-closed 7890     (and, elsewhere: nc 127.0.0.1 7890; then: top)
 */
#define _GNU_SOURCE /* POLLRDHUP */
#include <arpa/inet.h>
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { CLIENTS_MAX = 100 };

/* What is asked about a client that may speak. The program could do without
 * RDHUP (recv says it too) and PRI. */
enum { READING = POLLIN | POLLPRI | POLLRDHUP };

struct client {
    size_t queued; /* bytes of the answer that are not sent yet */
    char queue[1024];
};

/* Entry 0 is the listener; client[i] belongs to entry[i]. */
struct server {
    int count; /* entries that were ever used */
    struct pollfd entry[CLIENTS_MAX + 1];
    struct client client[CLIENTS_MAX + 1];
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
        perror("poll-closed: cannot listen");
        exit(1);
    }
    fprintf(stderr, "listening on port %d\n", ntohs(name.sin_port));
    return fd;
}

/* What poll found may be gone when we come: only poll may block. */
static int set_nonblocking(int fd) {
    int flags = fcntl(fd, F_GETFL);
    return flags == -1 ? -1 : fcntl(fd, F_SETFL, flags | O_NONBLOCK);
}

static int is_not_yet(void) {
    return errno == EAGAIN || errno == EWOULDBLOCK;
}

/* From now on poll is asked about fd. False if there is no room. */
static int watch(struct server *server, int fd, short events) {
    int i = 0;
    while (i < server->count && server->entry[i].fd >= 0)
        i++;
    if (i > CLIENTS_MAX || set_nonblocking(fd) == -1)
        return 0;
    if (i == server->count)
        server->count++;
    /* [register]: a free entry, or one more at the end */
    server->entry[i] = (struct pollfd){.fd = fd, .events = events};
    server->client[i].queued = 0;
    return 1;
}

static void leave(struct server *server, int i) {
    close(server->entry[i].fd);
    /* [remove]: the fault: server->entry[i].fd = -1; is missing */
}

static void accept_client(struct server *server) {
    /* [accept] */
    int fd = accept(server->entry[0].fd, NULL, NULL);
    if (fd == -1 || watch(server, fd, READING))
        return;
    fprintf(stderr, "poll-closed: client refused\n");
    close(fd);
}

/* A byte that was sent with MSG_OOB: it goes past all the others. */
static void receive_urgent(int fd) {
    char byte;
    /* [urgent] */
    if (recv(fd, &byte, 1, MSG_OOB) == 1)
        printf("urgent: %c\n", byte);
}

static void receive(struct server *server, int i) {
    struct client *client = &server->client[i];
    struct pollfd *entry = &server->entry[i];

    /* [recv] */
    ssize_t size = recv(entry->fd, client->queue, sizeof client->queue, 0);
    if (size == -1 && is_not_yet())
        return;
    if (size == -1) {
        leave(server, i);
        return;
    }
    if (size == 0) {
        /* [end-of-file]: we have no more to say either, and ask nothing; poll
         * tells when both sides are done, for HUP and ERR come unasked */
        shutdown(entry->fd, SHUT_WR);
        entry->events = 0;
        return;
    }
    for (ssize_t k = 0; k < size; k++)
        client->queue[k] = (char)toupper((unsigned char)client->queue[k]);
    client->queued = (size_t)size;
    /* [modify]: until the answer is gone, ask only when there is room */
    entry->events = POLLOUT;
}

static void send_queue(struct server *server, int i) {
    struct client *client = &server->client[i];
    struct pollfd *entry = &server->entry[i];

    /* [send] */
    ssize_t sent =
        send(entry->fd, client->queue, client->queued, MSG_NOSIGNAL);
    if (sent == -1) {
        if (!is_not_yet())
            leave(server, i);
        return;
    }
    client->queued -= (size_t)sent;
    memmove(client->queue, client->queue + sent, client->queued);
    if (client->queued == 0) /* [sent] */
        entry->events = READING;
}

static void serve(struct server *server, int i, short revents) {
    if (revents & POLLPRI)
        receive_urgent(server->entry[i].fd);
    if (revents & POLLIN)
        receive(server, i);
    else if (revents & POLLOUT)
        send_queue(server, i);
    else if (revents & (POLLHUP | POLLERR))
        leave(server, i);
}

int main(int argc, char **argv) {
    struct server server = {0};

    if (!watch(&server, listen_on(argc > 1 ? atoi(argv[1]) : 0), POLLIN))
        return 1;
    for (;;) {
        /* [poll]: the same array every time, no copy */
        if (poll(server.entry, server.count, -1) == -1) {
            perror("poll-closed: poll");
            return 1;
        }
        /* [scan] */
        for (int i = 1; i < server.count; i++)
            if (server.entry[i].revents != 0)
                serve(&server, i, server.entry[i].revents);
        if (server.entry[0].revents & POLLIN)
            accept_client(&server);
    }
}
