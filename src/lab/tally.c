#include <config.h>

#include "tally.h"

#include <time.h>

enum {
    RECEIPT_TRIES = 100, /* a page that receives all the time can be in the middle at each look */
    REALTIME_TRIES = 5,
};

struct receipt {
    int64_t entered, left, arrived;
};

/* Who reads finds the same even number before and after what it read, or reads again. */
void tally_add_receipt(struct tally *tally, int64_t entered, int64_t left, int64_t arrived) {
    uint32_t receipts = atomic_load_explicit(&tally->receipts, memory_order_relaxed);

    atomic_store_explicit(&tally->receipts, receipts + 1, memory_order_relaxed);
    atomic_store_explicit(&tally->entered, entered, memory_order_release);
    atomic_store_explicit(&tally->left, left, memory_order_release);
    atomic_store_explicit(&tally->arrived, arrived, memory_order_release);
    atomic_store_explicit(&tally->receipts, receipts + 2, memory_order_release);
}

/* False if there is none, or none that would hold still. */
static bool receipt_read(const struct tally *tally, struct receipt *receipt) {
    for (int i = 0; i < RECEIPT_TRIES; i++) {
        uint32_t before = atomic_load(&tally->receipts);
        receipt->entered = atomic_load(&tally->entered);
        receipt->left = atomic_load(&tally->left);
        receipt->arrived = atomic_load(&tally->arrived);
        if (before > 0 && before % 2 == 0 && atomic_load(&tally->receipts) == before)
            return true;
    }
    return false;
}

/* How far CLOCK_REALTIME is ahead of CLOCK_MONOTONIC, ns: by the closest of a few readings, since
 * one can be interrupted in the middle. */
static int64_t realtime_ahead(void) {
    int64_t closest = INT64_MAX, ahead = 0;

    for (int i = 0; i < REALTIME_TRIES; i++) {
        struct timespec real;
        int64_t before = clock_now();
        clock_gettime(CLOCK_REALTIME, &real);
        int64_t after = clock_now();
        if (after - before >= closest)
            continue;
        closest = after - before;
        ahead = real.tv_sec * INT64_C(1000000000) + real.tv_nsec - before - closest / 2;
    }
    return ahead;
}

/* The copy lies between the arrival of the last bytes, or the start of the call if that came later,
 * and the return. */
static int64_t receipt_copied(const struct receipt *receipt, const struct ticks_mark *from,
                              const struct ticks_mark *now) {
    int64_t inside = ticks_to_ns(receipt->left - receipt->entered, from, now);

    if (receipt->arrived == 0)
        return inside;
    int64_t left = from->ns + ticks_to_ns(receipt->left - from->ticks, from, now);
    int64_t since = left - (receipt->arrived - realtime_ahead());
    if (since < 0) /* by as little as two clocks differ */
        return 0;
    return since < inside ? since : inside;
}

void tally_clear(struct tally *tally) {
    atomic_store(&tally->calls, 0);
    atomic_store(&tally->failures, 0);
    atomic_store(&tally->inside, 0);
}

void tally_read(const struct tally *tally, bool counted, const struct ticks_mark *from,
                struct tally_figures *figures) {
    struct ticks_mark now = ticks_mark(counted);
    struct receipt receipt;

    figures->calls = atomic_load(&tally->calls);
    figures->failures = atomic_load(&tally->failures);
    figures->inside = ticks_to_ns(atomic_load(&tally->inside), from, &now);
    figures->copied = receipt_read(tally, &receipt) ? receipt_copied(&receipt, from, &now) : -1;
}
