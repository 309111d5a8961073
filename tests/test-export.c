#include <config.h>

#include "caption.h"
#include "columns.h"
#include "event-line.h"
#include "export.h"
#include "recorded.h"
#include "sample-trace.h"
#include "tap.h"
#include "trace-json.h"

#include <errno.h>
#include <signal.h>
#include <string.h>

static const struct export_format formats[] = {
    {"jsonl", ".jsonl", "", export_jsonl, true, false},
    {"json", ".json", "", export_json, true, false},
    {"chrome", ".chrome.json .perfetto.json", "", export_chrome, false, false},
    {"svg", ".svg", "", export_svg, false, false},
    {"text", ".txt .text", "", export_text, false, false},
};

enum { FORMATS = sizeof formats / sizeof formats[0] };

/* The bytes of an export; the caller frees them. */
static char *exported(export_write *write, const struct export_part *part) {
    const struct export_format format = {"", "", "", write, false, false};
    char *text = NULL;
    size_t size;
    struct error error = {""};
    FILE *stream = open_memstream(&text, &size);
    if (!export_stream(&format, part, stream, "memory", &error))
        tap_ok(false, "%s", error.text);
    fclose(stream);
    return text;
}

/* ---- the writer ---- */

/* What the calls between two of these have written. */
static bool wrote(struct writer *writer, const char *text) {
    bool same = writer->used == strlen(text) && memcmp(writer->bytes, text, writer->used) == 0;
    if (!same)
        tap_note("%.*s", (int)writer->used, writer->bytes);
    writer->used = 0;
    return same;
}

static bool writes_integer(struct writer *writer, int64_t value) {
    char text[32];
    snprintf(text, sizeof text, "%lld", (long long)value);
    writer_integer(writer, value);
    return wrote(writer, text);
}

static void test_numbers(void) {
    struct writer *writer = writer_new(NULL);
    bool same = writes_integer(writer, INT64_MAX) && writes_integer(writer, INT64_MIN);
    for (int64_t value = 0; value < 100000; value++)
        same = same && writes_integer(writer, value);
    /* Around the powers of ten; behind them, all of their digits in all places. */
    for (int64_t power = 1; power <= INT64_MAX / 10; power *= 10)
        for (int64_t near = -1; near <= 1; near++)
            same = same && writes_integer(writer, power + near) &&
                   writes_integer(writer, -power - near) &&
                   writes_integer(writer, INT64_C(987654321987654321) / power + near);
    tap_ok(same, "integers are written as printf writes them");
    writer_micros(writer, 0);
    writer_byte(writer, ' ');
    writer_micros(writer, 1);
    writer_byte(writer, ' ');
    writer_micros(writer, 999999);
    writer_byte(writer, ' ');
    writer_micros(writer, -1500);
    tap_ok(wrote(writer, "0.000 0.001 999.999 -1.500"), "µs have three digits behind the point");
    writer_string(writer, "a\"b\\c µ");
    tap_ok(wrote(writer, "\"a\\\"b\\\\c µ\""), "strings are escaped");
    free(writer);
}

/* More than the buffer holds, in pieces and in one. */
static void test_long(void) {
    enum { TIMES = 30000, WORD = 7 };
    char *text = NULL, *big = malloc(3 * WRITER_BYTES);
    size_t size;
    struct error error = {""};
    FILE *stream = open_memstream(&text, &size);
    struct writer *writer = writer_new(stream);
    memset(big, 'x', 3 * WRITER_BYTES - 1);
    big[3 * WRITER_BYTES - 1] = '\0';
    for (int i = 0; i < TIMES; i++)
        writer_text(writer, "bytes, ");
    writer_text(writer, big);
    writer_string(writer, big);
    bool written = writer_finish(writer, "memory", &error);
    fclose(stream);
    size_t wanted = (size_t)TIMES * WORD + 2 * (3 * WRITER_BYTES - 1) + 2;
    tap_ok(written && size == wanted && text[TIMES * WORD - 1] == ' ' &&
               strncmp(text + TIMES * WORD, big, strlen(big)) == 0 && text[size - 1] == '"',
           "nothing is lost where the buffer ends");
    free(writer);
    free(text);
    free(big);
}

static void test_failures(const struct export_part *part) {
    struct error error = {""};
    for (size_t i = 0; i < FORMATS; i++) {
        FILE *full = fopen("/dev/full", "w");
        bool written = export_stream(&formats[i], part, full, "the disk", &error);
        tap_ok(!written &&
                   strcmp(error.text, "the disk: cannot write it: No space left on device") == 0,
               "%s on a full disk: %s", formats[i].name, error.text);
        fclose(full);
    }
}

