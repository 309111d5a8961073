#include <config.h>

#include "chrome.h"

#include <string.h>

/* A text that is known while compiling. */
#define PUT(chrome, literal) writer_put((chrome)->writer, literal, sizeof literal - 1)

static const char *const groups[] = {
    [CHROME_SERVER] = "server",
    [CHROME_CLIENTS] = "script and clients",
    [CHROME_KERNEL] = "kernel",
};

static void line_start(struct chrome *chrome) {
    if (!chrome->empty)
        PUT(chrome, ",");
    PUT(chrome, "\n");
    chrome->empty = false;
}

/* Names and orders a group (number 0) or a lane of it. */
static void name_start(struct chrome *chrome, const char *what, enum chrome_group group,
                       int number) {
    line_start(chrome);
    PUT(chrome, "{\"ph\":\"M\",\"name\":\"");
    writer_text(chrome->writer, what);
    PUT(chrome, "\",\"pid\":");
    writer_integer(chrome->writer, group);
    PUT(chrome, ",\"tid\":");
    writer_integer(chrome->writer, number);
    PUT(chrome, ",\"args\":{\"");
}

static void order(struct chrome *chrome, const char *what, enum chrome_group group, int number,
                  int place) {
    name_start(chrome, what, group, number);
    PUT(chrome, "sort_index\":");
    writer_integer(chrome->writer, place);
    PUT(chrome, "}}");
}

void chrome_begin(struct chrome *chrome, struct writer *writer, const struct trace *trace) {
    *chrome =
        (struct chrome){.writer = writer, .json = event_json_new(writer, trace), .empty = true};
    PUT(chrome, "{\"displayTimeUnit\":\"ns\",\"traceEvents\":[");
    for (enum chrome_group group = CHROME_SERVER; group <= CHROME_KERNEL; group++) {
        name_start(chrome, "process_name", group, 1);
        PUT(chrome, "name\":\"");
        writer_text(writer, groups[group]);
        PUT(chrome, "\"}}");
        order(chrome, "process_sort_index", group, 1, group);
    }
}

void chrome_end(struct chrome *chrome) {
    PUT(chrome, "\n]}\n");
    event_json_free(chrome->json);
}

void chrome_name_lane(struct chrome *chrome, struct chrome_lane *lane, const char *name,
                      const char *more) {
    if (lane->named)
        return;
    lane->named = true;
    name_start(chrome, "thread_name", lane->group, lane->number);
    PUT(chrome, "name\":\"");
    writer_escaped(chrome->writer, name);
    if (more) {
        PUT(chrome, " (");
        writer_escaped(chrome->writer, more);
        PUT(chrome, ")");
    }
    PUT(chrome, "\"}}");
    order(chrome, "thread_sort_index", lane->group, lane->number, lane->number);
}

void chrome_line_begin(struct chrome *chrome, char phase, const char *category,
                       const struct chrome_lane *lane, int64_t t) {
    enum { BYTES = 256 }; /* words and numbers: it is less */
    char *at = writer_room(chrome->writer, BYTES);
    at = text_put(at, chrome->empty ? "\n{\"ph\":\"" : ",\n{\"ph\":\"");
    chrome->empty = false;
    *at++ = phase;
    at = text_put(at, "\",\"cat\":\"");
    at = text_put(at, category);
    at = text_put(at, "\",\"pid\":");
    at = digits_put(at, lane->group);
    at = text_put(at, ",\"tid\":");
    at = digits_put(at, lane->number);
    at = text_put(at, ",\"ts\":");
    at = micros_put(at, t);
    if (phase == 'i')
        at = text_put(at, ",\"s\":\"t\"");
    writer_wrote(chrome->writer, text_put(at, ",\"name\":\""));
}

void chrome_line_name(struct chrome *chrome, const char *part) {
    writer_escaped(chrome->writer, part);
}

void chrome_line_number(struct chrome *chrome, int64_t part) {
    writer_integer(chrome->writer, part);
}

void chrome_line_named(struct chrome *chrome) {
    PUT(chrome, "\"");
}

void chrome_line_duration(struct chrome *chrome, int64_t ns) {
    PUT(chrome, ",\"dur\":");
    writer_micros(chrome->writer, ns);
}

void chrome_line_end(struct chrome *chrome) {
    PUT(chrome, "}");
}

void chrome_line_plain(struct chrome *chrome, char phase, const char *category,
                       const struct chrome_lane *lane, int64_t t, const char *name) {
    chrome_line_begin(chrome, phase, category, lane, t);
    chrome_line_word(chrome, name);
    chrome_line_named(chrome);
}

static void arrow_end(struct chrome *chrome, char phase, const struct chrome_lane *lane,
                      int64_t t) {
    chrome_line_plain(chrome, phase, "wakes", lane, t, "wakes");
    PUT(chrome, ",\"id\":");
    writer_integer(chrome->writer, chrome->arrows);
    if (phase == 'f')
        PUT(chrome, ",\"bp\":\"e\"");
    chrome_line_end(chrome);
}

void chrome_arrow(struct chrome *chrome, const struct chrome_lane *from, int64_t from_t,
                  const struct chrome_lane *to, int64_t to_t) {
    chrome->arrows++;
    arrow_end(chrome, 's', from, from_t);
    arrow_end(chrome, 'f', to, to_t);
}
