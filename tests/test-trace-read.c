#include <config.h>

#include "sample-trace.h"
#include "tap.h"
#include "trace-json.h"

#include <string.h>

#define HEAD     "{\"format\":\"waitscope-trace\",\"version\":\"1.0\",\"evidence\":[]}\n"
#define FOOT(n)  "{\"events\":" #n ",\"dropped\":0}\n"
#define LAB(...) "{\"seq\":0,\"t\":0,\"event\":\"lab\",\"act\":\"set\"" __VA_ARGS__ "}\n"

/* A file, and what its sentence has to say. */
static const struct bad {
    const char *what, *text, *says;
} bads[] = {
    {"an empty file", "", "sample: no trace: it is empty"},
    {"an empty line", "\n", "sample: no trace: line 1, column 1"},
    {"no JSON", "hello\n", "sample: no trace: line 1, column 1"},
    {"an array", "[]\n", "sample: no trace: line 1: $: found an array, expected an object"},
    {"a lesson", "{\"format\":\"waitscope-lesson\",\"version\":1}\n",
     "expected \"waitscope-trace\""},
    {"no format", "{\"version\":\"1.0\"}\n", "found no \"format\""},
    {"no version", "{\"format\":\"waitscope-trace\"}\n", "found no \"version\""},
    {"another major version",
     "{\"format\":\"waitscope-trace\",\"version\":\"2.0\",\"evidence\":[]}\n",
     "line 1: $.version: found the version 2.0, which is not known here, expected 1.x"},
    {"a version that is none",
     "{\"format\":\"waitscope-trace\",\"version\":\"1\",\"evidence\":[]}\n",
     "line 1: $.version: found the text \"1\""},
    {"a version in numbers", "{\"format\":\"waitscope-trace\",\"version\":1.0,\"evidence\":[]}\n",
     "$.version: found the number 1"},
    {"unknown evidence",
     "{\"format\":\"waitscope-trace\",\"version\":\"1.0\",\"evidence\":[\"hearsay\"]}\n",
     "$.evidence[0]: found the text \"hearsay\""},
    {"an unknown header field",
     "{\"format\":\"waitscope-trace\",\"version\":\"1.0\",\"evidence\":[],\"x\":1}\n",
     "line 1: $.x: found an unknown field"},
    {"a header text that is none",
     "{\"format\":\"waitscope-trace\",\"version\":\"1.0\",\"evidence\":[],\"kernel\":6}\n",
     "$.kernel: found the number 6, expected a text"},
    {"an event that is none", HEAD "3\n" FOOT(1), "sample: line 2: $: found the number 3"},
    {"a broken line", HEAD LAB() "{\"seq\":\n" FOOT(1), "sample: line 3, column 8"},
    {"a blank line", HEAD LAB() "\n" FOOT(1), "sample: line 3, column 1"},
    {"the first seq is 1", HEAD "{\"seq\":1,\"t\":0,\"event\":\"lab\",\"act\":\"set\"}\n",
     "line 2: $.seq: found 1, expected 0"},
    {"the same seq twice", HEAD LAB() LAB(), "line 3: $.seq: found 0, expected 1"},
    {"no seq", HEAD "{\"t\":0,\"event\":\"lab\",\"act\":\"set\"}\n", "found no \"seq\""},
    {"a negative time", HEAD "{\"seq\":0,\"t\":-1,\"event\":\"queue\"}\n",
     "line 2: $.t: found the number -1, expected 0 or more"},
    {"no time", HEAD "{\"seq\":0,\"event\":\"lab\",\"act\":\"set\"}\n", "found no \"t\""},
    {"no event", HEAD "{\"seq\":0,\"t\":0}\n", "found no \"event\""},
    {"an enter without its call",
     HEAD "{\"seq\":0,\"t\":0,\"event\":\"enter\",\"task\":\"a\",\"number\":1}\n",
     "found no \"call\""},
    {"an unknown event", HEAD "{\"seq\":0,\"t\":0,\"event\":\"nap\"}\n",
     "line 2: $.event: found the text \"nap\", expected the name of an event"},
    {"an unknown call", HEAD LAB(",\"call\":\"recvall\""),
     "line 2: $.call: found the text \"recvall\", expected the name of a traced call"},
    {"an unknown field", HEAD LAB(",\"wish\":1"), "line 2: $.wish: found an unknown field"},
    {"a field twice", HEAD LAB(",\"act\":\"set\""), "the key \"act\" twice"},
    {"a text for an integer", HEAD LAB(",\"fd\":\"3\""), "line 2: $.fd: found the text \"3\""},
    {"an integer for a text", HEAD LAB(",\"task\":3"), "line 2: $.task: found the number 3"},
    {"a fraction", HEAD LAB(",\"fd\":3.5"), "line 2: $.fd: found the number 3.5"},
    {"10^15", HEAD LAB(",\"size\":1000000000000000"),
     "line 2: $.size: found the number 1000000000000000"},
    {"an unknown errno", HEAD LAB(",\"errno\":\"EMOOD\""), "the name of an error"},
    {"an errno in numbers", HEAD LAB(",\"errno\":11"), "line 2: $.errno: found the number 11"},
    {"an unknown signal", HEAD LAB(",\"signal\":\"SIGH\""), "the name of a signal"},
    {"an unknown flag", HEAD LAB(",\"flags\":\"MSG_HURRY\""), "line 2: $.flags"},
    {"a set that is none", HEAD LAB(",\"read\":3"), "line 2: $.read: found the number 3"},
    {"a set of texts", HEAD LAB(",\"read\":[\"3\"]"), "line 2: $.read[0]: found the text \"3\""},
    {"a negative descriptor", HEAD LAB(",\"read\":[3,-1]"),
     "line 2: $.read[1]: found the number -1"},
    {"a huge descriptor", HEAD LAB(",\"read\":[65536]"), "line 2: $.read[0]"},
    {"a list that is none", HEAD LAB(",\"got\":\"4:IN\""),
     "line 2: $.got: found the text \"4:IN\""},
    {"a list of numbers", HEAD LAB(",\"got\":[4]"), "line 2: $.got[0]: found the number 4"},
    {"an entry that is none", HEAD LAB(",\"got\":[\"4:IN\",\"5:POLLIN\"]"),
     "line 2: $.got[1]: found the text \"5:POLLIN\", expected a descriptor and its readiness"},
    {"an entry of no descriptor", HEAD LAB(",\"got\":[\"-0:IN\"]"),
     "line 2: $.got[0]: found the text \"-0:IN\""},
    {"data with a bad escape", HEAD LAB(",\"data\":\"\\\\q\""), "line 2: $.data"},
    {"data that is not ASCII", HEAD LAB(",\"data\":\"\xc3\xa4\""), "line 2: $.data"},
    {"a control character", HEAD LAB(",\"task\":\"\x1b[31m\""), "line 2, column"},
    {"an escaped control character", HEAD LAB(",\"task\":\"\\u001b[31m\""),
     "line 2: $.task: found the text \"\\x1B[31m\", expected no control character"},
    {"bad UTF-8", HEAD LAB(",\"task\":\"\xff\""), "line 2, column"},
    {"a wrong footer", HEAD LAB() FOOT(2),
     "line 3: $.events: found 2, expected 1, the number of events above"},
    {"a footer without dropped", HEAD "{\"events\":0}\n", "line 2: $: found no \"dropped\""},
    {"an event with events and without its time",
     HEAD "{\"seq\":0,\"event\":\"lab\",\"act\":\"set\",\"events\":\"IN\"}\n", "found no \"t\""},
    {"a negative footer", HEAD "{\"events\":0,\"dropped\":-1}\n", "line 2: $.dropped"},
    {"a line after the footer", HEAD FOOT(0) LAB(), "line 3: found a line after the footer"},
    {"half a line after the footer", HEAD FOOT(0) "{", "line 3, column 2"},
};

