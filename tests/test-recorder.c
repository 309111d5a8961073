/* What the kernel records of a thread by itself is held against what the thread did: its own
 * stamps, who sent to it, what it got. As root, and once more as nobody. */
#include <config.h>

#include "process.h"
#include "recorder.h"
#include "seen.h"
#include "tap.h"
#include "task.h"
#include "worker.h"

#include <errno.h>
#include <grp.h>
#include <sched.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum { TURNS = 20000, NOBODY = 65534 };

#define SECOND INT64_C(1000000000)

static void close_both(const int fds[2]) {
    close(fds[0]);
    close(fds[1]);
}

/* Not the switches alone? */
static bool records_calls(const struct recorder_ops *ops) {
    return ops->kind == EVIDENCE_TRACEPOINT;
}

/* ---- what is recorded ---- */

static struct recorder *open_or_say(const struct recorder_ops *ops) {
    struct error error;
    struct recorder *recorder = ops->open(&error);

    if (!recorder)
        tap_note("%s", error.text);
    return recorder;
}

static void watch_or_say(const struct recorder_ops *ops, struct recorder *recorder, pid_t tid) {
    struct error error;

    if (!ops->watch(recorder, tid, &error))
        tap_ok(false, "watch: %s", error.text);
}

/* The thread sleeps in recv; this thread sends. */
static void test_sleep(const struct recorder_ops *ops, struct recorder *recorder, bool tcp) {
    static struct seen seen;
    const char *where = tcp ? "TCP" : "a socket pair";
    struct worker worker;
    char self[MOMENT_NAME];
    int fds[2];

    seen.count = 0;
    prctl(PR_SET_NAME, "the sender");
    prctl(PR_GET_NAME, self);
    worker_connect(fds, tcp);
    worker_start(&worker, worker_receive, fds[0]);
    watch_or_say(ops, recorder, worker.tid);
    sem_post(&worker.go);
    bool asleep = worker_sleeps(&worker);
    seen_look(ops, recorder, &seen); /* what else arrives at sockets has taken no room then */
    int64_t sending = clock_now();
    send(fds[1], "hello", 5, 0);
    pthread_join(worker.thread, NULL);
    ops->unwatch(recorder, worker.tid);
    seen_look(ops, recorder, &seen);
    close_both(fds);

    tap_ok(asleep && worker.result == 5, "%s: recv slept and got 5 bytes", where);
    tap_ok(seen_is(&seen, &worker,
                   records_calls(ops) ? "entered off ready woken on copy left " : "off on "),
           "%s: all of its moments, in order", where);
    tap_ok(seen_in_order(&seen), "%s: no moment lies before the one before", where);
    const struct moment_record *off = seen_find(&seen, &worker, MOMENT_OFF);
    const struct moment_record *on = seen_find(&seen, &worker, MOMENT_ON);
    tap_ok(off && on && off->t < sending && on->t > sending,
           "%s: it fell asleep before the send and ran after it", where);
    if (!records_calls(ops))
        return;
    const struct moment_record *entered = seen_find(&seen, &worker, MOMENT_ENTERED);
    const struct moment_record *left = seen_find(&seen, &worker, MOMENT_LEFT);
    const struct moment_record *woken = seen_find(&seen, &worker, MOMENT_WOKEN);
    const struct moment_record *copy = seen_find(&seen, &worker, MOMENT_COPY);
    tap_ok(entered && entered->value == SYS_recvfrom && left && left->value == 5,
           "%s: the call's number and its result", where);
    tap_ok(woken && woken->by == gettid() && strcmp(woken->by_name, self) == 0 &&
               !woken->interrupt && woken->t > sending,
           "%s: woken by this thread", where);
    tap_ok(copy && copy->value == 5, "%s: 5 bytes are copied", where);
}

/* What lies there is fetched without a wait. */
static void test_no_sleep(const struct recorder_ops *ops, struct recorder *recorder) {
    static struct seen seen;
    struct worker worker;
    int fds[2];

    seen.count = 0;
    worker_connect(fds, true);
    send(fds[1], "hello", 5, 0);
    worker_start(&worker, worker_receive, fds[0]);
    watch_or_say(ops, recorder, worker.tid);
    sem_post(&worker.go);
    pthread_join(worker.thread, NULL);
    seen_look(ops, recorder, &seen);
    ops->unwatch(recorder, worker.tid);
    close_both(fds);
    tap_ok(worker.result == 5 &&
               seen_is(&seen, &worker, records_calls(ops) ? "entered copy left " : ""),
           "data that is there: no sleep");
}

/* ---- preempted is not asleep ---- */

