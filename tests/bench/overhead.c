/* What does watching cost, and is it as little as it should be?
 *
 *     make bench        or: tests/bench/overhead [CALLS [RUNS]]
 *
 * One thread sends 64 bytes there and back between the two ends of a connection and never waits,
 * 200,000 calls in all; and for 20 ms it asks a socket that has nothing. Nobody watches, waitscope
 * does, with its gates open and each kind of evidence, other tools do. All on one CPU, seven times
 * in turn; a ratio is to bare calls right before and after, and a figure the median. The ratio of
 * "bare again" is by how much two equal things differ here and now. Not part of make check. */
#include <config.h>

#include "overhead.h"

#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

enum { CALLS = 200000, RUNS = 7, WAYS_MAX = 16 };

/* ---- what is measured ---- */

static const char *const strace[] = {"strace", "-f", "-o", "/dev/null", NULL};
/* What it says when it cannot goes where its output goes. */
static const char *const perf[] = {"perf", "trace", "-o", "/proc/self/fd/2", "--", NULL};
static const char *const bpftrace[] = {
    "bpftrace",
    "-q",
    "-o",
    "/dev/null",
    "-e",
    "tracepoint:syscalls:sys_enter_sendto, tracepoint:syscalls:sys_enter_recvfrom"
    " /pid == cpid/ { @from[tid] = nsecs; }"
    " tracepoint:syscalls:sys_exit_sendto, tracepoint:syscalls:sys_exit_recvfrom"
    " /@from[tid]/ { @ns = hist(nsecs - @from[tid]); delete(@from[tid]); }",
    "-c",
    "COMMAND",
    NULL};

static const struct way echo_ways[] = {
    {"bare", "bare", NULL},
    {"bare again", "bare", NULL},
    {"bare, two threads", "thread", NULL},
    {"gates open", "open", NULL},
    {"… arrival stamps", "stamps", NULL},
    {"… scheduler records", "switch", NULL},
    {"… kernel tracepoints", "tracepoint", NULL},
    {"strace -f", "bare", strace},
    {"perf trace", "bare", perf},
    {"bpftrace histogram", "bare", bpftrace},
};

enum { BARE, AGAIN, THREADS, OPEN, STAMPS, SWITCH, TRACEPOINT, STRACE, PERF, BPFTRACE, ECHO_WAYS };

static const struct way spin_ways[] = {
    {"bare", "bare", NULL},
    {"bare again", "bare", NULL},
    {"gates open", "open", NULL},
    {"gates closed", "held", NULL},
    {"strace -f", "bare", strace},
    {"perf trace", "bare", perf},
    {"bpftrace histogram", "bare", bpftrace},
};

enum { SPIN_WAYS = sizeof spin_ways / sizeof *spin_ways };

/* Ratios over TCP; 0: none. */
static const double targets[ECHO_WAYS] = {[OPEN] = 1.10, [STAMPS] = 1.20, [SWITCH] = 1.20};

/* How many times as much strace should add. */
static const double strace_target = 100;

/* ---- what is printed ---- */

static const char *verdict(bool met) {
    return met ? "met" : "MISSED";
}

/* The names have signs of three bytes and one column. */
static void print_name(const char *name) {
    int extra = 0;

    for (const char *at = name; *at; at++)
        extra += (*at & 0xc0) == 0x80;
    printf("  %-*s", 22 + extra, name);
}

static struct figure median_run(const struct figures *figures) {
    return figure_median(figures->runs, figures->count);
}

static double bare_ns(const struct figures *figures) {
    return figures[AGAIN].count ? median_run(&figures[AGAIN]).bare : 0;
}

static void print_skip(const struct way *way, const struct figures *figures) {
    print_name(way->name);
    printf("SKIP: %s\n", figures->reason);
}

