/* Which of a thread's system calls are the page's? A thread of the lab lives like this:
 *
 *     rseq, set_robust_list, rt_sigprocmask       the C library begins it,
 *     gettid, rt_sigprocmask                      the lab goes on: so far nothing counts
 *     [getsockopt SO_RCVTIMEO]                    has the socket a time limit?
 *     [write to 512 or above] futex               the gate before the call
 *     getrusage, clock_gettime                    what the thread has used so far
 *     accept                                      the page's call
 *     clock_gettime, getrusage                    what it used
 *     [write to 512 or above] futex               the gate after the call
 *     …
 *     rt_sigprocmask(SIG_SETMASK), futex, exit    the lab ends it: nothing counts any more
 *
 * Most calls of the lab have names that no call of a page has. Of the others these are the lab's:
 * - write, to a descriptor of the lab's, 512 and up, which a page never gets;
 * - getsockopt that asks a time limit, if next, but for a gate, comes a call on the same descriptor
 *   that may have one, or the end; with open gates the lab asks for none;
 * - rt_sigprocmask directly after an rt_sigaction that has set something: it lets that signal
 *   through to the thread, or no longer (set_disposition); the two are one call of the page;
 * - rt_sigaction that only asks, directly after rt_sigtimedwait took a SIGPIPE (end_if_killed);
 * - recvmsg that says ENOTSOCK, with a read of the same descriptor directly after it: one `read`.
 * All else with a name of a page's call is the page's. A name that is in no list is an error. */
#include <config.h>

#include "life.h"

#include "descriptors.h"
#include "memory.h"
#include "task.h"

#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

static bool moment_is_one_of(const struct moment *moment, const char *const *names) {
    for (; *names; names++)
        if (moment_is(moment, *names))
            return true;
    return false;
}

static bool is_gate(const struct moment *moment) {
    static const char *const names[] = {"futex", "getrusage", "clock_gettime", NULL};

    return moment_is_one_of(moment, names) ||
           (moment_is(moment, "write") && moment->seen.arguments[0] >= DESCRIPTORS_LAB);
}

/* What no trace shows either: housekeeping of the C library (and of sanitizers), the way back from
 * a handler, and a page's questions which thread it is and what a limit is (gettid, getrlimit). */
static bool is_unshown(const struct moment *moment) {
    static const char *const names[] = {
        "gettid",   "rt_sigreturn", "rt_sigtimedwait", "mmap",        "munmap",
        "mprotect", "madvise",      "sched_yield",     "sigaltstack", NULL,
    };

    return moment_is_one_of(moment, names) ||
           (moment_is(moment, "prlimit64") && moment->seen.arguments[2] == 0);
}

static bool asks_limit(const struct life *life, size_t index) {
    static const char *const may_have_one[] = {"accept", "accept4", "recvmsg", "recvfrom",
                                               "read",   "sendto",  "write",   NULL};
    const struct sighting *seen = &life->at[index].seen;
    ssize_t next = index;

    if (seen->arguments[1] != SOL_SOCKET ||
        (seen->arguments[2] != SO_RCVTIMEO && seen->arguments[2] != SO_SNDTIMEO))
        return false;
    do
        next = life_beside(life, next, 1);
    while (next >= 0 && next < (ssize_t)life->end && is_gate(&life->at[next]));
    if (next < 0 || next >= (ssize_t)life->end)
        return true;
    return moment_is_one_of(&life->at[next], may_have_one) &&
           life->at[next].seen.arguments[0] == seen->arguments[0];
}

static bool is_labs(const struct life *life, size_t index, bool open) {
    const struct moment *moment = &life->at[index];
    ssize_t before = life_beside(life, index, -1);

    if (is_gate(moment) || is_unshown(moment))
        return true;
    if (moment_is(moment, "getsockopt"))
        return !open && asks_limit(life, index);
    return before >= 0 && moment_is(moment, "rt_sigaction") && moment->seen.arguments[1] == 0 &&
           moment_is(&life->at[before], "rt_sigtimedwait");
}

/* ---- testimony ---- */

static void testimony_add_call(struct testimony *testimony, const struct life *life, size_t index) {
    ssize_t before = life_beside(life, index, -1), after = life_beside(life, index, 1);

    testimony->calls[testimony->call_count++] = (struct testified_call){
        .seen = life->at[index].seen,
        .cut = life->at[index].cut,
        .before = before < 0 ? INT64_MIN : life->at[before].seen.left,
        .after = after < 0 ? INT64_MAX : life->at[after].seen.entered,
    };
}

static void testimony_add_signal(struct testimony *testimony, const struct life *life, size_t index,
                                 int signal) {
    size_t next = index + 1;

    while (next < life->count && life->at[next].seen.signal)
        next++;
    testimony->signals[testimony->signal_count++] = (struct testified_signal){
        .signal = signal,
        .code = life->at[index].seen.code,
        .at = life->at[index].seen.entered,
        .after = next < life->count ? life->at[next].seen.entered : INT64_MAX,
    };
}

/* A SIGPIPE that would have killed the page: the lab took it, and the page does nothing more. */
static bool is_deadly(const struct life *life, size_t index, bool open) {
    if (!moment_is(&life->at[index], "rt_sigtimedwait") || life->at[index].seen.result != SIGPIPE)
        return false;
    for (size_t i = index + 1; i < life->end; i++)
        if (!life->at[i].dropped && !life->at[i].seen.signal && !is_labs(life, i, open))
            return false;
    return true;
}

static bool testimony_add(struct testimony *testimony, const struct life *life, size_t index,
                          bool open, struct error *error) {
    const struct moment *moment = &life->at[index];

    if (moment->seen.signal) {
        if (moment->seen.signal != TASK_WAKE_SIGNAL)
            testimony_add_signal(testimony, life, index, moment->seen.signal);
        return true;
    }
    if (is_deadly(life, index, open))
        testimony_add_signal(testimony, life, index, SIGPIPE);
    if (is_labs(life, index, open))
        return true;
    if (!name_is_of_page(moment->seen.name))
        return error_set(error, "%s: no call of a page is seen as that, and the lab makes none",
                         moment->seen.name);
    testimony_add_call(testimony, life, index);
    return true;
}

bool testimony_take(struct testimony *testimony, const struct witness *witness, int thread,
                    bool open, struct error *error) {
    struct life life;
    bool good = true;

    life_take(&life, witness, thread);
    *testimony = (struct testimony){
        .calls = memory_new(life.count, sizeof *testimony->calls),
        .signals = memory_new(life.count, sizeof *testimony->signals),
    };
    if (life.begin == life.end)
        good = error_set(error, "thread %d was not seen from its beginning to its end", thread);
    for (size_t i = life.begin + 1; good && i < life.end; i++)
        if (!life.at[i].dropped)
            good = testimony_add(testimony, &life, i, open, error);
    life_free(&life);
    return good;
}

void testimony_free(struct testimony *testimony) {
    free(testimony->calls);
    free(testimony->signals);
    *testimony = (struct testimony){0};
}
