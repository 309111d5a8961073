#include <config.h>

#include "client.h"
#include "descriptors.h"
#include "memory.h"
#include "net.h"
#include "task.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/sockios.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

/* Loopback answers within the call that asks. A peer that has not answered by then will not: its
 * accept queue or its window is full. ms */
enum { PATIENCE = 100 };

void client_init(struct client *client, const char *name) {
    memset(client, 0, sizeof *client);
    client->name = name;
    client->fd = -1;
    client->reading = true;
}

void client_fini(struct client *client) {
    if (client->fd >= 0)
        close(client->fd);
    client->fd = -1;
}

bool client_open(struct client *client) {
    if (client->fd >= 0)
        return true;
    client->ended = false;
    client->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (client->fd >= 0)
        client->fd = descriptor_move_up(client->fd);
    return client->fd >= 0;
}

static bool wait_for(int fd, short events) {
    struct pollfd poll_fd = {.fd = fd, .events = events};

    return poll(&poll_fd, 1, PATIENCE) > 0;
}

static void act_done(struct act_result *result, int64_t value) {
    result->error = errno;
    result->result = value;
    result->called = true;
}

static void client_connect(struct client *client, int port, struct act_result *result) {
    struct sockaddr_in to = {
        .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int error = 0, n = connect(client->fd, (struct sockaddr *)&to, sizeof to);
    socklen_t size = sizeof error;

    if (n < 0 && errno == EINPROGRESS && wait_for(client->fd, POLLOUT)) {
        getsockopt(client->fd, SOL_SOCKET, SO_ERROR, &error, &size);
        n = error ? -1 : 0;
        errno = error;
    }
    act_done(result, n);
    client->port = socket_port(client->fd);
}

/* Letters, so that a person recognises them: abc…zabc… */
static unsigned char *letters_new(size_t size) {
    unsigned char *letters = memory_new(size, 1);

    for (size_t i = 0; i < size; i++)
        letters[i] = 'a' + i % 26;
    return letters;
}

static void client_send_bytes(struct client *client, const unsigned char *at, size_t size,
                              struct act_result *result) {
    size_t sent = 0;
    ssize_t n = 0;

    result->size = size;
    result->data_size = size < sizeof result->data ? size : sizeof result->data;
    memcpy(result->data, at, result->data_size);
    while (sent < size) {
        n = send(client->fd, at + sent, size - sent, MSG_NOSIGNAL);
        if (n > 0)
            sent += n;
        else if (errno != EAGAIN || !wait_for(client->fd, POLLOUT))
            break;
    }
    act_done(result, sent > 0 ? (int64_t)sent : n);
}

static void client_send(struct client *client, const struct step *step, struct act_result *result) {
    size_t size = step->text ? strlen(step->text) : (size_t)step->bytes;
    unsigned char *letters = step->text ? NULL : letters_new(size);

    client_send_bytes(client, step->text ? (const unsigned char *)step->text : letters, size,
                      result);
    free(letters);
}

static void client_send_urgent(struct client *client, const struct step *step,
                               struct act_result *result) {
    result->size = 1;
    result->data[0] = step->text[0];
    result->data_size = 1;
    act_done(result, send(client->fd, step->text, 1, MSG_OOB | MSG_NOSIGNAL));
}

/* As fast as it can: the receiver sees what it can of it. */
static void client_send_many(struct client *client, const struct step *step,
                             struct act_result *result) {
    size_t size = strlen(step->text);
    int64_t sent = 0;
    ssize_t n = 0;

    result->times = step->times;
    result->size = size * step->times;
    result->data_size = size < sizeof result->data ? size : sizeof result->data;
    memcpy(result->data, step->text, result->data_size);
    for (int64_t i = 0; i < step->times && n >= 0; i++) {
        n = send(client->fd, step->text, size, MSG_NOSIGNAL);
        sent += n > 0 ? n : 0;
    }
    act_done(result, sent > 0 ? sent : n);
}

/* Exactly one recv, of what was there before it: what its window update lets in is not raced for.
 */
void client_read(struct client *client, int64_t bytes, struct act_result *result) {
    int there = 0;

    result->began = clock_now();
    if (ioctl(client->fd, SIOCINQ, &there) != 0)
        there = 0;
    size_t size = there > 0 ? there : 1;
    if (bytes >= 0 && (size_t)bytes < size)
        size = bytes;

    unsigned char *buffer = memory_new(size, 1);
    ssize_t n = recv(client->fd, buffer, size, 0);
    act_done(result, n);
    if (n > 0) {
        result->data_size = (size_t)n < sizeof result->data ? (size_t)n : sizeof result->data;
        memcpy(result->data, buffer, result->data_size);
    }
    if ((n == 0 && size > 0) || (n < 0 && errno != EAGAIN))
        client->ended = true;
    free(buffer);
}

bool client_has_input(const struct client *client) {
    struct pollfd poll_fd = {.fd = client->fd, .events = POLLIN};

    return client->fd >= 0 && client->port && !client->ended && poll(&poll_fd, 1, 0) > 0 &&
           poll_fd.revents & (POLLIN | POLLERR | POLLHUP);
}

/* SO_LINGER with a time of 0 makes close send RST instead of FIN. */
static void client_close(struct client *client, bool reset, struct act_result *result) {
    const struct linger at_once = {.l_onoff = 1};

    if (reset)
        setsockopt(client->fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    act_done(result, close(client->fd));
    client->fd = -1;
}

void client_act(struct client *client, const struct step *step, int port,
                struct act_result *result) {
    memset(result, 0, sizeof *result);
    result->began = clock_now();
    result->size = -1;
    switch (step->act) {
    case ACT_CONNECT:
        client_connect(client, port, result);
        break;
    case ACT_SEND:
        client_send(client, step, result);
        break;
    case ACT_SEND_URGENT:
        client_send_urgent(client, step, result);
        break;
    case ACT_SEND_MANY:
        client_send_many(client, step, result);
        break;
    case ACT_READ:
        client_read(client, step->bytes, result);
        break;
    case ACT_STOP_READING:
        client->reading = false;
        break;
    case ACT_RESUME:
        client->reading = true;
        break;
    case ACT_SHUTDOWN:
        act_done(result, shutdown(client->fd, SHUT_WR));
        break;
    case ACT_CLOSE:
    case ACT_RESET:
        client_close(client, step->act == ACT_RESET, result);
        break;
    case ACT_COUNT:
        break;
    }
}