#ifdef __SANITIZE_THREAD__
#define THREADS_WAIT true
#else
#define THREADS_WAIT false
#endif

static void work_spin(struct worker *worker) {
    worker->before = clock_now();
    while (!worker->stop) {
        struct rusage usage;
        getrusage(RUSAGE_THREAD, &usage);
        worker->preempted = usage.ru_nivcsw;
        worker->after = clock_now();
        if (worker->after > worker->before + 20 * SECOND)
            break;
    }
}

/* The first CPU that this process may use. */
static void pin(pthread_t thread) {
    cpu_set_t all, one;

    CPU_ZERO(&one);
    sched_getaffinity(0, sizeof all, &all);
    for (int i = 0; i < CPU_SETSIZE; i++)
        if (CPU_ISSET(i, &all) && CPU_COUNT(&one) == 0)
            CPU_SET(i, &one);
    pthread_setaffinity_np(thread, sizeof one, &one);
}

/* Two threads that both want one CPU take turns. */
static void test_preempted(const struct recorder_ops *ops, struct recorder *recorder) {
    static struct seen seen;
    struct worker spinners[2];
    int64_t until = clock_now() + 20 * SECOND;

    if (THREADS_WAIT) {
        tap_skip("the sanitizer has threads wait for each other");
        return;
    }
    seen.count = 0;
    for (int i = 0; i < 2; i++) {
        worker_start(&spinners[i], work_spin, -1);
        pin(spinners[i].thread);
        watch_or_say(ops, recorder, spinners[i].tid);
    }
    sem_post(&spinners[0].go);
    sem_post(&spinners[1].go);
    while ((spinners[0].preempted < 3 || spinners[1].preempted < 3) && clock_now() < until) {
        seen_look(ops, recorder, &seen);
        sched_yield();
    }
    for (int i = 0; i < 2; i++) {
        spinners[i].stop = true;
        pthread_join(spinners[i].thread, NULL);
        ops->unwatch(recorder, spinners[i].tid);
    }
    seen_look(ops, recorder, &seen);
    for (int i = 0; i < 2; i++)
        tap_ok(spinners[i].preempted >= 3 && seen_is(&seen, &spinners[i], ""),
               "thread %d that is preempted over and over never sleeps", i + 1);
}

/* ---- several at once ---- */

static void test_two(const struct recorder_ops *ops, struct recorder *recorder) {
    static struct seen seen;
    struct worker workers[2];
    int fds[2][2];
    bool asleep = true;

    seen.count = 0;
    for (int i = 0; i < 2; i++) {
        worker_connect(fds[i], true);
        worker_start(&workers[i], worker_receive, fds[i][0]);
        watch_or_say(ops, recorder, workers[i].tid);
        sem_post(&workers[i].go);
        asleep = worker_sleeps(&workers[i]) && asleep;
    }
    seen_look(ops, recorder, &seen);
    send(fds[0][1], "hello", 5, 0);
    pthread_join(workers[0].thread, NULL);
    ops->unwatch(recorder, workers[0].tid);
    seen_look(ops, recorder, &seen);
    send(fds[1][1], "bye", 3, 0);
    pthread_join(workers[1].thread, NULL);
    seen_look(ops, recorder, &seen);
    ops->unwatch(recorder, workers[1].tid);
    for (int i = 0; i < 2; i++) {
        close_both(fds[i]);
        tap_ok(asleep && seen_is(&seen, &workers[i],
                                 records_calls(ops) ? "entered off ready woken on copy left "
                                                    : "off on "),
               "thread %d of two: its own moments, each once", i + 1);
    }
    tap_ok(seen_in_order(&seen), "those of both in one order");
}

/* Calls without end, some 20 us apart, as many as it may: who reads of them may not have a CPU. */
static void work_call(struct worker *worker) {
    char byte;

    while (!worker->stop) {
        int64_t next = clock_now() + 20000;
        recv(worker->fd, &byte, 1, MSG_DONTWAIT);
        worker->calls++;
        while ((clock_now() < next || worker->calls >= worker->allowed) && !worker->stop)
            continue;
    }
}

