/* exporting: a trace on its way to a file that is there whole or not at all (output.h), in any form
 * of export.h. Some forms are written while the trace grows. A closed pipe is an error here,
 * whatever SIGPIPE does elsewhere in the process. One thread at a time. */
#ifndef WAITSCOPE_EXPORTING_H
#define WAITSCOPE_EXPORTING_H

#include "export.h"

struct exporting;

/* "-" is standard output. The part is copied; its trace and what else it points to, the format and
 * the path are borrowed until the end. Its `to` does not count. NULL with a sentence that names the
 * file. */
struct exporting *exporting_begin(const struct export_format *format,
                                  const struct export_part *part, const char *path,
                                  struct error *error);
/* Writes what lies before event `to` and is not written yet, if the format can do that before the
 * end. An error is kept for the end. */
void exporting_upto(struct exporting *exporting, size_t to);
/* Writes the rest, up to there, and puts the file in its place. False with a sentence, and then
 * the file is as it was before (a full disk, a closed pipe). */
bool exporting_end(struct exporting *exporting_take, size_t to, struct error *error);

/* All of it at once. */
bool export_file(const struct export_format *format, const struct export_part *part,
                 const char *path, struct error *error);

#endif
