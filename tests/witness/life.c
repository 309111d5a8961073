#include <config.h>

#include "life.h"

#include "memory.h"
#include "task.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

bool moment_is(const struct moment *moment, const char *name) {
    return !moment->seen.signal && strcmp(moment->seen.name, name) == 0;
}

ssize_t life_beside(const struct life *life, size_t index, int step) {
    for (ssize_t i = (ssize_t)index + step; i >= 0 && i < (ssize_t)life->count; i += step)
        if (!life->at[i].dropped && !life->at[i].seen.signal &&
            life->at[i].depth == life->at[index].depth)
            return i;
    return -1;
}

void life_free(struct life *life) {
    free(life->at);
    *life = (struct life){0};
}

/* A handler runs from its signal to its rt_sigreturn; a signal without one changes nothing. */
static void life_set_depths(struct life *life) {
    size_t *open = memory_new(life->count, sizeof *open);
    size_t count = 0;

    for (size_t i = 0; i < life->count; i++) {
        if (life->at[i].seen.signal)
            open[count++] = i;
        if (!moment_is(&life->at[i], "rt_sigreturn") || count == 0)
            continue;
        for (size_t j = open[--count] + 1; j <= i; j++)
            life->at[j].depth++;
    }
    free(open);
}

static void sighting_end_as(struct sighting *sighting, const struct sighting *end) {
    sighting->returned = end->returned;
    sighting->interrupted = end->interrupted;
    sighting->result = end->result;
    sighting->error = end->error;
    sighting->left = end->left;
}

/* The last handler that ran between the two places says how the interrupted call goes on. */
static const struct sighting *life_handler_end(const struct life *life, size_t from, size_t to) {
    for (size_t i = to; i-- > from;)
        if (moment_is(&life->at[i], "rt_sigreturn"))
            return &life->at[i].seen;
    return NULL;
}

/* What became of a call that a signal interrupted: it fails with EINTR, which strace shows as the
 * result of rt_sigreturn, or the kernel enters it again. */
static void life_join_interrupted(struct life *life, size_t index) {
    struct sighting *call = &life->at[index].seen;

    while (call->interrupted) {
        ssize_t next = life_beside(life, index, 1);
        const struct sighting *back =
            life_handler_end(life, index, next < 0 ? life->count : (size_t)next);
        if (back && back->error == EINTR) {
            sighting_end_as(call, back);
            return;
        }
        if (next < 0 || (!moment_is(&life->at[next], call->name) &&
                         !moment_is(&life->at[next], "restart_syscall")))
            return;
        life->at[next].dropped = true;
        sighting_end_as(call, &life->at[next].seen);
    }
}

/* The lab tries a read as recvmsg first; where that says ENOTSOCK, the two are one call. */
static void life_join_read(struct life *life, size_t index) {
    ssize_t next = life_beside(life, index, 1);
    struct moment *first = &life->at[index];

    if (!moment_is(first, "recvmsg") || first->seen.error != ENOTSOCK || next < 0 ||
        !moment_is(&life->at[next], "read") ||
        life->at[next].seen.arguments[0] != first->seen.arguments[0])
        return;
    life->at[next].seen.entered = first->seen.entered;
    first->dropped = true;
}

/* The lab opens the thread to a signal that the page handles, or closes it: that belongs to the
 * page's sigaction. */
static void life_join_disposition(struct life *life, size_t index) {
    ssize_t next = life_beside(life, index, 1);
    struct moment *first = &life->at[index];

    if (!moment_is(first, "rt_sigaction") || first->seen.arguments[1] == 0 || first->seen.error ||
        next < 0 || !moment_is(&life->at[next], "rt_sigprocmask"))
        return;
    first->seen.left = life->at[next].seen.left;
    life->at[next].dropped = true;
}

/* The lab's signal ended the thread when the call was just over: perhaps its return was not yet
 * written down. */
static void life_end_call(struct life *life, size_t index) {
    size_t next = index + 1;

    while (next < life->count &&
           (moment_is(&life->at[next], "clock_gettime") || moment_is(&life->at[next], "getrusage")))
        next++;
    if (next < life->count && life->at[next].seen.signal == TASK_WAKE_SIGNAL)
        life->at[index].cut = true;
}

static bool is_mask(const struct moment *moment, int how) {
    return moment_is(moment, "rt_sigprocmask") && moment->seen.arguments[0] == how;
}

/* The lab's part at the beginning ends when it has let its own signal through (task_main); the one
 * at the end begins with the last rt_sigprocmask that sets the whole mask. */
static void life_set_bounds(struct life *life) {
    size_t begin = 0, end = life->count;

    while (begin < life->count && !moment_is(&life->at[begin], "gettid"))
        begin++;
    while (begin < life->count && !is_mask(&life->at[begin], SIG_UNBLOCK))
        begin++;
    do
        end--;
    while (end > begin && !is_mask(&life->at[end], SIG_SETMASK));
    life->begin = begin;
    life->end = end > begin ? end : life->count;
}

/* Where reading the clock costs a system call, our stamp lies inside it, not beside it. */
static bool is_our_stamp(const struct moment *moment) {
    return moment_is(moment, "clock_gettime") && (moment->seen.arguments[0] == CLOCK_MONOTONIC ||
                                                  moment->seen.arguments[0] == CLOCK_REALTIME);
}

static void life_each(struct life *life, void (*join)(struct life *life, size_t index)) {
    for (size_t i = 0; i < life->count; i++)
        if (!life->at[i].dropped && !life->at[i].seen.signal)
            join(life, i);
}

void life_take(struct life *life, const struct witness *witness, int thread) {
    *life = (struct life){.at = memory_new(witness->count, sizeof *life->at)};
    for (size_t i = 0; i < witness->count; i++) {
        struct moment *moment = &life->at[life->count];
        if (witness->sightings[i].thread != thread)
            continue;
        moment->seen = witness->sightings[i];
        moment->dropped = is_our_stamp(moment);
        life->count++;
    }
    life_set_depths(life);
    life_each(life, life_join_interrupted);
    life_each(life, life_join_read);
    life_each(life, life_join_disposition);
    life_each(life, life_end_call);
    if (life->count > 0)
        life_set_bounds(life);
}
