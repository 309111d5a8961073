#include <config.h>

#include "kernel-call.h"

#include <string.h>

void kernel_call_begin(struct kernel_call *call, uint32_t number) {
    *call = (struct kernel_call){
        .number = number,
        .entered = -1,
        .left = -1,
        .asleep = -1,
        .ready = -1,
        .woken = -1,
        .awake = -1,
        .copy = -1,
        .off = -1,
    };
}

static void take_first(int64_t *boundary, int64_t t) {
    if (*boundary < 0)
        *boundary = t;
}

static void take_on(struct kernel_call *call, int64_t t) {
    if (call->off < 0)
        return;
    call->slept += t - call->off;
    call->awake = t;
    call->off = -1;
}

static void take_woken(struct kernel_call *call, const struct moment_record *moment) {
    if (call->off < 0)
        return;
    call->woken = moment->t;
    call->waker = moment->by;
    call->interrupt = moment->interrupt;
    memcpy(call->waker_name, moment->by_name, sizeof call->waker_name);
}

void kernel_call_take(struct kernel_call *call, const struct moment_record *moment) {
    switch (moment->kind) {
    case MOMENT_ENTERED:
        take_first(&call->entered, moment->t);
        break;
    case MOMENT_LEFT:
        call->left = moment->t;
        break;
    case MOMENT_OFF:
        take_first(&call->asleep, moment->t);
        call->off = moment->t;
        call->sleeps++;
        break;
    case MOMENT_ON:
        take_on(call, moment->t);
        break;
    case MOMENT_READY:
        take_first(&call->ready, moment->t);
        break;
    case MOMENT_WOKEN:
        take_woken(call, moment);
        break;
    case MOMENT_COPY:
        take_first(&call->copy, moment->t);
        break;
    case MOMENT_SIGNAL_SENT:
    case MOMENT_SIGNAL_HANDLED:
        break;
    }
}
