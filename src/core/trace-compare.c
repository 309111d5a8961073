#include <config.h>

#include "trace-compare.h"

#include "i18n.h"

#include <stdio.h>
#include <string.h>

/* Long enough to tell values apart, short enough for two of them in a sentence. */
enum { VALUE_MAX = 150 };

static void set_format(struct bytes set, char *out, size_t size) {
    size_t used = (size_t)snprintf(out, size, "{");
    for (size_t fd = 0; fd < set.size * 8 && used + 16 < size; fd++)
        if (set_has(set, (int)fd))
            used += (size_t)snprintf(out + used, size - used, "%s%zu", used > 1 ? " " : "", fd);
    snprintf(out + used, size - used, "}");
}

static void list_format(struct bytes list, char *out, size_t size) {
    char text[128];
    size_t used = (size_t)snprintf(out, size, "[");
    for (size_t i = 0; i < list_count(list); i++) {
        list_entry_format(list_at(list, i), text, sizeof text);
        if (used + strlen(text) + 3 > size)
            break;
        used += (size_t)snprintf(out + used, size - used, "%s%s", i ? " " : "", text);
    }
    snprintf(out + used, size - used, "]");
}

static const char *value_format(const struct event *event, enum field field, char *out,
                                size_t size) {
    char escaped[VALUE_MAX - 2];
    if (!event_has(event, field))
        return _("nothing");
    switch (field_row(field)->type) {
    case TYPE_TEXT:
        text_printable(event_get_text(event, field), escaped, sizeof escaped);
        snprintf(out, size, "\"%s\"", escaped);
        return out;
    case TYPE_SET:
        set_format(event_get_bytes(event, field), out, size);
        return out;
    case TYPE_LIST:
        list_format(event_get_bytes(event, field), out, size);
        return out;
    case TYPE_DATA:
        bytes_escape(event_get_bytes(event, field), escaped, sizeof escaped);
        snprintf(out, size, "\"%s\"", escaped);
        return out;
    default:
        return field_format(field, event_get(event, field), out, size);
    }
}

static bool events_differ(const struct event *a, const struct event *b, enum field field,
                          struct error *difference) {
    char one[VALUE_MAX], other[VALUE_MAX];
    return error_set(difference, _("event %lld: %s is %s in the first trace and %s in the second"),
                     (long long)a->seq, field_row(field)->name,
                     value_format(a, field, one, sizeof one),
                     value_format(b, field, other, sizeof other));
}

bool trace_same(const struct trace *a, const struct trace *b, struct error *difference) {
    size_t one = trace_count(a), other = trace_count(b);
    for (size_t i = 0; i < one && i < other; i++) {
        enum field field;
        struct event rooms[2];
        const struct event *first = trace_at(a, i, &rooms[0]), *second = trace_at(b, i, &rooms[1]);
        if (!event_same(first, second, &field))
            return events_differ(first, second, field, difference);
    }
    if (one != other)
        return error_set(
            difference, _("the first trace has %zu events and the second %zu; the first %zu agree"),
            one, other, one < other ? one : other);
    return true;
}
