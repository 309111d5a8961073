#include <config.h>

#include "ticks.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>
#ifdef __x86_64__
#include <cpuid.h>
#endif

/* A reading of both clocks can be interrupted in the middle: the closest of a few counts. */
enum { MARK_TRIES = 5 };

/* The CPU's word that the counter's pace never changes. */
static bool counter_is_invariant(void) {
#ifdef __x86_64__
    unsigned a, b, c, d;

    return __get_cpuid(0x80000007, &a, &b, &c, &d) && d >> 8 & 1;
#else
    return false;
#endif
}

/* The kernel compares the counters of all CPUs with each other and with other clocks, and leaves
 * this clock source if they disagree. */
static bool kernel_counts(void) {
    static const char name[] = "tsc\n";
    char text[sizeof name];
    int fd = open("/sys/devices/system/clocksource/clocksource0/current_clocksource",
                  O_RDONLY | O_CLOEXEC);

    if (fd < 0)
        return false;
    ssize_t n = read(fd, text, sizeof text);
    close(fd);
    return n == sizeof name - 1 && memcmp(text, name, n) == 0;
}

bool ticks_are_counted(void) {
    return counter_is_invariant() && kernel_counts();
}

struct ticks_mark ticks_mark(bool counted) {
    struct ticks_mark mark = {0};
    int64_t closest = INT64_MAX;

    for (int i = 0; i < MARK_TRIES; i++) {
        int64_t before = clock_now(), ticks = ticks_now(counted), after = clock_now();
        if (after - before >= closest)
            continue;
        closest = after - before;
        mark = (struct ticks_mark){ticks, counted ? before + (after - before) / 2 : ticks};
    }
    return mark;
}

int64_t ticks_to_ns(int64_t ticks, const struct ticks_mark *from, const struct ticks_mark *to) {
    if (to->ticks <= from->ticks)
        return 0;
    return (double)ticks * (to->ns - from->ns) / (to->ticks - from->ticks);
}
