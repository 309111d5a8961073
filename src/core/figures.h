/* figures: numbers, times and bytes as a person reads them. Each writes to out[size] and returns
 * out; 48 bytes are enough where nothing else is said. Integers only, so that no locale changes
 * them. */
#ifndef WAITSCOPE_FIGURES_H
#define WAITSCOPE_FIGURES_H

#include <stddef.h>
#include <stdint.h>

#include "event.h"

/* 12345678 → "12,345,678" */
char *figure_number(int64_t number, char *out, size_t size);

/* ns → "850 ns", "15.8 µs", "51.9 ms", "3.2 s" */
char *figure_time(int64_t ns, char *out, size_t size);

/* Bytes as "\"hello\"", at most `max` characters of them; an ellipsis says that there are more. */
char *figure_data(struct bytes data, bool more, size_t max, char *out, size_t size);

/* A set of descriptors → "3 4 5"; empty: "". 4 bytes a member are enough. */
char *figure_set(struct bytes set, char *out, size_t size);

/* A list of descriptors with readiness → "4 IN|RDHUP, 5 IN". What does not fit is left out, with an
 * ellipsis. */
char *figure_list(struct bytes list, char *out, size_t size);

#endif
