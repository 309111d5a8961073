#include <config.h>

#include "figures.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "text-add.h"

char *figure_number(int64_t number, char *out, size_t size) {
    char digits[24];
    uint64_t value = number < 0 ? -(uint64_t)number : (uint64_t)number;
    int count = snprintf(digits, sizeof digits, "%" PRIu64, value);
    out[0] = '\0';
    if (number < 0)
        text_add(out, size, "-");
    for (int i = 0; i < count; i++)
        text_add(out, size, "%s%c", i > 0 && (count - i) % 3 == 0 ? "," : "", digits[i]);
    return out;
}

/* One digit behind the point up to 100 of a unit, none above. */
static void unit_add(int64_t ns, int64_t unit, const char *name, char *out, size_t size) {
    int64_t tenths = ns / (unit / 10);
    if (tenths < 1000)
        text_add(out, size, "%" PRId64 ".%d %s", tenths / 10, (int)(tenths % 10), name);
    else
        text_add(out, size, "%" PRId64 " %s", ns / unit, name);
}

char *figure_time(int64_t ns, char *out, size_t size) {
    out[0] = '\0';
    if (ns < 0) {
        text_add(out, size, "-");
        ns = ns == INT64_MIN ? INT64_MAX : -ns;
    }
    if (ns < 1000)
        text_add(out, size, "%" PRId64 " ns", ns);
    else if (ns < 1000000)
        unit_add(ns, 1000, "µs", out, size);
    else if (ns < 1000000000)
        unit_add(ns, 1000000, "ms", out, size);
    else
        unit_add(ns, 1000000000, "s", out, size);
    return out;
}

char *figure_data(struct bytes data, bool more, size_t max, char *out, size_t size) {
    char text[256];
    size_t room = max + 1 < sizeof text ? max + 1 : sizeof text;
    size_t written = bytes_escape(data, text, room);
    bool cut = more || written < data.size;
    out[0] = '\0';
    text_add(out, size, "\"%s\"%s", text, cut ? "…" : "");
    return out;
}

char *figure_set(struct bytes set, char *out, size_t size) {
    out[0] = '\0';
    for (size_t fd = 0; fd < set.size * 8; fd++)
        if (set_has(set, (int)fd))
            text_add(out, size, "%s%zu", out[0] ? " " : "", fd);
    return out;
}

char *figure_list(struct bytes list, char *out, size_t size) {
    char entry[128];
    out[0] = '\0';
    for (size_t i = 0; i < list_count(list); i++) {
        char *colon = strchr(list_entry_format(list_at(list, i), entry, sizeof entry), ':');
        if (colon)
            *colon = ' ';
        if (strlen(out) + strlen(entry) + 8 > size) {
            text_add(out, size, "…");
            break;
        }
        text_add(out, size, "%s%s", i ? ", " : "", entry);
    }
    return out;
}
