/* tell: sentences about a lesson that are no event's. The story and --plain share them. Pure. */
#ifndef WAITSCOPE_TELL_H
#define WAITSCOPE_TELL_H

#include "moment.h"

/* "The kernel says: 3, send does not return. You said 1." `came`: the choice that came true,
 * `said`: the person's choice, below 0: none. "" if came is none of the choices. Returns out. */
char *tell_verdict(const struct step *ask, int came, int said, char *out, size_t size);

/* "This run did not show what the lesson says here: looked for …" `reason`: of walk_failures().
 * Returns out. */
char *tell_failure(const char *reason, char *out, size_t size);
/* "Expected: ": what the step was to show. Returns out. */
char *tell_expected(const char *say, char *out, size_t size);

/* "The recording ends here, in step 7 of 16 …": of a moment that is cut. `lesson` may be NULL.
 * Returns out. */
char *tell_cut(const struct moment *moment, const struct lesson *lesson, char *out, size_t size);

#endif
