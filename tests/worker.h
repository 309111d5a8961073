/* worker: a thread that does something to a socket, when it is let go. */
#ifndef WAITSCOPE_TEST_WORKER_H
#define WAITSCOPE_TEST_WORKER_H

#include <pthread.h>
#include <semaphore.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

enum { WORKER_SIZE = 64 }; /* bytes that it receives at most */

struct worker {
    void (*work)(struct worker *worker);
    pthread_t thread;
    pid_t tid;
    sem_t ready, go;
    int fd;
    int64_t before, after; /* ns, just outside its call */
    ssize_t result;
    _Atomic bool stop;
    _Atomic long preempted, calls;
    _Atomic long allowed; /* it makes no more calls than that */
};

/* It waits until sem_post(&worker->go). The caller joins it. */
void worker_start(struct worker *worker, void (*work)(struct worker *), int fd);
/* What it may do: one recv. */
void worker_receive(struct worker *worker);
/* Waits until it sleeps in that; false if it does not come to that. */
bool worker_sleeps(const struct worker *worker);

/* The two ends of a connection over loopback, or of a socket pair. */
void worker_connect(int fds[2], bool tcp);

#endif
