/* The terminal through curses: the only file that knows it. */
#include <config.h>

#include "term.h"

#include <errno.h>
#include <locale.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#define NCURSES_NOMACROS
#include <curses.h>
/* Its struct term is another. */
#define term terminfo_term
#include <term.h>
#undef term

#include "deadline.h"
#include "i18n.h"
#include "memory.h"

enum { ESCAPE_MS = 25 };

struct term_curses {
    struct term term;
    SCREEN *screen;
    sigset_t mask; /* of the thread, before */
    attr_t attributes[ROLE_COUNT];
    short pairs[ROLE_COUNT];
};

static struct term_curses *curses_of(struct term *term) {
    return (struct term_curses *)term;
}

static void curses_size(struct term *term, int *width, int *height) {
    (void)term;
    *width = getmaxx(stdscr) < 1 ? 1 : getmaxx(stdscr);
    *height = getmaxy(stdscr) < 1 ? 1 : getmaxy(stdscr);
}

static void show_row(const struct term_curses *term, const struct canvas *canvas, int y) {
    for (int x = 0; x < canvas->width; x++) {
        const struct cell *cell = canvas_cell(canvas, x, y);
        if (!cell->text[0])
            continue;
        attr_set(term->attributes[cell->role], term->pairs[cell->role], NULL);
        mvaddstr(y, x, cell->text);
    }
}

static void curses_show(struct term *term, const struct canvas *canvas) {
    erase();
    for (int y = 0; y < canvas->height; y++)
        show_row(curses_of(term), canvas, y);
    refresh();
}

/* A key that curses knows by number. */
static int special_key(wint_t key) {
    switch (key) {
    case KEY_RESIZE:
        return TERM_RESIZED;
    case KEY_UP:
        return TERM_UP;
    case KEY_DOWN:
        return TERM_DOWN;
    case KEY_LEFT:
        return TERM_LEFT;
    case KEY_RIGHT:
        return TERM_RIGHT;
    case KEY_PPAGE:
        return TERM_PAGE_UP;
    case KEY_NPAGE:
        return TERM_PAGE_DOWN;
    case KEY_HOME:
        return TERM_HOME;
    case KEY_END:
        return TERM_END;
    case KEY_BACKSPACE:
        return 127;
    case KEY_ENTER:
        return '\n';
    default:
        return TERM_NOTHING;
    }
}

/* The end of the input looks readable and holds nothing. */
static bool is_closed(const struct pollfd *input) {
    int count = 0;
    if (input->revents & (POLLERR | POLLNVAL | POLLHUP))
        return true;
    return (input->revents & POLLIN) && ioctl(input->fd, FIONREAD, &count) == 0 && count == 0;
}

static struct timespec time_left(int64_t deadline) {
    int64_t left = deadline - deadline_now();
    if (left < 0)
        left = 0;
    return (struct timespec){left / 1000000000, left % 1000000000};
}

/* SIGWINCH is blocked but for ppoll(): none is lost between looking for a key and waiting. */
static int curses_wait(struct term *term, int fd, int64_t deadline) {
    wint_t key;
    for (;;) {
        int got = get_wch(&key);
        if (got != ERR)
            return got == KEY_CODE_YES ? special_key(key) : (int)key;
        struct timespec left = time_left(deadline);
        struct pollfd wait[] = {{STDIN_FILENO, POLLIN, 0}, {fd, POLLIN, 0}};
        int ready = ppoll(wait, 2, deadline < 0 ? NULL : &left, &curses_of(term)->mask);
        if (ready == 0 || (ready > 0 && wait[1].revents))
            return TERM_NOTHING;
        if (ready > 0 && is_closed(&wait[0]))
            return TERM_CLOSED;
        if (ready < 0 && errno != EINTR)
            return TERM_CLOSED;
    }
}

/* A bug, the end of memory, a terminal that hangs up. curses sees to SIGINT and SIGTERM. */
static const int ending_signals[] = {SIGABRT, SIGHUP, SIGQUIT};

enum { ENDING_SIGNALS = sizeof ending_signals / sizeof ending_signals[0] };

static void curses_close(struct term *term) {
    endwin();
    delscreen(curses_of(term)->screen);
    for (size_t i = 0; i < ENDING_SIGNALS; i++)
        signal(ending_signals[i], SIG_DFL);
    pthread_sigmask(SIG_SETMASK, &curses_of(term)->mask, NULL);
    free(term);
}

