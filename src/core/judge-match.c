#include <config.h>

#include "judge-match.h"

#include <assert.h>
#include <string.h>

size_t court_event(const struct court *court, const char *expect) {
    for (int i = 0; i < court->count; i++) {
        const struct judgement *judgement = &court->judgements[i];
        bool is_ask = judgement->id == judgement->step;
        if (!is_ask && strcmp(judgement->id, expect) == 0)
            return judgement->event;
    }
    return SIZE_MAX;
}

static bool byte_is(struct bytes bytes, size_t at, unsigned char value) {
    return (at < bytes.size ? bytes.at[at] : 0) == value;
}

/* Bitmaps of different lengths are equal if the rest is empty. */
static bool sets_equal(struct bytes a, struct bytes b) {
    size_t size = a.size > b.size ? a.size : b.size;
    for (size_t i = 0; i < size; i++)
        if (!byte_is(a, i, i < b.size ? b.at[i] : 0))
            return false;
    return true;
}

static bool value_equals(const struct condition *condition, const struct event *event) {
    struct bytes bytes;
    switch (field_row(condition->field)->type) {
    case TYPE_TEXT:
        return strcmp(event_get_text(event, condition->field), condition->text) == 0;
    case TYPE_SET:
        return sets_equal(event_get_bytes(event, condition->field), condition->bytes);
    case TYPE_LIST:
    case TYPE_DATA:
        bytes = event_get_bytes(event, condition->field);
        return bytes.size == condition->bytes.size &&
               (bytes.size == 0 || memcmp(bytes.at, condition->bytes.at, bytes.size) == 0);
    default:
        return event_get(event, condition->field) == condition->value;
    }
}

/* The event whose field the condition compares to, or NULL. It may be unpacked into *room. */
static const struct event *other_event(const struct court *court, const struct condition *condition,
                                       const struct event *event, struct event *room) {
    if (!condition->other)
        return event;
    size_t index = court_event(court, condition->other);
    return index == SIZE_MAX ? NULL : trace_at(court->trace, index, room);
}

static bool value_compares(const struct court *court, const struct condition *condition,
                           const struct event *event) {
    if (condition->other && !court)
        return true;
    struct event room;
    const struct event *other = other_event(court, condition, event, &room);
    if (!other || !event_has(other, condition->other_field))
        return false;
    int64_t value = event_get(event, condition->field);
    int64_t limit = event_get(other, condition->other_field);
    return condition->relation == RELATION_LESS ? value < limit : value > limit;
}

bool condition_meets(const struct court *court, const struct condition *condition,
                     const struct event *event) {
    if (!event_has(event, condition->field))
        return false;
    switch (condition->relation) {
    case RELATION_EQUAL:
        return value_equals(condition, event);
    case RELATION_RANGE:
        return (!condition->has_min || event_get(event, condition->field) >= condition->min) &&
               (!condition->has_max || event_get(event, condition->field) <= condition->max);
    case RELATION_LESS:
    case RELATION_MORE:
        return value_compares(court, condition, event);
    }
    assert(!"a relation");
    return false;
}

static bool all_met(const struct court *court, const struct pattern *pattern,
                    const struct event *event) {
    for (int i = 0; i < pattern->condition_count; i++)
        if (!condition_meets(court, &pattern->conditions[i], event))
            return false;
    return true;
}

bool pattern_matches(const struct pattern *pattern, const struct event *event) {
    return all_met(NULL, pattern, event);
}

/* How much an event is like the pattern; 0: not at all. The right call and the right kind of event
 * count double; between equals, having the fields at all decides. */
static int nearness(const struct court *court, const struct pattern *pattern,
                    const struct event *event) {
    int met = 0;
    int present = 0;
    for (int i = 0; i < pattern->condition_count; i++) {
        const struct condition *condition = &pattern->conditions[i];
        bool is_what = condition->field == FIELD_kind || condition->field == FIELD_call;
        if (condition_meets(court, condition, event))
            met += is_what ? 2 : 1;
        present += event_has(event, condition->field);
    }
    return met ? met * FIELD_COUNT + present : 0;
}

static int64_t event_times(const struct event *event) {
    return event_has(event, FIELD_times) && event->times > 1 ? event->times : 1;
}

/* What an event must be to meet the pattern, as far as the trace can look for it at once. */
static struct trace_wanted wanted_of(const struct pattern *pattern) {
    struct trace_wanted wanted = {.kinds = UINT32_MAX};
    for (int i = 0; i < pattern->condition_count; i++) {
        const struct condition *condition = &pattern->conditions[i];
        if (condition->relation != RELATION_EQUAL)
            continue;
        if (condition->field == FIELD_kind)
            wanted.kinds &= TRACE_KIND(condition->value);
        if (condition->field == FIELD_call)
            wanted.calls = TRACE_CALL(condition->value);
    }
    return wanted;
}

/* The events of the span that the pattern is about: none if what they come after is not there. */
static struct span span_meant(const struct court *court, const struct pattern *pattern,
                              struct span span) {
    size_t after = pattern->after ? court_event(court, pattern->after) : SIZE_MAX;
    if (!pattern->after)
        return span;
    if (after == SIZE_MAX)
        span.begin = span.end;
    else if (after + 1 > span.begin)
        span.begin = after + 1;
    return span;
}

size_t nearest_find(const struct court *court, const struct pattern *pattern, struct span span) {
    size_t nearest = SIZE_MAX;
    int most = 0;
    span = span_meant(court, pattern, span);
    for (size_t i = span.begin; i < span.end; i++) {
        struct event room;
        int near = nearness(court, pattern, trace_at(court->trace, i, &room));
        if (near <= most)
            continue;
        most = near;
        nearest = i;
    }
    return nearest;
}

struct tally tally_span(const struct court *court, const struct pattern *pattern,
                        struct span span) {
    const struct trace *trace = court->trace;
    const struct trace_wanted wanted = wanted_of(pattern);
    struct tally tally = {.first = SIZE_MAX};
    span = span_meant(court, pattern, span);
    for (size_t i = trace_next_until(trace, span.begin, span.end, &wanted); i < span.end;
         i = trace_next_until(trace, i + 1, span.end, &wanted)) {
        struct event room;
        const struct event *event = trace_at(trace, i, &room);
        if (!all_met(court, pattern, event))
            continue;
        tally.count += event_times(event);
        tally.first = tally.first < i ? tally.first : i;
    }
    return tally;
}

bool tally_is_enough(const struct tally *tally, const struct pattern *pattern) {
    if (!pattern->has_count)
        return tally->count > 0;
    return tally->count >= pattern->count_min && tally->count <= pattern->count_max;
}
