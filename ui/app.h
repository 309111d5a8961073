/* app: the screen as a state machine: menu → lesson → keys. It steps a session through the player,
 * paints with the views, and knows no terminal but term.h. One thread, the screen's. */
#ifndef WAITSCOPE_APP_H
#define WAITSCOPE_APP_H

#include "host.h"
#include "term.h"

struct app_options {
    bool ascii;     /* draw with ASCII only */
    bool no_motion; /* bytes do not move along the row */
    int pace;       /* ms that playing stays at an event; 0: a readable pace */
};

/* Runs until the person quits or the terminal is gone. `lesson` is the id to open at once, NULL:
 * the menu. Borrows everything. Returns the program's exit status: 0, or 2 with a sentence if the
 * lesson could not be opened. */
int app_run(const struct app_options *options, struct term *term, const struct host *host,
            const char *lesson, struct error *error);

/* The same for a session that is there already (`replay TRACE`, a lesson file); takes it. There is
 * no menu then. Only `source` of the host must be there, `open` may be NULL. */
int app_run_session(const struct app_options *options, struct term *term, const struct host *host,
                    struct session *session_take, struct error *error);

#endif
