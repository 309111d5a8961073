/* ticks: the cheapest clock, for calls that are only counted: two readings of it are most of what
 * counting costs. It is the CPU's time-stamp counter where the kernel itself keeps its time by it:
 * then the counter runs at one pace whatever the CPU does, and in step on all CPUs. Elsewhere it is
 * CLOCK_MONOTONIC, and a tick is a ns.
 *
 * How long a tick is nobody has to know beforehand: two moments, each read on both clocks, say it.
 * Any thread; async-signal-safe but for ticks_are_counted(). */
#ifndef WAITSCOPE_TICKS_H
#define WAITSCOPE_TICKS_H

#include <stdbool.h>
#include <stdint.h>

/* CLOCK_MONOTONIC, ns. */
int64_t clock_now(void);

/* Is the counter good here? Asks the CPU and reads a file of the kernel's. */
bool ticks_are_counted(void);

/* `counted`: what ticks_are_counted() says. */
static inline int64_t ticks_now(bool counted) {
#ifdef __x86_64__
    if (counted)
        return (int64_t)__builtin_ia32_rdtsc();
#endif
    (void)counted;
    return clock_now();
}

/* One moment on both clocks. */
struct ticks_mark {
    int64_t ticks, ns;
};

struct ticks_mark ticks_mark(bool counted);

/* So many ticks in ns, at the pace between the two marks; 0 if they are not apart. */
int64_t ticks_to_ns(int64_t ticks, const struct ticks_mark *from, const struct ticks_mark *to);

#endif
