/* compare: pages that were measured with the same clients, side by side. What is painted is the
 * same on a screen and in a text. One thread. */
#ifndef WAITSCOPE_COMPARE_H
#define WAITSCOPE_COMPARE_H

#include "error.h"
#include "event.h"

struct compare_column {
    const char *server;
    struct event measured; /* a `measure` event; empty: not measured */
    bool running;          /* it is being measured now */
    struct error error;    /* why it could not be measured, or "" */
};

/* Texts are borrowed. */
struct compare {
    const char *script; /* its name */
    const char *does;   /* what its clients do, in the person's language */
    const char *kernel, *machine;
    struct compare_column *columns; /* in the order of measuring */
    int count;
    int latest; /* index of the column that has just come in, -1: none */
};

/* A row of the table. */
#define FIGURE(field, ...) FIGURE_##field,
enum figure {
#include "compare.def"
    FIGURE_COUNT
};

/* Rows without which the table says nothing, at that width: what the clients do, names, and the
 * figures that are given up last. */
int compare_rows(const struct compare *compare, int width, bool ascii);
/* How many of the FIGURE_COUNT rows of figures are shown in a table of that size. */
int compare_figures(const struct compare *compare, int width, int height, bool ascii);

/* The figure as it stands in the table; "—": not measured. 48 bytes are enough. Returns out. */
char *compare_figure(const struct event *measured, enum figure figure, char *out, size_t size);
/* The event's field that the row shows. */
enum field compare_field(enum figure figure);

#endif
