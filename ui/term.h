/* term: something that shows a canvas and delivers keys: a terminal through curses, or a script of
 * a test. One thread, the screen's. */
#ifndef WAITSCOPE_TERM_H
#define WAITSCOPE_TERM_H

#include <stdint.h>
#include <stdio.h>

#include "canvas.h"
#include "error.h"
#include "style.h"

/* What term_wait() returns: a character's code point, or one of these. */
enum term_event {
    TERM_NOTHING = 0x200000, /* fd is readable, or the deadline has passed */
    TERM_RESIZED,            /* ask for the size again */
    TERM_CLOSED,             /* no key will ever come again */
    TERM_UP,
    TERM_DOWN,
    TERM_LEFT,
    TERM_RIGHT,
    TERM_PAGE_UP,
    TERM_PAGE_DOWN,
    TERM_HOME,
    TERM_END,
};

struct term;

struct term_ops {
    void (*size)(struct term *term, int *width, int *height);
    void (*show)(struct term *term, const struct canvas *canvas);
    int (*wait)(struct term *term, int fd, int64_t deadline);
    void (*close)(struct term *term);
};

/* The first member of every implementation. */
struct term {
    const struct term_ops *ops;
};

/* In cells; at least 1 × 1. */
static inline void term_size(struct term *term, int *width, int *height) {
    term->ops->size(term, width, height);
}
/* Makes the terminal look like the canvas. */
static inline void term_show(struct term *term, const struct canvas *canvas) {
    term->ops->show(term, canvas);
}
/* Waits for a key, for `fd` to be readable (-1: none), or for the time `deadline` (CLOCK_MONOTONIC
 * ns; -1: for ever, no timer). */
static inline int term_wait(struct term *term, int fd, int64_t deadline) {
    return term->ops->wait(term, fd, deadline);
}
/* Restores the terminal and frees it. NULL is allowed. */
static inline void term_close(struct term *term) {
    if (term)
        term->ops->close(term);
}

/* The terminal of standard input and output through curses. NULL with a sentence if there is none
 * or it cannot do what is needed. `color` false: attributes only, whatever the theme says. */
struct term *term_curses_open(enum theme theme, bool color, struct error *error);

/* A terminal without a terminal, for tests: keys come from the text of `script`, canvases asked for
 * go to `out`. Both are borrowed. The words of the script are described in term-script.c. */
struct term *term_script_open(const char *script, FILE *out, int width, int height);

#endif
