/* plain-menu: the lessons to choose from, without a screen. One thread. */
#ifndef WAITSCOPE_PLAIN_MENU_H
#define WAITSCOPE_PLAIN_MENU_H

#include "host.h"
#include "plain-write.h"

/* Asks until an answer has a meaning; with nobody there the first lesson is taken. Its id, borrowed
 * from the host; NULL: none was chosen. */
const char *plain_choose(const struct plain_options *options, const struct host *host,
                         struct plain_input *input);

#endif
