/* process: what this process holds, to see that a session gave all of it back. */
#ifndef WAITSCOPE_TEST_PROCESS_H
#define WAITSCOPE_TEST_PROCESS_H

#include <signal.h>
#include <stdbool.h>

struct process {
    int threads;
    unsigned char open[1024]; /* descriptors */
    struct sigaction handlers[65];
    sigset_t blocked;
};

void process_look(struct process *process);
bool process_same(const struct process *a, const struct process *b);
/* Names the first difference; the text lives until the next call. */
const char *process_difference(const struct process *a, const struct process *b);

#endif