static void print_echo_row(int which, const struct figures *figures, bool aimed) {
    if (!figures->count) {
        print_skip(&echo_ways[which], figures);
        return;
    }
    struct figure figure = median_run(figures);
    print_name(echo_ways[which].name);
    printf("%8.0f  %8.3f", figure.ns, figure.ratio);
    if (aimed && targets[which])
        printf("   at most %.2f: %s", targets[which], verdict(figure.ratio <= targets[which]));
    putchar('\n');
}

/* How many times what our watching adds the other adds. */
static double times_added(const struct figures *figures, int other) {
    double ours = median_run(&figures[OPEN]).ratio - 1;

    return ours > 0 ? (median_run(&figures[other]).ratio - 1) / ours : 1e6;
}

static void print_cheaper(const struct figures *figures, int other, double target) {
    if (!figures[OPEN].count || !figures[other].count)
        return;
    double times = times_added(figures, other);
    printf("  %s adds %.1f times what gates open adds; at least %.0f: %s\n", echo_ways[other].name,
           times, target, verdict(times >= target));
}

static void print_echo(const char *transport, const struct figures *figures, bool aimed) {
    printf("64 bytes there and back over %s\n", transport);
    print_name("");
    printf("%8s  %8s   target\n", "ns/call", "ratio");
    print_name(echo_ways[BARE].name);
    printf("%8.0f\n", bare_ns(figures));
    for (int i = AGAIN; i < ECHO_WAYS; i++)
        print_echo_row(i, &figures[i], aimed);
    print_cheaper(figures, STRACE, strace_target);
    print_cheaper(figures, BPFTRACE, 1);
    fflush(stdout);
}

static void print_spin(const struct figures *figures) {
    printf("EAGAIN for 20 ms over TCP\n");
    print_name("");
    printf("%8s  %8s\n", "calls", "ratio");
    print_name(spin_ways[BARE].name);
    printf("%8.0f\n", (double)SPIN_TIME / bare_ns(figures));
    for (int i = AGAIN; i < SPIN_WAYS; i++) {
        if (!figures[i].count) {
            print_skip(&spin_ways[i], &figures[i]);
            continue;
        }
        struct figure figure = median_run(&figures[i]);
        print_name(spin_ways[i].name);
        printf("%8.0f  %8.3f\n", figure.calls, 1 / figure.ratio);
    }
}

/* ---- all of it ---- */

/* All children inherit it: one CPU, the last that we may use (the first has most of the machine's
 * interrupts), and no one before us there if we may have that. */
static int pin(void) {
    cpu_set_t may, one;
    int last = -1;

    sched_getaffinity(0, sizeof may, &may);
    for (int i = 0; i < CPU_SETSIZE; i++)
        if (CPU_ISSET(i, &may))
            last = i;
    CPU_ZERO(&one);
    CPU_SET(last, &one);
    setpriority(PRIO_PROCESS, 0, -20);
    return sched_setaffinity(0, sizeof one, &one) == 0 ? last : -1;
}

static long number(const char *text, long standard, long most) {
    long value = text ? strtol(text, NULL, 10) : standard;

    return value < 1 ? 1 : value < most ? value : most;
}

int main(int argc, char **argv) {
    static struct figures figures[WAYS_MAX];

    if (argc > 1 && strcmp(argv[1], "--child") == 0)
        return child_main(argc, argv);
    long calls = number(argc > 1 ? argv[1] : NULL, CALLS, 1000L * CALLS);
    int runs = number(argc > 2 ? argv[2] : NULL, RUNS, RUNS_MAX);
    printf("medians of %d runs of %ld calls in turn, all on CPU %d\n", runs, calls, pin());
    turns_measure(echo_ways, ECHO_WAYS, "TCP", calls, runs, figures);
    print_echo("TCP", figures, true);
    turns_measure(echo_ways, ECHO_WAYS, "socketpair", calls, runs, figures);
    print_echo("socketpair", figures, false);
    turns_measure(spin_ways, SPIN_WAYS, "TCP", 0, runs, figures);
    print_spin(figures);
    return EXIT_SUCCESS;
}
