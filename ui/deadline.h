/* deadline: times to wait for. Any thread. */
#ifndef WAITSCOPE_DEADLINE_H
#define WAITSCOPE_DEADLINE_H

#include <limits.h>
#include <stdint.h>
#include <time.h>

/* CLOCK_MONOTONIC, ns. */
static inline int64_t deadline_now(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * INT64_C(1000000000) + now.tv_nsec;
}

/* poll()'s timeout until then, in ms, rounded up; -1 (for ever) stays -1. */
static inline int deadline_timeout(int64_t deadline) {
    if (deadline < 0)
        return -1;
    int64_t left = deadline - deadline_now();
    if (left <= 0)
        return 0;
    return left > INT64_C(1000000) * INT_MAX / 2 ? INT_MAX / 2 : (int)((left + 999999) / 1000000);
}

#endif
