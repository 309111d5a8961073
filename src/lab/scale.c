#include <config.h>

#include "scale.h"

#include "crowd.h"
#include "memory.h"
#include "task.h"

#include <assert.h>
#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/select.h>
#include <unistd.h>

/* A batch is as many calls as this takes, within bounds; ns. */
#define BATCH INT64_C(10000000)

enum {
    BATCH_CALLS_MIN = 5,
    BATCH_CALLS_MAX = 20000,
    WARM_UP = 3, /* calls before a batch: the child has just been at work */
    EVENTS = 64, /* that one epoll_wait may return, as in a server */
};

struct scale {
    struct crowd crowd;
    int epoll;
    int top;    /* highest descriptor */
    fd_set set; /* only if it has room */
    struct pollfd *array;
    int batch; /* next */
    bool watching, over;
    int batch_calls[SCALE_CALLS];                /* 0: not known yet */
    int64_t batches[SCALE_CALLS][SCALE_BATCHES]; /* ns a call */
    struct scale_figure figures[SCALE_CALLS];
};

/* ---- the calls, each `count` times. False with errno ---- */

static bool call_select(struct scale *scale, int count) {
    for (int i = 0; i < count; i++) {
        fd_set readable = scale->set; /* select overwrites it */
        if (select(scale->top + 1, &readable, NULL, NULL, NULL) < 0)
            return false;
    }
    return true;
}

static bool call_poll(struct scale *scale, int count) {
    for (int i = 0; i < count; i++)
        if (poll(scale->array, scale->crowd.count, -1) < 0)
            return false;
    return true;
}

static bool call_epoll(struct scale *scale, int count) {
    struct epoll_event events[EVENTS];

    for (int i = 0; i < count; i++)
        if (epoll_wait(scale->epoll, events, EVENTS, -1) < 0)
            return false;
    return true;
}

static const struct {
    enum call call;
    bool (*repeat)(struct scale *, int count);
} rows[SCALE_CALLS] = {
    [SCALE_SELECT] = {CALL_select, call_select},
    [SCALE_POLL] = {CALL_poll, call_poll},
    [SCALE_EPOLL] = {CALL_epoll_wait, call_epoll},
};

/* ---- what goes wrong ---- */

static void figure_fail(struct scale_figure *figure, int error) {
    struct rlimit limit;

    if (figure->outcome == SCALE_REFUSED)
        return;
    figure->outcome = SCALE_FAILED;
    figure->error = error;
    if (error == EMFILE && getrlimit(RLIMIT_NOFILE, &limit) == 0)
        figure->limit = limit.rlim_cur;
}

static void scale_fail(struct scale *scale, int error) {
    for (int i = 0; i < SCALE_CALLS; i++)
        figure_fail(&scale->figures[i], error);
    scale->over = true;
}

/* ---- preparing ---- */

/* An fd_set is an array of FD_SETSIZE bits in this program's memory: FD_SET of a descriptor beyond
 * it would write elsewhere. */
static void watch_select(struct scale *scale) {
    FD_ZERO(&scale->set);
    for (int i = 0; i < scale->crowd.count; i++) {
        if (scale->crowd.fds[i] >= FD_SETSIZE) {
            scale->figures[SCALE_SELECT].outcome = SCALE_REFUSED;
            return;
        }
        FD_SET(scale->crowd.fds[i], &scale->set);
    }
}

static void watch_poll(struct scale *scale) {
    scale->array = memory_new(scale->crowd.count, sizeof *scale->array);
    for (int i = 0; i < scale->crowd.count; i++) {
        scale->array[i].fd = scale->crowd.fds[i];
        scale->array[i].events = POLLIN;
    }
}

static bool watch_epoll(struct scale *scale) {
    scale->epoll = epoll_create1(EPOLL_CLOEXEC);
    if (scale->epoll < 0)
        return false;
    for (int i = 0; i < scale->crowd.count; i++) {
        struct epoll_event event = {.events = EPOLLIN, .data.fd = scale->crowd.fds[i]};
        if (epoll_ctl(scale->epoll, EPOLL_CTL_ADD, event.data.fd, &event) != 0)
            return false;
    }
    return true;
}

static void scale_watch(struct scale *scale) {
    for (int i = 0; i < scale->crowd.count; i++)
        if (scale->crowd.fds[i] > scale->top)
            scale->top = scale->crowd.fds[i];
    watch_select(scale);
    watch_poll(scale);
    if (!watch_epoll(scale))
        scale_fail(scale, errno);
    scale->watching = true;
}

/* ---- measuring ---- */

