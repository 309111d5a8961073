/* blocking.c: the iterative server. It sends back what it gets, upper-cased.
 *
 * Shows: accept one client, serve it to its end, accept the next. Every call
 * here may block: accept until a connection is complete, recv until bytes
 * are there, send until there is room.
 * Leaves out: everything that could serve two clients at a time; signals.
 *
 *     cc -o blocking blocking.c
 *     ./blocking 7890        (and, elsewhere: nc 127.0.0.1 7890)
 */
#include <arpa/inet.h>
#include <ctype.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
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
        perror("blocking: cannot listen");
        exit(1);
    }
    fprintf(stderr, "listening on port %d\n", ntohs(name.sin_port));
    return fd;
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

/* Serves one client until it ends. Nobody else is served meanwhile. */
static void serve(int client) {
    char data[1024];

    for (;;) {
        /* [recv] */
        ssize_t size = recv(client, data, sizeof data, 0);
        if (size == -1) {
            perror("blocking: recv");
            return;
        }
        /* [end-of-file] */
        if (size == 0)
            return;
        for (ssize_t i = 0; i < size; i++)
            data[i] = (char)toupper((unsigned char)data[i]);
        if (send_all(client, data, (size_t)size) == -1) {
            perror("blocking: send");
            return;
        }
    }
}

int main(int argc, char **argv) {
    int listener = listen_on(argc > 1 ? atoi(argv[1]) : 0);

    for (;;) {
        /* [accept] */
        int client = accept(listener, NULL, NULL);
        if (client == -1) {
            perror("blocking: accept");
            return 1;
        }
        /* [serve] */
        serve(client);
        close(client);
    }
}
