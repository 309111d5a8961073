/* traced: what a server page is compiled with. Every system header comes first, then the page's
 * POSIX names become traced calls that also carry the place of the call. A page never includes
 * this: its generated wrapper does. */
#ifndef WAITSCOPE_TRACED_H
#define WAITSCOPE_TRACED_H

#ifndef _GNU_SOURCE
#define _GNU_SOURCE 1
#endif

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <ctype.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>

#define TRACED_AT const char *file, int line

int traced_socket(TRACED_AT, int domain, int type, int protocol);
int traced_setsockopt(TRACED_AT, int fd, int level, int option, const void *value, socklen_t size);
int traced_getsockopt(TRACED_AT, int fd, int level, int option, void *value, socklen_t *size);
int traced_bind(TRACED_AT, int fd, const struct sockaddr *address, socklen_t size);
int traced_listen(TRACED_AT, int fd, int backlog);
int traced_getsockname(TRACED_AT, int fd, struct sockaddr *address, socklen_t *size);
int traced_getpeername(TRACED_AT, int fd, struct sockaddr *address, socklen_t *size);
int traced_accept(TRACED_AT, int fd, struct sockaddr *address, socklen_t *size);
int traced_accept4(TRACED_AT, int fd, struct sockaddr *address, socklen_t *size, int flags);
int traced_connect(TRACED_AT, int fd, const struct sockaddr *address, socklen_t size);
ssize_t traced_recv(TRACED_AT, int fd, void *buffer, size_t size, int flags);
ssize_t traced_read(TRACED_AT, int fd, void *buffer, size_t size);
ssize_t traced_send(TRACED_AT, int fd, const void *buffer, size_t size, int flags);
ssize_t traced_write(TRACED_AT, int fd, const void *buffer, size_t size);
int traced_select(TRACED_AT, int nfds, fd_set *read, fd_set *write, fd_set *except,
                  struct timeval *timeout);
int traced_poll(TRACED_AT, struct pollfd *fds, nfds_t count, int timeout);
int traced_epoll_create1(TRACED_AT, int flags);
int traced_epoll_ctl(TRACED_AT, int epoll, int operation, int fd, struct epoll_event *event);
int traced_epoll_wait(TRACED_AT, int epoll, struct epoll_event *events, int most, int timeout);
int traced_nanosleep(TRACED_AT, const struct timespec *time, struct timespec *left);
int traced_open(TRACED_AT, const char *path, int flags, ...);
int traced_shutdown(TRACED_AT, int fd, int how);
int traced_close(TRACED_AT, int fd);
int traced_dup(TRACED_AT, int fd);
int traced_fcntl(TRACED_AT, int fd, int command, ...);
sighandler_t traced_signal(TRACED_AT, int signal, sighandler_t handler);
int traced_sigaction(TRACED_AT, int signal, const struct sigaction *action,
                     struct sigaction *before);
int traced_sigprocmask(TRACED_AT, int how, const sigset_t *set, sigset_t *before);
int traced_setrlimit(TRACED_AT, __rlimit_resource_t resource, const struct rlimit *limit);