/* ns of `count` calls, -1 with errno. A call that a signal interrupts spoils a batch: once more. */
static int64_t time_calls(struct scale *scale, int which, int count) {
    for (;;) {
        int64_t from = clock_now();
        if (rows[which].repeat(scale, count))
            return clock_now() - from;
        if (errno != EINTR)
            return -1;
    }
}

/* How many calls fill a batch: the time of a few says it. */
static bool choose_count(struct scale *scale, int which) {
    int64_t ns = time_calls(scale, which, BATCH_CALLS_MIN);

    if (ns < 0)
        return false;
    int64_t calls = BATCH * BATCH_CALLS_MIN / (ns > 0 ? ns : 1);
    if (calls < BATCH_CALLS_MIN)
        calls = BATCH_CALLS_MIN;
    scale->batch_calls[which] = calls < BATCH_CALLS_MAX ? calls : BATCH_CALLS_MAX;
    return true;
}

static void time_batch(struct scale *scale, int which) {
    struct scale_figure *figure = &scale->figures[which];

    if (figure->outcome != SCALE_MEASURED)
        return;
    if (time_calls(scale, which, WARM_UP) < 0 ||
        (!scale->batch_calls[which] && !choose_count(scale, which))) {
        figure_fail(figure, errno);
        return;
    }
    int count = scale->batch_calls[which];
    int64_t ns = time_calls(scale, which, count);
    if (ns < 0)
        figure_fail(figure, errno);
    scale->batches[which][scale->batch] = (ns + count / 2) / count;
    figure->calls += count;
}

static int figures_compare(const void *left, const void *right) {
    int64_t a = *(const int64_t *)left, b = *(const int64_t *)right;

    return (a > b) - (a < b);
}

static void scale_finish(struct scale *scale) {
    for (int i = 0; i < SCALE_CALLS; i++) {
        int64_t *batches = scale->batches[i];
        if (scale->figures[i].outcome != SCALE_MEASURED)
            continue;
        qsort(batches, SCALE_BATCHES, sizeof *batches, figures_compare);
        scale->figures[i].ns = batches[SCALE_BATCHES / 2];
    }
    scale->over = true;
}

/* In the middle of its eleventh of all connections. */
static void scale_time(struct scale *scale) {
    int64_t ready = (2 * scale->batch + INT64_C(1)) * scale->crowd.count / (2 * SCALE_BATCHES);

    if (!crowd_send(&scale->crowd, ready)) {
        scale_fail(scale, scale->crowd.error);
        return;
    }
    for (int i = 0; i < SCALE_CALLS; i++)
        time_batch(scale, i);
    crowd_take(&scale->crowd, ready);
    if (++scale->batch == SCALE_BATCHES)
        scale_finish(scale);
}

bool scale_turn(struct scale *scale) {
    if (scale->over)
        return true;
    if (scale->crowd.count < scale->crowd.room) {
        if (!crowd_grow(&scale->crowd))
            scale_fail(scale, scale->crowd.error);
    } else if (!scale->watching)
        scale_watch(scale);
    else
        scale_time(scale);
    return scale->over;
}

struct scale *scale_new(int idle) {
    struct scale *scale = memory_new(1, sizeof *scale);

    assert(idle >= 1 && idle <= SCALE_IDLE_MAX);
    scale->epoll = -1;
    for (int i = 0; i < SCALE_CALLS; i++)
        scale->figures[i].call = rows[i].call;
    if (idle >= FD_SETSIZE) /* known without trying */
        scale->figures[SCALE_SELECT].outcome = SCALE_REFUSED;
    if (!crowd_init(&scale->crowd, idle + 1))
        scale_fail(scale, scale->crowd.error);
    return scale;
}

const struct scale_figure *scale_figures(const struct scale *scale) {
    assert(scale->over);
    return scale->figures;
}

struct crowd *scale_crowd(struct scale *scale) {
    return &scale->crowd;
}

void scale_free(struct scale *scale) {
    if (!scale)
        return;
    if (scale->epoll >= 0)
        close(scale->epoll);
    crowd_fini(&scale->crowd);
    free(scale->array);
    free(scale);
}

void scale_measure(int idle, struct scale_figure figures[SCALE_CALLS]) {
    struct scale *scale = scale_new(idle);

    while (!scale_turn(scale))
        ;
    memcpy(figures, scale_figures(scale), SCALE_CALLS * sizeof *figures);
    scale_free(scale);
}

const char *scale_outcome_name(enum scale_outcome outcome) {
    static const char *const names[] = {
        [SCALE_MEASURED] = "measured",
        [SCALE_REFUSED] = "refused",
        [SCALE_FAILED] = "failed",
    };

    return names[outcome];
}
