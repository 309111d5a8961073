/* evidence-offer: what this machine lets this user know of a task, kind by kind. Each is tried, not
 * looked up: the thing itself is done once. Takes some 100 ms in all. The screen's thread, while no
 * page runs. */
#ifndef WAITSCOPE_EVIDENCE_OFFER_H
#define WAITSCOPE_EVIDENCE_OFFER_H

#include <stdbool.h>

#include "error.h"
#include "event.h"

/* What a kind's records are called by the kernel, and what of them it does not have. */
enum { OFFER_NAMES = 16 };

struct evidence_offer {
    enum evidence kind;
    const char *tells; /* what it tells (untranslated msgid) */
    bool available;    /* all or some of it */
    struct error why;  /* not available, or not all of it: why, and how to allow it */
    int record_count;  /* of kinds that are records of the kernel's: */
    const char *records[OFFER_NAMES];
    int missing_count;
    const char *missing[OFFER_NAMES];
};

/* How many kinds there are to ask for: all that are the machine's. */
int evidence_offer_count(void);
/* Tries the one at index. */
void evidence_offer_try(int index, struct evidence_offer *offer);

#endif
