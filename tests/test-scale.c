#include <config.h>

#include "scale.h"
#include "tap.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/select.h>
#include <sys/wait.h>
#include <unistd.h>

/* The cost of a call beside idle connections: what must be true of any figure, and what is left
 * behind. How long a call takes is the machine's business. */

static int open_descriptors(void) {
    DIR *folder = opendir("/proc/self/fd");
    int count = 0;
    while (readdir(folder))
        count++;
    closedir(folder);
    return count;
}

static bool limit_is(const struct rlimit *before) {
    struct rlimit now;
    getrlimit(RLIMIT_NOFILE, &now);
    return now.rlim_cur == before->rlim_cur && now.rlim_max == before->rlim_max;
}

static void test_figures(int idle) {
    struct scale_figure figures[SCALE_CALLS];
    struct rlimit before;
    int open = open_descriptors();
    getrlimit(RLIMIT_NOFILE, &before);
    scale_measure(idle, figures);
    tap_ok(figures[SCALE_SELECT].call == CALL_select && figures[SCALE_POLL].call == CALL_poll &&
               figures[SCALE_EPOLL].call == CALL_epoll_wait,
           "%d idle: the three calls", idle);
    for (int i = 0; i < SCALE_CALLS; i++) {
        const struct scale_figure *figure = &figures[i];
        tap_ok(figure->outcome == SCALE_MEASURED && figure->error == 0 &&
                   figure->calls >= SCALE_BATCHES && figure->ns > 0 && figure->ns < 1000000000,
               "%d idle: %s took some time", idle, call_name(figure->call));
    }
    tap_ok(limit_is(&before), "%d idle: the limit of descriptors is as before", idle);
    tap_ok(open_descriptors() == open, "%d idle: every descriptor is closed", idle);
    tap_ok(waitpid(-1, NULL, WNOHANG) == -1 && errno == ECHILD, "%d idle: no child is left", idle);
}

/* The scan is linear, so a hundred times the connections are noticed on any machine. */
static void test_shape(void) {
    struct scale_figure few[SCALE_CALLS], many[SCALE_CALLS];
    scale_measure(4, few);
    scale_measure(400, many);
    tap_ok(many[SCALE_SELECT].ns > few[SCALE_SELECT].ns, "select pays for who is idle");
    tap_ok(many[SCALE_POLL].ns > few[SCALE_POLL].ns, "poll too");
    tap_ok(many[SCALE_EPOLL].ns < many[SCALE_POLL].ns, "epoll_wait does not");
}

static void test_set_size(void) {
    struct scale_figure figures[SCALE_CALLS];
    scale_measure(FD_SETSIZE, figures);
    tap_ok(figures[SCALE_SELECT].outcome == SCALE_REFUSED && figures[SCALE_SELECT].calls == 0,
           "FD_SETSIZE connections: select is refused");
    tap_ok(figures[SCALE_POLL].outcome != SCALE_REFUSED, "poll is not");
}

/* Low numbers are taken: the connections' own go beyond the set though there are few of them. */
static void test_high_numbers(void) {
    struct scale_figure figures[SCALE_CALLS];
    struct rlimit limit, before;
    static int taken[FD_SETSIZE];
    int count = 0;
    getrlimit(RLIMIT_NOFILE, &before);
    limit = before;
    limit.rlim_cur = limit.rlim_max;
    if (limit.rlim_max < FD_SETSIZE + 100 || setrlimit(RLIMIT_NOFILE, &limit) != 0) {
        tap_skip("ulimit -Hn allows no descriptor beyond a set");
        return;
    }
    while (count < FD_SETSIZE && (taken[count] = open("/dev/null", O_RDONLY)) < FD_SETSIZE - 5)
        count++;
    scale_measure(10, figures);
    tap_ok(figures[SCALE_SELECT].outcome == SCALE_REFUSED &&
               figures[SCALE_POLL].outcome == SCALE_MEASURED &&
               figures[SCALE_EPOLL].outcome == SCALE_MEASURED,
           "descriptors beyond the set: select is refused, the others are measured");
    for (int i = 0; i <= count; i++)
        close(taken[i]);
    setrlimit(RLIMIT_NOFILE, &before);
}

/* In a child, for who is not root cannot raise a hard limit again. */
static void test_limit(void) {
    if (tap_is_under_valgrind()) {
        tap_skip("valgrind keeps descriptors, and their limit, for itself");
        return;
    }
    pid_t child = fork();
    if (child == 0) {
        const struct rlimit low = {60, 80};
        struct scale_figure figures[SCALE_CALLS];
        setrlimit(RLIMIT_NOFILE, &low);
        scale_measure(100, figures);
        bool told = true;
        for (int i = 0; i < SCALE_CALLS; i++)
            told = told && figures[i].outcome == SCALE_FAILED && figures[i].error == EMFILE &&
                   figures[i].limit == 80 && figures[i].ns == 0 && figures[i].calls == 0;
        bool restored = limit_is(&low);
        scale_measure(5, figures);
        _exit(!(told && restored && figures[SCALE_POLL].outcome == SCALE_MEASURED));
    }
    int status = -1;
    waitpid(child, &status, 0);
    tap_ok(status == 0, "beyond ulimit -Hn: told with the limit, not measured; fewer still are");
}

/* A measurement that is given up half-way. */
static void test_given_up(void) {
    int open = open_descriptors();
    for (int turns = 0; turns < 8; turns++) {
        struct scale *scale = scale_new(200);
        for (int i = 0; i < turns; i++)
            scale_turn(scale);
        scale_free(scale);
    }
    scale_free(NULL);
    tap_ok(open_descriptors() == open && waitpid(-1, NULL, WNOHANG) == -1,
           "given up at any turn, nothing is left");
}

int main(void) {
    test_figures(1);
    test_figures(10);
    test_figures(300);
    test_shape();
    test_set_size();
    test_high_numbers();
    test_limit();
    test_given_up();
    tap_ok(strcmp(scale_outcome_name(SCALE_MEASURED), "measured") == 0 &&
               strcmp(scale_outcome_name(SCALE_REFUSED), "refused") == 0 &&
               strcmp(scale_outcome_name(SCALE_FAILED), "failed") == 0,
           "the outcomes have names");
    return tap_done();
}
