/* tell: sentences about a lesson that are no event's. The story and --plain share them. Pure. */
#ifndef WAITSCOPE_TELL_H
#define WAITSCOPE_TELL_H

#include "lesson.h"

/* "The kernel says: 3, send does not return. You said 1." `came`: the choice that came true,
 * `said`: the person's choice, below 0: none. "" if came is none of the choices. Returns out. */
char *tell_verdict(const struct step *ask, int came, int said, char *out, size_t size);

#endif
