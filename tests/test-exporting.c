#include <config.h>

#include "exporting.h"
#include "recorded.h"
#include "session.h"
#include "tap.h"

#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A trace that goes to a file while it grows. */

static const struct export_format formats[] = {
    {"jsonl", "", "", export_jsonl, true, false},
    {"json", "", "", export_json, true, false},
    {"chrome", "", "", export_chrome, false, false},
};

enum { FORMATS = sizeof formats / sizeof formats[0] };

static size_t size_of(const char *path) {
    struct stat status;
    return stat(path, &status) == 0 ? (size_t)status.st_size : 0;
}

/* Written in pieces of so many events. */
static bool written_in_pieces(const struct export_format *format, const struct export_part *part,
                              size_t piece, const char *path) {
    struct error error;
    struct exporting *exporting = exporting_begin(format, part, path, &error);
    if (!exporting)
        return false;
    for (size_t to = part->from; to <= part->to; to += piece)
        exporting_upto(exporting, to);
    return exporting_end(exporting, part->to, &error);
}

static bool same_files(const char *left, const char *right) {
    char *a = text_of_file(left), *b = text_of_file(right);
    bool same = a && b && a[0] && strcmp(a, b) == 0;
    free(a);
    free(b);
    return same;
}

static void test_pieces(const struct trace *trace, const char *path, const char *again) {
    static const size_t pieces[] = {1, 7, 100000};
    struct export_part part = export_whole(trace, NULL);
    struct error error;
    for (int i = 0; i < FORMATS; i++)
        for (int k = 0; k < 3; k++) {
            part.from = part.first = k == 1 ? 11 : 0; /* a part is written in pieces too */
            bool whole = export_file(&formats[i], &part, path, &error);
            tap_ok(whole && written_in_pieces(&formats[i], &part, pieces[k], again) &&
                       same_files(path, again),
                   "%s in pieces of %zu events from %zu is the same", formats[i].name, pieces[k],
                   part.from);
        }
}

/* What has been written can be read before the end: by who reads a pipe. */
static void test_piece_is_there(const struct trace *trace, const char *path) {
    struct export_part part = export_whole(trace, NULL);
    struct error error;
    char text[1 << 16];
    mkfifo(path, 0600);
    int reader = open(path, O_RDONLY | O_NONBLOCK);
    struct exporting *exporting = exporting_begin(&formats[0], &part, path, &error);
    exporting_upto(exporting, 3);
    ssize_t size = read(reader, text, sizeof text);
    int lines = 0;
    for (ssize_t i = 0; i < size; i++)
        lines += text[i] == '\n';
    tap_ok(lines == 4 && text[size - 1] == '\n', "the header and 3 events are there at once");
    exporting_upto(exporting, 3);
    tap_ok(read(reader, text, sizeof text) < 0, "nothing new is nothing written");
    tap_ok(exporting_end(exporting, 5, &error) && read(reader, text, sizeof text) > 0 &&
               strstr(text, "\"events\":5"),
           "the end says how many");
    close(reader);
    unlink(path);
}

static void test_empty(const char *path) {
    struct trace *trace = trace_new();
    struct export_part part = export_whole(trace, NULL);
    struct error error;
    tap_ok(export_file(&formats[0], &part, path, &error), "a trace of no events is written");
    char *text = text_of_file(path);
    tap_ok(text && strstr(text, "\"waitscope-trace\"") && strstr(text, "\n{\"events\":0,"),
           "with its header and its end");
    free(text);
    trace_free(trace);
}

/* SIGPIPE would end this program. */
static void test_closed_pipe(const struct trace *trace, const char *path) {
    struct export_part part = export_whole(trace, NULL);
    struct error error;
    sigset_t pending;
    mkfifo(path, 0600);
    int reader = open(path, O_RDONLY | O_NONBLOCK);
    struct exporting *exporting = exporting_begin(&formats[0], &part, path, &error);
    exporting_upto(exporting, 3);
    close(reader);
    exporting_upto(exporting, 6);
    exporting_upto(exporting, 9);
    tap_ok(!exporting_end(exporting, 12, &error) && strstr(error.text, "Broken pipe"),
           "a pipe that is closed on the way: %s", error.text);
    sigpending(&pending);
    tap_ok(!sigismember(&pending, SIGPIPE), "the signal is gone");
    unlink(path);
}

static void test_refused(const struct trace *trace, const char *path) {
    struct export_part part = export_whole(trace, NULL);
    struct error error = {""};
    tap_ok(!exporting_begin(&formats[0], &part, "/no/such/folder/file", &error) &&
               strstr(error.text, "/no/such/folder/file"),
           "where it cannot be is said before anything is written: %s", error.text);
    tap_ok(export_file(&formats[0], &part, path, &error), "a file is there");
    size_t size = size_of(path);
    struct exporting *exporting = exporting_begin(&formats[1], &part, path, &error);
    exporting_upto(exporting, part.to);
    tap_ok(size_of(path) == size, "until the end it is the old one");
    tap_ok(exporting_end(exporting, part.to, &error) && size_of(path) != size, "then the new one");
}

int main(void) {
    char folder[] = "/tmp/test-exporting-XXXXXX", path[60], again[60], pipe[60];
    if (!mkdtemp(folder))
        abort();
    snprintf(path, sizeof path, "%s/file", folder);
    snprintf(again, sizeof again, "%s/again", folder);
    snprintf(pipe, sizeof pipe, "%s/pipe", folder);
    struct session *session = recorded_open("select", false);
    const struct trace *trace = session_trace(session);
    test_pieces(trace, path, again);
    test_piece_is_there(trace, pipe);
    test_closed_pipe(trace, pipe);
    test_empty(path);
    test_refused(trace, path);
    session_free(session);
    recorded_free();
    unlink(path);
    unlink(again);
    tap_ok(rmdir(folder) == 0, "nothing else is left");
    return tap_done();
}