static void test_bad(void) {
    for (size_t i = 0; i < sizeof bads / sizeof bads[0]; i++) {
        struct error warning, error = {""};
        const char *text = bads[i].text;
        struct trace *trace = trace_from_text(text, strlen(text), &warning, &error);
        bool good = !trace && strstr(error.text, bads[i].says) && !strchr(error.text, '\n');
        if (!tap_ok(good, "%s is refused", bads[i].what))
            tap_note("it says: %s", error.text);
        trace_free(trace);
    }
}

static bool is_warned(const char *text, const char *says, size_t count) {
    struct error warning, error = {""};
    struct trace *trace = trace_from_text(text, strlen(text), &warning, &error);
    bool good = trace && trace_count(trace) == count && strstr(warning.text, says) &&
                (*says || !*warning.text);
    if (!good)
        tap_note("it says: %s", trace ? warning.text : error.text);
    trace_free(trace);
    return good;
}

#define NEWER                                                                                      \
    "{\"format\":\"waitscope-trace\",\"version\":\"1.7\",\"moon\":[{}],\"evidence\":[\"x\"]}\n"

/* Reads and writes again: are these the bytes? */
static bool text_returns(const char *text) {
    struct error warning, error;
    struct trace *trace = trace_from_text(text, strlen(text), &warning, &error);
    if (!trace)
        return false;
    size_t size;
    char *again = trace_to_text(trace, &size);
    bool same = strcmp(again, text) == 0;
    free(again);
    trace_free(trace);
    return same;
}

static void test_good(void) {
    tap_ok(is_warned(HEAD LAB() FOOT(1), "", 1), "a whole trace has no warning");
    tap_ok(is_warned(HEAD LAB(), "cut off", 1), "a missing footer is a warning");
    tap_ok(is_warned(HEAD, "cut off", 0), "a header alone is a trace cut off");
    tap_ok(is_warned(HEAD LAB() "{\"events\":1,\"dropped\":5}\n", "5 events were lost", 1),
           "lost events are a warning");
    tap_ok(text_returns(HEAD "{\"events\":0,\"dropped\":5}\n"), "and are written again");
    tap_ok(is_warned(NEWER LAB(",\"mood\":{\"a\":[1]}") "{\"events\":1,\"dropped\":0,\"x\":1}\n",
                     "", 1),
           "what a newer minor version adds is left out");
    tap_ok(is_warned("{\"evidence\":[],\"version\":\"1.0\",\"format\":\"waitscope-trace\"}\r\n"
                     "{\"act\":\"set\",\"event\":\"lab\",\"t\":0,\"seq\":0}\r\n" FOOT(1),
                     "", 1),
           "the order of keys and a carriage return do not matter");
}