/* ---- columns ---- */

static void test_columns(void) {
    char out[64], tiny[6];
    const char *text = "one two  three µµµµµµµµµµµµ end";
    tap_ok(columns_width("abc µ …") == 7 && columns_width("中文") == 4 && columns_width("") == 0,
           "columns are counted, two for a wide character");
    tap_ok(strcmp(columns_cut("abcdef", 6, out, sizeof out), "abcdef") == 0 &&
               strcmp(columns_cut("abcdef", 5, out, sizeof out), "abcd…") == 0 &&
               strcmp(columns_cut("中文字", 4, out, sizeof out), "中…") == 0 &&
               strcmp(columns_cut("abc", 0, out, sizeof out), "") == 0,
           "what is cut ends with an ellipsis");
    tap_ok(strcmp(columns_cut("abcdef", 6, tiny, sizeof tiny), "ab…") == 0,
           "what has no room in memory is cut too");
    static const char *const lines[] = {"one two", "three", "µµµµµµµµ", "µµµµ end"};
    bool same = true;
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++)
        same = columns_line(&text, 8, out, sizeof out) && strcmp(out, lines[i]) == 0 && same;
    tap_ok(same && !columns_line(&text, 8, out, sizeof out),
           "lines break at blanks, or where they must");
}

/* ---- which format, which part ---- */

static void test_formats(void) {
    static const struct {
        const char *path, *name;
    } rows[] = {
        {"a.jsonl", "jsonl"},
        {"a.json", "json"},
        {"a.chrome.json", "chrome"},
        {"x/y.perfetto.json", "chrome"},
        {"a.b.svg", "svg"},
        {"a.txt", "text"},
        {"a.text", "text"},
        {"a.JSON", NULL},
        {".json", NULL},
        {"json", NULL},
        {"a.jsonx", NULL},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct export_format *found = export_by_path(formats, FORMATS, rows[i].path);
        tap_ok(rows[i].name ? found && strcmp(found->name, rows[i].name) == 0 : !found, "%s is %s",
               rows[i].path, rows[i].name ? rows[i].name : "none of them");
    }
    tap_ok(export_by_name(formats, FORMATS, "svg") == &formats[3] &&
               !export_by_name(formats, FORMATS, "sv"),
           "a format has its name");
}

static bool cut_is(const struct trace *trace, const char *from, const char *to, size_t begin,
                   size_t end) {
    struct export_part part = export_whole(trace, NULL);
    struct error error = {""};
    return export_cut(&part, from, to, &error) && part.from == begin && part.to == end;
}

static bool cut_fails(const struct trace *trace, const char *from, const char *to,
                      const char *sentence) {
    struct export_part part = export_whole(trace, NULL);
    struct error error = {""};
    bool refused = !export_cut(&part, from, to, &error) && strcmp(error.text, sentence) == 0;
    if (!refused)
        tap_note("%s", error.text);
    return refused;
}

static void test_cut(const struct trace *trace) {
    size_t count = trace_count(trace);
    tap_ok(cut_is(trace, NULL, NULL, 0, count), "without places it is all");
    tap_ok(cut_is(trace, "3", "5", 3, 6), "both ends belong to it");
    tap_ok(cut_is(trace, "5", "5", 5, 6), "one event is a part");
    tap_ok(cut_is(trace, "hello", NULL, 72, count), "a step begins with its event");
    tap_ok(cut_is(trace, NULL, "hello", 0, 76), "and ends before the next");
    tap_ok(cut_is(trace, "hello", "scan", 72, 81), "from a step to a step");
    tap_ok(cut_is(trace, "hello", "hello", 72, 76), "a step is a part");
    tap_ok(cut_fails(trace, "gone", NULL, "there is no step \"gone\" in the trace"),
           "a step that is not there");
    tap_ok(cut_fails(trace, NULL, "221", "there is no event 221; the trace has 221, from 0"),
           "an event that is not there");
    tap_ok(cut_fails(trace, "99999999999999999999", NULL,
                     "there is no step \"99999999999999999999\" in the trace"),
           "a number that is none");
    tap_ok(cut_fails(trace, "scan", "hello", "\"scan\" comes after \"hello\""), "the wrong order");
}

/* ---- what is written ---- */

