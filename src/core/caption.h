/* caption: what stands around a figure: what it shows, which machine it was, how it is known. In
 * English. Each writes to out[size] and returns out; CAPTION_BYTES are enough. Pure. */
#ifndef WAITSCOPE_CAPTION_H
#define WAITSCOPE_CAPTION_H

#include "export.h"

enum { CAPTION_BYTES = 1024 };

/* "select: steps hello to scan, events 72 to 85 of 221" */
char *caption_title(const struct export_part *part, char *out, size_t size);
/* "waitscope 0.1.0, Linux 6.1.0 x86_64, recorded 2026-11-21T12:47:13Z" */
char *caption_machine(const struct export_part *part, char *out, size_t size);
/* "Evidence that was available: syscall (our own stamps around the call), …" */
char *caption_evidence(const struct export_part *part, char *out, size_t size);

#endif
