#include <config.h>

#include "search.h"

#include <string.h>

/* ---- numbers ---- */

static bool relate(int64_t found, enum search_relation relation, int64_t number) {
    switch (relation) {
    case SEARCH_IS:
        return found == number;
    case SEARCH_IS_NOT:
        return found != number;
    case SEARCH_LESS:
        return found < number;
    case SEARCH_LESS_OR_IS:
        return found <= number;
    case SEARCH_MORE:
        return found > number;
    case SEARCH_MORE_OR_IS:
        return found >= number;
    }
    return false;
}

/* ---- how long ---- */

/* What ends the phase that an event of the kind begins. */
static uint32_t phase_ends(enum event_kind kind) {
    uint32_t ends = TRACE_KIND(EVENT_RETURN) | TRACE_KIND(EVENT_TASK_END);
    return kind == EVENT_COPY ? ends : ends | TRACE_KIND(EVENT_AWAKE);
}

/* Up to the end of the trace if the phase has no end there: it lasted at least so long. */
static bool lasts(const struct search_term *term, const struct trace *trace,
                  const struct event *event, size_t *looked) {
    struct event room;
    size_t index = (size_t)event->seq, last = trace_count(trace) - 1;
    if (event->kind != (int64_t)term->kind)
        return false;
    struct trace_wanted wanted = {.kinds = phase_ends(term->kind), .task = event->task};
    size_t end = trace_next_wanted(trace, index + 1, &wanted);
    /* A signal's handler makes calls of its own inside. */
    while (end <= last && trace_at(trace, end, &room)->number != event->number &&
           room.kind != EVENT_TASK_END)
        end = trace_next_wanted(trace, end + 1, &wanted);
    *looked += (end < last ? end : last) - index;
    int64_t until = trace_at(trace, end < last ? end : last, &room)->t;
    return relate(until - event->t, term->relation, term->number);
}

static bool took(const struct search_term *term, const struct event *event) {
    return event->kind == EVENT_RETURN && event_has(event, FIELD_entered) &&
           relate(event->t - event->entered, term->relation, term->number);
}

/* ---- bytes ---- */

static bool starts(const char *text, const char *beginning) {
    return text && strncmp(text, beginning, strlen(beginning)) == 0;
}

static bool moves(const struct event *event, bool out) {
    if (event->kind == EVENT_CLIENT)
        return starts(event->act, out ? "send" : "read");
    if (event->kind != EVENT_RETURN)
        return false;
    return out ? event->call == CALL_send || event->call == CALL_write
               : event->call == CALL_recv || event->call == CALL_read;
}

static bool moved(const struct search_term *term, const struct event *event) {
    return event->result >= 0 && !event_has(event, FIELD_error) && moves(event, term->out) &&
           relate(event->result, term->relation, term->number);
}

static bool within(const struct search_term *term, const struct event *event) {
    return (event->data.size &&
            memmem(event->data.at, event->data.size, term->text, term->text_size)) ||
           (event->text && strstr(event->text, term->text));
}

/* ---- names ---- */

static bool in_list(struct bytes list, int64_t bits) {
    for (size_t i = 0; i < list_count(list); i++)
        if ((list_at(list, i).events & bits) == bits)
            return true;
    return false;
}

static bool has_value(const struct event *event, const struct search_value *value) {
    if (!event_has(event, value->field))
        return false;
    switch (field_row(value->field)->type) {
    case TYPE_LIST:
        return in_list(event_get_bytes(event, value->field), value->value);
    case TYPE_FLAGS:
    case TYPE_SIGNALS:
        return (event_get(event, value->field) & value->value) == value->value;
    default:
        return event_get(event, value->field) == value->value;
    }
}

