/* nonblocking-skip.c: nonblocking.c with a fault.
 *
 * Shows: the list is changed while the loop walks along it. If one leaves,
 * the next one moves to its place, the loop goes on to the place after that,
 * and the one that moved is skipped. It has to wait for another round, and
 * for the nap in between. Correct is nonblocking.c; the fault is at [round].
 * Leaves out: what nonblocking.c leaves out.
 *
 *     cc -o nonblocking-skip nonblocking-skip.c
 *     ./nonblocking-skip 7890 1000    (and, elsewhere: nc 127.0.0.1 7890)
 */
#include <arpa/inet.h>
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { CLIENTS_MAX = 100 };

struct client {
    int fd;
    size_t queued; /* bytes of the answer that are not sent yet */
    char queue[4096];
};

struct server {
    int count;
    struct client *at[CLIENTS_MAX]; /* in the order of their coming */
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
        perror("nonblocking-skip: cannot listen");
        exit(1);
    }
    fprintf(stderr, "listening on port %d\n", ntohs(name.sin_port));
    return fd;
}

/* From now on no call on fd sleeps. */
static int set_nonblocking(int fd) {
    int flags = fcntl(fd, F_GETFL);
    return flags == -1 ? -1 : fcntl(fd, F_SETFL, flags | O_NONBLOCK);
}

/* -1, but nothing is wrong: there is nothing to take, or no room. */
static int is_not_yet(void) {
    return errno == EAGAIN || errno == EWOULDBLOCK;
}

static void add(struct server *server, int fd) {
    /* [add]: a connection does not inherit O_NONBLOCK from the listener */
    struct client *client = calloc(1, sizeof *client);
    if (client == NULL || server->count == CLIENTS_MAX ||
        set_nonblocking(fd) == -1) {
        fprintf(stderr, "nonblocking-skip: client refused\n");
        free(client);
        close(fd);
        return;
    }
    client->fd = fd;
    server->at[server->count++] = client;
}

/* Takes every connection that is there. */
static void accept_clients(struct server *server, int listener) {
    /* [accept] */
    int fd;
    while ((fd = accept(listener, NULL, NULL)) != -1)
        add(server, fd);
    if (!is_not_yet())
        perror("nonblocking-skip: accept");
}

/* One try to send what waits. False if the client is gone. */
static int send_queue(struct client *client) {
    /* [send] */
    ssize_t sent =
        send(client->fd, client->queue, client->queued, MSG_NOSIGNAL);
    if (sent == -1)
        return is_not_yet();
    /* [rest]: what was not taken is tried again in the next round */
    client->queued -= (size_t)sent;
    memmove(client->queue, client->queue + sent, client->queued);
    return 1;
}

/* One try, whatever there is to do for the client. False if it is gone. */
static int serve(struct client *client) {
    if (client->queued > 0) /* first the old answer, then new bytes */
        return send_queue(client);
    /* [recv] */
    ssize_t size = recv(client->fd, client->queue, sizeof client->queue, 0);
    if (size == -1)
        return is_not_yet();
    if (size == 0) /* end of file */
        return 0;
    for (ssize_t i = 0; i < size; i++)
        client->queue[i] = (char)toupper((unsigned char)client->queue[i]);
    client->queued = (size_t)size;
    return send_queue(client);
}

/* The clients after it move up one place. */
static void leave(struct server *server, int i) {
    /* [leave] */
    close(server->at[i]->fd);
    free(server->at[i]);
    server->count--;
    for (; i < server->count; i++)
        server->at[i] = server->at[i + 1];
}

int main(int argc, char **argv) {
    struct server server = {0};
    int listener = listen_on(argc > 1 ? atoi(argv[1]) : 0);
    long nap = argc > 2 ? atol(argv[2]) : 0;
    struct timespec pause = {nap / 1000000, nap % 1000000 * 1000};

    if (set_nonblocking(listener) == -1) {
        perror("nonblocking-skip: fcntl");
        return 1;
    }
    for (;;) {
        accept_clients(&server, listener);
        /* [round]: the fault: if one leaves, the next one is skipped */
        for (int i = 0; i < server.count; i++) {
            if (!serve(server.at[i]))
                leave(&server, i);
        }
        /* [nap] */
        if (nap > 0)
            nanosleep(&pause, NULL);
    }
}
