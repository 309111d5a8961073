/* text-add: text put together piece by piece. Any thread. */
#ifndef WAITSCOPE_TEXT_ADD_H
#define WAITSCOPE_TEXT_ADD_H

#include <stddef.h>

/* snprintf() that appends to out[size] and keeps it whole: what does not fit is cut at a whole
 * character. */
void text_add(char *out, size_t size, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif
