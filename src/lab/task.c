#include <config.h>

#include "task.h"

#include <errno.h>
#include <limits.h>
#include <linux/futex.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

_Thread_local struct task *task_self;

int64_t clock_now(void) {
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * INT64_C(1000000000) + now.tv_nsec;
}

/* Not FUTEX_PRIVATE: a slot is shared with forked children. */
static void futex_wait(_Atomic uint32_t *word, uint32_t seen, const struct timespec *limit) {
    syscall(SYS_futex, word, FUTEX_WAIT, seen, limit, NULL, 0);
}

static void futex_wake(_Atomic uint32_t *word) {
    syscall(SYS_futex, word, FUTEX_WAKE, INT_MAX, NULL, NULL, 0);
}

/* ---- the task ---- */

static void task_notify(struct task *task) {
    const uint64_t one = 1;

    if (!atomic_exchange(&task->slot->watched, 0))
        return;
    while (write(task->notify, &one, sizeof one) < 0 && errno == EINTR)
        ;
}

void task_gate(void) {
    struct task *task = task_self;
    struct slot *slot = task->slot;

    if (atomic_load_explicit(&slot->open, memory_order_relaxed))
        return;

    uint32_t arrival = atomic_fetch_add(&slot->arrivals, 1) + 1;
    task_notify(task);
    for (;;) {
        uint32_t permits = atomic_load(&slot->permits);
        if (atomic_load(&slot->ending))
            siglongjmp(task->end, 1);
        if (permits >= arrival)
            return;
        futex_wait(&slot->permits, permits, NULL);
    }
}

void task_leave(const char *act, enum field field, int64_t value) {
    struct draft draft;

    draft_begin(&draft, EVENT_TASK_END, clock_now());
    draft_put(&draft, field, value);
    draft_put_bytes(&draft, FIELD_text, act, strlen(act));
    ring_write(&task_self->slot->ring, &draft);
    siglongjmp(task_self->end, 1);
}

/* Interrupts whatever call the task is in; if it must end, it never goes back to the page. */
static void wake_handler(int signal) {
    (void)signal;
    if (task_self && atomic_load(&task_self->slot->ending))
        siglongjmp(task_self->end, 1);
}

static void task_run_page(struct task *task) {
    struct draft draft;
    char port[] = "0";
    char *argv[TASK_ARGUMENTS + 3] = {(char *)task->server->name, port};
    int argc = 2;

    for (int i = 0; i < TASK_ARGUMENTS && task->arguments && task->arguments[i]; i++)
        argv[argc++] = (char *)task->arguments[i];

    draft_begin(&draft, EVENT_TASK_START, clock_now());
    draft_put(&draft, FIELD_tid, atomic_load(&task->slot->tid));
    ring_write(&task->slot->ring, &draft);
    task_gate();
    task_leave("returned", FIELD_value, task->server->main(argc, argv));
}

/* Nobody cancels a task; but the C library prepares for it around each call that may wait, with two
 * locked instructions, unless a thread may be cancelled anywhere. That is all that this is for. */
static void spare_preparations(void) {
    pthread_setcanceltype(PTHREAD_CANCEL_ASYNCHRONOUS, NULL);
}

static void *task_main(void *argument) {
    struct task *task = argument;
    sigset_t signals;

    task_self = task;
    spare_preparations();
    atomic_store(&task->slot->tid, gettid());
    if (sigsetjmp(task->end, 0) == 0) {
        sigemptyset(&signals);
        sigaddset(&signals, TASK_WAKE_SIGNAL);
        pthread_sigmask(SIG_UNBLOCK, &signals, NULL);
        task_run_page(task);
    }
    sigfillset(&signals);
    pthread_sigmask(SIG_SETMASK, &signals, NULL);
    atomic_store(&task->slot->gone, 1);
    futex_wake(&task->slot->gone);
    task_notify(task);
    return NULL;
}

/* ---- the screen's thread ---- */

bool task_is_held(const struct task *task) {
    return atomic_load(&task->slot->arrivals) > atomic_load(&task->slot->permits) &&
           !task_is_gone(task);
}

bool task_is_gone(const struct task *task) {
    return atomic_load(&task->slot->gone);
}

void task_release(struct task *task) {
    atomic_fetch_add(&task->slot->permits, 1);
    futex_wake(&task->slot->permits);
}

void task_open_gates(struct task *task) {
    atomic_store(&task->slot->counted, ticks_are_counted());
    atomic_store(&task->slot->open, 1);
    task_release(task);
}

/* The thread is born with every signal blocked: the screen's thread has them. */
static int task_create_thread(struct task *task) {
    sigset_t all, before;

    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    int error = pthread_create(&task->thread, NULL, task_main, task);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return error;
}

bool task_start(struct task *task, const struct server *server, const char *name,
                const char *const *arguments, int notify, struct arena *arena,
                struct error *error) {
    struct sigaction wake = {.sa_handler = wake_handler}; /* no SA_RESTART: it must interrupt */

    memset(task, 0, sizeof *task);
    task->server = server;
    task->arguments = arguments;
    task->arena = arena;
    task->notify = notify;
    strncpy(task->name, name, sizeof task->name - 1);
    task->slot =
        mmap(NULL, sizeof *task->slot, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (task->slot == MAP_FAILED) {
        task->slot = NULL;
        return error_set(error, "no memory for the task %s: %s", name, strerror(errno));
    }
    sigaction(TASK_WAKE_SIGNAL, &wake, NULL);

    int code = task_create_thread(task);
    if (code == 0)
        return true;
    munmap(task->slot, sizeof *task->slot);
    task->slot = NULL;
    return error_set(error, "cannot start the thread of task %s: %s", name, strerror(code));
}

/* One signal may come just before the call that then sleeps, so it is repeated until the slot says
 * gone. The time limit bounds the repetition, not the wait. */
void task_end(struct task *task) {
    const struct timespec limit = {.tv_nsec = 1000000};

    if (!task->slot)
        return;
    atomic_store(&task->slot->ending, 1);
    futex_wake(&task->slot->permits);
    while (!task_is_gone(task)) {
        pthread_kill(task->thread, TASK_WAKE_SIGNAL);
        futex_wait(&task->slot->gone, 0, &limit);
    }
    pthread_join(task->thread, NULL);
    munmap(task->slot, sizeof *task->slot);
    task->slot = NULL;
}
