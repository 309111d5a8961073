/* ansi: a canvas as the bytes that make a terminal show it (ECMA-48: places, looks, characters). No
 * terminal is asked for anything. Pure; one thread at a time. */
#ifndef WAITSCOPE_ANSI_H
#define WAITSCOPE_ANSI_H

#include "canvas.h"

/* Bytes that grow; {0} is empty. The owner frees `at`. */
struct ansi {
    char *at;
    size_t used, room;
};

void ansi_text(struct ansi *ansi, const char *text);

/* What changes between two canvases of one size. `before` NULL: the screen is blank. */
void ansi_show(struct ansi *ansi, const struct canvas *before, const struct canvas *now,
               enum theme theme);

#endif
