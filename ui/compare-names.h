/* compare-names: the names above the columns of the table of pages side by side. Pure.
 *
 *                 nonblocking      epoll-
 *      blocking          1000       level
 *
 * In narrow columns a page with several arguments is named once:
 *
 *             ─── nonblocking ───
 *    blocking      1000      5000   select
 */
#ifndef WAITSCOPE_COMPARE_NAMES_H
#define WAITSCOPE_COMPARE_NAMES_H

#include "canvas.h"
#include "compare.h"

/* Columns of cells: before the first page, and of each page with the gap before it. */
struct compare_columns {
    int left, width;
};

/* Rows that all names take together, at least 1. */
int compare_names_rows(const struct compare *compare, const struct compare_columns *columns);

/* Paints them from row y on; x is where `left` is counted from. */
void compare_names_paint(struct canvas *canvas, int x, int y, const struct compare *compare,
                         const struct compare_columns *columns);

#endif
