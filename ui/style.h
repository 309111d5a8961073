/* style: roles, the looks they have in a theme, and nothing about a terminal. Pure; any thread. */
#ifndef WAITSCOPE_STYLE_H
#define WAITSCOPE_STYLE_H

#include <stdbool.h>

#define ROLE(name, ...) ROLE_##name,
enum role {
#include "style.def"
    ROLE_COUNT
};

enum theme { THEME_DARK, THEME_LIGHT, THEME_MONO, THEME_PROJECTOR, THEME_COUNT };

enum color {
    COLOR_OWN, /* the terminal's own */
    COLOR_IS_BLACK,
    COLOR_IS_RED,
    COLOR_IS_GREEN,
    COLOR_IS_YELLOW,
    COLOR_IS_BLUE,
    COLOR_IS_MAGENTA,
    COLOR_IS_CYAN,
    COLOR_IS_WHITE,
};

struct look {
    enum color ink;
    enum color paper;
    bool bold, dimmed, reverse, underline;
};

struct look style_look(enum theme theme, enum role role);

/* "dark"; THEME_COUNT if there is no such theme. */
const char *theme_name(enum theme theme);
enum theme theme_find(const char *name);

#endif
