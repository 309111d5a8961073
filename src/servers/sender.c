/* sender.c: sends 1000 bytes at a time to one client until it leaves.
 *
 * Shows: send copies into the socket's send queue and returns. When there is
 * no room, a blocking send does not return: the thread sleeps until there is.
 * Leaves out: a second client at the same time; anything worth sending.
 *
 *     cc -o sender sender.c
 *     ./sender 7890          (and, elsewhere: nc 127.0.0.1 7890)
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
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
        perror("sender: cannot listen");
        exit(1);
    }
    fprintf(stderr, "listening on port %d\n", ntohs(name.sin_port));
    return fd;
}

/* Sends until the client has left. MSG_NOSIGNAL: then send fails with EPIPE;
 * without it, the signal SIGPIPE would end the program. */
static void send_for_ever(int client) {
    char message[1000];

    memset(message, 'm', sizeof message);
    for (;;) {
        /* [send] */
        ssize_t sent = send(client, message, sizeof message, MSG_NOSIGNAL);
        /* [client-left] */
        if (sent == -1) {
            perror("sender: send");
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
            perror("sender: accept");
            return 1;
        }
        send_for_ever(client);
        close(client);
    }
}
