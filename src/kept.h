/* kept: a session whose trace goes to a file: while it grows, if the form allows that, else when
 * the session is freed, wherever it then is. The screen's thread. */
#ifndef WAITSCOPE_KEPT_H
#define WAITSCOPE_KEPT_H

#include "export.h"
#include "session.h"

/* Takes the session; borrows the rest, but the screen, until it is freed. NULL with a sentence if
 * the file cannot be opened. If the trace cannot be written, *unkept gets a sentence when the
 * session is freed, else it is left alone. */
struct session *kept_new(struct session *session_take, const struct export_format *format,
                         const struct export_screen *screen, const char *path, struct error *unkept,
                         struct error *error);

#endif
