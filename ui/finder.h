/* finder: from hit to hit of a search, on from a place or back from it, and around at the end. The
 * screen and --plain find alike. Pure; one thread at a time. */
#ifndef WAITSCOPE_FINDER_H
#define WAITSCOPE_FINDER_H

#include "search.h"

struct finder {
    struct search search; /* the caller reads it; what follows stays */
    bool around;          /* past the end of the trace, or its beginning */
    size_t start;         /* where it began */
    struct search_way way;
    size_t hit, place; /* the event found last, and the place that shows it; SIZE_MAX: none */
};

enum finder_state { FINDER_MORE, FINDER_HIT, FINDER_NOTHING };

/* Nothing has been found yet. */
void finder_init(struct finder *finder);

/* Begins at that place; at the last hit if the place shows that, for several hits may share one. */
void finder_start(struct finder *finder, const struct trace *trace, size_t place, bool back);
/* Looks at about `most` events. HIT: `hit` and `place` are set, which is where the hit and the
 * plain events behind it have happened. */
enum finder_state finder_turn(struct finder *finder, const struct trace *trace, size_t most);
/* How much of the trace has been looked at, 0 to 100. */
int finder_percent(const struct finder *finder, const struct trace *trace);

#endif