static void test_native(const char *name) {
    char path[512];
    struct error warning = {""}, error = {""};
    snprintf(path, sizeof path, SOURCEDIR "/tests/traces/%s.jsonl", name);
    struct trace *trace = trace_read_file(path, &warning, &error);
    struct export_part whole = export_whole(trace, NULL);
    char *native = text_of_file(path), *again = exported(export_jsonl, &whole);
    tap_ok(strcmp(native, again) == 0, "%s: jsonl is what was read", name);
    free(native);
    free(again);
    trace_free(trace);
}

/* Goldens say VERSION, so that a new one changes none of them. */
static void neutralise(char *text) {
    char *found = strstr(text, "waitscope " PACKAGE_VERSION);
    if (!found)
        return;
    char *version = found + strlen("waitscope ");
    memmove(version + strlen("VERSION"), version + strlen(PACKAGE_VERSION),
            strlen(version + strlen(PACKAGE_VERSION)) + 1);
    memcpy(version, "VERSION", strlen("VERSION"));
}

static void test_golden(const char *name, const char *from, const char *to, export_write *write,
                        const char *golden) {
    char path[512];
    struct error warning = {""}, error = {""};
    snprintf(path, sizeof path, SOURCEDIR "/tests/traces/%s.jsonl", name);
    struct trace *trace = trace_read_file(path, &warning, &error);
    struct export_part part = export_whole(trace, NULL);
    bool cut = export_cut(&part, from, to, &error);
    char *text = exported(write, &part);
    text = realloc(text, strlen(text) + 64);
    neutralise(text);
    tap_ok(cut && golden_is(golden, text), "%s, %s to %s, is as in %s %s", name, from, to, golden,
           error.text);
    free(text);
    trace_free(trace);
}

/* ---- traces that no run has ---- */

static struct trace *trace_of(const char *const *lines, size_t count) {
    struct trace *trace = trace_new();
    static struct event_line line;
    for (size_t i = 0; i < count; i++) {
        struct error error = {""};
        if (!event_line_parse(&line, lines[i], &error))
            tap_ok(false, "%s: %s", lines[i], error.text);
        trace_append(trace, &line.event);
    }
    return trace;
}

static int occurrences(const char *text, const char *what) {
    int count = 0;
    for (; (text = strstr(text, what)); text += strlen(what))
        count++;
    return count;
}

#define TRACE_OF(lines) trace_of(lines, sizeof lines / sizeof lines[0])

/* A handler calls inside a call: its slice lies inside the other's, which has no phases then. */
static void test_nested(void) {
    static const char *const lines[] = {
        "enter task=s call=recv number=1 fd=4 t=10",
        "asleep task=s call=recv number=1 entered=20 t=25",
        "signal task=s signal=SIGIO t=30",
        "enter task=s call=write number=2 fd=1 t=31",
        "return task=s call=write number=2 result=1 entered=32 t=40",
        "return task=s call=recv number=1 result=-1 errno=EINTR entered=20 switches=1 t=50",
    };
    struct trace *trace = TRACE_OF(lines);
    struct export_part whole = export_whole(trace, NULL);
    char *chrome = exported(export_chrome, &whole);
    tap_ok(strstr(chrome, "\"ts\":0.020,\"name\":\"recv EINTR\",\"dur\":0.030") &&
               strstr(chrome, "\"ts\":0.032,\"name\":\"write\",\"dur\":0.008") &&
               occurrences(chrome, "\"cat\":\"phase\"") == 0,
           "a call inside a call");
    free(chrome);
    trace_free(trace);
}

/* Ends that are missing. */
static void test_unfinished(void) {
    static const char *const lines[] = {
        "return task=s call=recv number=9 result=1 entered=1 t=2",
        "enter task=s call=accept number=1 fd=3 t=10",
        "asleep task=s call=accept number=1 entered=11 t=12",
        "descriptor act=opened fd=4 gen=1 sort=connection of=A t=13",
        "task-end task=s act=killed t=30",
        "enter task=z call=recv number=1 fd=4 t=40",
        "step step=last t=50",
    };
    struct trace *trace = TRACE_OF(lines);
    struct export_part whole = export_whole(trace, NULL);
    char *chrome = exported(export_chrome, &whole), *text = exported(export_text, &whole);
    tap_ok(strstr(chrome, "\"ts\":0.011,\"name\":\"accept\",\"dur\":0.019") &&
               occurrences(chrome, "\"unfinished\":1") == 2,
           "a call that a task's end cut off ends with it");
    tap_ok(strstr(chrome,
                  "{\"ph\":\"i\",\"cat\":\"call\",\"pid\":1,\"tid\":2,\"ts\":0.040,\"s\":\"t\","
                  "\"name\":\"recv\""),
           "one that was not seen in the kernel has no length");
    tap_ok(occurrences(chrome, "\"ph\":\"b\"") == 1 && occurrences(chrome, "\"ph\":\"e\"") == 1,
           "a connection that stays open ends with the file");
    tap_ok(strstr(text, "(has not returned)") && strstr(text, "(not seen in the kernel)"),
           "the ladder says so too");
    free(chrome);
    free(text);
    trace_free(trace);
}

