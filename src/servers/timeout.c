/* timeout.c: the iterative server again, with a time limit on every wait.
 *
 * Shows: SO_RCVTIMEO. accept and recv sleep, but not for ever: when the time
 * is up they return -1, EAGAIN. The limit is set on the listener only, and
 * every connection that it accepts inherits it. So a client that says
 * nothing holds up the others for one time limit, and is then sent away.
 * Leaves out: SO_SNDTIMEO, which does the same for send.
 *
 *     cc -o timeout timeout.c
 *     ./timeout 7890 5000    (5000 ms; and, elsewhere: nc 127.0.0.1 7890)
 */
#include <arpa/inet.h>
#include <ctype.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
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
        perror("timeout: cannot listen");
        exit(1);
    }
    fprintf(stderr, "listening on port %d\n", ntohs(name.sin_port));
    return fd;
}

/* [limit]: from now on accept and recv on fd sleep no longer than this */
static int set_limit(int fd, long milliseconds) {
    struct timeval limit = {milliseconds / 1000, milliseconds % 1000 * 1000};
    return setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
}

/* -1 because the time was up: EAGAIN, as if the socket did not block. */
static int is_time_up(void) {
    return errno == EAGAIN || errno == EWOULDBLOCK;
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

/* Serves one client until it ends, or says nothing for too long. */
static void serve(int client) {
    char data[1024];

    for (;;) {
        /* [recv] */
        ssize_t size = recv(client, data, sizeof data, 0);
        /* [too-slow] */
        if (size == -1 && is_time_up()) {
            printf("the client is too slow\n");
            return;
        }
        if (size == -1) {
            perror("timeout: recv");
            return;
        }
        if (size == 0) /* end of file */
            return;
        for (ssize_t i = 0; i < size; i++)
            data[i] = (char)toupper((unsigned char)data[i]);
        if (send_all(client, data, (size_t)size) == -1) {
            perror("timeout: send");
            return;
        }
    }
}

int main(int argc, char **argv) {
    int listener = listen_on(argc > 1 ? atoi(argv[1]) : 0);

    if (set_limit(listener, argc > 2 ? atol(argv[2]) : 200) == -1) {
        perror("timeout: SO_RCVTIMEO");
        return 1;
    }
    for (;;) {
        /* [accept] */
        int client = accept(listener, NULL, NULL);
        /* [nobody] */
        if (client == -1 && is_time_up()) {
            printf("nobody came\n");
            continue;
        }
        if (client == -1) {
            perror("timeout: accept");
            return 1;
        }
        /* [serve]: the limit is the listener's; nobody sets it here */
        serve(client);
        close(client);
    }
}
