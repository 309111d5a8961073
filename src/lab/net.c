#include <config.h>

#include "net.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/sock_diag.h>
#include <linux/sockios.h>
#include <netinet/in.h>
#include <poll.h>
#include <linux/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/utsname.h>
#include <time.h>
#include <unistd.h>

static int64_t queue_bytes(int fd, unsigned long request) {
    int bytes;

    return ioctl(fd, request, &bytes) == 0 ? bytes : -1;
}

/* A listener counts its accept queue in tcpi_unacked, its limit in tcpi_sacked. */
static void sample_tcp_info(int fd, bool listener, struct queue_sample *sample) {
    struct tcp_info info;
    socklen_t size = sizeof info;

    memset(&info, 0, sizeof info);
    if (getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &size) != 0)
        return;
    if (listener) {
        sample->accept_queue = info.tcpi_unacked;
        sample->accept_limit = info.tcpi_sacked;
        return;
    }
    sample->segments = info.tcpi_data_segs_in;
    if (size > offsetof(struct tcp_info, tcpi_rwnd_limited))
        sample->window_limited = info.tcpi_rwnd_limited;
    if (size > offsetof(struct tcp_info, tcpi_snd_wnd)) /* Linux 5.4 */
        sample->window = info.tcpi_snd_wnd;
}

static void sample_memory(int fd, struct queue_sample *sample) {
    uint32_t memory[SK_MEMINFO_VARS];
    socklen_t size = sizeof memory;

    if (getsockopt(fd, SOL_SOCKET, SO_MEMINFO, memory, &size) != 0 || size < sizeof memory)
        return;
    sample->receive_memory = memory[SK_MEMINFO_RMEM_ALLOC];
    sample->receive_limit = memory[SK_MEMINFO_RCVBUF];
    sample->send_memory = memory[SK_MEMINFO_WMEM_QUEUED];
    sample->send_limit = memory[SK_MEMINFO_SNDBUF];
}

void queue_sample(int fd, bool listener, struct queue_sample *sample) {
    memset(sample, 0xff, sizeof *sample); /* every figure -1 */
    sample_tcp_info(fd, listener, sample);
    if (listener)
        return;
    sample->receive_queue = queue_bytes(fd, SIOCINQ);
    sample->send_queue = queue_bytes(fd, SIOCOUTQ);
    sample->unsent = queue_bytes(fd, SIOCOUTQNSD);
    sample_memory(fd, sample);
}

int64_t descriptor_readiness(int fd) {
    struct pollfd asked = {.fd = fd, .events = POLLIN | POLLOUT | POLLPRI | POLLRDHUP};

    return poll(&asked, 1, 0) < 0 ? -1 : asked.revents;
}

bool queue_sample_differs(const struct queue_sample *a, const struct queue_sample *b) {
    return a->receive_queue != b->receive_queue || a->send_queue != b->send_queue ||
           a->accept_queue != b->accept_queue || a->readiness != b->readiness ||
           a->ready_list != b->ready_list;
}

void queue_sample_put(const struct queue_sample *sample, struct event *event) {
    const struct {
        enum field field;
        int64_t value;
    } figures[] = {
        {FIELD_receive_queue, sample->receive_queue},
        {FIELD_send_queue, sample->send_queue},
        {FIELD_unsent, sample->unsent},
        {FIELD_receive_memory, sample->receive_memory},
        {FIELD_receive_limit, sample->receive_limit},
        {FIELD_send_memory, sample->send_memory},
        {FIELD_send_limit, sample->send_limit},
        {FIELD_window, sample->window},
        {FIELD_window_limited, sample->window_limited},
        {FIELD_accept_queue, sample->accept_queue},
        {FIELD_accept_limit, sample->accept_limit},
        {FIELD_readiness, sample->readiness},
        {FIELD_ready_list, sample->ready_list},
    };

    for (size_t i = 0; i < sizeof figures / sizeof *figures; i++)
        if (figures[i].value >= 0)
            event_set(event, figures[i].field, figures[i].value);
}

/* TCP_CLOSE of netinet/tcp.h, which does not go together with linux/tcp.h. */
enum { STATE_CLOSE = 7 };

/* Reset, or closed by both sides: what it still holds will never be acknowledged. */
static bool socket_is_over(int fd) {
    struct tcp_info info;
    socklen_t size = sizeof info;

    return getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &size) == 0 &&
           info.tcpi_state == STATE_CLOSE;
}

bool socket_is_settled(int fd) {
    struct queue_sample now;

    queue_sample(fd, false, &now);
    if (now.send_queue < 0 || now.unsent < 0)
        return true;
    return (now.send_queue == now.unsent && (now.unsent == 0 || now.window <= 0)) ||
           socket_is_over(fd);
}

static int address_port(int fd, int (*name)(int, struct sockaddr *, socklen_t *)) {
    struct sockaddr_in address;
    socklen_t size = sizeof address;

    memset(&address, 0, sizeof address);
    if (name(fd, (struct sockaddr *)&address, &size) != 0 || address.sin_family != AF_INET)
        return 0;
    return ntohs(address.sin_port);
}

int socket_port(int fd) {
    return address_port(fd, getsockname);
}

int socket_peer_port(int fd) {
    return address_port(fd, getpeername);
}

int64_t socket_set(int fd, int64_t option, int64_t value) {
    int number = value;
    socklen_t size = sizeof number;

    if (setsockopt(fd, SOL_SOCKET, option, &number, sizeof number) != 0 ||
        getsockopt(fd, SOL_SOCKET, option, &number, &size) != 0)
        return -1;
    return number;
}

/* The first line of a small kernel file, "" if it cannot be read. */
static const char *kernel_line(const char *path, char *out, size_t size) {
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t n = fd < 0 ? -1 : read(fd, out, size - 1);

    if (fd >= 0)
        close(fd);
    out[n > 0 ? n : 0] = '\0';
    out[strcspn(out, "\n")] = '\0';
    return out;
}

void net_describe_host(struct trace *trace) {
    struct trace_header *header = trace_header(trace);
    struct utsname host;
    struct tm utc;
    char line[128];
    time_t now = time(NULL);

    uname(&host);
    header->kernel = trace_text(trace, host.release);
    header->machine = trace_text(trace, host.machine);
    header->congestion = trace_text(
        trace, kernel_line("/proc/sys/net/ipv4/tcp_congestion_control", line, sizeof line));
    header->rmem_max = atoll(kernel_line("/proc/sys/net/core/rmem_max", line, sizeof line));
    header->wmem_max = atoll(kernel_line("/proc/sys/net/core/wmem_max", line, sizeof line));
    header->clock = trace_text(
        trace, kernel_line("/sys/devices/system/clocksource/clocksource0/current_clocksource", line,
                           sizeof line));
    strftime(line, sizeof line, "%Y-%m-%dT%H:%M:%SZ", gmtime_r(&now, &utc));
    header->started = trace_text(trace, line);
}
