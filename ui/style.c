#include <config.h>

#include "style.h"

#include <assert.h>
#include <string.h>

/* A look in one number: ink in bits 0-3, paper in 4-7, attributes above. */
#define FG(color) (COLOR_IS_##color)
#define BG(color) (COLOR_IS_##color << 4)
enum { BOLD = 1 << 8, DIMMED = 1 << 9, REVERSE = 1 << 10, UNDERLINE = 1 << 11 };

static const int looks[ROLE_COUNT][THEME_COUNT] = {
#define ROLE(name, dark, light, mono, projector, help) {dark, light, mono, projector},
#include "style.def"
};

static const char *const names[THEME_COUNT] = {"dark", "light", "mono", "projector"};

struct look style_look(enum theme theme, enum role role) {
    assert(theme < THEME_COUNT && role < ROLE_COUNT);
    int look = looks[role][theme];
    return (struct look){
        .ink = look & 15,
        .paper = look >> 4 & 15,
        .bold = look & BOLD,
        .dimmed = look & DIMMED,
        .reverse = look & REVERSE,
        .underline = look & UNDERLINE,
    };
}

const char *theme_name(enum theme theme) {
    assert(theme < THEME_COUNT);
    return names[theme];
}

enum theme theme_find(const char *name) {
    int theme = 0;
    while (theme < THEME_COUNT && strcmp(names[theme], name) != 0)
        theme++;
    return theme;
}
