/* tap: a test program's output in the Test Anything Protocol. A test calls tap_ok() for each thing
 * that must hold and returns tap_done() from main. One thread. */
#ifndef WAITSCOPE_TAP_H
#define WAITSCOPE_TAP_H

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

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
