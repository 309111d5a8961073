/* A page that was measured ran with its gates open: the trace has how many calls it made, and how
 * many of them said EAGAIN. The lab counts from a moment that no witness sees (begin_script:
 * between its setsockopt SO_TIMESTAMPNS on the listener and the first client's connect) to another
 * (the last client has closed, and the page rests). So the count must lie between
 *
 *     the calls from the first client's connect to the last client's close, and
 *     the calls from that setsockopt to the end. */
#include <config.h>

#include "told.h"
#include "witness.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>
#include <sys/socket.h>

struct span {
    int64_t begin, end;
};

static bool is_anothers(const struct sighting *seen, const char *name, int thread,
                        struct span span) {
    return seen->thread != thread && !seen->signal && strcmp(seen->name, name) == 0 &&
           seen->entered > span.begin && seen->entered < span.end;
}

static bool is_connected(const struct witness *witness, int64_t fd, int thread, struct span span) {
    for (size_t i = 0; i < witness->count; i++)
        if (is_anothers(&witness->sightings[i], "connect", thread, span) &&
            witness->sightings[i].arguments[0] == fd)
            return true;
    return false;
}

/* The clients are played by another thread; they come after the listen and before the end. */
static struct span clients_span(const struct witness *witness, int thread, struct span page) {
    struct span clients = {0};

    for (size_t i = 0; i < witness->count; i++) {
        const struct sighting *seen = &witness->sightings[i];
        if (is_anothers(seen, "connect", thread, page) && clients.begin == 0)
            clients.begin = seen->entered;
        if (is_anothers(seen, "close", thread, page) &&
            is_connected(witness, seen->arguments[0], thread, page))
            clients.end = seen->entered;
    }
    return clients;
}

/* The lab's last setsockopt SO_TIMESTAMPNS before the clients come. */
static int64_t counting_begin(const struct witness *witness, int thread, struct span page,
                              struct span clients) {
    struct span before = {page.begin, clients.begin};
    int64_t begin = page.begin;

    for (size_t i = 0; i < witness->count; i++) {
        const struct sighting *seen = &witness->sightings[i];
        if (is_anothers(seen, "setsockopt", thread, before) && seen->arguments[1] == SOL_SOCKET &&
            seen->arguments[2] == SO_TIMESTAMPNS)
            begin = seen->entered;
    }
    return begin;
}

static int64_t thread_end(const struct witness *witness, int thread) {
    int64_t end = 0;

    for (size_t i = 0; i < witness->count; i++)
        if (witness->sightings[i].thread == thread)
            end = witness->sightings[i].entered;
    return end;
}

/* Calls that the lab has counted for certain, and those that it may have. It counts a call just
 * after its end. */
static void count_calls(const struct testimony *testimony, struct span clients, int64_t begin,
                        int error, int64_t *least, int64_t *most) {
    *least = *most = 0;
    for (size_t i = 0; i < testimony->call_count; i++) {
        const struct testified_call *call = &testimony->calls[i];
        if (!call->seen.returned || (error && call->seen.error != error))
            continue;
        *least += call->seen.left > clients.begin && call->after < clients.end;
        *most += call->after > begin;
    }
}

static bool lies_between(const char *what, int64_t told, int64_t least, int64_t most,
                         struct error *error) {
    return (told >= least && told <= most) ||
           error_set(error,
                     "our trace has %" PRId64 " %s; the witness saw at least %" PRId64
                     " and at most %" PRId64,
                     told, what, least, most);
}

bool measure_hold(const struct witness *witness, const struct told_task *task,
                  const struct testimony *testimony, struct error *error) {
    struct span page = {0, INT64_MAX};

    for (size_t i = 0; i < testimony->call_count; i++)
        if (strcmp(testimony->calls[i].seen.name, "listen") == 0)
            page.begin = testimony->calls[i].seen.left + 1;
    if (!task->measured || page.begin == 0)
        return error_set(error, "%s: it made no call, and was not measured", task->page);
    page.end = thread_end(witness, task->thread);

    struct span clients = clients_span(witness, task->thread, page);
    int64_t begin = counting_begin(witness, task->thread, page, clients);
    int64_t least, most;
    count_calls(testimony, clients, begin, 0, &least, &most);
    if (!lies_between("calls", task->measured_calls, least, most, error))
        return error_prefix(error, task->page);
    count_calls(testimony, clients, begin, EAGAIN, &least, &most);
    return lies_between("calls with EAGAIN", task->measured_failures, least, most, error) ||
           error_prefix(error, task->page);
}
