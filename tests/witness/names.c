/* The map between the names that a page writes and those that the kernel has for them. */
#include <config.h>

#include "witness.h"

#include <string.h>
#include <sys/syscall.h>

/* One row a row of call.def. What the C library makes of a call differs between its versions and
 * between machines, so a row has every name that it may be seen under. `recv` and `read` come as
 * recvmsg, which brings the arrival stamp; a `read` of a file is tried as recvmsg first. */
static const struct seen_as {
    const char *names[3];
    int descriptor; /* which argument it is; -1: none */
} seen_as[CALL_COUNT] = {
    [CALL_socket] = {{"socket"}, -1},
    [CALL_setsockopt] = {{"setsockopt"}, 0},
    [CALL_getsockopt] = {{"getsockopt"}, 0},
    [CALL_bind] = {{"bind"}, 0},
    [CALL_listen] = {{"listen"}, 0},
    [CALL_getsockname] = {{"getsockname"}, 0},
    [CALL_getpeername] = {{"getpeername"}, 0},
    [CALL_accept] = {{"accept", "accept4"}, 0},
    [CALL_accept4] = {{"accept4"}, 0},
    [CALL_connect] = {{"connect"}, 0},
    [CALL_recv] = {{"recvmsg", "recvfrom"}, 0},
    [CALL_read] = {{"recvmsg", "read"}, 0},
    [CALL_send] = {{"sendto"}, 0},
    [CALL_write] = {{"write"}, 0},
    [CALL_select] = {{"pselect6", "select"}, -1},
    [CALL_poll] = {{"poll", "ppoll"}, -1},
    [CALL_epoll_create1] = {{"epoll_create1"}, -1},
    [CALL_epoll_ctl] = {{"epoll_ctl"}, 2},
    [CALL_epoll_wait] = {{"epoll_wait", "epoll_pwait"}, 0},
    [CALL_nanosleep] = {{"clock_nanosleep", "nanosleep"}, -1},
    [CALL_open] = {{"openat", "open"}, -1},
    [CALL_shutdown] = {{"shutdown"}, 0},
    [CALL_close] = {{"close"}, 0},
    [CALL_dup] = {{"dup"}, 0},
    [CALL_fcntl] = {{"fcntl"}, 0},
    [CALL_signal] = {{"rt_sigaction"}, -1},
    [CALL_sigaction] = {{"rt_sigaction"}, -1},
    [CALL_sigprocmask] = {{"rt_sigprocmask"}, -1},
    [CALL_setrlimit] = {{"prlimit64", "setrlimit"}, -1},
};

bool call_is_seen_as(enum call call, const char *name) {
    for (int i = 0; i < 3 && seen_as[call].names[i]; i++)
        if (strcmp(seen_as[call].names[i], name) == 0)
            return true;
    return false;
}

bool name_is_of_page(const char *name) {
    for (int call = 0; call < CALL_COUNT; call++)
        if (call_is_seen_as(call, name))
            return true;
    return false;
}

int call_descriptor_argument(enum call call) {
    return seen_as[call].descriptor;
}

/* ftrace has numbers only. Not every machine has every call. */
#define NUMBERED(name)                                                                             \
    { #name, SYS_##name }
static const struct {
    const char *name;
    long number;
} numbered[] = {
    NUMBERED(socket),
    NUMBERED(setsockopt),
    NUMBERED(getsockopt),
    NUMBERED(bind),
    NUMBERED(listen),
    NUMBERED(getsockname),
    NUMBERED(getpeername),
    NUMBERED(accept),
    NUMBERED(accept4),
    NUMBERED(connect),
    NUMBERED(recvfrom),
    NUMBERED(recvmsg),
    NUMBERED(read),
    NUMBERED(sendto),
    NUMBERED(write),
    NUMBERED(pselect6),
    NUMBERED(ppoll),
    NUMBERED(epoll_create1),
    NUMBERED(epoll_ctl),
    NUMBERED(epoll_pwait),
    NUMBERED(clock_nanosleep),
    NUMBERED(nanosleep),
    NUMBERED(openat),
    NUMBERED(shutdown),
    NUMBERED(close),
    NUMBERED(dup),
    NUMBERED(fcntl),
    NUMBERED(rt_sigaction),
    NUMBERED(rt_sigprocmask),
    NUMBERED(prlimit64),
#ifdef SYS_select
    NUMBERED(select),
#endif
#ifdef SYS_poll
    NUMBERED(poll),
#endif
#ifdef SYS_epoll_wait
    NUMBERED(epoll_wait),
#endif
#ifdef SYS_open
    NUMBERED(open),
#endif
#ifdef SYS_setrlimit
    NUMBERED(setrlimit),
#endif
    /* the lab's, the C library's */
    NUMBERED(futex),
    NUMBERED(getrusage),
    NUMBERED(clock_gettime),
    NUMBERED(gettid),
    NUMBERED(rt_sigreturn),
    NUMBERED(rt_sigtimedwait),
    NUMBERED(restart_syscall),
    NUMBERED(rseq),
    NUMBERED(set_robust_list),
    NUMBERED(sched_yield),
    NUMBERED(mmap),
    NUMBERED(munmap),
    NUMBERED(mprotect),
    NUMBERED(madvise),
    NUMBERED(sigaltstack),
    NUMBERED(exit),
};

const char *system_call_name(long number) {
    for (size_t i = 0; i < sizeof numbered / sizeof *numbered; i++)
        if (numbered[i].number == number)
            return numbered[i].name;
    return NULL;
}
