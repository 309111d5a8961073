/* Does what `waitscope compare --idle` measures agree with a bare C loop that makes the same calls?
 *
 *     make bench
 *
 * On the same connections, batch by batch in turn: the loop, src/lab/scale.c, the loop again; all
 * of it seven times. A row has the medians, how much the lab's is of the mean of the two loops, and
 * how much the second loop's is of the first's: by so much two equal things differ here and now.
 * Not part of make check. */
#include <config.h>

#include "crowd.h"
#include "scale.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/select.h>
#include <time.h>
#include <unistd.h>

enum { RUNS = 7, MOST = 10001 };

static struct pollfd array[MOST];
static int epoll_fd, top;
static fd_set set;

static int64_t now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * INT64_C(1000000000) + time.tv_nsec;
}

/* The same questions as the lab's, in structures of its own. */
static void watch(const struct crowd *crowd) {
    epoll_fd = epoll_create1(0);
    FD_ZERO(&set);
    top = 0;
    for (int i = 0; i < crowd->count; i++) {
        struct epoll_event event = {.events = EPOLLIN, .data.fd = crowd->fds[i]};
        array[i] = (struct pollfd){.fd = crowd->fds[i], .events = POLLIN};
        epoll_ctl(epoll_fd, EPOLL_CTL_ADD, crowd->fds[i], &event);
        top = crowd->fds[i] > top ? crowd->fds[i] : top;
        if (crowd->fds[i] < FD_SETSIZE)
            FD_SET(crowd->fds[i], &set);
    }
}

/* ---- the bare loops: ns of so many calls ---- */

static int64_t loop_select(int count, int calls) {
    (void)count;
    int64_t from = now();
    for (int i = 0; i < calls; i++) {
        fd_set readable = set;
        select(top + 1, &readable, NULL, NULL, NULL);
    }
    return now() - from;
}

static int64_t loop_poll(int count, int calls) {
    int64_t from = now();
    for (int i = 0; i < calls; i++)
        poll(array, count, -1);
    return now() - from;
}

static int64_t loop_epoll(int count, int calls) {
    struct epoll_event events[64];
    (void)count;
    int64_t from = now();
    for (int i = 0; i < calls; i++)
        epoll_wait(epoll_fd, events, 64, -1);
    return now() - from;
}

static int64_t (*const loops[SCALE_CALLS])(int, int) = {
    [SCALE_SELECT] = loop_select, [SCALE_POLL] = loop_poll, [SCALE_EPOLL] = loop_epoll};

static int compare_figures(const void *left, const void *right) {
    int64_t a = *(const int64_t *)left, b = *(const int64_t *)right;
    return (a > b) - (a < b);
}

static int64_t median(int64_t *figures, int count) {
    qsort(figures, count, sizeof *figures, compare_figures);
    return figures[count / 2];
}

/* One batch of each, the byte lying where it lies in the lab's. -1: not measured. */
static void time_bare(struct crowd *crowd, int batch, int64_t ns[SCALE_CALLS]) {
    int ready = (2 * batch + 1) * crowd->count / (2 * SCALE_BATCHES);
    bool fine = crowd_send(crowd, ready);
    for (int i = 0; i < SCALE_CALLS; i++) {
        ns[i] = -1;
        if (!fine || (i == SCALE_SELECT && top >= FD_SETSIZE))
            continue;
        int calls = 10000000 / (loops[i](crowd->count, 3) / 3 + 1) + 3;
        calls = calls < 20000 ? calls : 20000;
        ns[i] = loops[i](crowd->count, calls) / calls;
    }
    crowd_take(crowd, ready);
}

/* ---- side by side ---- */

/* ns a call; -1: not measured. */
struct run {
    int64_t bare, lab, again;
};

static void measure_run(int idle, struct run runs[SCALE_CALLS]) {
    int64_t bare[SCALE_CALLS][SCALE_BATCHES], again[SCALE_CALLS][SCALE_BATCHES];
    int64_t ns[SCALE_CALLS];
    struct scale *scale = scale_new(idle);
    struct crowd *crowd = scale_crowd(scale);
    memset(runs, -1, SCALE_CALLS * sizeof *runs);
    while (crowd->count < crowd->room && !scale_turn(scale))
        ;
    watch(crowd);
    bool over = scale_turn(scale); /* it watches them too, from now on each turn is a batch */
    for (int batch = 0; batch < SCALE_BATCHES && !over; batch++) {
        time_bare(crowd, batch, ns);
        for (int i = 0; i < SCALE_CALLS; i++)
            bare[i][batch] = ns[i];
        over = scale_turn(scale);
        time_bare(crowd, batch, ns);
        for (int i = 0; i < SCALE_CALLS; i++)
            again[i][batch] = ns[i];
    }
    const struct scale_figure *figures = scale_figures(scale);
    for (int i = 0; i < SCALE_CALLS; i++)
        if (figures[i].outcome == SCALE_MEASURED)
            runs[i] = (struct run){median(bare[i], SCALE_BATCHES), figures[i].ns,
                                   median(again[i], SCALE_BATCHES)};
    close(epoll_fd);
    scale_free(scale);
}

/* Thousandths. */
static void print_ratio(int64_t ratio) {
    printf("  %6lld.%03lld", (long long)ratio / 1000, (long long)ratio % 1000);
}

/* What was done side by side is compared first, and then the median taken: the machine may have
 * been slower in one run than in another. */
static void print_row(int idle, int call, struct run runs[RUNS][SCALE_CALLS]) {
    static const char *const names[] = {"select", "poll", "epoll_wait"};
    int64_t bare[RUNS], lab[RUNS], ratio[RUNS], same[RUNS];
    printf("%6d  %-10s", idle, names[call]);
    for (int k = 0; k < RUNS; k++) {
        const struct run *run = &runs[k][call];
        if (run->bare <= 0 || run->lab <= 0) {
            printf("  not measured\n");
            return;
        }
        bare[k] = run->bare;
        lab[k] = run->lab;
        ratio[k] = run->lab * 2000 / (run->bare + run->again);
        same[k] = run->again * 1000 / run->bare;
    }
    int64_t found = median(ratio, RUNS);
    printf("  %9lld  %9lld", (long long)median(bare, RUNS), (long long)median(lab, RUNS));
    print_ratio(found);
    print_ratio(median(same, RUNS));
    printf("%s\n", found >= 950 && found <= 1050 ? "  within 5 %" : "");
}

static void compare_size(int idle) {
    struct run runs[RUNS][SCALE_CALLS];
    for (int k = 0; k < RUNS; k++)
        measure_run(idle, runs[k]);
    for (int i = 0; i < SCALE_CALLS; i++)
        print_row(idle, i, runs);
    fflush(stdout);
}

int main(void) {
    printf("ns a call; medians of %d runs in turn\n", RUNS);
    printf("  idle  call             bare        lab     lab/bare   bare/bare\n");
    for (int idle = 10; idle < MOST; idle *= 10)
        compare_size(idle);
    return 0;
}
