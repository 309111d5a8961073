/* kernel-call: the moments of one call put together. */
#include <config.h>

#include "kernel-call.h"
#include "tap.h"

#include <string.h>

static void take(struct kernel_call *call, enum moment_kind kind, int64_t t) {
    struct moment_record moment = {.kind = kind, .t = t, .by = t, .by_name = "waker"};
    kernel_call_take(call, &moment);
}

static void test_one_sleep(void) {
    static const enum moment_kind kinds[] = {MOMENT_ENTERED, MOMENT_OFF, MOMENT_READY,
                                             MOMENT_WOKEN,   MOMENT_ON,  MOMENT_COPY,
                                             MOMENT_LEFT};
    struct kernel_call call;
    kernel_call_begin(&call, 7);
    for (int i = 0; i < 7; i++)
        take(&call, kinds[i], 10 * (i + 1));
    tap_ok(call.number == 7 && call.entered == 10 && call.left == 70,
           "the kernel's own two stamps");
    tap_ok(call.asleep == 20 && call.ready == 30 && call.copy == 60, "asleep, ready, copy");
    tap_ok(call.woken == 40 && call.waker == 40 && strcmp(call.waker_name, "waker") == 0,
           "who woke it, and when");
    tap_ok(call.awake == 50 && call.slept == 30 && call.sleeps == 1, "awake after 30 ns of sleep");
}

static void test_many_sleeps(void) {
    struct kernel_call call;
    kernel_call_begin(&call, 1);
    take(&call, MOMENT_OFF, 10);
    take(&call, MOMENT_READY, 14);
    take(&call, MOMENT_WOKEN, 15);
    take(&call, MOMENT_ON, 20);
    take(&call, MOMENT_OFF, 30);
    tap_ok(call.off == 30 && call.awake == 20, "it sleeps again");
    take(&call, MOMENT_READY, 44);
    take(&call, MOMENT_WOKEN, 45);
    take(&call, MOMENT_ON, 50);
    take(&call, MOMENT_COPY, 60);
    take(&call, MOMENT_COPY, 61);
    tap_ok(call.asleep == 10 && call.awake == 50, "asleep is the first time, awake the last");
    tap_ok(call.slept == 30 && call.sleeps == 2, "the sleeps are added up");
    tap_ok(call.ready == 14 && call.copy == 60, "ready and copy are the first time");
    tap_ok(call.woken == 45, "the wake-up is the one that it runs after");
}

static void test_no_sleep(void) {
    struct kernel_call call;
    kernel_call_begin(&call, 1);
    take(&call, MOMENT_WOKEN, 5); /* it was made runnable before: no sleep of this call ends so */
    take(&call, MOMENT_ON, 6);
    take(&call, MOMENT_COPY, 7);
    tap_ok(call.woken == -1 && call.awake == -1 && call.asleep == -1, "no sleep, no waking");
    tap_ok(call.copy == 7 && call.slept == 0 && call.sleeps == 0, "the copy is there all the same");
}

int main(void) {
    test_one_sleep();
    test_many_sleeps();
    test_no_sleep();
    return tap_done();
}
