/* Do recordings of a lesson show the same events? Compares each with the first.
 *
 *     compare-traces FIRST OTHER…
 *
 * Says what differs. Status 0: all the same; 1: one is not; 2: a file cannot be read. */
#include <config.h>

#include "trace-compare.h"
#include "trace-json.h"

#include <stdio.h>

/* NULL after a sentence. A recording that was cut off is no recording to compare. */
static struct trace *read_whole(const char *path) {
    struct error warning = {0}, error = {0};
    struct trace *trace = trace_read_file(path, &warning, &error);

    if (trace && warning.text[0] == '\0')
        return trace;
    fprintf(stderr, "%s\n", trace ? warning.text : error.text);
    trace_free(trace);
    return NULL;
}

/* 0, 1 or 2, as above. */
static int compare(const struct trace *first, const char *path) {
    struct error difference;
    struct trace *other = read_whole(path);

    if (!other)
        return 2;
    bool same = trace_same(first, other, &difference);
    if (!same)
        printf("%s: %s\n", path, difference.text);
    trace_free(other);
    return same ? 0 : 1;
}

int main(int argc, char **argv) {
    int status = 0;

    if (argc < 3) {
        fprintf(stderr, "usage: compare-traces FIRST OTHER...\n");
        return 2;
    }
    struct trace *first = read_whole(argv[1]);
    if (!first)
        return 2;
    for (int i = 2; i < argc && status == 0; i++)
        status = compare(first, argv[i]);
    trace_free(first);
    return status;
}
