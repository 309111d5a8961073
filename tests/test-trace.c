#include <config.h>

#include "error.h"
#include "file.h"
#include "tap.h"
#include "trace.h"

#include <string.h>

/* Enough to make every list of a trace grow several times. */
enum { MANY = 5000 };

static void test_texts(void) {
    struct trace *trace = trace_new();
    char text[40];
    const char *kept[MANY];
    bool good = true;
    for (int i = 0; i < MANY; i++) {
        snprintf(text, sizeof text, "text %d", i);
        kept[i] = trace_text(trace, text);
    }
    for (int i = 0; i < MANY; i++) {
        snprintf(text, sizeof text, "text %d", i);
        good = good && trace_text(trace, text) == kept[i] && strcmp(kept[i], text) == 0;
    }
    tap_ok(good, "equal texts are one, and stay where they are");
    tap_ok(trace_text(trace, NULL) == NULL, "NULL gives NULL");
    tap_ok(*trace_text(trace, "") == '\0', "the empty text is a text");
    tap_ok(trace_text(trace, "\x1b[2J") == trace_text(trace, "\\x1B[2J"),
           "control characters are kept as what is shown for them");
    trace_free(trace);
}

static void test_events(void) {
    struct trace *trace = trace_new();
    static struct event kept[MANY];
    unsigned char bytes[8] = "abcdefg";
    char text[8] = "text";
    bool good = true;
    for (int i = 0; i < MANY; i++) {
        struct event event = {0};
        event_set(&event, FIELD_seq, 77);
        event_set(&event, FIELD_fd, i);
        event_set_text(&event, FIELD_task, text);
        event_set_bytes(&event, FIELD_data, bytes, sizeof bytes);
        good = good && trace_append(trace, &event) == (size_t)i;
        trace_at(trace, i, &kept[i]);
    }
    memset(bytes, 0, sizeof bytes);
    memset(text, 0, sizeof text);
    for (int i = 0; i < MANY; i++) {
        struct event event;
        good = good && memcmp(trace_at(trace, i, &event), &kept[i], sizeof event) == 0 &&
               event.seq == i && event.fd == i && strcmp(event.task, "text") == 0 &&
               memcmp(event.data.at, "abcdefg", 8) == 0;
    }
    tap_ok(good, "what events point to is a copy and never moves; their place is their seq");
    tap_ok(trace_count(trace) == MANY, "they are counted");
    trace_free(trace);
    trace_free(NULL);
}

static bool is_shown(const char *text, const char *expected) {
    struct error error;
    error_set(&error, "%s", text);
    return strcmp(error.text, expected) == 0;
}

static void test_errors(void) {
    char small[6];
    struct error error;
    tap_ok(is_shown("中文 ü €", "中文 ü €"), "UTF-8 stays");
    tap_ok(is_shown("a\nb\tc\x1b\x7f", "a\\nb\\tc\\x1B\\x7F"), "control characters are shown");
    tap_ok(is_shown("\xff\xc3(\xc0\x80", "\\xFF\\xC3(\\xC0\\x80"), "bad UTF-8 is shown");
    tap_ok(is_shown("\xe4\xb8", "\\xE4\\xB8"), "half a character is shown");
    tap_ok(is_shown("\xbf\xbf", "\\xBF\\xBF"), "what continues nothing is shown");
    tap_ok(is_shown("\xed\xa0\x80", "\\xED\\xA0\\x80"), "a surrogate is shown");
    tap_ok(is_shown("\xc2\x9b", "\\xC2\\x9B"), "a control character past ASCII is shown");
    tap_ok(is_shown("\xe2\x80\xae", "\\xE2\\x80\\xAE"), "what turns the writing is shown");
    tap_ok(strcmp(text_printable("中文字", small, sizeof small), "中") == 0,
           "text is cut at a whole character");
    tap_ok(strcmp(text_printable("abcd\x1b", small, sizeof small), "abcd") == 0,
           "text is cut before an escape that has no room");
    error_set(&error, "reason");
    tap_ok(!error_prefix(&error, "line 3") && strcmp(error.text, "line 3: reason") == 0,
           "a prefix comes before the sentence");
}

static void test_file(void) {
    struct error error = {""};
    size_t size;
    tap_ok(!file_read("/", 100, &size, &error) && strncmp(error.text, "/: ", 3) == 0,
           "a folder is no file: %s", error.text);
    tap_ok(!file_read("/no/such/file", 100, &size, &error) &&
               strncmp(error.text, "/no/such/file: ", 15) == 0,
           "what is not there cannot be opened: %s", error.text);
    tap_ok(!file_read("/dev/zero", 100000, &size, &error) && strstr(error.text, "100000 bytes"),
           "a file without end is refused");
    char *bytes = file_read("/dev/null", 100, &size, &error);
    tap_ok(bytes && size == 0 && *bytes == '\0', "an empty file is empty");
    free(bytes);
    bytes = file_read(SOURCEDIR "/src/core/event.def", 1 << 20, &size, &error);
    tap_ok(bytes && size > 4096 && bytes[size] == '\0' && bytes[size - 1] == '\n',
           "a file is read whole");
    free(bytes);
    bytes = file_read(SOURCEDIR "/src/core/event.def", size, &size, &error);
    tap_ok(bytes, "a file as long as the limit is read");
    free(bytes);
    tap_ok(!file_read(SOURCEDIR "/src/core/event.def", size - 1, &size, &error),
           "a file a byte longer than the limit is not");
}

int main(void) {
    test_texts();
    test_events();
    test_errors();
    test_file();
    return tap_done();
}
