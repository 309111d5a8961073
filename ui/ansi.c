#include <config.h>

#include "ansi.h"

#include <stdio.h>
#include <string.h>

#include "memory.h"

void ansi_text(struct ansi *ansi, const char *text) {
    size_t size = strlen(text);
    if (ansi->used + size > ansi->room) {
        ansi->room = (ansi->used + size) * 2 + 1024;
        ansi->at = memory_grow(ansi->at, ansi->room, 1);
    }
    memcpy(ansi->at + ansi->used, text, size);
    ansi->used += size;
}

/* From 1, as terminals count. */
static void put_place(struct ansi *ansi, int x, int y) {
    char text[32];
    snprintf(text, sizeof text, "\033[%d;%dH", y + 1, x + 1);
    ansi_text(ansi, text);
}

/* The last digit of a colour's code; colours stand in enum color as in the standard. */
static void add_color(char *text, size_t size, int base, enum color color) {
    if (color != COLOR_OWN)
        snprintf(text + strlen(text), size - strlen(text), ";%d", base + color - COLOR_IS_BLACK);
}

static void put_look(struct ansi *ansi, struct look look) {
    char text[48];
    snprintf(text, sizeof text, "\033[0%s%s%s%s", look.bold ? ";1" : "", look.dimmed ? ";2" : "",
             look.underline ? ";4" : "", look.reverse ? ";7" : "");
    add_color(text, sizeof text, 30, look.ink);
    add_color(text, sizeof text, 40, look.paper);
    ansi_text(ansi, text);
    ansi_text(ansi, "m");
}

static bool same_cell(const struct canvas *before, const struct canvas *now, int x, int y) {
    const struct cell *old = canvas_cell(before, x, y), *cell = canvas_cell(now, x, y);
    return old->role == cell->role && strcmp(old->text, cell->text) == 0;
}

/* The part of the row that differs: from *first to before *end. */
static void find_change(const struct canvas *before, const struct canvas *now, int y, int *first,
                        int *end) {
    *first = 0;
    *end = now->width;
    while (before && *first < *end && same_cell(before, now, *first, y))
        ++*first;
    while (before && *end > *first && same_cell(before, now, *end - 1, y))
        --*end;
    /* A wide character is written as a whole, whatever the half that differs. */
    while (*first > 0 && *first < *end && !canvas_cell(now, *first, y)->text[0])
        --*first;
}

void ansi_show(struct ansi *ansi, const struct canvas *before, const struct canvas *now,
               enum theme theme) {
    int role = -1;
    for (int y = 0; y < now->height; y++) {
        int first, end;
        find_change(before, now, y, &first, &end);
        if (first < end)
            put_place(ansi, first, y);
        for (int x = first; x < end; x++) {
            const struct cell *cell = canvas_cell(now, x, y);
            if (cell->role != role)
                put_look(ansi, style_look(theme, cell->role));
            role = cell->role;
            ansi_text(ansi, cell->text);
        }
    }
    if (role >= 0)
        ansi_text(ansi, "\033[0m");
}
