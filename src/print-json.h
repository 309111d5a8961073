/* print-json: JSON to standard output, a piece at a time. The caller writes braces and commas. */
#ifndef WAITSCOPE_PRINT_JSON_H
#define WAITSCOPE_PRINT_JSON_H

#include <stdint.h>

#include "trace.h"

/* The text in quotes. It is UTF-8. */
void print_json_text(const char *text);

/* "key": "text", or null if it is NULL. */
void print_json_pair(const char *key, const char *text);
/* "key": 123 */
void print_json_number(const char *key, int64_t value);
/* The machine, by the names that a trace's header has; what is not known is left out. */
void print_json_host(const struct trace_header *header);

#endif