/* Names that could end a string, a tag or a line. */
static void test_hostile(void) {
    static const char *const lines[] = {
        "task-start task=\"<b>&'\\\\x\" server=\"a<\" t=1",
        "enter task=\"<b>&'\\\\x\" call=recv number=1 fd=4 t=2",
        "client client=\"</text><script>\" act=\"send-]]>\" t=3",
        "step step=\"<!--\" t=4",
    };
    struct trace *trace = TRACE_OF(lines);
    struct export_part whole = export_whole(trace, NULL);
    char *svg = exported(export_svg, &whole);
    tap_ok(!strstr(svg, "<script") && !strstr(svg, "<b>") && !strstr(svg, "<!--") &&
               strstr(svg, "&lt;script&gt;"),
           "names are no markup");
    free(svg);
    trace_free(trace);
}

/* Short ones are remembered with their key, long ones written each time. */
static void test_texts(void) {
    enum { LONGEST = 150 };
    struct trace *trace = trace_new();
    char text[LONGEST + 1] = "", wanted[2 * LONGEST + 100];
    struct event event = {.has = {0}};
    event_set(&event, FIELD_t, 0);
    event_set(&event, FIELD_kind, EVENT_NOTE);
    for (int size = 0; size <= LONGEST; size++, text[size - 1] = size % 3 ? 'x' : '"') {
        text[size] = '\0';
        event_set_text(&event, FIELD_text, text);
        trace_append(trace, &event);
        trace_append(trace, &event);
    }
    struct export_part whole = export_whole(trace, NULL);
    char *jsonl = exported(export_jsonl, &whole);
    bool same = true;
    for (size_t i = 0; i < trace_count(trace); i++) {
        struct event room;
        char *at =
            wanted + sprintf(wanted, "{\"seq\":%zu,\"t\":0,\"event\":\"note\",\"text\":\"", i);
        for (const char *from = trace_at(trace, i, &room)->text; *from; from++)
            at += sprintf(at, *from == '"' ? "\\%c" : "%c", *from);
        strcpy(at, "\"}\n");
        same = same && strstr(jsonl, wanted);
    }
    tap_ok(same, "texts of any length are written");
    free(jsonl);
    trace_free(trace);
}

static void test_empty(void) {
    struct trace *trace = trace_new();
    struct export_part whole = export_whole(trace, NULL);
    for (size_t i = 0; i < FORMATS; i++) {
        char *text = exported(formats[i].write, &whole);
        tap_ok(text[0] && text[strlen(text) - 1] == '\n', "%s of nothing", formats[i].name);
        free(text);
    }
    trace_free(trace);
}

int main(void) {
    recorded_locale(false);
    signal(SIGPIPE, SIG_IGN);
    struct error warning = {""}, error = {""};
    struct trace *trace = trace_read_file(SOURCEDIR "/tests/traces/select.jsonl", &warning, &error);
    struct export_part whole = export_whole(trace, NULL);
    test_numbers();
    test_long();
    test_failures(&whole);
    test_columns();
    test_formats();
    test_cut(trace);
    for (int i = 0; i < RECORDED; i++)
        test_native(recorded_names[i]);
    test_native("sample");
    test_golden("blocking", "connect-a", "end-a", export_text, "export-blocking.txt");
    test_golden("send-blocks", "first", "woken", export_text, "export-send-blocks.txt");
    test_golden("select", "connect-b", "answer", export_svg, "export-select.svg");
    test_golden("phases", "connect", "small", export_chrome, "export-phases.chrome.json");
    test_nested();
    test_unfinished();
    test_hostile();
    test_texts();
    test_empty();
    trace_free(trace);
    recorded_free();
    return tap_done();
}
