/* plain: the same player without a screen: one sentence an event, numbered choices, lines from the
 * input. No box is drawn and no cell addressed, so that it can be read aloud, logged and piped. */
#ifndef WAITSCOPE_PLAIN_H
#define WAITSCOPE_PLAIN_H

#include "host.h"

#include <stdio.h>

struct plain_options {
    FILE *out; /* sentences */
    bool
        interactive; /* somebody is there to press Enter; else the lesson runs through to its end */
    int in;          /* interactive: descriptor to read lines from; at its end the play is over */
    bool ascii;      /* English and the program's own signs in ASCII */
    int width;       /* columns to wrap at; 0: do not wrap */
};

/* Plays the lesson. `lesson` NULL: asks which one, or plays the first if nobody is there. Returns
 * the program's exit status: 0; 2 with a sentence if the lesson could not be opened or a step could
 * not finish. A person has been told of that step already. */
int plain_run(const struct plain_options *options, const struct host *host, const char *lesson,
              struct error *error);

/* The same for a session that is there already; takes it. */
int plain_run_session(const struct plain_options *options, const struct host *host,
                      struct session *session_take, struct error *error);

#endif
