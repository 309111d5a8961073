/* Traced calls on sockets: one wrapper a row of call.def. */
#include <config.h>

#define TRACED_IMPLEMENTATION
#include "call.h"
#include "task.h"
#include "traced.h"

#include <time.h>

static void call_put_port(struct traced_call *call, const struct sockaddr *address,
                          socklen_t size) {
    const struct sockaddr_in *in = (const void *)address;

    if (address && size >= sizeof *in && address->sa_family == AF_INET)
        call_put(call, FIELD_port, ntohs(in->sin_port));
}

int traced_socket(TRACED_AT, int domain, int type, int protocol) {
    struct traced_call call;

    call_begin(&call, CALL_socket, file, line, -1);
    call_put(&call, FIELD_domain, domain);
    call_put(&call, FIELD_type, type);
    call_enter(&call);
    call_leave(&call, socket(domain, type, protocol));
    return call_return(&call);
}

/* Only options of the socket level have names in a trace. A value is an int or a time (as ns). */
static void call_put_option(struct traced_call *call, int level, int option, const void *value,
                            socklen_t size) {
    struct timeval time;
    int number;

    if (level != SOL_SOCKET)
        return;
    call_put(call, FIELD_option, option);
    if (value && size == sizeof number) {
        memcpy(&number, value, sizeof number);
        call_put(call, FIELD_value, number);
    } else if (value && size == sizeof time) {
        memcpy(&time, value, sizeof time);
        call_put(call, FIELD_value,
                 time.tv_sec * INT64_C(1000000000) + time.tv_usec * INT64_C(1000));
    }
}

int traced_setsockopt(TRACED_AT, int fd, int level, int option, const void *value, socklen_t size) {
    struct traced_call call;

    call_begin(&call, CALL_setsockopt, file, line, fd);
    call_put_option(&call, level, option, value, size);
    call_enter(&call);
    call_leave(&call, setsockopt(fd, level, option, value, size));
    return call_return(&call);
}

int traced_getsockopt(TRACED_AT, int fd, int level, int option, void *value, socklen_t *size) {
    struct traced_call call;

    call_begin(&call, CALL_getsockopt, file, line, fd);
    call_put_option(&call, level, option, NULL, 0);
    call_enter(&call);
    call_leave(&call, getsockopt(fd, level, option, value, size));
    if (call.result == 0)
        call_put_option(&call, level, option, value, *size);
    return call_return(&call);
}

int traced_bind(TRACED_AT, int fd, const struct sockaddr *address, socklen_t size) {
    struct traced_call call;

    call_begin(&call, CALL_bind, file, line, fd);
    call_put_port(&call, address, size);
    call_enter(&call);
    call_leave(&call, bind(fd, address, size));
    return call_return(&call);
}

int traced_listen(TRACED_AT, int fd, int backlog) {
    struct traced_call call;

    call_begin(&call, CALL_listen, file, line, fd);
    call_put(&call, FIELD_backlog, backlog);
    call_enter(&call);
    call_leave(&call, listen(fd, backlog));
    return call_return(&call);
}

int traced_getsockname(TRACED_AT, int fd, struct sockaddr *address, socklen_t *size) {
    struct traced_call call;

    call_begin(&call, CALL_getsockname, file, line, fd);
    call_enter(&call);
    call_leave(&call, getsockname(fd, address, size));
    if (call.result == 0)
        call_put_port(&call, address, *size);
    return call_return(&call);
}

int traced_getpeername(TRACED_AT, int fd, struct sockaddr *address, socklen_t *size) {
    struct traced_call call;

    call_begin(&call, CALL_getpeername, file, line, fd);
    call_enter(&call);
    call_leave(&call, getpeername(fd, address, size));
    if (call.result == 0)
        call_put_port(&call, address, *size);
    return call_return(&call);
}

int traced_accept(TRACED_AT, int fd, struct sockaddr *address, socklen_t *size) {
    struct traced_call call;

    call_begin(&call, CALL_accept, file, line, fd);
    call_put_socket_timeout(&call, SO_RCVTIMEO);
    call_enter(&call);
    call_leave(&call, accept(fd, address, size));
    return call_return(&call);
}

int traced_accept4(TRACED_AT, int fd, struct sockaddr *address, socklen_t *size, int flags) {
    struct traced_call call;

    call_begin(&call, CALL_accept4, file, line, fd);
    call_put(&call, FIELD_type, flags);
    call_put_socket_timeout(&call, SO_RCVTIMEO);
    call_enter(&call);
    call_leave(&call, accept4(fd, address, size, flags));
    return call_return(&call);
}

int traced_connect(TRACED_AT, int fd, const struct sockaddr *address, socklen_t size) {
    struct traced_call call;

    call_begin(&call, CALL_connect, file, line, fd);
    call_put_port(&call, address, size);
    call_enter(&call);
    call_leave(&call, connect(fd, address, size));
    return call_return(&call);
}

int traced_shutdown(TRACED_AT, int fd, int how) {
    struct traced_call call;

    call_begin(&call, CALL_shutdown, file, line, fd);
    call_put(&call, FIELD_how, how);
    call_enter(&call);
    call_leave(&call, shutdown(fd, how));
    return call_return(&call);
}

int traced_close(TRACED_AT, int fd) {
    struct traced_call call;

    call_begin(&call, CALL_close, file, line, fd);
    call_enter(&call);
    call_leave(&call, close(fd));
    return call_return(&call);
}

int traced_dup(TRACED_AT, int fd) {
    struct traced_call call;

    call_begin(&call, CALL_dup, file, line, fd);
    call_enter(&call);
    call_leave(&call, dup(fd));
    return call_return(&call);
}

int traced_open(TRACED_AT, const char *path, int flags, ...) {
    struct traced_call call;
    va_list arguments;

    va_start(arguments, flags);
    mode_t mode = flags & O_CREAT ? va_arg(arguments, mode_t) : 0;
    va_end(arguments);
    call_begin(&call, CALL_open, file, line, -1);
    call_put_bytes(&call, FIELD_text, path, strlen(path));
    call_enter(&call);
    call_leave(&call, open(path, flags, mode));
    return call_return(&call);
}

int traced_fcntl(TRACED_AT, int fd, int command, ...) {
    struct traced_call call;
    va_list arguments;

    va_start(arguments, command);
    long value = va_arg(arguments, long); /* Linux takes one word, whatever its type */
    va_end(arguments);
    call_begin(&call, CALL_fcntl, file, line, fd);
    call_put(&call, FIELD_command, command);
    if (command == F_SETFL)
        call_put(&call, FIELD_mode, (int)value);
    else if (command == F_SETSIG)
        call_put(&call, FIELD_signal, value);
    else if (command == F_SETFD)
        call_put(&call, FIELD_value, value);
    call_enter(&call);
    call_leave(&call, fcntl(fd, command, value));
    if (command == F_GETFL && call.result >= 0)
        call_put(&call, FIELD_mode, call.result);
    return call_return(&call);
}
