/* loopback: two ends of a TCP connection to this machine itself. Any thread. */
#ifndef WAITSCOPE_LOOPBACK_H
#define WAITSCOPE_LOOPBACK_H

#include "error.h"

/* -1: not open. */
struct loopback {
    int fds[2]; /* the one that accepted, the one that connected; close-on-exec, blocking */
};

#define LOOPBACK_CLOSED ((struct loopback){{-1, -1}})

/* In the lab's range of descriptors (descriptors.h). False with a sentence; then there is nothing
 * to close. */
bool loopback_open(struct loopback *ends, struct error *error);
void loopback_close(struct loopback *ends);

#endif
