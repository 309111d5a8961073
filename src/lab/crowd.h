/* crowd: many real TCP connections over loopback, all idle. Their clients' ends are held by a child
 * process, so that this one has a descriptor a connection, and low numbers. The screen's thread,
 * while no page runs. */
#ifndef WAITSCOPE_CROWD_H
#define WAITSCOPE_CROWD_H

#include <stdbool.h>
#include <sys/resource.h>
#include <sys/types.h>

/* Connections made in one go: fewer than any accept queue holds. */
enum { CROWD_CHUNK = 64 };

struct crowd {
    int *fds;  /* the servers' ends, in the order in which they were accepted */
    int count; /* of them */
    int room;  /* how many there are to be */
    int error; /* errno of what failed */
    int listener, control;
    pid_t child;
    struct rlimit limit; /* of descriptors, as it was */
    bool limit_raised;
};

/* Raises the soft limit of descriptors to the hard one, listens, starts the child. False with
 * crowd->error; crowd_fini() is due in any case. */
bool crowd_init(struct crowd *crowd, int room);
/* Makes CROWD_CHUNK more connections, or what is left. False with crowd->error: EMFILE is the limit
 * of descriptors, EADDRNOTAVAIL that of ports. */
bool crowd_grow(struct crowd *crowd);
/* The client at the other end of fds[index] sends a byte; returns once it is there. False with
 * crowd->error. */
bool crowd_send(struct crowd *crowd, int index);
/* Reads that byte. */
void crowd_take(struct crowd *crowd, int index);
/* Ends the child, whose connections are reset, so that none stays in TIME_WAIT; closes all and
 * puts the limit back. */
void crowd_fini(struct crowd *crowd);

#endif
