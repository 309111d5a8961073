/* trace-text: the texts of a trace, each of them once and under a number. What it has been given
 * stays where it is until texts_free(). One thread at a time. */
#ifndef WAITSCOPE_TRACE_TEXT_H
#define WAITSCOPE_TRACE_TEXT_H

#include <stddef.h>
#include <stdint.h>

struct texts;

struct texts *texts_new(void);
void texts_free(struct texts *texts);

/* The number of the text, from 0; a new text is copied. Control characters and bytes that are not
 * UTF-8 are kept as visible escapes (text_printable). */
uint32_t texts_keep(struct texts *texts, const char *text);
/* The text as it is kept; NULL if it has not been given. */
const char *texts_find(const struct texts *texts, const char *text);
/* The text of a number that texts_keep() has given. */
const char *texts_at(const struct texts *texts, uint32_t number);
/* Bytes that they take. */
size_t texts_memory(const struct texts *texts);

#endif
