/* sender-nonblocking.c: sender.c again, with O_NONBLOCK on the connection.
 *
 * Shows: send never sleeps. It takes all, or a part, or nothing (-1, EAGAIN);
 * so the program must remember how much of the message has been taken, and
 * must find out by itself when to try again: it asks select.
 * Leaves out: other work to do meanwhile, which is what all this is for.
 *
 *     cc -o sender-nonblocking sender-nonblocking.c
 *     ./sender-nonblocking 7890     (and, elsewhere: nc 127.0.0.1 7890)
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
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
        perror("sender-nonblocking: cannot listen");
        exit(1);
    }
    fprintf(stderr, "listening on port %d\n", ntohs(name.sin_port));
    return fd;
}

/* Sleeps until send has room. False: it cannot be known. */
static int wait_for_room(int client) {
    fd_set writable;

    /* select knows only descriptors below FD_SETSIZE */
    if (client >= FD_SETSIZE) {
        fprintf(stderr, "sender-nonblocking: too many descriptors\n");
        return 0;
    }
    FD_ZERO(&writable);
    FD_SET(client, &writable);
    /* [select] */
    if (select(client + 1, NULL, &writable, NULL, NULL) == -1) {
        perror("sender-nonblocking: select");
        return 0;
    }
    return 1;
}

static void send_for_ever(int client) {
    char message[1000];
    size_t done = 0; /* bytes of this message that send has taken */

    memset(message, 'm', sizeof message);
    for (;;) {
        /* [send] */
        ssize_t sent =
            send(client, message + done, sizeof message - done, MSG_NOSIGNAL);
        /* [no-room] */
        if (sent == -1 && (errno == EAGAIN || errno == EWOULDBLOCK)) {
            if (!wait_for_room(client))
                return;
            continue;
        }
        if (sent == -1) {
            perror("sender-nonblocking: send");
            return;
        }
        /* [remember] */
        done += (size_t)sent;
        if (done == sizeof message)
            done = 0; /* all of it: on to the next message */
    }
}

int main(int argc, char **argv) {
    int listener = listen_on(argc > 1 ? atoi(argv[1]) : 0);

    for (;;) {
        /* [accept] */
        int client = accept(listener, NULL, NULL);
        if (client == -1) {
            perror("sender-nonblocking: accept");
            return 1;
        }
        /* [nonblock] */
        int flags = fcntl(client, F_GETFL);
        if (flags == -1 || fcntl(client, F_SETFL, flags | O_NONBLOCK) == -1)
            perror("sender-nonblocking: fcntl");
        else
            send_for_ever(client);
        close(client);
    }
}
