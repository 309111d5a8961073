#include <config.h>

#include "terminal.h"

#include "i18n.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

bool terminal_wants_plain(const struct cli *cli) {
    const char *accessible = getenv("ACCESSIBLE");
    return cli->plain || (accessible && accessible[0] && strcmp(accessible, "0") != 0);
}

int terminal_width(void) {
    struct winsize size;
    return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

bool terminal_is_there(void) {
    return isatty(STDIN_FILENO) && isatty(STDOUT_FILENO);
}

bool terminal_choose_theme(const char *name, enum theme *theme, struct error *error) {
    *theme = name ? theme_find(name) : THEME_DARK;
    return *theme != THEME_COUNT ||
           error_set(error, _("there is no theme \"%s\"; there are: dark, light, mono, projector"),
                     name);
}

struct term *terminal_open(enum theme theme, struct error *error) {
    const char *no_color = getenv("NO_COLOR");
    if (!terminal_is_there()) {
        error_set(error, _("the screen needs a terminal on standard input and output; without one "
                           "there is --plain"));
        return NULL;
    }
    return term_curses_open(theme, !no_color || !no_color[0], error);
}
