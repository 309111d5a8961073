/* The terminal through real curses, without a terminal: output goes to /dev/null, keys come from a
 * pipe, and what curses holds is read back. */
#include <config.h>

#include "deadline.h"
#include "recorded.h"
#include "tap.h"
#include "term.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include <wchar.h>

#include <curses.h>

enum { WIDTH = 40, HEIGHT = 6 };

/* Standard input and output, as long as curses has them. */
struct swapped {
    int in, out; /* what they were */
    int keys;    /* what is written here is typed */
};

static void swap_in(struct swapped *swapped) {
    int ends[2], null = open("/dev/null", O_WRONLY);
    fflush(stdout);
    swapped->in = dup(STDIN_FILENO);
    swapped->out = dup(STDOUT_FILENO);
    if (pipe(ends) != 0 || null < 0)
        exit(1);
    dup2(ends[0], STDIN_FILENO);
    dup2(null, STDOUT_FILENO);
    close(ends[0]);
    close(null);
    swapped->keys = ends[1];
}

static void swap_out(struct swapped *swapped) {
    fflush(stdout);
    dup2(swapped->in, STDIN_FILENO);
    dup2(swapped->out, STDOUT_FILENO);
    close(swapped->in);
    close(swapped->out);
}

static void type(const struct swapped *swapped, const char *keys) {
    if (write(swapped->keys, keys, strlen(keys)) < 0)
        exit(1);
}

/* What was found out, told when standard output is back. */
struct findings {
    bool opened, size, letter, wide, bold, plain, colored;
    int keys[8];
    bool timed, closed;
};

static bool cell_is(int y, int x, wchar_t letter, attr_t attributes, bool colored) {
    cchar_t cell;
    wchar_t text[8];
    attr_t got;
    short pair;
    if (mvin_wch(y, x, &cell) == ERR || getcchar(&cell, text, &got, &pair, NULL) == ERR)
        return false;
    return text[0] == letter && (got & (A_BOLD | A_REVERSE)) == attributes &&
           (pair != 0) == colored;
}

static void look(struct term *term, struct findings *found, bool color) {
    struct canvas *canvas = canvas_new(WIDTH, HEIGHT, false);
    int width, height;
    term_size(term, &width, &height);
    found->size = width == WIDTH && height == HEIGHT;
    canvas_text(canvas, 0, 0, ROLE_TEXT, "a");
    canvas_text(canvas, 2, 1, ROLE_CALL, "中");
    canvas_text(canvas, WIDTH - 1, HEIGHT - 1, ROLE_GOT, "●");
    term_show(term, canvas);
    found->letter = cell_is(0, 0, L'a', 0, false);
    found->wide = cell_is(1, 2, L'中', A_BOLD, false);
    found->bold = cell_is(HEIGHT - 1, WIDTH - 1, L'●', color ? A_BOLD : A_REVERSE, color);
    canvas_free(canvas);
}

static void type_and_wait(struct term *term, struct findings *found, struct swapped *swapped) {
    static const char *const typed[] = {"x", "\033OA", "\033OB", "\r", "\t", "\xC3\xA9", "\033"};
    for (int i = 0; i < 7; i++) {
        type(swapped, typed[i]);
        found->keys[i] = term_wait(term, -1, -1);
    }
    found->timed = term_wait(term, -1, deadline_now() + 20000000) == TERM_NOTHING;
    close(swapped->keys);
    found->closed = term_wait(term, -1, -1) == TERM_CLOSED;
}

static void run(bool color) {
    static const int expected[] = {'x', TERM_UP, TERM_DOWN, '\r', '\t', 0xE9, 27};
    struct findings found = {.opened = false};
    struct swapped swapped;
    struct error error = {""};
    swap_in(&swapped);
    struct term *term = term_curses_open(THEME_DARK, color, &error);
    found.opened = term;
    if (term) {
        look(term, &found, color);
        type_and_wait(term, &found, &swapped);
    }
    term_close(term);
    swap_out(&swapped);
    const char *how = color ? "with colours" : "without colours";
    if (!tap_ok(found.opened, "%s: curses opens %s", how, error.text))
        return;
    tap_ok(found.size, "%s: it has the size of the environment", how);
    tap_ok(found.letter, "%s: a letter", how);
    tap_ok(found.wide, "%s: a wide character, bold", how);
    tap_ok(found.bold, "%s: the last cell, with its role's look", how);
    bool same = true;
    for (int i = 0; i < 7; i++)
        same = same && found.keys[i] == expected[i];
    tap_ok(same, "%s: letters, arrows, escape and UTF-8 are keys", how);
    tap_ok(found.timed, "%s: a deadline passes", how);
    tap_ok(found.closed, "%s: the end of the input closes it", how);
}

/* In a process of its own: newterm() of a terminal that is not known keeps memory. */
static void test_unknown(void) {
    struct error error = {""};
    if (tap_is_under_valgrind()) {
        tap_skip("newterm() of a terminal that is not known keeps memory");
        return;
    }
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        setenv("TERM", "no-such-terminal", 1);
        struct term *term = term_curses_open(THEME_DARK, true, &error);
        _exit(!term && strstr(error.text, "no-such-terminal") ? 0 : 1);
    }
    int status = -1;
    bool ended = child > 0 && waitpid(child, &status, 0) == child;
    tap_ok(ended && WIFEXITED(status) && WEXITSTATUS(status) == 0,
           "a terminal that is not known is a sentence");
}

int main(void) {
    recorded_locale(false);
    setenv("TERM", "xterm-256color", 1);
    setenv("COLUMNS", "40", 1);
    setenv("LINES", "6", 1);
    run(true);
    run(false);
    test_unknown();
    return tap_done();
}
