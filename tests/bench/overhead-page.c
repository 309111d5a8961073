/* The page that overhead.c has watched: one thread that never waits. This is the bare one;
 * overhead-traced.c has the same with every call traced. */
#include <config.h>

#include "overhead.h"

#include <sys/socket.h>
#include <time.h>

#ifndef PAGE
#define PAGE page_bare
#endif

/* A clock reading in so many calls leaves them as they are. */
enum { SPIN_TURN = 16 };

static bool pass(int from, int to) {
    char message[MESSAGE_SIZE] = {0};

    return send(from, message, sizeof message, 0) == MESSAGE_SIZE &&
           recv(to, message, sizeof message, 0) == MESSAGE_SIZE;
}

static bool page_echo(int near, int far, long calls) {
    for (long i = 0; i < calls; i += ECHO_CALLS)
        if (!pass(near, far) || !pass(far, near))
            return false;
    return true;
}

static int64_t now(void) {
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * INT64_C(1000000000) + time.tv_nsec;
}

static long page_spin(int fd, int64_t end) {
    char message[MESSAGE_SIZE];
    long calls = 0;

    do {
        for (int i = 0; i < SPIN_TURN; i++)
            recv(fd, message, sizeof message, 0);
        calls += SPIN_TURN;
    } while (now() < end);
    return calls;
}

const struct page PAGE = {page_echo, page_spin};
