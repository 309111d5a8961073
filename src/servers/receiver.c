/* receiver.c: receives from one client at a time and says how much it got.
 *
 * Shows: recv is one call with two phases. First it waits until the kernel
 * has bytes for this socket; then it copies them into the program's buffer.
 * Leaves out: doing anything with the bytes; a second client at a time.
 *
 *     cc -o receiver receiver.c
 *     ./receiver 7890        (and, elsewhere: nc 127.0.0.1 7890)
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define BUFFER_SIZE 1000000

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
        perror("receiver: cannot listen");
        exit(1);
    }
    fprintf(stderr, "listening on port %d\n", ntohs(name.sin_port));
    return fd;
}

/* Receives until the client has ended. */
static void receive_all(int client, char *buffer) {
    for (;;) {
        /* [recv] */
        ssize_t size = recv(client, buffer, BUFFER_SIZE, 0);
        if (size == -1) {
            perror("receiver: recv");
            return;
        }
        /* [end-of-file] */
        if (size == 0) {
            printf("end of file\n");
            return;
        }
        /* [got] */
        printf("got %ld bytes\n", (long)size);
    }
}

int main(int argc, char **argv) {
    int listener = listen_on(argc > 1 ? atoi(argv[1]) : 0);
    char *buffer = malloc(BUFFER_SIZE);

    if (buffer == NULL) {
        perror("receiver: malloc");
        return 1;
    }
    /* Touch every page now, so that recv has nothing to do but copy. */
    memset(buffer, 0, BUFFER_SIZE);
    for (;;) {
        /* [accept] */
        int client = accept(listener, NULL, NULL);
        if (client == -1) {
            perror("receiver: accept");
            free(buffer);
            return 1;
        }
        receive_all(client, buffer);
        close(client);
    }
}
