#include <config.h>

#include "mutation.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

/* Room for what an altered event points to; trace_append() copies it. */
struct scratch {
    char text[4096];
    unsigned char bytes[8192];
};

const char *mutation_step(const struct trace *trace, size_t index) {
    struct event room;
    const struct event *event = trace_at(trace, index, &room);
    return event->kind == EVENT_STEP && event_has(event, FIELD_step) ? event->step : "";
}

struct trace *mutation_start(const struct trace *trace) {
    struct trace *mutant = trace_new();
    *trace_header(mutant) = *trace_header_const(trace);
    return mutant;
}

void mutation_copy(struct trace *mutant, const struct trace *trace, size_t begin, size_t end) {
    struct event room;
    for (size_t i = begin; i < end; i++)
        trace_append(mutant, trace_at(trace, i, &room));
}

static bool meets_all(const struct court *court, const struct pattern *pattern,
                      const struct event *event) {
    for (int i = 0; i < pattern->condition_count; i++)
        if (!condition_meets(court, &pattern->conditions[i], event))
            return false;
    return true;
}

/* What LESS and MORE compare to. */
static int64_t limit_of(const struct court *court, const struct condition *condition,
                        const struct event *event) {
    if (!condition->other)
        return event_get(event, condition->other_field);
    size_t index = court_event(court, condition->other);
    struct event room;
    if (index == SIZE_MAX)
        return 0;
    return event_get(trace_at(court->trace, index, &room), condition->other_field);
}

/* A number that does not meet the condition. */
static int64_t integer_breaking(const struct court *court, const struct condition *condition,
                                const struct event *event) {
    switch (condition->relation) {
    case RELATION_RANGE:
        return condition->has_min ? condition->min - 1 : condition->max + 1;
    case RELATION_LESS:
    case RELATION_MORE:
        return limit_of(court, condition, event);
    default:
        break;
    }
    switch (field_row(condition->field)->type) {
    case TYPE_KIND: /* not a step: that would be another script */
        return condition->value == EVENT_NOTE ? EVENT_LAB : EVENT_NOTE;
    case TYPE_CALL:
        return (condition->value + 1) % CALL_COUNT;
    case TYPE_EVIDENCE:
        return (condition->value + 1) % EVIDENCE_COUNT;
    default:
        return condition->value + 1;
    }
}

static void event_break(const struct court *court, struct event *event,
                        const struct condition *condition, struct scratch *scratch) {
    struct bytes bytes;
    switch (field_row(condition->field)->type) {
    case TYPE_TEXT:
        snprintf(scratch->text, sizeof scratch->text, "not %s", condition->text);
        event_set_text(event, condition->field, scratch->text);
        break;
    case TYPE_SET:
    case TYPE_LIST:
    case TYPE_DATA: /* one descriptor or byte more, or less */
        bytes = event_get_bytes(event, condition->field);
        assert(bytes.size <= sizeof scratch->bytes);
        memset(scratch->bytes, 0, sizeof scratch->bytes);
        if (bytes.size)
            memcpy(scratch->bytes, bytes.at, bytes.size);
        scratch->bytes[0] ^= 2;
        if (bytes.size == 0)
            bytes.size =
                field_row(condition->field)->type == TYPE_LIST ? sizeof(struct list_entry) : 1;
        event_set_bytes(event, condition->field, scratch->bytes, bytes.size);
        break;
    default:
        event_set(event, condition->field, integer_breaking(court, condition, event));
    }
    assert(!condition_meets(court, condition, event));
}

struct trace *mutation_of(const struct court *court, const struct pattern *pattern,
                          struct span span, enum mutation mutation,
                          const struct condition *condition) {
    struct trace *mutant = mutation_start(court->trace);
    for (size_t i = 0; i < trace_count(court->trace); i++) {
        struct event event;
        trace_at(court->trace, i, &event);
        struct scratch scratch;
        bool is_in = i >= span.begin && i < span.end && meets_all(court, pattern, &event);
        if (is_in && mutation == MUTATION_DROP)
            continue;
        if (is_in && mutation == MUTATION_ALTER)
            event_break(court, &event, condition, &scratch);
        if (is_in && mutation == MUTATION_UNSET)
            event_clear(&event, condition->field);
        trace_append(mutant, &event);
    }
    return mutant;
}

static void event_fit(const struct court *court, struct event *event,
                      const struct condition *condition) {
    enum field field = condition->field;
    switch (field_row(field)->type) {
    case TYPE_TEXT:
        event_set_text(event, field, condition->text);
        return;
    case TYPE_SET:
    case TYPE_LIST:
    case TYPE_DATA:
        event_set_bytes(event, field, condition->bytes.at, condition->bytes.size);
        return;
    default:
        break;
    }
    switch (condition->relation) {
    case RELATION_EQUAL:
        event_set(event, field, condition->value);
        break;
    case RELATION_RANGE:
        event_set(event, field, condition->has_min ? condition->min : condition->max);
        break;
    case RELATION_LESS:
        event_set(event, field, limit_of(court, condition, event) - 1);
        break;
    case RELATION_MORE:
        event_set(event, field, limit_of(court, condition, event) + 1);
        break;
    }
}

struct event mutation_fitting(const struct court *court, const struct pattern *pattern,
                              struct span span) {
    struct event event;
    trace_at(court->trace, span.end - 1, &event);
    if (event.kind == EVENT_STEP)
        event_set(&event, FIELD_kind, EVENT_NOTE);
    for (int i = 0; i < pattern->condition_count; i++) {
        const struct condition *condition = &pattern->conditions[i];
        if (condition->relation >= RELATION_LESS && !condition->other &&
            !event_has(&event, condition->other_field))
            event_set(&event, condition->other_field, 1);
        event_fit(court, &event, condition);
    }
    event_clear(&event, FIELD_times);
    return event;
}

struct trace *mutation_renamed(const struct trace *trace, const struct lesson *lesson) {
    struct trace *mutant = mutation_start(trace);
    int step = 0;
    for (size_t i = 0; i < trace_count(trace); i++) {
        struct event event;
        trace_at(trace, i, &event);
        if (event.kind == EVENT_STEP && step < lesson->step_count)
            event_set_text(&event, FIELD_step, lesson->steps[step++].id);
        trace_append(mutant, &event);
    }
    return mutant;
}
