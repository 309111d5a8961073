/* The line of an event is read in one pass, or left to the JSON reader: whatever stands in it, the
 * two must not disagree. */
#include <config.h>

#include "file.h"
#include "json.h"
#include "long-trace.h"
#include "recorded.h"
#include "sample-trace.h"
#include "tap.h"
#include "trace-line.h"
#include "trace-read-event.h"

#include <stdlib.h>
#include <string.h>

enum { LINES = 300, ROUNDS = 400 };

static uint64_t random_state = 1;

static size_t random_below(size_t below) {
    random_state = random_state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (size_t)(random_state >> 33) % below;
}

static bool bytes_same(struct bytes a, struct bytes b) {
    return a.size == b.size && (a.size == 0 || memcmp(a.at, b.at, a.size) == 0);
}

static bool field_same(const struct event *a, const struct event *b, enum field field) {
    if (event_has(a, field) != event_has(b, field))
        return false;
    if (!event_has(a, field))
        return true;
    switch (field_row(field)->type) {
    case TYPE_TEXT:
        return strcmp(event_get_text(a, field), event_get_text(b, field)) == 0;
    case TYPE_SET:
    case TYPE_LIST:
    case TYPE_DATA:
        return bytes_same(event_get_bytes(a, field), event_get_bytes(b, field));
    default:
        return event_get(a, field) == event_get(b, field);
    }
}

static bool event_equals(const struct event *a, const struct event *b) {
    for (enum field field = 0; field < FIELD_COUNT; field++)
        if (!field_same(a, b, field))
            return false;
    return true;
}

/* What both readers need. */
struct readers {
    struct line_reader *lines;
    struct event_room *room;
    int taken; /* lines that were read in one pass */
};

/* Does the JSON reader say the same of a line that was read in one pass? */
static bool agree(struct readers *readers, const char *line, size_t size) {
    struct event event, slow;
    struct error error = {""};
    if (!line_read_event(readers->lines, line, size, &event))
        return true;
    readers->taken++;
    struct json *json = json_parse(line, size, 1, &error);
    bool same = json && event_read_json(json, false, readers->room, &slow, &error) &&
                event_equals(&event, &slow);
    if (!same)
        tap_note("%s: %.*s", error.text, (int)size, line);
    json_free(json);
    return same;
}

/* A copy of the line, of which something is changed, as what stands in files is: by a byte, by a
 * piece that is doubled, left out, or another line's. The caller frees it. */
static char *line_spoil(const char *line, size_t *size, const char *other, size_t other_size) {
    size_t from = random_below(*size), length = 1 + random_below(*size - from);
    char *spoiled = malloc(*size + length + other_size + 1);
    size_t used = 0;
    memcpy(spoiled, line, from);
    used += from;
    switch (random_below(5)) {
    case 0:
        spoiled[used++] = (char)random_below(256);
        from++;
        break;
    case 1:
        spoiled[used++] = "0123456789\",:{}[]\\-+.eE \t"[random_below(25)];
        break;
    case 2:
        memcpy(spoiled + used, line + from, length);
        used += length;
        break;
    case 3:
        from += length;
        break;
    default:
        length = random_below(other_size);
        memcpy(spoiled + used, other + length, other_size - length);
        used += other_size - length;
        from = *size;
    }
    memcpy(spoiled + used, line + from, *size - from);
    used += *size - from;
    spoiled[used] = '\0';
    *size = used;
    return spoiled;
}

/* The lines of a trace's text. */
struct lines {
    const char *at[LINES];
    size_t size[LINES];
    int count;
};

static void lines_find(struct lines *lines, const char *text) {
    lines->count = 0;
    for (; *text && lines->count < LINES; lines->count++) {
        lines->at[lines->count] = text;
        lines->size[lines->count] = strcspn(text, "\n");
        text += lines->size[lines->count] + 1;
    }
}

static void test_spoiled(struct readers *readers, const char *what, const struct lines *lines,
                         int share) {
    bool good = true;
    int tried = 0, rounds = tap_rounds(ROUNDS);
    readers->taken = 0;
    for (int i = 0; i < lines->count && good; i++) {
        for (int round = 0; round < rounds && good; round++, tried++) {
            int other = (int)random_below((size_t)lines->count);
            size_t size = lines->size[i];
            char *line = line_spoil(lines->at[i], &size, lines->at[other], lines->size[other]);
            good = agree(readers, line, size);
            free(line);
        }
    }
    tap_ok(good && readers->taken >= tried / share,
           "%s: of %d spoiled lines %d are read as by JSON", what, tried, readers->taken);
}

/* All lines but the first and the last are events as this version writes them. */
static void test_whole(struct readers *readers, const char *what, const char *text) {
    int events = 0;
    bool good = true;
    readers->taken = 0;
    for (; *text; events++) {
        size_t size = strcspn(text, "\n");
        good = good && agree(readers, text, size);
        text += size + 1;
    }
    tap_ok(good && readers->taken == events - 2, "%s: each of %d events is read in one pass", what,
           readers->taken);
}

/* Its texts, which are no ASCII, are for the JSON reader; spoiled, some lines are not. */
static void test_sample(struct readers *readers) {
    struct trace *trace = sample_trace();
    struct lines lines;
    size_t size;
    char *text = trace_to_text(trace, &size);
    lines_find(&lines, text);
    test_spoiled(readers, "the sample", &lines, 1000);
    free(text);
    trace_free(trace);
}

static void test_long(struct readers *readers) {
    struct trace *trace = long_trace(LINES, 50);
    struct lines lines;
    size_t size;
    char *text = trace_to_text(trace, &size);
    test_whole(readers, "a long trace", text);
    lines_find(&lines, text);
    test_spoiled(readers, "a long trace", &lines, 50);
    free(text);
    trace_free(trace);
}

static void test_recordings(struct readers *readers) {
    for (int i = 0; i < RECORDED; i++) {
        char path[400];
        struct error error = {""};
        size_t size;
        snprintf(path, sizeof path, "%s/tests/traces/%s.jsonl", SOURCEDIR, recorded_names[i]);
        char *text = file_read(path, 1 << 24, &size, &error);
        if (!text)
            tap_ok(false, "%s", error.text);
        else
            test_whole(readers, recorded_names[i], text);
        free(text);
    }
}

int main(void) {
    struct readers readers = {line_reader_new(), malloc(sizeof *readers.room), 0};
    test_sample(&readers);
    test_long(&readers);
    test_recordings(&readers);
    line_reader_free(readers.lines);
    free(readers.room);
    return tap_done();
}
