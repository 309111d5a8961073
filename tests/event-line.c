#include <config.h>

#include "event-line.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

char *event_line_word(char **rest) {
    char *at = *rest + strspn(*rest, " \t\n");
    if (*at == '\0')
        return NULL;
    char *word = at;
    char *end = at;
    bool quoted = false;
    for (; *at && (quoted || !strchr(" \t\n", *at)); at++) {
        if (*at == '"')
            quoted = !quoted;
        else
            *end++ = *at;
    }
    *rest = *at ? at + 1 : at;
    *end = '\0';
    return word;
}

static bool parse_set(const char *text, unsigned char *bits, size_t size, size_t *used) {
    memset(bits, 0, size);
    *used = 0;
    while (*text) {
        char *end;
        unsigned long fd = strtoul(text, &end, 10);
        if (end == text || fd >= size * 8 || (*end && *end != ','))
            return false;
        bits[fd / 8] |= 1 << fd % 8;
        if (*used < fd / 8 + 1)
            *used = fd / 8 + 1;
        text = *end ? end + 1 : end;
    }
    return true;
}

/* "4:IN|OUT,-1:IN" */
static bool parse_list(char *text, unsigned char *entries, size_t size, size_t *used) {
    *used = 0;
    for (char *next; *text; text = next) {
        struct list_entry entry;
        next = text + strcspn(text, ",");
        if (*next)
            *next++ = '\0';
        if (!list_entry_parse(text, &entry) || *used + sizeof entry > size)
            return false;
        memcpy(entries + *used, &entry, sizeof entry);
        *used += sizeof entry;
    }
    return true;
}

static bool parse_bytes(struct event_line *line, enum field field, char *value) {
    if (line->bytes_used == sizeof line->bytes / sizeof line->bytes[0])
        return false;
    unsigned char *bytes = line->bytes[line->bytes_used++];
    size_t size = sizeof line->bytes[0];
    if (field_row(field)->type == TYPE_SET) {
        if (!parse_set(value, bytes, size, &size))
            return false;
    } else if (field_row(field)->type == TYPE_LIST) {
        if (!parse_list(value, bytes, size, &size))
            return false;
    } else {
        long count = bytes_unescape(value, bytes, size);
        if (count < 0)
            return false;
        size = count;
    }
    event_set_bytes(&line->event, field, bytes, size);
    return true;
}

static bool parse_integer(struct event_line *line, enum field field, const char *value) {
    int64_t number;
    if (field_row(field)->type == TYPE_INT) {
        char *end;
        errno = 0;
        number = strtoll(value, &end, 10);
        if (end == value || *end || errno)
            return false;
    } else if (!field_parse(field, value, &number)) {
        return false;
    }
    event_set(&line->event, field, number);
    return true;
}

static bool parse_field(struct event_line *line, char *word, struct error *error) {
    char *value = strchr(word, '=');
    if (!value)
        return error_set(error, "found \"%s\", expected FIELD=VALUE", word);
    *value++ = '\0';
    enum field field = field_find(word);
    if (field == FIELD_COUNT)
        return error_set(error, "there is no field \"%s\"", word);
    bool parsed = true;
    switch (field_row(field)->type) {
    case TYPE_TEXT:
        event_set_text(&line->event, field, value);
        break;
    case TYPE_SET:
    case TYPE_LIST:
    case TYPE_DATA:
        parsed = parse_bytes(line, field, value);
        break;
    default:
        parsed = parse_integer(line, field, value);
    }
    return parsed || error_set(error, "\"%s\" is no value of %s", value, word);
}

bool event_line_parse(struct event_line *line, const char *text, struct error *error) {
    memset(line, 0, sizeof *line);
    if (strlen(text) >= sizeof line->text)
        return error_set(error, "the line is too long");
    strcpy(line->text, text);
    char *rest = line->text;
    char *word = event_line_word(&rest);
    int64_t kind;
    if (!word || !field_parse(FIELD_kind, word, &kind))
        return error_set(error, "found \"%s\", expected an event's name", word ? word : "");
    event_set(&line->event, FIELD_kind, kind);
    while ((word = event_line_word(&rest)))
        if (!parse_field(line, word, error))
            return false;
    return true;
}
