/* narrate-part: sentences that the files of narrate share. Of no use to others. Each appends to
 * out[size]. Pure. */
#ifndef WAITSCOPE_NARRATE_PART_H
#define WAITSCOPE_NARRATE_PART_H

#include "narrate.h"

enum { NARRATE_DATA_MAX = 32 }; /* bytes that a sentence shows; more are only counted */

/* Are both there, and equal? */
bool narrate_same(const char *a, const char *b);

/* "?" for a name that is missing. */
const char *narrate_name(const char *name);

/* What a client did. */
void narrate_client(const struct event *event, char *out, size_t size);

/* What happened inside a call: an asleep, ready, awake or copy event. */
void narrate_phase(const struct trace *trace, size_t index, char *out, size_t size);

/* What a call returned. */
void narrate_return(const struct trace *trace, size_t index, char *out, size_t size);

/* What a measure or cost event says, and what a step that measures is about to do. */
void narrate_figures(const struct event *event, char *out, size_t size);
void narrate_measure_step(const struct step *step, char *out, size_t size);

/* What a successful epoll_ctl has done, with no full stop: "fd 5 is in the interest list of fd 4
 * now, for IN|ET". Of its return event and of an interest event. */
void narrate_interest(const struct event *event, char *out, size_t size);

#endif
