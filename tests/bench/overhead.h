/* overhead: what the files of the bench share.
 *
 *     overhead.c ── what is measured, table, targets
 *         │
 *     overhead-turns.c ── each way of watching in turn ──▶ ratios
 *         │ a process each, a tool around it or not: --child WAY TRANSPORT
 *         ▼
 *     overhead-child.c ── sockets, who watches ──▶ overhead-page.c, bare or traced
 */
#ifndef WAITSCOPE_OVERHEAD_H
#define WAITSCOPE_OVERHEAD_H

#include <stdbool.h>
#include <stdint.h>

enum {
    MESSAGE_SIZE = 64, /* bytes */
    ECHO_CALLS = 4,    /* of one message, there and back */
    RUNS_MAX = 99,
};

/* ns that a spin takes */
#define SPIN_TIME INT64_C(20000000)

/* ---- overhead-page.c: what is watched ---- */

/* Compiled bare, and with every call traced. */
struct page {
    /* Sends messages there and back between the two ends of a connection. False with errno. */
    bool (*echo)(int near, int far, long calls);
    /* Asks a socket that has nothing and does not wait, until the clock (CLOCK_MONOTONIC ns) says
     * `end`. How often? */
    long (*spin)(int fd, int64_t end);
};
extern const struct page page_bare, page_traced;

/* ---- overhead-child.c ---- */

/* A child reads orders from standard input and answers each by one reading on standard output. It
 * ends with its input. */
struct order {
    enum {
        ORDER_WATCH,   /* start what costs others too: stamps, a recorder */
        ORDER_UNWATCH, /* end that */
        ORDER_ECHO,
        ORDER_SPIN,
    } what;
    long calls; /* ECHO */
};

struct reading {
    bool fine;
    long calls;
    int64_t ns; /* of all of them */
};

/* main() of a child. */
int child_main(int argc, char **argv);

/* ---- overhead-turns.c ---- */

struct way {
    const char *name;
    const char *child;       /* how the child watches itself; "bare": not at all */
    const char *const *tool; /* what the child runs under, NULL: nothing. While a tool runs nothing
                                else is timed: it may slow all down, and work on after the calls */
};

/* Of one run; times are ns a call. */
struct figure {
    double ns;
    double bare;  /* right before and after */
    double ratio; /* of the two */
    double calls; /* of a spin */
};

struct figures {
    int count; /* of runs that were measured */
    struct figure runs[RUNS_MAX];
    char reason[256]; /* why no more were; "": all were */
};

/* Measures all ways `runs` times in turn; ways[0] is the bare one. An echo has so many calls in
 * all, `calls` of 0 is a spin. */
void turns_measure(const struct way *ways, int count, const char *transport, long calls, int runs,
                   struct figures *figures);
/* Member by member. */
struct figure figure_median(const struct figure *figures, int count);

#endif
