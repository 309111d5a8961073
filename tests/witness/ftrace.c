/* Reads the `trace` file of a tracefs instance whose trace_clock is mono and in which
 * raw_syscalls:sys_enter, raw_syscalls:sys_exit and signal:signal_deliver were on:
 *
 *     # comment
 *      waitscope-3741    [001] .....  5261.693988: sys_enter: NR 3 (4, 0, 7f48649fefe0, 0, 0, 0)
 *      waitscope-3741    [001] .....  5261.693991: sys_exit: NR 3 = 0
 *      waitscope-3741    [001] d....  5261.694001: signal_deliver: sig=29 errno=0 code=1 … */
#include <config.h>

#include "witness.h"

#include <stdlib.h>
#include <string.h>

/* The kernel's own numbers for "do it again": never seen by a program. */
enum { ERESTART_FIRST = 512, ERESTART_LAST = 516, ERRNO_MAX = 4095 };

static void read_enter(struct witness *witness, int thread, int64_t at, const char *text) {
    struct sighting *sighting = witness_add(witness, thread);
    char *next;
    long number = strtol(text, &next, 10);
    const char *name = system_call_name(number);

    if (name)
        snprintf(sighting->name, sizeof sighting->name, "%s", name);
    else
        snprintf(sighting->name, sizeof sighting->name, "system call %ld", number);
    next += strspn(next, " (");
    for (int i = 0; i < SIGHTING_ARGUMENTS; i++) {
        sighting->arguments[i] = (int64_t)strtoull(next, &next, 16);
        next += strspn(next, ", ");
    }
    sighting->entered = at;
}

/* A thread's first line may be the end of the clone that began it. */
static void read_exit(struct witness *witness, int thread, int64_t at, const char *text) {
    struct sighting *sighting = witness_open_call(witness, thread);
    const char *result = strstr(text, "= ");

    if (!sighting || !result)
        return;
    sighting->left = at;
    sighting->result = strtoll(result + 2, NULL, 10);
    sighting->interrupted =
        -sighting->result >= ERESTART_FIRST && -sighting->result <= ERESTART_LAST;
    sighting->returned = !sighting->interrupted;
    if (sighting->result >= 0 || sighting->result < -ERRNO_MAX)
        return;
    sighting->error = -sighting->result;
    sighting->result = -1;
}

static bool read_deliver(struct witness *witness, int thread, int64_t at, const char *text) {
    const char *code = strstr(text, " code=");
    int number;

    if (sscanf(text, "sig=%d", &number) != 1 || !code)
        return false;
    struct sighting *sighting = witness_add(witness, thread);
    sighting->signal = number;
    sighting->code = atoi(code + strlen(" code="));
    sighting->entered = sighting->left = at;
    return true;
}

/* The thread's number stands before " [CPU]", after the last dash. Returns where the stamp's line
 * goes on, NULL if it is none. */
static const char *read_leader(const char *line, int *thread, int64_t *at) {
    const char *cpu = strstr(line, " [");
    long seconds, micro;
    int length = 0;

    if (!cpu)
        return NULL;
    const char *dash = cpu;
    while (dash > line && *dash != '-')
        dash--;
    *thread = atoi(dash + 1);
    if (sscanf(cpu, " [%*d] %*s %ld.%6ld: %n", &seconds, &micro, &length) != 2 || !length)
        return NULL;
    *at = seconds * INT64_C(1000000000) + micro * 1000;
    return cpu + length;
}

static bool read_line(struct witness *witness, const char *line) {
    int thread;
    int64_t at;
    const char *text = read_leader(line, &thread, &at);

    if (!text)
        return false;
    if (strncmp(text, "sys_enter: NR ", 14) == 0)
        read_enter(witness, thread, at, text + 14);
    else if (strncmp(text, "sys_exit: NR ", 13) == 0)
        read_exit(witness, thread, at, text + 13);
    else if (strncmp(text, "signal_deliver: ", 16) == 0)
        return read_deliver(witness, thread, at, text + 16);
    else
        return false;
    return true;
}

/* "# entries-in-buffer/entries-written: 205/205   #P:2": what is not in the buffer was lost. */
static bool read_comment(const char *line, struct error *error) {
    unsigned long kept, written;

    return sscanf(line, "# entries-in-buffer/entries-written: %lu/%lu", &kept, &written) != 2 ||
           kept == written ||
           error_set(error, "ftrace kept %lu of %lu lines: its buffer is too small", kept, written);
}

bool witness_read_ftrace(struct witness *witness, FILE *log, struct error *error) {
    char *line = NULL;
    size_t room = 0;
    bool good = true;

    *witness = (struct witness){.grain = 1000};
    while (good && getline(&line, &room, log) > 0) {
        line[strcspn(line, "\n")] = '\0';
        if (line[0] == '#' || line[0] == '\0')
            good = read_comment(line, error);
        else if (!read_line(witness, line)) /* "CPU:1 [LOST 40 EVENTS]" too */
            good = error_set(error, "ftrace wrote what is not understood: %.200s", line);
    }
    free(line);
    return good;
}
