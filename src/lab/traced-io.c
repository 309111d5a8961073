/* Traced calls that move bytes. */
#include <config.h>

#define TRACED_IMPLEMENTATION
#include "call.h"
#include "task.h"
#include "traced.h"

#include <sys/uio.h>
#include <time.h>

/* recvmsg instead of recv, for the arrival stamp that SO_TIMESTAMPNS puts beside the bytes. *stamp
 * becomes that of the last segment read as CLOCK_REALTIME ns, 0 if the kernel gave none. */
static ssize_t receive_stamped(int fd, void *buffer, size_t size, int flags, int64_t *stamp) {
    union {
        struct cmsghdr header;
        char room[CMSG_SPACE(sizeof(struct timespec)) + 64];
    } control;
    struct iovec io = {buffer, size};
    struct msghdr message = {
        .msg_iov = &io, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control};

    *stamp = 0;
    ssize_t n = recvmsg(fd, &message, flags);
    if (n < 0)
        return n;
    for (struct cmsghdr *c = CMSG_FIRSTHDR(&message); c; c = CMSG_NXTHDR(&message, c)) {
        struct timespec at;
        if (c->cmsg_level != SOL_SOCKET || c->cmsg_type != SCM_TIMESTAMPNS)
            continue;
        memcpy(&at, CMSG_DATA(c), sizeof at);
        *stamp = at.tv_sec * INT64_C(1000000000) + at.tv_nsec;
    }
    return n;
}

/* How far CLOCK_REALTIME is ahead of CLOCK_MONOTONIC, ns. */
static int64_t realtime_offset(void) {
    struct timespec real;

    clock_gettime(CLOCK_REALTIME, &real);
    return real.tv_sec * INT64_C(1000000000) + real.tv_nsec - clock_now();
}

/* Does the kernel have a stamp to give? Only asked for then: recvmsg costs a tenth more than recv.
 */
static bool call_is_stamped(const struct traced_call *call) {
    return !call->open || atomic_load_explicit(&task_self->slot->stamped, memory_order_relaxed);
}

static ssize_t call_received(struct traced_call *call, const void *buffer, int64_t stamp) {
    if (call->result <= 0)
        return call_return(call);
    if (call->open)
        tally_add_receipt(&task_self->slot->tally, call->entered, call->left, stamp);
    else if (stamp)
        call_put(call, FIELD_arrived, stamp - realtime_offset());
    call_put_bytes(call, FIELD_data, buffer, call->result);
    return call_return(call);
}

ssize_t traced_recv(TRACED_AT, int fd, void *buffer, size_t size, int flags) {
    struct traced_call call;
    int64_t stamp = 0;

    call_begin(&call, CALL_recv, file, line, fd);
    call_put(&call, FIELD_size, size);
    if (flags)
        call_put(&call, FIELD_flags, flags);
    call_put_socket_timeout(&call, SO_RCVTIMEO);
    bool stamped = call_is_stamped(&call);
    call_enter(&call);
    call_leave(&call, stamped ? receive_stamped(fd, buffer, size, flags, &stamp)
                              : recv(fd, buffer, size, flags));
    return call_received(&call, buffer, stamp);
}

/* recvmsg fails with ENOTSOCK before it does anything else, so the file's read can follow. A read
 * of no bytes does not ask the socket at all and stays a read. */
ssize_t traced_read(TRACED_AT, int fd, void *buffer, size_t size) {
    struct traced_call call;
    int64_t stamp = 0;
    ssize_t n = -1;

    call_begin(&call, CALL_read, file, line, fd);
    call_put(&call, FIELD_size, size);
    call_put_socket_timeout(&call, SO_RCVTIMEO);
    bool stamped = size > 0 && call_is_stamped(&call);
    call_enter(&call);
    if (stamped)
        n = receive_stamped(fd, buffer, size, 0, &stamp);
    if (!stamped || (n < 0 && errno == ENOTSOCK))
        n = read(fd, buffer, size);
    call_leave(&call, n);
    return call_received(&call, buffer, stamp);
}

/* A task has SIGPIPE blocked, so that it stays pending instead of killing waitscope. If the page
 * left its disposition at the default, the process would be dead before send returned: so the task
 * is. */
static void end_if_killed(void) {
    const struct timespec at_once = {0};
    struct sigaction disposition;
    struct draft draft;
    sigset_t pipe;

    sigemptyset(&pipe);
    sigaddset(&pipe, SIGPIPE);
    if (sigtimedwait(&pipe, NULL, &at_once) != SIGPIPE)
        return;
    sigaction(SIGPIPE, NULL, &disposition);
    if (disposition.sa_handler != SIG_DFL)
        return;
    draft_begin(&draft, EVENT_SIGNAL, clock_now());
    draft_put(&draft, FIELD_signal, SIGPIPE);
    ring_write(&task_self->slot->ring, &draft);
    task_leave("killed", FIELD_signal, SIGPIPE);
}

static ssize_t call_sent(struct traced_call *call) {
    if (call->result < 0 && call->error == EPIPE)
        end_if_killed();
    return call_return(call);
}

ssize_t traced_send(TRACED_AT, int fd, const void *buffer, size_t size, int flags) {
    struct traced_call call;

    call_begin(&call, CALL_send, file, line, fd);
    call_put(&call, FIELD_size, size);
    if (flags)
        call_put(&call, FIELD_flags, flags);
    call_put_bytes(&call, FIELD_data, buffer, size);
    call_put_socket_timeout(&call, SO_SNDTIMEO);
    call_enter(&call);
    call_leave(&call, send(fd, buffer, size, flags));
    return call_sent(&call);
}

ssize_t traced_write(TRACED_AT, int fd, const void *buffer, size_t size) {
    struct traced_call call;

    call_begin(&call, CALL_write, file, line, fd);
    call_put(&call, FIELD_size, size);
    call_put_bytes(&call, FIELD_data, buffer, size);
    call_put_socket_timeout(&call, SO_SNDTIMEO);
    call_enter(&call);
    call_leave(&call, write(fd, buffer, size));
    return call_sent(&call);
}
