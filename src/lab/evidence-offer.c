#include <config.h>

#include "evidence-offer.h"
#include "evidence.h"
#include "i18n.h"
#include "loopback.h"
#include "recorder.h"
#include "stamps.h"
#include "tracepoints.h"

#include <errno.h>
#include <linux/sock_diag.h>
#include <linux/sockios.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

/* Holds a connection while it is asked. */
static bool with_loopback(bool (*ask)(const struct loopback *ends, struct error *why),
                          struct error *why) {
    struct loopback ends;

    if (!loopback_open(&ends, why))
        return false;
    bool answered = ask(&ends, why);
    loopback_close(&ends);
    return answered;
}

/* ---- what is asked of a connection ---- */

static bool ask_ioctl(const struct loopback *ends, struct error *why) {
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

static bool ask_sockopt(const struct loopback *ends, struct error *why) {
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
    struct stamps stamps;
    bool came = stamps_begin(&stamps, &offer->why);

    stamps_end(&stamps);
    return came;
}

static bool try_ioctl(struct evidence_offer *offer) {
    return with_loopback(ask_ioctl, &offer->why);
}

static bool try_sockopt(struct evidence_offer *offer) {
    return with_loopback(ask_sockopt, &offer->why);
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
