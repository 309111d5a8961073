/* A trace as one document, in whatever layout, and what a newer version wrote: both are read, and
 * written again as they were. */
#include <config.h>

#include "export.h"
#include "long-trace.h"
#include "sample-trace.h"
#include "tap.h"
#include "trace-compare.h"
#include "trace-json.h"
#include "writer.h"

#include <stdlib.h>
#include <string.h>

/* The trace as a document. The caller frees it. */
static char *document_of(const struct trace *trace, size_t *size) {
    char *text = NULL;
    struct error error;
    struct export_part whole = export_whole(trace, NULL);
    FILE *stream = open_memstream(&text, size);
    struct writer *writer = writer_new(stream);
    export_json(&whole, writer);
    if (!writer_finish(writer, "memory", &error) || fclose(stream) != 0)
        abort();
    free(writer);
    return text;
}

/* The same JSON with blanks and newlines between all tokens. The caller frees it. */
static char *spread(const char *text) {
    char *out = malloc(3 * strlen(text) + 1), *at = out;
    bool string = false;
    for (; *text; text++) {
        bool token = !string && strchr("{}[],:", *text);
        if (*text == '"')
            string = !string;
        if (token)
            *at++ = '\n';
        *at++ = *text;
        if (string && *text == '\\')
            *at++ = *++text;
        if (token)
            *at++ = ' ';
    }
    *at = '\0';
    return out;
}

/* Is the text read without a warning as that trace? */
static bool is_read_as(const char *text, const struct trace *trace) {
    struct error warning, error = {""};
    struct trace *read = trace_from_text(text, strlen(text), &warning, &error);
    bool good = read && !warning.text[0] && trace_same(trace, read, &error) &&
                trace_header_const(read)->evidence == trace_header_const(trace)->evidence &&
                trace_header_const(read)->dropped == trace_header_const(trace)->dropped;
    if (!good)
        tap_note("%s", read && warning.text[0] ? warning.text : error.text);
    trace_free(read);
    return good;
}

static void test_layouts(const char *what, const struct trace *trace) {
    size_t size, again_size;
    struct error warning, error;
    char *text = document_of(trace, &size), *wide = spread(text);
    tap_ok(is_read_as(text, trace), "%s is read as a document", what);
    tap_ok(is_read_as(wide, trace), "and with blanks and newlines between all tokens");
    struct trace *read = trace_from_text(text, size, &warning, &error);
    char *again = document_of(read, &again_size);
    tap_ok(again_size == size && memcmp(again, text, size) == 0, "written again it is the same");
    trace_free(read);
    free(again);
    free(wide);
    free(text);
}

/* Cut anywhere behind the header it is its whole events; before that it is no trace. */
static void test_cut(const struct trace *trace) {
    size_t size;
    char *text = document_of(trace, &size);
    size_t head = (size_t)(strstr(text, "\"events\":[") - text) + strlen("\"events\":[");
    bool good = true;
    for (size_t cut = 0; cut < size && good; cut += tap_stride()) {
        struct error warning, error = {""};
        struct trace *read = trace_from_text(text, cut, &warning, &error);
        bool whole = cut + 1 >= size; /* but for the last newline */
        if (cut < head)
            good = !read && strncmp(error.text, "sample: no trace: ", 18) == 0;
        else
            good = read && (whole ? !warning.text[0] : strstr(warning.text, "cut off") != NULL);
        if (!good)
            tap_note("%zu of %zu bytes: %s", cut, size, read ? warning.text : error.text);
        trace_free(read);
    }
    tap_ok(good, "cut at any of %zu bytes it is its whole events, or no trace", size);
    free(text);
}

/* ---- what is refused ---- */

#define HEAD "{\"format\":\"waitscope-trace\",\"version\":\"1.0\",\"evidence\":[],\"events\":["
#define LAB  "{\"seq\":0,\"t\":0,\"event\":\"lab\",\"act\":\"set\"}"

static const struct bad {
    const char *what, *text, *says;
} bads[] = {
    {"a document of another format", "{\"format\":\"x\",\"events\":[]}",
     "sample: no trace: line 1: $.format: found the text \"x\""},
    {"events before the header",
     "{\"events\":[],\"dropped\":0,\"format\":\"waitscope-trace\",\"version\":\"1.0\"}",
     "sample: no trace: line 1: $: found no \"format\""},
    {"an unknown field of the header",
     "{\"format\":\"waitscope-trace\",\"version\":\"1.0\",\"evidence\":[],\n\"x\":1,\"events\":[]}",
     "no trace: line 1: $.x: found an unknown field"},
    {"a broken event", HEAD "\n{\"seq\":}],\"dropped\":0}", "sample: line 2, column 8"},
    {"a value that is no event", HEAD LAB ",\n3],\"dropped\":0}",
     "sample: line 2: $: found the number 3"},
    {"an event with an unknown field", HEAD "\n\n{\"seq\":0,\"wish\":1}],\"dropped\":0}",
     "sample: line 3: $.wish: found an unknown field"},
    {"the same seq twice", HEAD LAB ",\n" LAB "],\"dropped\":0}",
     "sample: line 2: $.seq: found 0, expected 1"},
    {"a comma too many", HEAD LAB ",],\"dropped\":0}", "line 1, column 1: found nothing"},
    {"no comma", HEAD LAB LAB "],\"dropped\":0}", "line 1, column"},
    {"brackets that do not match", HEAD "{]],\"dropped\":0}", "line 1, column 2"},
    {"no dropped", HEAD LAB "]}", "line 1: $: found no \"dropped\""},
    {"a negative dropped", HEAD "],\n\"dropped\":-1}", "$.dropped: found the number -1"},
    {"a header's field behind the events", HEAD "],\"dropped\":0,\"kernel\":\"6.1\"}",
     "the unknown key \"kernel\""},
    {"something behind the document", HEAD "],\"dropped\":0}\n{}", "line 2, column 1"},
};

