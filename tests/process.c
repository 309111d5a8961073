#include <config.h>

#include "process.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>

static int count_entries(const char *path) {
    DIR *folder = opendir(path);
    int count = -2; /* . and .. */

    while (readdir(folder))
        count++;
    closedir(folder);
    return count;
}

void process_look(struct process *process) {
    memset(process, 0, sizeof *process);
    process->threads = count_entries("/proc/self/task");
    for (int fd = 0; fd < 1024; fd++)
        process->open[fd] = fcntl(fd, F_GETFD) >= 0;
    for (int i = 1; i < 65; i++)
        sigaction(i, NULL, &process->handlers[i]);
    sigprocmask(SIG_SETMASK, NULL, &process->blocked);
}

const char *process_difference(const struct process *a, const struct process *b) {
    static char text[64];

    if (a->threads != b->threads) {
        snprintf(text, sizeof text, "%d threads, then %d", a->threads, b->threads);
        return text;
    }
    for (int fd = 0; fd < 1024; fd++) {
        if (a->open[fd] == b->open[fd])
            continue;
        snprintf(text, sizeof text, "descriptor %d %s", fd, b->open[fd] ? "left open" : "lost");
        return text;
    }
    for (int i = 1; i < 65; i++) {
        if (a->handlers[i].sa_handler == b->handlers[i].sa_handler)
            continue;
        snprintf(text, sizeof text, "handler of signal %d", i);
        return text;
    }
    for (int i = 1; i < 65; i++)
        if (sigismember(&a->blocked, i) != sigismember(&b->blocked, i))
            return "blocked signals";
    return NULL;
}

bool process_same(const struct process *a, const struct process *b) {
    return process_difference(a, b) == NULL;
}
