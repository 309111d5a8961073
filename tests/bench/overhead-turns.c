/* Each way of watching in turn, a process each. */
#include <config.h>

#include "overhead.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
    BARE = 0, /* of the ways: what the others are compared with */
    WAYS_MAX = 16,
    WORDS_MAX = 24,
    SLICES = 40,           /* that an echo is cut into */
    SLICE_LEAST = 100,     /* calls */
    SPINS = 3,             /* of 20 ms, in a run without a tool */
    WARM_UP = 400,         /* calls, to fetch what they need into the caches */
    ANSWER_LIMIT = 120000, /* ms that a child may take for an answer, */
    END_LIMIT = 10000,     /* and to end */
};

/* A child, with the tool around it. */
struct runner {
    const struct way *way;
    pid_t pid; /* and process group; 0: none runs */
    int to, from;
    FILE *said; /* on standard error */
};

static double median(double *values, int count) {
    for (int i = 1; i < count; i++)
        for (int k = i; k > 0 && values[k] < values[k - 1]; k--) {
            double larger = values[k - 1];
            values[k - 1] = values[k];
            values[k] = larger;
        }
    return values[count / 2];
}

/* ---- a child ---- */

/* The tool's words; then the command that it is to run: "COMMAND" becomes it in one word. */
static void fill_words(const struct way *way, char **command, char *joined, const char **words) {
    int count = 0;
    bool told = false;

    for (int i = 0; way->tool && way->tool[i]; i++) {
        bool here = strcmp(way->tool[i], "COMMAND") == 0;
        words[count++] = here ? joined : way->tool[i];
        told = told || here;
    }
    for (int i = 0; !told && command[i]; i++)
        words[count++] = command[i];
    words[count] = NULL;
}

static _Noreturn void become(const struct way *way, const char *transport) {
    char self[400] = "", joined[600];
    char *command[] = {self, "--child", (char *)way->child, (char *)transport, NULL};
    const char *words[WORDS_MAX];

    if (readlink("/proc/self/exe", self, sizeof self - 1) > 0) {
        snprintf(joined, sizeof joined, "%s --child %s %s", self, way->child, transport);
        fill_words(way, command, joined, words);
        execvp(words[0], (char **)words);
    }
    fprintf(stderr, "%s: %s\n", words[0],
            errno == ENOENT   ? "not installed"
            : errno == EACCES ? "not installed, or not for this user"
                              : strerror(errno));
    _exit(127);
}

static bool runner_start(struct runner *runner, const struct way *way, const char *transport) {
    int to[2], from[2];

    *runner = (struct runner){.way = way, .said = tmpfile()};
    if (!runner->said || pipe2(to, O_CLOEXEC) != 0 || pipe2(from, O_CLOEXEC) != 0)
        return false;
    fflush(NULL);
    runner->pid = fork();
    if (runner->pid == 0) {
        setpgid(0, 0);
        dup2(to[0], STDIN_FILENO);
        dup2(from[1], STDOUT_FILENO);
        dup2(fileno(runner->said), STDERR_FILENO);
        become(way, transport);
    }
    setpgid(runner->pid, runner->pid);
    close(to[0]);
    close(from[1]);
    runner->to = to[1];
    runner->from = from[0];
    return runner->pid > 0;
}

/* It ends with its input, and then the tool does; else all of them are killed. */
static void runner_stop(struct runner *runner) {
    struct pollfd waited = {.fd = runner->from};

    if (runner->pid <= 0)
        return;
    close(runner->to);
    if (poll(&waited, 1, END_LIMIT) <= 0)
        kill(-runner->pid, SIGKILL);
    waitpid(runner->pid, NULL, 0);
    close(runner->from);
    fclose(runner->said);
    runner->pid = 0;
}

/* Of a line of a tool's: what it says, "" if that is nothing. */
static const char *line_text(char *line) {
    static const char heading[] = "Error:";

    line[strcspn(line, "\n")] = '\0';
    line += strspn(line, " \t");
    if (strncmp(line, heading, strlen(heading)) == 0)
        line += strlen(heading);
    return line + strspn(line, " \t");
}

/* Why it gave no answer: the first that it said. */
static void runner_explain(struct runner *runner, char *reason, size_t size) {
    char line[256];

    kill(-runner->pid, SIGKILL);
    snprintf(reason, size, "it ended without a word");
    rewind(runner->said);
    while (fgets(line, sizeof line, runner->said)) {
        const char *text = line_text(line);
        if (*text) {
            snprintf(reason, size, "%s", text);
            return;
        }
    }
}

/* False: there is no answer. */
static bool runner_ask(struct runner *runner, int what, long calls, struct reading *reading) {
    const struct order order = {what, calls};
    struct pollfd waited = {.fd = runner->from, .events = POLLIN};

    return write(runner->to, &order, sizeof order) == sizeof order &&
           poll(&waited, 1, ANSWER_LIMIT) > 0 &&
           read(runner->from, reading, sizeof *reading) == sizeof *reading && reading->fine;
}

