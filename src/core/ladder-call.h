/* ladder-call: a call of the ladder, and words for its rows. Each text is appended to out[size]. Of
 * use to ladder.c alone. One thread. */
#ifndef WAITSCOPE_LADDER_CALL_H
#define WAITSCOPE_LADDER_CALL_H

#include "ladder.h"

/* Fills in the call of the enter event, looking ahead to its return; what lies between is covered
 * by it. */
void ladder_call(struct ladder *ladder, struct ladder_item *item, const struct event *enter);

/* "A sends 5 B \"hello\"" */
void ladder_act_text(const struct event *event, char *out, size_t size);
/* "SIGIO fd 4, POLL_IN" */
void ladder_signal_text(const struct event *event, char *out, size_t size);

#endif
