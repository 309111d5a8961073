/* Traced calls that wait for descriptors, or for time. */
#include <config.h>

#define TRACED_IMPLEMENTATION
#include "call.h"
#include "task.h"
#include "traced.h"

static int64_t timespec_ns(const struct timespec *time) {
    return time->tv_sec * INT64_C(1000000000) + time->tv_nsec;
}

/* -1 is without end. */
static void call_put_milliseconds(struct traced_call *call, int timeout) {
    if (timeout >= 0)
        call_put_timeout(call, timeout * INT64_C(1000000));
}

/* ---- select ---- */

/* An fd_set is a bitmap whose bit n of byte n / 8 is descriptor n on little-endian machines; the
 * trace wants that everywhere. */
static void call_put_set(struct traced_call *call, enum field field, const fd_set *set, int nfds,
                         unsigned char *room) {
    size_t size = 0;

    if (!set)
        return;
    memset(room, 0, FD_SETSIZE / 8);
    for (int fd = 0; fd < nfds && fd < FD_SETSIZE; fd++) {
        if (!FD_ISSET(fd, set))
            continue;
        room[fd / 8] |= 1 << fd % 8;
        size = fd / 8 + 1;
    }
    call_put_bytes(call, field, room, size);
}

int traced_select(TRACED_AT, int nfds, fd_set *read, fd_set *write, fd_set *except,
                  struct timeval *timeout) {
    struct traced_call call;
    unsigned char room[3][FD_SETSIZE / 8];

    call_begin(&call, CALL_select, file, line, -1);
    call_put(&call, FIELD_nfds, nfds);
    call_put_set(&call, FIELD_read, read, nfds, room[0]);
    call_put_set(&call, FIELD_write, write, nfds, room[1]);
    call_put_set(&call, FIELD_except, except, nfds, room[2]);
    if (timeout)
        call_put_timeout(&call,
                         timeout->tv_sec * INT64_C(1000000000) + timeout->tv_usec * INT64_C(1000));
    call_enter(&call);
    call_leave(&call, select(nfds, read, write, except, timeout));
    if (call.result >= 0) { /* after an error the sets are undefined */
        call_put_set(&call, FIELD_read, read, nfds, room[0]);
        call_put_set(&call, FIELD_write, write, nfds, room[1]);
        call_put_set(&call, FIELD_except, except, nfds, room[2]);
    }
    return call_return(&call);
}

/* ---- poll and epoll ---- */

/* One more than an event holds: then it is marked as cut. */
enum { LIST_ROOM = EVENT_DATA_MAX / sizeof(struct list_entry) + 1 };

static void list_add(struct list_entry *list, size_t *count, int fd, uint32_t events) {
    if (*count < LIST_ROOM)
        list[(*count)++] = (struct list_entry){fd, events};
}

int traced_poll(TRACED_AT, struct pollfd *fds, nfds_t count, int timeout) {
    struct traced_call call;
    struct list_entry asked[LIST_ROOM], got[LIST_ROOM];
    size_t asked_count = 0, got_count = 0;

    call_begin(&call, CALL_poll, file, line, -1);
    for (nfds_t i = 0; i < count; i++)
        list_add(asked, &asked_count, fds[i].fd, (uint16_t)fds[i].events);
    call_put(&call, FIELD_nfds, count);
    call_put_bytes(&call, FIELD_asked, asked, asked_count * sizeof *asked);
    call_put_milliseconds(&call, timeout);
    call_enter(&call);
    call_leave(&call, poll(fds, count, timeout));
    for (nfds_t i = 0; call.result > 0 && i < count; i++)
        if (fds[i].revents)
            list_add(got, &got_count, fds[i].fd, (uint16_t)fds[i].revents);
    if (call.result >= 0)
        call_put_bytes(&call, FIELD_got, got, got_count * sizeof *got);
    return call_return(&call);
}

int traced_epoll_create1(TRACED_AT, int flags) {
    struct traced_call call;

    call_begin(&call, CALL_epoll_create1, file, line, -1);
    call_enter(&call);
    call_leave(&call, epoll_create1(flags));
    return call_return(&call);
}

int traced_epoll_ctl(TRACED_AT, int epoll, int operation, int fd, struct epoll_event *event) {
    struct traced_call call;

    call_begin(&call, CALL_epoll_ctl, file, line, fd);
    call_put(&call, FIELD_epoll, epoll);
    call_put(&call, FIELD_operation, operation);
    if (event && operation != EPOLL_CTL_DEL)
        call_put(&call, FIELD_events, event->events);
    call_enter(&call);
    call_leave(&call, epoll_ctl(epoll, operation, fd, event));
    call_put(&call, FIELD_epoll, epoll);
    call_put(&call, FIELD_operation, operation);
    if (event && operation != EPOLL_CTL_DEL)
        call_put(&call, FIELD_events, event->events);
    return call_return(&call);
}

/* A page keeps the descriptor in data.fd, as the manual's example does. */
int traced_epoll_wait(TRACED_AT, int epoll, struct epoll_event *events, int most, int timeout) {
    struct traced_call call;
    struct list_entry got[LIST_ROOM];
    size_t count = 0;

    call_begin(&call, CALL_epoll_wait, file, line, epoll);
    call_put(&call, FIELD_size, most);
    call_put_milliseconds(&call, timeout);
    call_enter(&call);
    call_leave(&call, epoll_wait(epoll, events, most, timeout));
    for (int i = 0; i < call.result; i++)
        list_add(got, &count, events[i].data.fd, events[i].events);
    if (call.result >= 0)
        call_put_bytes(&call, FIELD_got, got, count * sizeof *got);
    return call_return(&call);
}

/* ---- time ---- */

int traced_nanosleep(TRACED_AT, const struct timespec *time, struct timespec *left) {
    struct traced_call call;

    call_begin(&call, CALL_nanosleep, file, line, -1);
    call_put_timeout(&call, timespec_ns(time));
    call_enter(&call);
    call_leave(&call, nanosleep(time, left));
    return call_return(&call);
}
