/* tally: what a task counts while its gates are open, instead of records. Times are ticks until
 * someone reads them. The task writes, any thread reads. */
#ifndef WAITSCOPE_TALLY_H
#define WAITSCOPE_TALLY_H

#include <stdatomic.h>

#include "ticks.h"

struct tally {
    _Atomic int64_t calls, failures; /* failures: those that said EAGAIN */
    _Atomic int64_t inside;          /* ticks inside system calls */
    _Atomic uint32_t receipts;       /* of bytes, twice; odd while this changes: */
    _Atomic int64_t entered, left;   /* ticks: the latest */
    _Atomic int64_t arrived;         /* its bytes: the kernel's stamp, CLOCK_REALTIME ns, 0: none */
};

/* ---- the task; async-signal-safe ---- */

/* It is the only writer: no read-modify-write is needed, and none is paid for. */
static inline void tally_add(_Atomic int64_t *figure, int64_t more) {
    atomic_store_explicit(figure, atomic_load_explicit(figure, memory_order_relaxed) + more,
                          memory_order_relaxed);
}

static inline void tally_add_call(struct tally *tally, int64_t ticks, bool failed) {
    tally_add(&tally->calls, 1);
    tally_add(&tally->inside, ticks);
    if (failed)
        tally_add(&tally->failures, 1);
}

void tally_add_receipt(struct tally *tally, int64_t entered, int64_t left, int64_t arrived);

/* ---- any thread ---- */

/* Calls, failures and times start again. One that the task counts meanwhile may be lost. */
void tally_clear(struct tally *tally);

/* In ns. */
struct tally_figures {
    int64_t calls, failures;
    int64_t inside; /* inside system calls, in all */
    int64_t copied; /* at most that the latest recv's copy took, -1: not known */
};

/* `counted` is the task's, `from` a mark made when the tally was cleared, or before. */
void tally_read(const struct tally *tally, bool counted, const struct ticks_mark *from,
                struct tally_figures *figures);

#endif
