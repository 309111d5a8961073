#include <config.h>

#include "evidence.h"
#include "descriptors.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int open_task_file(pid_t tid, const char *name) {
    char path[64];

    snprintf(path, sizeof path, "/proc/self/task/%d/%s", (int)tid, name);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    return fd < 0 ? -1 : descriptor_move_up(fd);
}

static void proc_close(struct watch *watch) {
    int *fds[] = {&watch->stat, &watch->syscall, &watch->wchan, &watch->status};

    for (size_t i = 0; i < sizeof fds / sizeof *fds; i++) {
        if (*fds[i] >= 0)
            close(*fds[i]);
        *fds[i] = -1;
    }
}

static bool proc_open(struct watch *watch, pid_t tid, struct error *error) {
    watch->stat = open_task_file(tid, "stat");
    watch->syscall = open_task_file(tid, "syscall");
    watch->status = open_task_file(tid, "status");
    watch->wchan = open_task_file(tid, "wchan"); /* may be refused: it only names the function */
    if (watch->stat >= 0 && watch->syscall >= 0 && watch->status >= 0)
        return true;
    error_set(error, "cannot watch the server: /proc/self/task/%d: %s", (int)tid, strerror(errno));
    proc_close(watch);
    return false;
}

/* The kernel writes the file anew at each read from its start. */
static bool read_again(int fd, char *out, size_t size) {
    ssize_t n = fd < 0 ? -1 : pread(fd, out, size - 1, 0);

    out[n > 0 ? n : 0] = '\0';
    return n > 0;
}

static bool state_is_sleeping(const struct watch *watch) {
    char text[512];

    if (!read_again(watch->stat, text, sizeof text))
        return false;
    const char *name_end = strrchr(text, ')');
    return name_end && strncmp(name_end, ") S", 3) == 0;
}

/* "running", or the number and arguments of the system call that it is blocked in. */
static bool syscall_is_of(const struct watch *watch, enum call call) {
    char text[256], *end;

    if (!read_again(watch->syscall, text, sizeof text))
        return false;
    long number = strtol(text, &end, 10);
    return end != text && call_is_kernel_number(call, number);
}

static bool proc_asleep(const struct watch *watch, const struct task *task,
                        struct sleep_observation *seen) {
    struct slot *slot = task->slot;
    uint32_t number = atomic_load(&slot->inside);

    if (number == 0)
        return false;
    seen->number = number;
    seen->call = atomic_load(&slot->call);
    seen->entered = atomic_load(&slot->entered);
    if (!state_is_sleeping(watch) || !syscall_is_of(watch, seen->call))
        return false;
    read_again(watch->wchan, seen->kernel, sizeof seen->kernel);
    if (strcmp(seen->kernel, "0") == 0)
        seen->kernel[0] = '\0';
    seen->seen = clock_now();
    return state_is_sleeping(watch) && atomic_load(&slot->inside) == number;
}

/* A mask of /proc/…/status, 0 if it is not there. */
static uint64_t status_mask(const char *text, const char *name) {
    const char *at = strstr(text, name);

    return at ? strtoull(at + strlen(name), NULL, 16) : 0;
}

/* A signal that was sent is pending until the task runs its handler; in between the task runs. */
static bool proc_quiet(const struct watch *watch, const struct task *task) {
    char text[4096];

    if (!atomic_load(&task->slot->handlers))
        return true;
    if (!read_again(watch->status, text, sizeof text))
        return false;
    uint64_t pending = status_mask(text, "\nSigPnd:") & ~status_mask(text, "\nSigBlk:");
    return pending == 0 && state_is_sleeping(watch) && atomic_load(&task->slot->handling) == 0;
}

static int64_t proc_switches(const struct watch *watch) {
    static const char name[] = "\nvoluntary_ctxt_switches:";
    char text[4096];

    if (!read_again(watch->status, text, sizeof text))
        return -1;
    const char *at = strstr(text, name);
    return at ? strtoll(at + strlen(name), NULL, 10) : -1;
}

const struct evidence_ops evidence_proc = {
    .name = "proc",
    .kind = EVIDENCE_PROC,
    .open = proc_open,
    .close = proc_close,
    .asleep = proc_asleep,
    .switches = proc_switches,
    .quiet = proc_quiet,
};