/* More than a ring holds goes through it, and all the while another thread comes and goes. */
static void test_busy(const struct recorder_ops *ops, struct recorder *recorder) {
    static struct seen seen;
    int64_t lost = ops->lost(recorder), until = clock_now() + 20 * SECOND;
    struct worker worker;
    int fds[2];

    if (!records_calls(ops))
        return;
    seen.count = 0;
    worker_connect(fds, false);
    worker_start(&worker, work_call, fds[0]);
    watch_or_say(ops, recorder, worker.tid);
    sem_post(&worker.go);
    while (worker.calls < 6000 && clock_now() < until) {
        worker.allowed = worker.calls + 100;
        watch_or_say(ops, recorder, gettid());
        seen_look(ops, recorder, &seen);
        ops->unwatch(recorder, gettid());
        seen_look(ops, recorder, &seen);
    }
    worker.stop = true;
    pthread_join(worker.thread, NULL);
    seen_look(ops, recorder, &seen);
    ops->unwatch(recorder, worker.tid);
    close_both(fds);
    long entered = seen_count(&seen, worker.tid, MOMENT_ENTERED, SYS_recvfrom);
    long left = seen_count(&seen, worker.tid, MOMENT_LEFT, -EAGAIN);
    if (!tap_ok(worker.calls >= 6000 && entered == worker.calls && left == worker.calls &&
                    ops->lost(recorder) == lost,
                "each of %ld calls once, while another thread is watched and unwatched",
                worker.calls))
        tap_note("%ld entered, %ld left, %ld lost", entered, left,
                 (long)(ops->lost(recorder) - lost));
}

/* ---- signals ---- */

static void on_signal(int number) {
    (void)number;
}

static void test_signal(const struct recorder_ops *ops, struct recorder *recorder) {
    static struct seen seen;
    struct sigaction action = {.sa_handler = on_signal}, before;
    struct worker worker;
    int fds[2];

    if (!records_calls(ops))
        return;
    seen.count = 0;
    sigaction(SIGUSR1, &action, &before);
    worker_connect(fds, true);
    worker_start(&worker, worker_receive, fds[0]);
    watch_or_say(ops, recorder, worker.tid);
    sem_post(&worker.go);
    bool asleep = worker_sleeps(&worker);
    pthread_kill(worker.thread, SIGUSR1);
    pthread_join(worker.thread, NULL);
    seen_look(ops, recorder, &seen);
    ops->unwatch(recorder, worker.tid);
    sigaction(SIGUSR1, &before, NULL);
    close_both(fds);
    const struct moment_record *sent = seen_find(&seen, &worker, MOMENT_SIGNAL_SENT);
    const struct moment_record *handled = seen_find(&seen, &worker, MOMENT_SIGNAL_HANDLED);
    const struct moment_record *left = seen_find(&seen, &worker, MOMENT_LEFT);
    tap_ok(asleep && sent && sent->value == SIGUSR1 && handled && handled->value == SIGUSR1 &&
               sent->t < handled->t && handled->t < worker.after,
           "a signal: sent, then handled");
    tap_ok(left && left->value == -512 && worker.result == -1,
           "the call is over by the kernel's own number for that");
}

/* A wait that the clock ends is no other thread's doing. */
static void work_nap(struct worker *worker) {
    struct timespec nap = {0, 3000000};

    worker->before = clock_now();
    nanosleep(&nap, NULL);
    worker->after = clock_now();
}

static void test_timer(const struct recorder_ops *ops, struct recorder *recorder) {
    static struct seen seen;
    struct worker worker;

    if (!records_calls(ops))
        return;
    seen.count = 0;
    worker_start(&worker, work_nap, -1);
    watch_or_say(ops, recorder, worker.tid);
    sem_post(&worker.go);
    pthread_join(worker.thread, NULL);
    seen_look(ops, recorder, &seen);
    ops->unwatch(recorder, worker.tid);
    const struct moment_record *woken = seen_find(&seen, &worker, MOMENT_WOKEN);
    /* Where perf has no tracepoint of an idle CPU, nothing tells of a timer there. */
    tap_ok(seen_is(&seen, &worker, woken ? "entered off woken on left " : "entered off on left ") &&
               (!woken || woken->interrupt),
           "a nap is ended by an interrupt");
}

/* ---- too much ---- */

/* A thousand turns, each a sleep or a call. */
static void work_answer(struct worker *worker) {
    char byte;

    while (recv(worker->fd, &byte, 1, 0) == 1)
        send(worker->fd, &byte, 1, 0);
}

static void test_lost(const struct recorder_ops *ops, struct recorder *recorder) {
    static struct seen seen;
    int64_t before = ops->lost(recorder);
    struct worker worker;
    char byte = 'x';
    int fds[2];

    seen.count = 0;
    worker_connect(fds, false);
    worker_start(&worker, work_answer, fds[0]);
    watch_or_say(ops, recorder, worker.tid);
    sem_post(&worker.go);
    for (int i = 0; i < TURNS; i++)
        if (send(fds[1], &byte, 1, 0) != 1 || recv(fds[1], &byte, 1, 0) != 1)
            break;
    seen_look(ops, recorder, &seen);
    /* A thread that is preempted fills the scheduler's ring with what is no sleep. */
    tap_ok((seen.count > 100 || !records_calls(ops)) && seen_in_order(&seen),
           "what a full ring had room for is there");
    shutdown(fds[1], SHUT_WR);
    pthread_join(worker.thread, NULL);
    seen_look(ops, recorder, &seen);
    int64_t lost = ops->lost(recorder);
    tap_ok(before == 0 && lost > 0, "what it lost is counted");
    ops->unwatch(recorder, worker.tid);
    tap_ok(lost > 0 && ops->lost(recorder) == lost, "the count stays");
    close_both(fds);
}

