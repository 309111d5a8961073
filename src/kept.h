/* kept: a session whose trace is written to a file when it is freed, wherever it then is. The
 * screen's thread. */
#ifndef WAITSCOPE_KEPT_H
#define WAITSCOPE_KEPT_H

#include "session.h"

/* Takes the session; borrows path and error until it is freed. If the trace cannot be written, the
 * error gets a sentence, else it is left alone. */
struct session *kept_new(struct session *session_take, const char *path, struct error *error);

#endif
