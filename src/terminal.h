/* terminal: what the command line and the environment say of the screen. The screen's thread. */
#ifndef WAITSCOPE_TERMINAL_H
#define WAITSCOPE_TERMINAL_H

#include "cli.h"
#include "term.h"

/* --plain, or ACCESSIBLE in the environment. */
bool terminal_wants_plain(const struct cli *cli);

/* The columns of standard output, 0 if it is no terminal. */
int terminal_width(void);

/* Are standard input and output one? */
bool terminal_is_there(void);

/* --theme. False with a sentence if there is none of that name. */
bool terminal_choose_theme(const char *name, enum theme *theme, struct error *error);

/* The caller closes it. NULL with a sentence if there is no terminal. */
struct term *terminal_open(enum theme theme, struct error *error);

#endif
