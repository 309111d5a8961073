/* What a page does besides I/O: signals, printing, ending, memory. */
#include <config.h>

#define TRACED_IMPLEMENTATION
#include "arena.h"
#include "call.h"
#include "task.h"
#include "traced.h"

enum { NOTE_MAX = 512 };

/* ---- signals ---- */

/* What the kernel runs instead of the page's handler: it writes the event down, then calls that
 * one. It may interrupt the task anywhere, in a gate or in the middle of writing a record. */
static void handle(int number, siginfo_t *info, void *context) {
    struct task *task = task_self;
    int saved = errno;
    struct draft draft;

    if (!task)
        return;
    atomic_fetch_add(&task->slot->handling, 1);
    draft_begin(&draft, EVENT_SIGNAL, clock_now());
    draft_put(&draft, FIELD_signal, number);
    draft_put(&draft, FIELD_code, info->si_code);
    if (info->si_code >= POLL_IN && info->si_code <= POLL_HUP) {
        draft_put(&draft, FIELD_fd, info->si_fd);
        draft_put(&draft, FIELD_events, info->si_band);
    }
    if (!atomic_load(&task->slot->open))
        ring_write(&task->slot->ring, &draft);
    if (task->handlers[number].sa_flags & SA_SIGINFO)
        task->handlers[number].sa_sigaction(number, info, context);
    else
        task->handlers[number].sa_handler(number);
    atomic_fetch_sub(&task->slot->handling, 1);
    errno = saved;
}

static bool is_function(const struct sigaction *action) {
    return action->sa_handler != SIG_DFL && action->sa_handler != SIG_IGN;
}

/* The task has every signal blocked; one that the page handles or ignores must reach it. */
static int set_disposition(int number, const struct sigaction *action, struct sigaction *before) {
    struct sigaction real;
    sigset_t set;

    if (!action || number < 1 || number > 64)
        return sigaction(number, action, before);
    real = *action;
    if (is_function(action)) {
        task_self->handlers[number] = *action;
        real.sa_sigaction = handle;
        real.sa_flags |= SA_SIGINFO;
        atomic_store(&task_self->slot->handlers, 1);
    }
    int result = sigaction(number, &real, before);
    if (result == 0) {
        sigemptyset(&set);
        sigaddset(&set, number);
        pthread_sigmask(action->sa_handler == SIG_DFL ? SIG_BLOCK : SIG_UNBLOCK, &set, NULL);
    }
    return result;
}

int traced_sigaction(TRACED_AT, int signal, const struct sigaction *action,
                     struct sigaction *before) {
    struct traced_call call;

    call_begin(&call, CALL_sigaction, file, line, -1);
    call_put(&call, FIELD_signal, signal);
    call_enter(&call);
    call_leave(&call, set_disposition(signal, action, before));
    return call_return(&call);
}

sighandler_t traced_signal(TRACED_AT, int signal, sighandler_t handler) {
    struct sigaction action = {.sa_handler = handler, .sa_flags = SA_RESTART}, before;
    struct traced_call call;

    call_begin(&call, CALL_signal, file, line, -1);
    call_put(&call, FIELD_signal, signal);
    call_enter(&call);
    call_leave(&call, set_disposition(signal, &action, &before));
    return call_return(&call) == 0 ? before.sa_handler : SIG_ERR;
}

/* The wake signal is the lab's: a page that blocks all cannot block it. */
static int set_mask(int how, const sigset_t *set, sigset_t *before) {
    sigset_t mine;

    if (!set)
        return sigprocmask(how, set, before);
    mine = *set;
    if (how != SIG_UNBLOCK)
        sigdelset(&mine, TASK_WAKE_SIGNAL);
    int error = pthread_sigmask(how, &mine, before);
    errno = error;
    return error ? -1 : 0;
}

/* The set, for the event: bit n - 1 is signal n. */
static uint64_t bits_of(const sigset_t *set) {
    uint64_t bits = 0;

    for (int i = 1; set && i <= SIGRTMAX; i++)
        if (sigismember(set, i) == 1)
            bits |= UINT64_C(1) << (i - 1);
    return bits;
}

int traced_sigprocmask(TRACED_AT, int how, const sigset_t *set, sigset_t *before) {
    const uint64_t bits = bits_of(set);
    struct traced_call call;

    call_begin(&call, CALL_sigprocmask, file, line, -1);
    call_put(&call, FIELD_mask, how);
    if (bits)
        call_put(&call, FIELD_signal, __builtin_ctzll(bits) + 1);
    if (bits & (bits - 1))
        call_put(&call, FIELD_signals, (int64_t)bits);
    call_enter(&call);
    call_leave(&call, set_mask(how, set, before));
    return call_return(&call);
}

int traced_setrlimit(TRACED_AT, __rlimit_resource_t resource, const struct rlimit *limit) {
    struct traced_call call;

    call_begin(&call, CALL_setrlimit, file, line, -1);
    call_put(&call, FIELD_value, limit->rlim_cur);
    call_enter(&call);
    call_leave(&call, setrlimit(resource, limit));
    return call_return(&call);
}

/* ---- printing, ending, memory ---- */

static int note(const char *file, int line, const char *format, va_list arguments) {
    char text[NOTE_MAX];
    int length = vsnprintf(text, sizeof text, format, arguments);

    call_note(file, line, text);
    return length;
}

int traced_printf(TRACED_AT, const char *format, ...) {
    va_list arguments;

    va_start(arguments, format);
    int length = note(file, line, format, arguments);
    va_end(arguments);
    return length;
}

int traced_fprintf(TRACED_AT, FILE *stream, const char *format, ...) {
    va_list arguments;

    (void)stream; /* a page has no files */
    va_start(arguments, format);
    int length = note(file, line, format, arguments);
    va_end(arguments);
    return length;
}

int traced_puts(TRACED_AT, const char *text) {
    return traced_printf(file, line, "%s\n", text);
}

void traced_perror(TRACED_AT, const char *text) {
    traced_printf(file, line, "%s: %s\n", text, strerrordesc_np(errno));
}

void traced_exit(TRACED_AT, int status) {
    (void)file, (void)line;
    task_leave("exited", FIELD_value, status);
}

void traced_abort(TRACED_AT) {
    (void)file, (void)line;
    task_leave("killed", FIELD_signal, SIGABRT);
}

static void *allocated(void *block) {
    if (!block)
        errno = ENOMEM;
    return block;
}

void *traced_malloc(TRACED_AT, size_t size) {
    (void)file, (void)line;
    return allocated(arena_alloc(task_self->arena, size));
}

void *traced_calloc(TRACED_AT, size_t count, size_t size) {
    size_t total;

    if (__builtin_mul_overflow(count, size, &total))
        return allocated(NULL);
    return traced_malloc(file, line, total);
}

void *traced_realloc(TRACED_AT, void *block, size_t size) {
    void *bigger = traced_malloc(file, line, size);

    if (bigger && block)
        memcpy(bigger, block, arena_size(block) < size ? arena_size(block) : size);
    return bigger;
}

void traced_free(TRACED_AT, void *block) {
    (void)file, (void)line;
    if (block)
        arena_release(task_self->arena, block);
}

char *traced_strdup(TRACED_AT, const char *text) {
    char *copy = traced_malloc(file, line, strlen(text) + 1);

    return copy ? strcpy(copy, text) : NULL;
}
