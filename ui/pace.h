/* pace: how long a picture stays when a lesson plays by itself. Pure; any thread. */
#ifndef WAITSCOPE_PACE_H
#define WAITSCOPE_PACE_H

#include "moment.h"

/* ms: an event, or as long as the told step takes to read. */
int64_t pace_moment(const struct moment *moment, const struct lesson *lesson);
/* ms that a question takes to read. */
int64_t pace_question(const struct step *question);

#endif
