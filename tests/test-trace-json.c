#include <config.h>

#include "json.h"
#include "sample-trace.h"
#include "tap.h"
#include "trace-compare.h"
#include "trace-json.h"

#include <locale.h>
#include <string.h>
#include <unistd.h>

static const char golden[] = SOURCEDIR "/tests/traces/sample.jsonl";

/* Reads and writes again: are these the bytes? */
static bool text_returns(const char *text, size_t size) {
    struct error warning, error;
    struct trace *trace = trace_from_text(text, size, &warning, &error);
    if (!trace)
        return false;
    size_t again_size;
    char *again = trace_to_text(trace, &again_size);
    bool same = again_size == size && memcmp(again, text, size) == 0;
    free(again);
    trace_free(trace);
    return same;
}

static void test_round_trip(const struct trace *trace, const char *text, size_t size) {
    struct error warning, error = {""};
    struct trace *again = trace_from_text(text, size, &warning, &error);
    if (!tap_ok(again && !warning.text[0], "what was written is read without a warning"))
        return tap_note("%s", error.text);
    tap_ok(trace_same(trace, again, &error), "the events are the same %s", error.text);
    bool fields = true;
    struct event rooms[2];
    for (size_t i = 0; i < trace_count(trace); i++)
        fields = fields && memcmp(trace_at(trace, i, &rooms[0])->has,
                                  trace_at(again, i, &rooms[1])->has, sizeof rooms[0].has) == 0;
    tap_ok(fields, "the events have the same fields");
    const struct trace_header *header = trace_header_const(again);
    tap_ok(strcmp(header->server, "no \"server\"") == 0 && header->rmem_max == 212992 &&
               header->evidence == trace_header_const(trace)->evidence,
           "the header is the same");
    tap_ok(text_returns(text, size), "written again it is the same bytes");
    trace_free(again);
}

static void test_golden(const struct trace *trace, const char *text, size_t size) {
    struct error warning, error = {""};
    if (getenv("GENERATE"))
        trace_write_file(trace, golden, &error);
    struct trace *expected = trace_read_file(golden, &warning, &error);
    size_t expected_size = 0;
    char *bytes = expected ? trace_to_text(expected, &expected_size) : NULL;
    tap_ok(bytes && expected_size == size && memcmp(bytes, text, size) == 0,
           "the sample is that of tests/traces/sample.jsonl %s", error.text);
    free(bytes);
    trace_free(expected);
}

/* Every line is JSON, and no integer has a point. */
static void test_lines(const char *text) {
    int line = 0;
    bool good = true;
    while (*text) {
        struct error error;
        size_t length = strcspn(text, "\n");
        struct json *json = json_parse(text, length, ++line, &error);
        good = good && json && json_type(json_root(json)) == JSON_OBJECT;
        json_free(json);
        text += length + 1;
    }
    tap_ok(good && line == EVENT_COUNT + 4, "every line is a JSON object");
}

static size_t lines_before(const char *text, size_t size) {
    size_t lines = 0;
    for (size_t i = 0; i < size; i++)
        lines += text[i] == '\n';
    return lines;
}

/* Is a file of the first `size` bytes read as it should? */
static bool cut_is_read(const char *text, size_t size, size_t whole) {
    struct error warning, error;
    struct trace *trace = trace_from_text(text, size, &warning, &error);
    size_t lines = lines_before(text, size);
    bool line_complete = text[size] == '\n';
    bool good;
    if (lines == 0 && !line_complete)
        good = !trace && strncmp(error.text, "sample: no trace: ", 18) == 0;
    else if (size + 1 >= whole)
        good = trace && warning.text[0] == '\0';
    else
        good = trace && strstr(warning.text, "cut off") &&
               trace_count(trace) == lines + line_complete - 1;
    if (!good)
        tap_note("%zu bytes: %s", size, trace ? warning.text : error.text);
    trace_free(trace);
    return good;
}

static void test_cut(const char *text, size_t size) {
    bool good = true;
    for (size_t cut = 0; cut < size; cut += tap_stride())
        good = cut_is_read(text, cut, size) && good;
    tap_ok(good, "cut at any of %zu bytes it is its whole lines, or no trace", size);
}

/* Whatever stands in a file: a sentence, or a trace that is stable. */
static bool file_is_survived(const char *text, size_t size) {
    struct error warning, error = {""};
    struct trace *trace = trace_from_text(text, size, &warning, &error);
    if (!trace)
        return strncmp(error.text, "sample: ", 8) == 0;
    size_t again_size;
    char *again = trace_to_text(trace, &again_size);
    bool good = text_returns(again, again_size);
    if (!good)
        tap_note("not stable: %s", again);
    free(again);
    trace_free(trace);
    return good;
}

static void test_flips(const char *text, size_t size) {
    static const unsigned char flips[] = {0x01, 0x02, 0x10, 0x20, 0x7e, 0x80, 0xff};
    char *flipped = malloc(size + 1);
    bool good = flipped;
    for (size_t i = 0; good && i < size; i += tap_stride()) {
        memcpy(flipped, text, size + 1);
        flipped[i] = (char)(text[i] ^ flips[i % sizeof flips]);
        good = file_is_survived(flipped, size);
    }
    tap_ok(good, "any byte changed: a sentence, or a trace that returns");
    uint64_t random = 1;
    for (int round = 0; good && round < tap_rounds(2000); round++) {
        memcpy(flipped, text, size + 1);
        for (int i = 0; i < 3; i++) {
            random = random * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
            flipped[(random >> 33) % size] = (char)(random >> 20);
        }
        good = file_is_survived(flipped, size);
    }
    tap_ok(good, "any three bytes changed likewise");
    free(flipped);
}

/* de_DE is built for the test where the machine has its sources but not the locale. */
static bool german_locale(char *folder) {
    char command[200];
    if (setlocale(LC_ALL, "de_DE.UTF-8"))
        return true;
    if (!mkdtemp(folder))
        return false;
    snprintf(command, sizeof command,
             "localedef -i de_DE -f UTF-8 '%s/de_DE.UTF-8' >/dev/null 2>&1", folder);
    if (system(command) != 0)
        return false;
    setenv("LOCPATH", folder, 1);
    return setlocale(LC_ALL, "de_DE.UTF-8");
}

static void test_locale(const struct trace *trace, const char *text, size_t size) {
    char folder[] = "/tmp/test-trace-json-XXXXXX";
    char number[20], command[100];
    if (german_locale(folder)) {
        snprintf(number, sizeof number, "%.1f", 1.5);
        size_t again_size;
        char *again = trace_to_text(trace, &again_size);
        tap_ok(strcmp(number, "1,5") == 0 && again_size == size && memcmp(again, text, size) == 0,
               "the same bytes where 1.5 is 1,5");
        tap_ok(text_returns(text, size), "and they are read there");
        free(again);
    } else {
        tap_skip("there is no locale de_DE.UTF-8 and it cannot be made");
    }
    setlocale(LC_ALL, "C");
    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    if (strcmp(folder + strlen(folder) - 6, "XXXXXX") != 0 && system(command) != 0)
        tap_note("%s stays", folder);
}

int main(void) {
    struct trace *trace = sample_trace();
    size_t size;
    char *text = trace_to_text(trace, &size);
    test_golden(trace, text, size);
    test_round_trip(trace, text, size);
    test_lines(text);
    test_cut(text, size);
    test_flips(text, size);
    test_locale(trace, text, size);
    free(text);
    trace_free(trace);
    return tap_done();
}
