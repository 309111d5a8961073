#include <config.h>

#include "judge-match.h"

#include "i18n.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* A sentence that is written piece by piece; what does not fit is left out. */
struct sentence {
    char text[480];
    size_t used;
};

__attribute__((format(printf, 2, 3))) static void say(struct sentence *sentence, const char *format,
                                                      ...) {
    va_list arguments;
    va_start(arguments, format);
    size_t room = sizeof sentence->text - sentence->used;
    int length = vsnprintf(sentence->text + sentence->used, room, format, arguments);
    va_end(arguments);
    if (length > 0)
        sentence->used += (size_t)length < room ? (size_t)length : room - 1;
}

static void say_set(struct sentence *sentence, struct bytes set) {
    const char *before = "{";
    for (int fd = 0; fd < (int)set.size * 8; fd++) {
        if (!set_has(set, fd))
            continue;
        say(sentence, "%s%d", before, fd);
        before = " ";
    }
    say(sentence, "%s}", *before == '{' ? "{" : "");
}

static void say_list(struct sentence *sentence, struct bytes list) {
    char text[128];
    say(sentence, "[");
    for (size_t i = 0; i < list_count(list); i++)
        say(sentence, "%s%s", i ? " " : "", list_entry_format(list_at(list, i), text, sizeof text));
    say(sentence, "]");
}

static void say_data(struct sentence *sentence, struct bytes bytes) {
    char text[60];
    bool all = bytes_escape(bytes, text, sizeof text) == bytes.size;
    say(sentence, "\"%s\"%s", text, all ? "" : "…");
}

/* The event's value in the field: "result -1", "no result". */
static void say_value(struct sentence *sentence, const struct event *event, enum field field) {
    const char *name = field_row(field)->name;
    char text[128];
    if (!event_has(event, field)) {
        say(sentence, _("no %s"), name);
        return;
    }
    say(sentence, "%s ", name);
    switch (field_row(field)->type) {
    case TYPE_TEXT:
        say(sentence, "\"%s\"", event_get_text(event, field));
        break;
    case TYPE_SET:
        say_set(sentence, event_get_bytes(event, field));
        break;
    case TYPE_LIST:
        say_list(sentence, event_get_bytes(event, field));
        break;
    case TYPE_DATA:
        say_data(sentence, event_get_bytes(event, field));
        break;
    default:
        say(sentence, "%s", field_format(field, event_get(event, field), text, sizeof text));
    }
}

static void say_equal(struct sentence *sentence, const struct condition *condition) {
    char text[128];
    switch (field_row(condition->field)->type) {
    case TYPE_TEXT:
        say(sentence, "\"%s\"", condition->text);
        break;
    case TYPE_SET:
        say_set(sentence, condition->bytes);
        break;
    case TYPE_LIST:
        say_list(sentence, condition->bytes);
        break;
    case TYPE_DATA:
        say_data(sentence, condition->bytes);
        break;
    default:
        say(sentence, "%s", field_format(condition->field, condition->value, text, sizeof text));
    }
}

static void say_bounds(struct sentence *sentence, bool has_min, int64_t min, bool has_max,
                       int64_t max) {
    if (has_min && has_max && min == max)
        say(sentence, "%lld", (long long)min);
    else if (has_min && has_max)
        say(sentence, _("%lld to %lld"), (long long)min, (long long)max);
    else if (has_min)
        say(sentence, _("at least %lld"), (long long)min);
    else
        say(sentence, _("at most %lld"), (long long)max);
}

static void say_condition(struct sentence *sentence, const struct condition *condition) {
    say(sentence, "%s ", field_row(condition->field)->name);
    switch (condition->relation) {
    case RELATION_EQUAL:
        say_equal(sentence, condition);
        break;
    case RELATION_RANGE:
        say_bounds(sentence, condition->has_min, condition->min, condition->has_max,
                   condition->max);
        break;
    case RELATION_LESS:
    case RELATION_MORE:
        say(sentence, "%s %s%s%s",
            condition->relation == RELATION_LESS ? _("less than") : _("more than"),
            condition->other ? condition->other : "", condition->other ? "." : "",
            field_row(condition->other_field)->name);
    }
}

static void say_wanted(struct sentence *sentence, const struct pattern *pattern) {
    if (pattern->has_count) {
        say(sentence, "%s", _("looked for "));
        say_bounds(sentence, true, pattern->count_min, pattern->count_max != INT64_MAX,
                   pattern->count_max);
        say(sentence, "%s", _(" events with "));
    } else
        say(sentence, "%s", _("looked for an event with "));
    for (int i = 0; i < pattern->condition_count; i++) {
        say(sentence, "%s", i ? ", " : "");
        say_condition(sentence, &pattern->conditions[i]);
    }
}

/* The first condition that the nearest event misses, with what it has instead. */
static void say_nearest(struct sentence *sentence, const struct court *court,
                        const struct pattern *pattern, size_t index) {
    struct event room, other_room;
    const struct event *event = trace_at(court->trace, index, &room);
    for (int i = 0; i < pattern->condition_count; i++) {
        const struct condition *condition = &pattern->conditions[i];
        if (condition_meets(court, condition, event))
            continue;
        say(sentence, _("the nearest, event %zu, has "), index);
        say_value(sentence, event, condition->field);
        if (condition->relation < RELATION_LESS)
            return;
        size_t other = condition->other ? court_event(court, condition->other) : index;
        if (other == SIZE_MAX)
            return;
        if (condition->other)
            say(sentence, _(" and event %zu has "), other);
        else
            say(sentence, ", ");
        say_value(sentence, trace_at(court->trace, other, &other_room), condition->other_field);
        return;
    }
}

bool reason_set(const struct court *court, const struct pattern *pattern, struct span span,
                const struct tally *tally, struct error *reason) {
    size_t nearest = tally->count == 0 ? nearest_find(court, pattern, span) : SIZE_MAX;
    struct sentence sentence = {.used = 0};
    say_wanted(&sentence, pattern);
    size_t after = pattern->after ? court_event(court, pattern->after) : 0;
    if (pattern->after && after == SIZE_MAX)
        say(&sentence, _(" after \"%s\", which no event met"), pattern->after);
    else if (pattern->after)
        say(&sentence, _(" after event %zu (\"%s\")"), after, pattern->after);
    say(&sentence, "; ");
    if (tally->count > 0)
        say(&sentence, _("found %lld, the first is event %zu"), (long long)tally->count,
            tally->first);
    else if (nearest != SIZE_MAX)
        say_nearest(&sentence, court, pattern, nearest);
    else
        say(&sentence, "%s", _("no event of the step has any of it"));
    return error_set(reason, "%s", sentence.text);
}
