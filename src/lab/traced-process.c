/* What a page does besides I/O: signals, printing, ending, memory. */
#include <config.h>

#define TRACED_IMPLEMENTATION
#include "arena.h"
#include "call.h"
#include "task.h"
#include "traced.h"

enum { NOTE_MAX = 512 };

/* The task has every signal blocked; one that the page handles or ignores must reach it. */
static int set_disposition(int number, const struct sigaction *action, struct sigaction *before) {
    sigset_t set;
    int result = sigaction(number, action, before);

    if (result == 0 && action) {
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
