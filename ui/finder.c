#include <config.h>

#include "finder.h"

void finder_init(struct finder *finder) {
    finder->hit = finder->place = SIZE_MAX;
}

void finder_start(struct finder *finder, const struct trace *trace, size_t place, bool back) {
    finder->start = place;
    if (finder->hit != SIZE_MAX && finder->place == place)
        finder->start = finder->hit + !back;
    finder->around = false;
    finder->way = (struct search_way){back, finder->start, back ? 0 : trace_count(trace)};
}

/* The other part, up to where it began. */
static void go_around(struct finder *finder, const struct trace *trace) {
    bool back = finder->way.back;
    finder->around = true;
    finder->way = (struct search_way){back, back ? trace_count(trace) : 0, finder->start};
}

enum finder_state finder_turn(struct finder *finder, const struct trace *trace, size_t most) {
    size_t hit = search_on(&finder->search, trace, &finder->way, most);
    if (hit != SIZE_MAX) {
        finder->hit = hit;
        finder->place = trace_next(trace, hit + 1, trace_pictures());
        return FINDER_HIT;
    }
    if (search_is_done(&finder->way) && finder->around)
        return FINDER_NOTHING;
    if (search_is_done(&finder->way))
        go_around(finder, trace);
    return FINDER_MORE;
}

int finder_percent(const struct finder *finder, const struct trace *trace) {
    const struct search_way *way = &finder->way;
    size_t count = trace_count(trace), from = finder->start;
    if (finder->around)
        from = way->back ? finder->start + count : 0;
    size_t done = way->back ? from - way->at : way->at - from;
    if (finder->around && !way->back)
        done += count - finder->start;
    return count ? (int)(done * 100 / count) : 100;
}
