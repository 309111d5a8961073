/* tap: a test program's output in the Test Anything Protocol. A test calls tap_ok() for each thing
 * that must hold and returns tap_done() from main. One thread. */
#ifndef WAITSCOPE_TAP_H
#define WAITSCOPE_TAP_H

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct tap_count {
    int run, failed;
};

/* One for all the files of a test program. */
__attribute__((weak)) struct tap_count tap_counted;

static inline void tap_line(bool ok, const char *format, va_list list) {
    tap_counted.run++;
    tap_counted.failed += !ok;
    printf("%s %d - ", ok ? "ok" : "not ok", tap_counted.run);
    vprintf(format, list);
}

/* One test point; the text says what holds. Returns ok. */
__attribute__((format(printf, 2, 3))) static inline bool tap_ok(bool ok, const char *format, ...) {
    va_list list;
    va_start(list, format);
    tap_line(ok, format, list);
    va_end(list);
    putchar('\n');
    fflush(stdout);
    return ok;
}

/* One test point that cannot be tested here; the text says why. */
__attribute__((format(printf, 1, 2))) static inline void tap_skip(const char *format, ...) {
    va_list list;
    va_start(list, format);
    printf("ok %d # SKIP ", ++tap_counted.run);
    vprintf(format, list);
    va_end(list);
    putchar('\n');
    fflush(stdout);
}

/* EFFORT is a percentage, for tests that try a great many things: 100 unless it is set, at least 1.
 */
static inline int tap_effort(void) {
    const char *effort = getenv("EFFORT");
    long percent = effort ? strtol(effort, NULL, 10) : 100;
    return percent < 1 ? 1 : percent > 100000 ? 100000 : (int)percent;
}

/* How many of so many random rounds are gone; at least one. */
static inline int tap_rounds(int rounds) {
    int some = rounds * tap_effort() / 100;
    return some > 0 ? some : 1;
}

/* Every so-manieth of all that there is to try is tried: an odd number, so that what alternates is
 * all met. */
static inline size_t tap_stride(void) {
    return (size_t)(100 / tap_effort()) | 1;
}

static inline bool tap_is_under_valgrind(void) {
    const char *preloaded = getenv("LD_PRELOAD");
    return preloaded && strstr(preloaded, "vgpreload");
}

/* A line of explanation, not a test point. */
__attribute__((format(printf, 1, 2))) static inline void tap_note(const char *format, ...) {
    va_list list;
    va_start(list, format);
    printf("# ");
    vprintf(format, list);
    va_end(list);
    putchar('\n');
}

/* Prints the plan. Returns main's exit status. */
static inline int tap_done(void) {
    printf("1..%d\n", tap_counted.run);
    fflush(stdout);
    return tap_counted.failed ? EXIT_FAILURE : EXIT_SUCCESS;
}

#endif
