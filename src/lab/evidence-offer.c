#include <config.h>

#include "evidence-offer.h"
#include "evidence.h"
#include "i18n.h"
#include "recorder.h"
#include "tracepoints.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/sock_diag.h>
#include <linux/sockios.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

/* ---- two ends of a connection ---- */

struct ends {
    int fds[2];
};

static void ends_close(struct ends *ends) {
    for (int i = 0; i < 2; i++)
        if (ends->fds[i] >= 0)
            close(ends->fds[i]);
}

static bool ends_connect(struct ends *ends, int listener) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    struct sockaddr *at = (struct sockaddr *)&address;
    socklen_t size = sizeof address;

    ends->fds[1] = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (ends->fds[1] < 0 || bind(listener, at, size) != 0 || listen(listener, 1) != 0 ||
        getsockname(listener, at, &size) != 0 || connect(ends->fds[1], at, size) != 0)
        return false;
    ends->fds[0] = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
    return ends->fds[0] >= 0;
}

static bool ends_open(struct ends *ends, struct error *why) {
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    *ends = (struct ends){{-1, -1}};
    bool connected = listener >= 0 && ends_connect(ends, listener);
    int reason = errno;
    if (listener >= 0)
        close(listener);
    if (connected)
        return true;
    ends_close(ends);
    return error_set(why, _("no TCP connection to this machine itself: %s"), strerror(reason));
}

/* Holds a connection while it is asked. */
static bool with_ends(bool (*ask)(const struct ends *ends, struct error *why), struct error *why) {
    struct ends ends;

    if (!ends_open(&ends, why))
        return false;
    bool answered = ask(&ends, why);
    ends_close(&ends);
    return answered;
}

/* ---- what is asked of a connection ---- */

static bool has_stamp(struct msghdr *message) {
    for (struct cmsghdr *part = CMSG_FIRSTHDR(message); part; part = CMSG_NXTHDR(message, part))
        if (part->cmsg_level == SOL_SOCKET && part->cmsg_type == SCM_TIMESTAMPNS)
            return true;
    return false;
}

/* A byte goes over the connection, and its stamp comes with it. */
static bool ask_stamp(const struct ends *ends, struct error *why) {
    char byte = 'x';
    _Alignas(struct cmsghdr) char control[128];
    struct iovec room = {&byte, 1};
    struct msghdr message = {.msg_iov = &room,
                             .msg_iovlen = 1,
                             .msg_control = control,
                             .msg_controllen = sizeof control};
    int on = 1;

    if (setsockopt(ends->fds[0], SOL_SOCKET, SO_TIMESTAMPNS, &on, sizeof on) != 0 ||
        send(ends->fds[1], &byte, 1, MSG_NOSIGNAL) != 1 || recvmsg(ends->fds[0], &message, 0) != 1)
        return error_set(why, "SO_TIMESTAMPNS: %s", strerror(errno));
    return has_stamp(&message) ||
           error_set(why, _("this kernel's TCP does not stamp what arrives"));
}

static bool ask_ioctl(const struct ends *ends, struct error *why) {
    static const struct {
        unsigned long request;
        const char *name;
    } requests[] = {{SIOCINQ, "SIOCINQ"}, {SIOCOUTQ, "SIOCOUTQ"}, {SIOCOUTQNSD, "SIOCOUTQNSD"}};
    int bytes;

    for (size_t i = 0; i < sizeof requests / sizeof requests[0]; i++)
        if (ioctl(ends->fds[0], requests[i].request, &bytes) != 0)
            return error_set(why, "%s: %s", requests[i].name, strerror(errno));
    return true;
}

static bool ask_sockopt(const struct ends *ends, struct error *why) {
    uint32_t memory[SK_MEMINFO_VARS];
    struct tcp_info info;
    socklen_t memory_size = sizeof memory, info_size = sizeof info;

    if (getsockopt(ends->fds[0], SOL_SOCKET, SO_MEMINFO, memory, &memory_size) != 0)
        return error_set(why, "SO_MEMINFO: %s", strerror(errno));
    if (getsockopt(ends->fds[0], IPPROTO_TCP, TCP_INFO, &info, &info_size) != 0)
        return error_set(why, "TCP_INFO: %s", strerror(errno));
    return true;
}