/* calls: 0 is a spin. */
static bool runner_time(struct runner *runner, long calls, struct reading *reading) {
    struct reading other;

    return runner_ask(runner, ORDER_WATCH, 0, &other) &&
           (!calls || runner_ask(runner, ORDER_ECHO, WARM_UP, &other)) &&
           runner_ask(runner, calls ? ORDER_ECHO : ORDER_SPIN, calls, reading) &&
           runner_ask(runner, ORDER_UNWATCH, 0, &other);
}

/* ---- turns ---- */

static double ns_a_call(const struct reading *reading) {
    return (double)reading->ns / reading->calls;
}

/* Of bare calls, watched ones, bare ones. */
static struct figure figure_of(const struct reading turn[3]) {
    struct figure figure = {
        .ns = ns_a_call(&turn[1]),
        .bare = (ns_a_call(&turn[0]) + ns_a_call(&turn[2])) / 2,
        .calls = (double)turn[1].calls * SPIN_TIME / turn[1].ns,
    };

    figure.ratio = figure.ns / figure.bare;
    return figure;
}

static double median_of(const struct figure *figures, int count, size_t member) {
    double values[RUNS_MAX];

    for (int i = 0; i < count; i++)
        values[i] = *(const double *)((const char *)&figures[i] + member);
    return median(values, count);
}

struct figure figure_median(const struct figure *figures, int count) {
    return (struct figure){
        .ns = median_of(figures, count, offsetof(struct figure, ns)),
        .bare = median_of(figures, count, offsetof(struct figure, bare)),
        .ratio = median_of(figures, count, offsetof(struct figure, ratio)),
        .calls = median_of(figures, count, offsetof(struct figure, calls)),
    };
}

/* One run: all ways once. */
struct round {
    const struct way *ways;
    int count;
    const char *transport;
    long calls;
    struct runner runners[WAYS_MAX];
    struct figure slices[WAYS_MAX][SLICES];
    struct figures *figures;
};

static bool round_open(struct round *round, int which) {
    struct figures *figures = &round->figures[which];

    if (figures->reason[0])
        return false;
    if (runner_start(&round->runners[which], &round->ways[which], round->transport))
        return true;
    snprintf(figures->reason, sizeof figures->reason, "%s", strerror(errno));
    return false;
}

/* Times it if it runs; if that fails it runs no more, and says why. */
static bool round_time(struct round *round, int which, long calls, struct reading *reading) {
    struct runner *runner = &round->runners[which];
    struct figures *figures = &round->figures[which];

    if (runner->pid <= 0)
        return false;
    if (runner_time(runner, calls, reading))
        return true;
    runner_explain(runner, figures->reason, sizeof figures->reason);
    runner_stop(runner);
    return false;
}

static void round_keep(struct round *round, int which, const struct figure *figure) {
    struct figures *figures = &round->figures[which];

    figures->runs[figures->count++] = *figure;
}

/* Few calls are not worth cutting. */
static int slice_count(long calls) {
    if (calls == 0)
        return SPINS;
    return calls < SLICES * SLICE_LEAST ? 1 : SLICES;
}

static void round_slice(struct round *round, int which, long calls, struct figure *figure) {
    struct reading turn[3];

    if (round_time(round, BARE, calls, &turn[0]) && round_time(round, which, calls, &turn[1]) &&
        round_time(round, BARE, calls, &turn[2]))
        *figure = figure_of(turn);
}

/* What no tool watches goes slice by slice in turn with the bare one: whatever else this machine
 * does lies on both. */
static void round_slices(struct round *round) {
    int slices = slice_count(round->calls);
    long calls = round->calls / slices;

    for (int i = 0; i < slices; i++)
        for (int k = BARE + 1; k < round->count; k++)
            round_slice(round, k, calls, &round->slices[k][i]);
    for (int k = BARE + 1; k < round->count; k++) {
        if (round->runners[k].pid <= 0)
            continue;
        struct figure figure = figure_median(round->slices[k], slices);
        round_keep(round, k, &figure);
        runner_stop(&round->runners[k]);
    }
}

/* A tool may slow down all that runs while it does: the bare calls come before and after it. */
static void round_tool(struct round *round, int which) {
    struct reading turn[3];
    long calls = round->calls;

    if (!round_time(round, BARE, calls, &turn[0]) || !round_open(round, which) ||
        !round_time(round, which, calls, &turn[1]))
        return;
    runner_stop(&round->runners[which]);
    if (!round_time(round, BARE, calls, &turn[2]))
        return;
    struct figure figure = figure_of(turn);
    round_keep(round, which, &figure);
}

static void round_run(struct round *round) {
    for (int k = 0; k < round->count; k++)
        if (!round->ways[k].tool)
            round_open(round, k);
    round_slices(round);
    for (int k = 0; k < round->count; k++)
        if (round->ways[k].tool)
            round_tool(round, k);
    runner_stop(&round->runners[BARE]);
}

void turns_measure(const struct way *ways, int count, const char *transport, long calls, int runs,
                   struct figures *figures) {
    static struct round round;

    memset(figures, 0, count * sizeof *figures);
    signal(SIGPIPE, SIG_IGN);
    for (int i = 0; i < runs; i++) {
        memset(&round, 0, sizeof round);
        round.ways = ways;
        round.count = count;
        round.transport = transport;
        round.calls = calls;
        round.figures = figures;
        round_run(&round);
    }
}