static void test_bad(void) {
    for (size_t i = 0; i < sizeof bads / sizeof bads[0]; i++) {
        struct error warning, error = {""};
        const char *text = bads[i].text;
        struct trace *trace = trace_from_text(text, strlen(text), &warning, &error);
        bool good = !trace && strstr(error.text, bads[i].says) && !strchr(error.text, '\n');
        if (!tap_ok(good, "%s is refused", bads[i].what))
            tap_note("it says: %s", trace ? warning.text : error.text);
        trace_free(trace);
    }
}

/* Any byte changed: a sentence, or a trace. */
static void test_flips(const struct trace *trace) {
    size_t size;
    char *text = document_of(trace, &size);
    bool good = true;
    for (size_t i = 0; i < size && good; i += tap_stride()) {
        static const unsigned char flips[] = {0x01, 0x02, 0x10, 0x20, 0x7e, 0x80, 0xff};
        struct error warning, error = {""};
        char was = text[i];
        text[i] = (char)(was ^ flips[i % sizeof flips]);
        struct trace *read = trace_from_text(text, size, &warning, &error);
        good = read || strncmp(error.text, "sample: ", 8) == 0;
        trace_free(read);
        text[i] = was;
    }
    tap_ok(good, "any byte changed: a sentence, or a trace");
    free(text);
}

/* ---- what a newer version wrote ---- */

static const char newer[] =
    "{\"format\":\"waitscope-trace\",\"version\":\"1.7\",\"first\":{\"a\":[1,{}]},\"kernel\":\"7."
    "0\","
    "\"moon\":\"new\",\"evidence\":[\"syscall\",\"hearsay\"],\"last\":null}\n"
    "{\"new\":1,\"seq\":0,\"t\":0,\"event\":\"lab\",\"mood\":\"a \\\"b\\\" {,}\",\"act\":\"set\"}\n"
    "{\"seq\":1,\"t\":5,\"event\":\"queue\",\"fd\":4,\"x\":[1,2,[]],\"y\":-1.5e3,\"z\":\"\\u00e4\"}"
    "\n"
    "{\"seq\":2,\"t\":6,\"event\":\"queue\",\"fd\":4}\n"
    "{\"events\":3,\"lost\":[],\"dropped\":0,\"sum\":\"abc\"}\n";

static void test_newer(void) {
    struct error warning, error = {""};
    size_t size;
    struct trace *trace = trace_from_text(newer, strlen(newer), &warning, &error);
    if (!tap_ok(trace && !warning.text[0], "a newer minor version is read %s", error.text))
        return;
    char *text = trace_to_text(trace, &size);
    if (!tap_ok(strcmp(text, newer) == 0, "and written again as it was"))
        tap_note("%s", text);
    free(text);
    char *document = document_of(trace, &size);
    struct trace *read = trace_from_text(document, size, &warning, &error);
    text = read ? trace_to_text(read, &size) : NULL;
    if (!tap_ok(text && strcmp(text, newer) == 0, "by way of a document too"))
        tap_note("%s", text ? text : error.text);
    free(text);
    trace_free(read);
    char *wide = spread(document);
    read = trace_from_text(wide, strlen(wide), &warning, &error);
    text = read ? trace_to_text(read, &size) : NULL;
    if (!tap_ok(text && strcmp(text, newer) == 0, "and of one with blanks in it"))
        tap_note("%s", text ? text : error.text);
    free(text);
    free(wide);
    free(document);
    trace_free(read);
    trace_free(trace);
}

int main(void) {
    struct trace *sample = sample_trace();
    struct trace *many = long_trace(3000, 100), *none = long_trace(0, 1);
    test_layouts("the sample", sample);
    test_layouts("a long trace", many);
    test_layouts("a trace without events", none);
    test_cut(sample);
    test_bad();
    test_flips(sample);
    test_newer();
    trace_free(sample);
    trace_free(many);
    trace_free(none);
    return tap_done();
}