/* HEAD, then `byte` so many times. */
static bool flood_is_refused(char byte, size_t size, const char *says) {
    size_t head = strlen(HEAD);
    char *text = malloc(head + size);
    struct error warning, error = {""};
    if (!text)
        return false;
    memset(text, byte, head + size);
    memcpy(text, HEAD, head);
    text[head + size - 1] = '\n';
    struct trace *trace = trace_from_text(text, head + size, &warning, &error);
    bool good = !trace && strstr(error.text, says);
    if (!good)
        tap_note("it says: %s", trace ? warning.text : error.text);
    trace_free(trace);
    free(text);
    return good;
}

/* A list of as many entries as may be, and of one more. */
static bool list_is_limited(void) {
    bool good = true;
    for (int more = 0; more < 2; more++) {
        char *text = NULL;
        size_t size = 0;
        struct error warning, error = {""};
        struct event room;
        FILE *stream = open_memstream(&text, &size);
        fputs(HEAD "{\"seq\":0,\"t\":0,\"event\":\"queue\",\"got\":[", stream);
        for (int i = 0; i < EVENT_LIST_MAX + more; i++)
            fprintf(stream, "%s\"%d:IN\"", i ? "," : "", i);
        fputs("]}\n" FOOT(1), stream);
        fclose(stream);
        struct trace *trace = trace_from_text(text, size, &warning, &error);
        good =
            good && (more ? !trace && strstr(error.text, "$.got: found more than 1024 entries")
                          : trace && list_count(trace_at(trace, 0, &room)->got) == EVENT_LIST_MAX);
        trace_free(trace);
        free(text);
    }
    return good;
}

/* A trace of so many events that each have that text, within limits. */
static bool is_limited(int count, const char *says, const struct trace_limits *limits,
                       const char *refused) {
    char *text = NULL;
    size_t size = 0;
    struct error warning, error = {""};
    FILE *stream = open_memstream(&text, &size);
    fputs(HEAD, stream);
    for (int i = 0; i < count; i++)
        fprintf(stream, "{\"seq\":%d,\"t\":0,\"event\":\"queue\"%s}\n", i, says);
    fprintf(stream, "{\"events\":%d,\"dropped\":0}\n", count);
    fclose(stream);
    stream = fmemopen(text, size, "r");
    struct trace *trace = trace_read_within(stream, "sample", limits, &warning, &error);
    bool good = refused ? !trace && strstr(error.text, refused) : trace && !warning.text[0];
    if (!good)
        tap_note("it says: %s", trace ? warning.text : error.text);
    trace_free(trace);
    fclose(stream);
    free(text);
    return good;
}

/* Each limit by itself, and the one more that it refuses. A set of one descriptor is a bitmap of
 * 8 KiB. */
static void test_limits(void) {
    static const char set[] = ",\"read\":[65535]";
    const struct trace_limits lines = {.line = 40, .file = 1 << 20, .events = 9, .memory = 1 << 20};
    const struct trace_limits most = {.line = 99, .file = 400, .events = 9, .memory = 1 << 20};
    const struct trace_limits large = {
        .line = 99, .file = 1 << 20, .events = 999, .memory = 1 << 20};
    tap_ok(is_limited(1, "", &most, NULL) && is_limited(9, "", &most, NULL),
           "a file within all limits is read");
    tap_ok(is_limited(1, "", &lines, "sample: no trace: line 1: a line of more than 40 bytes"),
           "a line that is too long is refused");
    tap_ok(is_limited(10, "", &(struct trace_limits){99, 1 << 20, 9, 1 << 20},
                      "line 11: more than 9 events, which is the limit"),
           "an event too many is refused");
    tap_ok(is_limited(9, ",\"fd\":1", &most, "sample: line 10: a file of more than 400 bytes"),
           "a file that is too long is refused");
    tap_ok(is_limited(50, set, &large, NULL) &&
               is_limited(200, set, &large, "need more than 1048576 bytes of memory"),
           "events that are too large in memory are refused");
    tap_ok(trace_limits.line >= 1 << 20 && trace_limits.events >= 2000000 &&
               trace_limits.file / trace_limits.events >= 300 &&
               trace_limits.memory / trace_limits.events >= 150,
           "by default several million events are read");
}

static void test_huge(void) {
    tap_ok(
        flood_is_refused('{', trace_limits.line + 2, "line 2: a line of more than 1048576 bytes"),
        "a line of more than 1 MiB is refused");
    tap_ok(flood_is_refused('[', 10000, "sample: line 2, column"), "10,000 brackets are refused");
    tap_ok(list_is_limited(), "a list of more than 1,024 entries is refused");
}

int main(void) {
    test_good();
    test_bad();
    test_huge();
    test_limits();
    return tap_done();
}