static const struct term_ops curses_ops = {curses_size, curses_show, curses_wait, curses_close};

/* Whatever ends the program leaves a usable terminal behind. */
static void restore_terminal(int number) {
    endwin();
    signal(number, SIG_DFL);
    raise(number);
}

static short color_of(enum color color) {
    static const short colors[] = {
        [COLOR_OWN] = -1,
        [COLOR_IS_BLACK] = COLOR_BLACK,
        [COLOR_IS_RED] = COLOR_RED,
        [COLOR_IS_GREEN] = COLOR_GREEN,
        [COLOR_IS_YELLOW] = COLOR_YELLOW,
        [COLOR_IS_BLUE] = COLOR_BLUE,
        [COLOR_IS_MAGENTA] = COLOR_MAGENTA,
        [COLOR_IS_CYAN] = COLOR_CYAN,
        [COLOR_IS_WHITE] = COLOR_WHITE,
    };
    return colors[color];
}

static attr_t attributes_of(const struct look *look) {
    return (look->bold ? A_BOLD : 0) | (look->dimmed ? A_DIM : 0) |
           (look->reverse ? A_REVERSE : 0) | (look->underline ? A_UNDERLINE : 0);
}

/* Without colours the looks are those of the theme made for that. */
static void make_looks(struct term_curses *term, enum theme theme, bool color) {
    bool can = color && has_colors() && start_color() == OK && use_default_colors() == OK &&
               COLOR_PAIRS > ROLE_COUNT;
    for (int role = 0; role < ROLE_COUNT; role++) {
        struct look look = style_look(can ? theme : THEME_MONO, role);
        term->attributes[role] = attributes_of(&look);
        term->pairs[role] = 0;
        bool own = look.ink == COLOR_OWN && look.paper == COLOR_OWN;
        if (can && !own && init_pair(role + 1, color_of(look.ink), color_of(look.paper)) == OK)
            term->pairs[role] = role + 1;
    }
    cchar_t blank;
    if (setcchar(&blank, L" ", term->attributes[ROLE_TEXT], term->pairs[ROLE_TEXT], NULL) == OK)
        bkgrnd(&blank);
}

static void block_resize(struct term_curses *term) {
    sigset_t resize;
    sigemptyset(&resize);
    sigaddset(&resize, SIGWINCH);
    pthread_sigmask(SIG_BLOCK, &resize, &term->mask);
    sigdelset(&term->mask, SIGWINCH);
}

/* A program that is stopped and goes on wakes the calls of the page: no key stops it, nor Ctrl-\.
 */
static void leave_running(void) {
    struct termios modes;
    if (tcgetattr(STDIN_FILENO, &modes) != 0)
        return;
    modes.c_cc[VSUSP] = modes.c_cc[VQUIT] = _POSIX_VDISABLE;
    tcsetattr(STDIN_FILENO, TCSADRAIN, &modes);
    def_prog_mode();
}

/* Can the cursor be put anywhere? */
static bool has_screen(void) {
    const char *place = tigetstr("cup");
    return place && place != (const char *)-1;
}

static bool screen_open(struct term_curses *term, struct error *error) {
    term->screen = newterm(NULL, stdout, stdin);
    if (term->screen && has_screen())
        return true;
    if (term->screen) {
        endwin();
        delscreen(term->screen);
    }
    const char *name = getenv("TERM");
    return error_set(error, _("the terminal \"%s\" is not known; set TERM, or use --plain"),
                     name ? name : "");
}

struct term *term_curses_open(enum theme theme, bool color, struct error *error) {
    struct term_curses *term = memory_new(1, sizeof *term);
    term->term.ops = &curses_ops;
    if (!screen_open(term, error)) {
        free(term);
        return NULL;
    }
    set_term(term->screen);
    set_escdelay(ESCAPE_MS);
    cbreak();
    leave_running();
    noecho();
    nonl();
    keypad(stdscr, TRUE);
    nodelay(stdscr, TRUE);
    curs_set(0);
    make_looks(term, theme, color);
    block_resize(term);
    for (size_t i = 0; i < ENDING_SIGNALS; i++)
        signal(ending_signals[i], restore_terminal);
    return &term->term;
}
