/* measured: the pages that a lesson has measured up to a place, as a table. Pure; any thread. */
#ifndef WAITSCOPE_MEASURED_H
#define WAITSCOPE_MEASURED_H

#include "compare.h"
#include "view.h"

enum {
    MEASURED_COLUMNS = 6, /* more do not fit; the latest stay */
    MEASURED_NAME = 64,   /* bytes of a page's name with its arguments */
};

struct measured {
    struct compare compare;
    struct compare_column columns[MEASURED_COLUMNS];
    char names[MEASURED_COLUMNS][MEASURED_NAME];
};

/* Those with the same clients as the latest; a page that this step is about to measure has a column
 * without figures. False if something else is to be seen: another page has started since, or
 * nothing was measured. The table borrows from the view and from *measured. */
bool measured_fill(struct measured *measured, const struct view *view);

#endif
