/* file: a whole file in memory, bounded. Any thread. */
#ifndef WAITSCOPE_FILE_H
#define WAITSCOPE_FILE_H

#include "error.h"

#include <stddef.h>

/* Reads all of it; "-" is standard input. A file of more than `max` bytes is refused without being
 * read further. The caller frees the bytes, which a NUL follows; *size does not count that NUL.
 * NULL with a sentence that names the file. */
char *file_read(const char *path, size_t max, size_t *size, struct error *error);

/* What a sentence calls it: the path, or "standard input" for "-". */
const char *file_name(const char *path);

#endif