/* Memory for rings has an end for who is not root. */
static void test_end(const struct recorder_ops *ops) {
    struct recorder *recorder = open_or_say(ops);
    struct error error = {""};
    int rings = 0;

    if (ops->kind != EVIDENCE_SWITCH || !recorder || geteuid() == 0) {
        ops->close(recorder);
        return;
    }
    while (rings < 600 && ops->watch(recorder, gettid(), &error))
        rings++;
    tap_note("%d rings, then: %s", rings, error.text);
    if (rings == 600)
        tap_skip("this user may have rings without end");
    else
        tap_ok(rings >= 4 && error.text[0], "when there is no room for a ring it says so");
    ops->close(recorder);
}

/* ---- */

static void test_names(const struct recorder_ops *ops, struct recorder *recorder) {
    int count = 0;

    for (const char *const *name = ops->names(recorder); *name; name++) {
        tap_note("%s", *name);
        count++;
    }
    tap_ok(count > 0, "it says what it records");
}

static void test_recorder(const struct recorder_ops *ops, const char *user) {
    struct process before, after;
    struct error error;

    tap_note("%s as %s", evidence_name(ops->kind), user);
    process_look(&before);
    if (!ops->probe(&error)) {
        tap_ok(error.text[0], "what is not there is explained");
        tap_skip("%s: %s", evidence_name(ops->kind), error.text);
        return;
    }
    process_look(&after);
    tap_ok(process_same(&before, &after), "a probe leaves nothing behind");
    struct recorder *recorder = open_or_say(ops);
    if (!tap_ok(recorder, "it opens after a good probe"))
        return;
    test_names(ops, recorder);
    test_sleep(ops, recorder, true);
    test_sleep(ops, recorder, false);
    test_no_sleep(ops, recorder);
    test_preempted(ops, recorder);
    test_two(ops, recorder);
    test_busy(ops, recorder);
    test_signal(ops, recorder);
    test_timer(ops, recorder);
    test_lost(ops, recorder);
    test_end(ops);
    ops->close(recorder);
    /* A thread that was joined may be seen a little longer. */
    int64_t until = clock_now() + 20 * SECOND;
    do
        process_look(&after);
    while (!process_same(&before, &after) && clock_now() < until);
    if (!tap_ok(process_same(&before, &after), "closing it frees every descriptor"))
        tap_note("%s", process_difference(&before, &after));
}

static void test_both(const char *user) {
    test_recorder(&recorder_switch, user);
    test_recorder(&recorder_tracepoint, user);
}

/* The same in a child without privilege; its count goes on from ours. */
static void test_as_nobody(void) {
    int ends[2];

    if (pipe(ends) != 0)
        abort();
    pid_t child = fork();
    if (child == 0) {
        if (setgroups(0, NULL) != 0 || setresgid(NOBODY, NOBODY, NOBODY) != 0 ||
            setresuid(NOBODY, NOBODY, NOBODY) != 0)
            abort();
        prctl(PR_SET_DUMPABLE, 1); /* else its /proc is root's */
        test_both("nobody");
        _exit(write(ends[1], &tap_counted, sizeof tap_counted) != sizeof tap_counted);
    }
    close(ends[1]);
    struct tap_count counted;
    bool told = read(ends[0], &counted, sizeof counted) == sizeof counted;
    close(ends[0]);
    waitpid(child, NULL, 0);
    if (told)
        tap_counted = counted;
    tap_ok(told, "the child came to its end");
}

static void work_nothing(struct worker *worker) {
    (void)worker;
}

int main(void) {
    /* It hands its own lock on by system calls of the threads, which are recorded. */
    if (tap_is_under_valgrind()) {
        tap_skip("under valgrind a thread makes more system calls than its program");
        return tap_done();
    }
    /* A sanitizer has a thread of its own from the first that is made. */
    struct worker worker;
    worker_start(&worker, work_nothing, -1);
    sem_post(&worker.go);
    pthread_join(worker.thread, NULL);
    test_both(geteuid() == 0 ? "root" : "this user");
    if (geteuid() == 0)
        test_as_nobody();
    return tap_done();
}
