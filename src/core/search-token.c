#include <config.h>

#include "search-token.h"

#include "i18n.h"

#include <ctype.h>
#include <string.h>

static const struct {
    const char *text;
    enum search_relation relation;
} relations[] = {
    {"<=", SEARCH_LESS_OR_IS}, {">=", SEARCH_MORE_OR_IS}, {"!=", SEARCH_IS_NOT}, {"==", SEARCH_IS},
    {"<", SEARCH_LESS},        {">", SEARCH_MORE},        {"=", SEARCH_IS},
};

static bool token_relation(struct reading *reading) {
    for (size_t i = 0; i < sizeof relations / sizeof relations[0]; i++) {
        size_t size = strlen(relations[i].text);
        if (strncmp(reading->rest, relations[i].text, size) != 0)
            continue;
        reading->rest += size;
        reading->token.sort = TOKEN_RELATION;
        reading->token.relation = relations[i].relation;
        strcpy(reading->token.text, relations[i].text);
        return true;
    }
    return false;
}

static bool token_text(struct reading *reading, enum token_sort sort, size_t size) {
    if (size >= WORD_MAX)
        return error_set(reading->error, _("a word of the query has more than %d bytes"),
                         WORD_MAX - 1);
    reading->token.sort = sort;
    memcpy(reading->token.text, reading->rest, size);
    reading->token.text[size] = '\0';
    reading->rest += size;
    return true;
}

static bool token_quoted(struct reading *reading) {
    size_t size = strcspn(++reading->rest, "\"");
    if (reading->rest[size] != '"')
        return error_set(reading->error, _("a quotation has no end: \"%s"), reading->rest);
    if (!token_text(reading, TOKEN_QUOTED, size))
        return false;
    reading->rest++;
    return true;
}

bool token_next(struct reading *reading) {
    reading->rest += strspn(reading->rest, " \t");
    reading->token = (struct token){.sort = TOKEN_END};
    if (!*reading->rest || token_relation(reading))
        return true;
    if (*reading->rest == '"')
        return token_quoted(reading);
    size_t size = strcspn(reading->rest, " \t\"<>=!");
    return token_text(reading, TOKEN_WORD, size ? size : 1);
}

/* ---- numbers ---- */

bool is_number(const char *text) {
    return isdigit((unsigned char)text[text[0] == '-']);
}

static const struct {
    const char *name;
    int64_t ns;
} units[] = {
    {"ns", 1}, {"us", 1000}, {"µs", 1000}, {"ms", 1000000}, {"s", 1000000000},
};

static int64_t unit_ns(const char *name) {
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++)
        if (strcmp(units[i].name, name) == 0)
            return units[i].ns;
    return 0;
}

/* Digits without a sign; false if they are more than an event can have. */
static bool digits_read(const char **text, int64_t *value) {
    *value = 0;
    for (; isdigit((unsigned char)**text); ++*text) {
        *value = *value * 10 + (**text - '0');
        if (*value > EVENT_INTEGER_MAX)
            return false;
    }
    return true;
}

static bool fail_number(const struct reading *reading, const char *text) {
    return error_set(reading->error, _("\"%s\" is no number that an event can have"), text);
}

bool number_read(const struct reading *reading, const char *text, int64_t *value) {
    const char *end = text + (text[0] == '-');
    if (!is_number(text) || !digits_read(&end, value) || *end)
        return fail_number(reading, text);
    *value = text[0] == '-' ? -*value : *value;
    return true;
}

/* What stands behind the point, at the scale of the unit. */
static int64_t fraction_ns(const char *digits, int64_t unit) {
    int64_t ns = 0;
    for (unit /= 10; isdigit((unsigned char)*digits) && unit; digits++, unit /= 10)
        ns += (*digits - '0') * unit;
    return ns;
}

bool time_read(const struct reading *reading, const char *text, int64_t *ns) {
    const char *end = text, *fraction = "";
    int64_t whole;
    if (!digits_read(&end, &whole) || end == text)
        return fail_number(reading, text);
    if (*end == '.')
        fraction = end + 1;
    end += *end == '.' ? 1 + strspn(fraction, "0123456789") : 0;
    int64_t unit = unit_ns(end);
    bool none = whole == 0 && !*end;
    if (!unit && !none)
        return error_set(reading->error,
                         _("\"%s\" is no time: it needs ns, us, ms or s behind it, as in 10ms"),
                         text);
    if (unit && whole > EVENT_INTEGER_MAX / unit)
        return fail_number(reading, text);
    *ns = whole * unit + fraction_ns(fraction, unit);
    return true;
}