/* Equal texts of a trace are equal pointers. */
static bool has_name(const struct event *event, const char *name) {
#define NAME_TEXT(member)              event->member == name ||
#define NAME_INT(member)               /* no text */
#define NAME_SET(member)               /* no text */
#define NAME_LIST(member)              /* no text */
#define NAME_DATA(member)              /* no text */
#define NAME_ERRNO(member)             /* no text */
#define NAME_SIGNAL(member)            /* no text */
#define NAME_SIGNALS(member)           /* no text */
#define NAME_KIND(member)              /* no text */
#define NAME_CALL(member)              /* no text */
#define NAME_EVIDENCE(member)          /* no text */
#define NAME_NAME(member)              /* no text */
#define NAME_FLAGS(member)             /* no text */
#define FIELD(member, json, type, ...) NAME_##type(member)
    return
#include "event.def"
        false;
}

static bool word_fits(const struct search_term *term, const struct event *event) {
    if (term->kinds & TRACE_KIND(event->kind))
        return true;
    if (term->calls && event_has(event, FIELD_call) && term->calls & TRACE_CALL(event->call))
        return true;
    if (term->name && has_name(event, term->name))
        return true;
    for (int i = 0; i < term->value_count; i++)
        if (has_value(event, &term->values[i]))
            return true;
    return term->field < FIELD_COUNT && event_has(event, term->field);
}

/* ---- fields ---- */

static bool listed(struct bytes list, int64_t fd) {
    bool found;
    list_events(list, fd, &found);
    return found;
}

static bool field_fits(const struct search_term *term, const struct event *event) {
    bool wanted = term->relation == SEARCH_IS;
    if (!event_has(event, term->field))
        return false;
    switch (field_row(term->field)->type) {
    case TYPE_TEXT:
        return (event_get_text(event, term->field) == term->name) == wanted;
    case TYPE_SET:
        return set_has(event_get_bytes(event, term->field), (int)term->number) == wanted;
    case TYPE_LIST:
        return listed(event_get_bytes(event, term->field), term->number) == wanted;
    case TYPE_FLAGS:
    case TYPE_SIGNALS:
        return ((event_get(event, term->field) & term->number) == term->number) == wanted;
    default:
        return relate(event_get(event, term->field), term->relation, term->number);
    }
}

/* ---- events ---- */

static bool term_fits(const struct search_term *term, const struct trace *trace,
                      const struct event *event, size_t *looked) {
    switch (term->sort) {
    case SEARCH_WORD:
        return word_fits(term, event);
    case SEARCH_FIELD:
        return field_fits(term, event);
    case SEARCH_LASTS:
        return lasts(term, trace, event, looked);
    case SEARCH_TOOK:
        return took(term, event);
    case SEARCH_MOVED:
        return moved(term, event);
    case SEARCH_WITHIN:
        return within(term, event);
    }
    return false;
}

bool search_fits(const struct search *search, const struct trace *trace, size_t index,
                 size_t *looked) {
    struct event room;
    size_t ignored = 0;
    const struct event *event = trace_at(trace, index, &room);
    for (int i = 0; i < search->count; i++)
        if (!term_fits(&search->terms[i], trace, event, looked ? looked : &ignored))
            return false;
    return true;
}

/* The next event that could be meant; way->end if there is none. The way goes on behind it. */
static size_t way_next(const struct search *search, const struct trace *trace,
                       struct search_way *way) {
    size_t next = way->back ? trace_last_wanted(trace, way->at, &search->wanted)
                            : trace_next_wanted(trace, way->at, &search->wanted);
    bool over = way->back ? next == SIZE_MAX || next < way->end : next >= way->end;
    if (over)
        way->at = way->end;
    else
        way->at = way->back ? next : next + 1;
    return over ? SIZE_MAX : next;
}

size_t search_on(const struct search *search, const struct trace *trace, struct search_way *way,
                 size_t most) {
    size_t looked = 0;
    while (looked < most && !search_is_done(way)) {
        size_t before = way->at, next = way_next(search, trace, way);
        looked += before > way->at ? before - way->at : way->at - before;
        if (next != SIZE_MAX && search_fits(search, trace, next, &looked))
            return next;
    }
    return SIZE_MAX;
}