/* What the page prints goes to the story, not to the screen. */
int traced_printf(TRACED_AT, const char *format, ...) __attribute__((format(printf, 3, 4)));
int traced_fprintf(TRACED_AT, FILE *stream, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
int traced_puts(TRACED_AT, const char *text);
void traced_perror(TRACED_AT, const char *text);

/* They end the task, not waitscope. */
_Noreturn void traced_exit(TRACED_AT, int status);
_Noreturn void traced_abort(TRACED_AT);

/* From the run's arena. */
void *traced_malloc(TRACED_AT, size_t size);
void *traced_calloc(TRACED_AT, size_t count, size_t size);
void *traced_realloc(TRACED_AT, void *block, size_t size);
void traced_free(TRACED_AT, void *block);
char *traced_strdup(TRACED_AT, const char *text);

#ifndef TRACED_IMPLEMENTATION

#undef _GNU_SOURCE

#define socket(...)          traced_socket(__FILE__, __LINE__, __VA_ARGS__)
#define setsockopt(...)      traced_setsockopt(__FILE__, __LINE__, __VA_ARGS__)
#define getsockopt(...)      traced_getsockopt(__FILE__, __LINE__, __VA_ARGS__)
#define bind(...)            traced_bind(__FILE__, __LINE__, __VA_ARGS__)
#define listen(...)          traced_listen(__FILE__, __LINE__, __VA_ARGS__)
#define getsockname(...)     traced_getsockname(__FILE__, __LINE__, __VA_ARGS__)
#define getpeername(...)     traced_getpeername(__FILE__, __LINE__, __VA_ARGS__)
#define accept(...)          traced_accept(__FILE__, __LINE__, __VA_ARGS__)
#define accept4(...)         traced_accept4(__FILE__, __LINE__, __VA_ARGS__)
#define connect(...)         traced_connect(__FILE__, __LINE__, __VA_ARGS__)
#define recv(...)            traced_recv(__FILE__, __LINE__, __VA_ARGS__)
#define read(...)            traced_read(__FILE__, __LINE__, __VA_ARGS__)
#define send(...)            traced_send(__FILE__, __LINE__, __VA_ARGS__)
#define write(...)           traced_write(__FILE__, __LINE__, __VA_ARGS__)
#define select(...)          traced_select(__FILE__, __LINE__, __VA_ARGS__)
#define poll(...)            traced_poll(__FILE__, __LINE__, __VA_ARGS__)
#define epoll_create1(...)   traced_epoll_create1(__FILE__, __LINE__, __VA_ARGS__)
#define epoll_ctl(...)       traced_epoll_ctl(__FILE__, __LINE__, __VA_ARGS__)
#define epoll_wait(...)      traced_epoll_wait(__FILE__, __LINE__, __VA_ARGS__)
#define nanosleep(...)       traced_nanosleep(__FILE__, __LINE__, __VA_ARGS__)
#define open(...)            traced_open(__FILE__, __LINE__, __VA_ARGS__)
#define shutdown(...)        traced_shutdown(__FILE__, __LINE__, __VA_ARGS__)
#define close(...)           traced_close(__FILE__, __LINE__, __VA_ARGS__)
#define dup(...)             traced_dup(__FILE__, __LINE__, __VA_ARGS__)
#define fcntl(...)           traced_fcntl(__FILE__, __LINE__, __VA_ARGS__)
#define signal(...)          traced_signal(__FILE__, __LINE__, __VA_ARGS__)
#define sigaction(...)       traced_sigaction(__FILE__, __LINE__, __VA_ARGS__)
#define sigprocmask(...)     traced_sigprocmask(__FILE__, __LINE__, __VA_ARGS__)
#define pthread_sigmask(...) traced_sigprocmask(__FILE__, __LINE__, __VA_ARGS__)
#define setrlimit(...)       traced_setrlimit(__FILE__, __LINE__, __VA_ARGS__)
#define printf(...)          traced_printf(__FILE__, __LINE__, __VA_ARGS__)
#define fprintf(...)         traced_fprintf(__FILE__, __LINE__, __VA_ARGS__)
#define puts(...)            traced_puts(__FILE__, __LINE__, __VA_ARGS__)
#define perror(...)          traced_perror(__FILE__, __LINE__, __VA_ARGS__)
#define exit(...)            traced_exit(__FILE__, __LINE__, __VA_ARGS__)
#define _exit(...)           traced_exit(__FILE__, __LINE__, __VA_ARGS__)
#define abort()              traced_abort(__FILE__, __LINE__)
#define malloc(...)          traced_malloc(__FILE__, __LINE__, __VA_ARGS__)
#define calloc(...)          traced_calloc(__FILE__, __LINE__, __VA_ARGS__)
#define realloc(...)         traced_realloc(__FILE__, __LINE__, __VA_ARGS__)
#define free(...)            traced_free(__FILE__, __LINE__, __VA_ARGS__)
#define strdup(...)          traced_strdup(__FILE__, __LINE__, __VA_ARGS__)

#endif
#endif