/* ---- kinds ---- */

static bool try_stamps(struct evidence_offer *offer) {
    return with_ends(ask_stamp, &offer->why);
}

static bool try_ioctl(struct evidence_offer *offer) {
    return with_ends(ask_ioctl, &offer->why);
}

static bool try_sockopt(struct evidence_offer *offer) {
    return with_ends(ask_sockopt, &offer->why);
}

static bool try_own(struct evidence_offer *offer) {
    return clock_now() > 0 || error_set(&offer->why, "clock_gettime: %s", strerror(errno));
}

/* A file that is there may still be empty for this user. */
static bool try_proc(struct evidence_offer *offer) {
    struct watch watch;
    char byte;

    if (!evidence_proc.open(&watch, gettid(), &offer->why))
        return false;
    bool told = pread(watch.syscall, &byte, 1, 0) == 1;
    int reason = errno;
    if (watch.wchan < 0)
        offer->missing[offer->missing_count++] = "wchan";
    evidence_proc.close(&watch);
    return told || error_set(&offer->why, "/proc/self/task/%d/syscall: %s", (int)gettid(),
                             strerror(reason));
}

static bool try_recorder(struct evidence_offer *offer, const struct recorder_ops *ops) {
    struct recorder *recorder = ops->probe(&offer->why) ? ops->open(&offer->why) : NULL;

    if (!recorder)
        return false;
    /* It must be possible to watch a thread, too. */
    bool watched = ops->watch(recorder, gettid(), &offer->why);
    for (const char *const *name = ops->names(recorder); *name; name++)
        if (offer->record_count < OFFER_NAMES)
            offer->records[offer->record_count++] = *name;
    ops->close(recorder);
    return watched;
}

static bool try_switch(struct evidence_offer *offer) {
    return try_recorder(offer, &recorder_switch);
}

static bool is_recorded(const struct evidence_offer *offer, const char *name) {
    for (int i = 0; i < offer->record_count; i++)
        if (strcmp(offer->records[i], name) == 0)
            return true;
    return false;
}

static bool try_tracepoint(struct evidence_offer *offer) {
    if (!try_recorder(offer, &recorder_tracepoint))
        return false;
    for (int i = 0; i < TRACEPOINT_COUNT; i++)
        if (!is_recorded(offer, tracepoint_name((enum tracepoint)i)))
            offer->missing[offer->missing_count++] = tracepoint_name((enum tracepoint)i);
    return true;
}

struct offer_row {
    enum evidence kind;
    const char *tells;
    bool (*available)(struct evidence_offer *offer);
};

static const struct offer_row rows[] = {
    {EVIDENCE_SYSCALL, N_("when a call is entered and when it returns: our own two stamps"),
     try_own},
    {EVIDENCE_TIMESTAMP, N_("when the kernel received the last bytes that a recv reads"),
     try_stamps},
    {EVIDENCE_SWITCH, N_("when exactly a task gave up the CPU to wait and when it ran again"),
     try_switch},
    {EVIDENCE_TRACEPOINT,
     N_("when the kernel was entered, had data, began to copy and was left; who woke the task"),
     try_tracepoint},
    {EVIDENCE_PROC, N_("that a task sleeps, in which call and in which kernel function"), try_proc},
    {EVIDENCE_IOCTL, N_("how many bytes wait in the queues of a socket"), try_ioctl},
    {EVIDENCE_SOCKOPT, N_("how much memory a socket uses, and how large the peer's window is"),
     try_sockopt},
};

int evidence_offer_count(void) {
    return sizeof rows / sizeof rows[0];
}

void evidence_offer_try(int index, struct evidence_offer *offer) {
    *offer = (struct evidence_offer){.kind = rows[index].kind, .tells = rows[index].tells};
    offer->available = rows[index].available(offer);
}
