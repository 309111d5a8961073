#include <config.h>

#include "stamps.h"

#include "i18n.h"
#include "ticks.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>

/* How long to wait for the first stamp; ns. */
#define STAMP_LIMIT INT64_C(1000000000)

static bool has_stamp(struct msghdr *message) {
    for (struct cmsghdr *part = CMSG_FIRSTHDR(message); part; part = CMSG_NXTHDR(message, part))
        if (part->cmsg_level == SOL_SOCKET && part->cmsg_type == SCM_TIMESTAMPNS)
            return true;
    return false;
}

/* A byte goes over the connection. False with errno. */
static bool byte_goes_over(const struct loopback *ends, bool *stamped) {
    char byte = 'x';
    _Alignas(struct cmsghdr) char control[128];
    struct iovec room = {&byte, 1};
    struct msghdr message = {.msg_iov = &room,
                             .msg_iovlen = 1,
                             .msg_control = control,
                             .msg_controllen = sizeof control};
    ssize_t received;

    if (send(ends->fds[1], &byte, 1, MSG_NOSIGNAL) != 1)
        return false;
    do
        received = recvmsg(ends->fds[0], &message, 0);
    while (received < 0 && errno == EINTR);
    *stamped = received == 1 && has_stamp(&message);
    return received == 1;
}

bool stamps_begin(struct stamps *stamps, struct error *why) {
    const int64_t deadline = clock_now() + STAMP_LIMIT;
    const int on = 1;
    bool stamped = false, went;

    if (!loopback_open(&stamps->ends, why))
        return false;
    went = setsockopt(stamps->ends.fds[0], SOL_SOCKET, SO_TIMESTAMPNS, &on, sizeof on) == 0;
    while (went && !stamped && clock_now() < deadline)
        went = byte_goes_over(&stamps->ends, &stamped);
    if (!went)
        return error_set(why, "SO_TIMESTAMPNS: %s", strerror(errno));
    return stamped || error_set(why, _("this kernel's TCP does not stamp what arrives"));
}

void stamps_end(struct stamps *stamps) {
    loopback_close(&stamps->ends);
}
