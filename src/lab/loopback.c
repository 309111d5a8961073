#include <config.h>

#include "loopback.h"

#include "descriptors.h"
#include "i18n.h"

#include <arpa/inet.h>
#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

void loopback_close(struct loopback *ends) {
    for (int i = 0; i < 2; i++) {
        if (ends->fds[i] >= 0)
            close(ends->fds[i]);
        ends->fds[i] = -1;
    }
}

static int lab_socket(void) {
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    return fd < 0 ? fd : descriptor_move_up(fd);
}

static bool connect_to(struct loopback *ends, int listener) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    struct sockaddr *at = (struct sockaddr *)&address;
    socklen_t size = sizeof address;

    ends->fds[1] = lab_socket();
    if (ends->fds[1] < 0 || bind(listener, at, size) != 0 || listen(listener, 1) != 0 ||
        getsockname(listener, at, &size) != 0 || connect(ends->fds[1], at, size) != 0)
        return false;
    int accepted = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
    ends->fds[0] = accepted < 0 ? accepted : descriptor_move_up(accepted);
    return ends->fds[0] >= 0;
}

bool loopback_open(struct loopback *ends, struct error *error) {
    int listener = lab_socket();

    *ends = LOOPBACK_CLOSED;
    bool connected = listener >= 0 && connect_to(ends, listener);
    int reason = errno;
    if (listener >= 0)
        close(listener);
    if (connected)
        return true;
    loopback_close(ends);
    return error_set(error, _("no TCP connection to this machine itself: %s"), strerror(reason));
}
