/* What a task counts with its gates open: the clock for it, and the figures. */
#include <config.h>

#include "tally.h"
#include "tap.h"

#include <pthread.h>
#include <sched.h>
#include <time.h>

/* ---- ticks ---- */

static void pass(int64_t ns) {
    int64_t end = clock_now() + ns;

    while (clock_now() < end)
        ;
}

/* Three moments: the pace between the outer two says where the middle one lies. */
static void test_pace(bool counted, int64_t most) {
    struct ticks_mark a = ticks_mark(counted);
    pass(10000000);
    struct ticks_mark b = ticks_mark(counted);
    pass(20000000);
    struct ticks_mark c = ticks_mark(counted);
    int64_t off = a.ns + ticks_to_ns(b.ticks - a.ticks, &a, &c) - b.ns;

    tap_ok(off <= most && off >= -most, "%s: 10 ms of 30 are 10 ms; %lld ns off",
           counted ? "the CPU's counter" : "the kernel's clock", (long long)off);
}

/* Goes from CPU to CPU as fast as it can. How often did the clock go back? */
static int count_steps_back(int cpus, int rounds) {
    int64_t last = ticks_now(true);
    int back = 0;

    for (int i = 0; i < rounds; i++) {
        cpu_set_t one;
        CPU_ZERO(&one);
        CPU_SET(i % cpus, &one);
        if (sched_setaffinity(0, sizeof one, &one) != 0)
            continue;
        int64_t now = ticks_now(true);
        back += now <= last;
        last = now;
    }
    return back;
}

static void test_ticks(void) {
    cpu_set_t all;

    test_pace(false, 0);
    if (!ticks_are_counted()) {
        tap_skip("the kernel does not keep its time by the CPU's counter here");
        return;
    }
    test_pace(true, 20000);
    sched_getaffinity(0, sizeof all, &all);
    tap_ok(count_steps_back(CPU_COUNT(&all), 2000) == 0,
           "it goes on when its reader moves to another CPU");
    sched_setaffinity(0, sizeof all, &all);
}

/* ---- figures ---- */

static int64_t realtime(void) {
    struct timespec now;

    clock_gettime(CLOCK_REALTIME, &now);
    return now.tv_sec * INT64_C(1000000000) + now.tv_nsec;
}

static void test_figures(void) {
    struct tally tally = {0};
    struct tally_figures figures;
    struct ticks_mark from = ticks_mark(false);

    tally_add_call(&tally, 300, false);
    tally_add_call(&tally, 50, true);
    tally_read(&tally, false, &from, &figures);
    tap_ok(figures.calls == 2 && figures.failures == 1 && figures.inside == 350,
           "calls, failures and time inside add up");
    tap_ok(figures.copied == -1, "without a receipt nothing is known of a copy");

    pass(1000000);
    int64_t entered = clock_now();
    tally_add_receipt(&tally, entered, entered + 5000, 0);
    tally_read(&tally, false, &from, &figures);
    tap_ok(figures.copied == 5000, "without a stamp the copy took the call at most");

    pass(1000000);
    int64_t before = clock_now(), arrived = realtime(), after = clock_now();
    pass(1000000);
    int64_t left = clock_now();
    tally_add_receipt(&tally, left - 5000000000, left, arrived);
    tally_read(&tally, false, &from, &figures);
    tap_ok(figures.copied > left - after - 2000 && figures.copied < left - before + 2000,
           "bytes that came while it waited: from then on; %lld ns", (long long)figures.copied);

    tally_add_receipt(&tally, left - 7000, left, arrived);
    tally_read(&tally, false, &from, &figures);
    tap_ok(figures.copied == 7000, "bytes that lay there: the call at most");

    tally_clear(&tally);
    tally_read(&tally, false, &from, &figures);
    tap_ok(figures.calls == 0 && figures.failures == 0 && figures.inside == 0,
           "it starts again from nothing");
}

/* ---- who reads while the task writes ---- */

enum { READS = 200000, DURATION = 1234 };

struct writer {
    struct tally tally;
    _Atomic int stop;
};

static void *receive(void *argument) {
    struct writer *writer = argument;

    for (int64_t i = 1; !atomic_load(&writer->stop); i++)
        tally_add_receipt(&writer->tally, i * 10000, i * 10000 + DURATION, 0);
    return NULL;
}

static void test_together(void) {
    struct writer writer = {0};
    struct tally_figures figures;
    struct ticks_mark from = ticks_mark(false);
    pthread_t thread;
    int mixed = 0;

    tally_add_receipt(&writer.tally, 0, DURATION, 0);
    pthread_create(&thread, NULL, receive, &writer);
    for (int i = 0; i < READS; i++) {
        tally_read(&writer.tally, false, &from, &figures);
        mixed += figures.copied != DURATION && figures.copied != -1;
    }
    atomic_store(&writer.stop, 1);
    pthread_join(thread, NULL);
    tap_ok(mixed == 0, "no read mixes two receipts: %d of %d", mixed, READS);
}

int main(void) {
    test_ticks();
    test_figures();
    test_together();
    return tap_done();
}
