#include <config.h>

#include "output.h"
#include "sample-trace.h"
#include "tap.h"
#include "trace-json.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static int names_in(const char *folder) {
    DIR *directory = opendir(folder);
    int count = 0;
    while (directory && readdir(directory))
        count++;
    if (directory)
        closedir(directory);
    return count - 2; /* . and .. */
}

static bool file_is(const char *path, const char *text) {
    char bytes[100] = "";
    FILE *stream = fopen(path, "r");
    if (!stream)
        return false;
    size_t size = fread(bytes, 1, sizeof bytes - 1, stream);
    fclose(stream);
    return size == strlen(text) && memcmp(bytes, text, size) == 0;
}

static bool output_text(const char *path, const char *text, struct error *error) {
    struct output output;
    if (!output_open(&output, path, error))
        return false;
    fputs(text, output.stream);
    return output_close(&output, error);
}

static void test_replace(const char *path, const char *link) {
    struct output output;
    struct error error = {""};
    tap_ok(output_text(path, "old", &error) && file_is(path, "old"), "a file is written %s",
           error.text);
    bool opened = output_open(&output, path, &error);
    fputs("new", output.stream);
    fflush(output.stream);
    tap_ok(opened && file_is(path, "old"), "until it is closed the old one stands");
    tap_ok(output_close(&output, &error) && file_is(path, "new"), "then the new one %s",
           error.text);
    opened = output_open(&output, path, &error);
    fputs("half", output.stream);
    output_abandon(&output);
    tap_ok(opened && file_is(path, "new"), "what is given up leaves it alone");
    struct stat status;
    tap_ok(symlink(path, link) == 0 && output_text(link, "through", &error) &&
               file_is(path, "through") && lstat(link, &status) == 0 && S_ISLNK(status.st_mode),
           "a symbolic link stays one, the file it names is written");
}

static void test_refused(const char *folder) {
    struct trace *trace = sample_trace();
    struct error error = {""};
    char path[100];
    tap_ok(!trace_write_file(trace, folder, &error) && strstr(error.text, "directory"),
           "a folder cannot be written: %s", error.text);
    snprintf(path, sizeof path, "%s/no/such/file", folder);
    tap_ok(!trace_write_file(trace, path, &error) && strncmp(error.text, path, strlen(path)) == 0,
           "nor a file in a folder that is not there");
    FILE *full = fopen("/dev/full", "w");
    tap_ok(full && !trace_write(trace, full, "the disk", &error) &&
               strcmp(error.text, "the disk: cannot write it: No space left on device") == 0,
           "a full disk is a sentence: %s", error.text);
    if (full)
        fclose(full);
    trace_free(trace);
}

/* A file that may not grow stands for a disk that is full in the middle. */
static void test_interrupted(const char *path) {
    struct trace *trace = sample_trace();
    struct error error = {""};
    struct rlimit limit, small;
    if (getrlimit(RLIMIT_FSIZE, &limit) != 0)
        abort();
    small = (struct rlimit){.rlim_cur = 1000, .rlim_max = limit.rlim_max};
    signal(SIGXFSZ, SIG_IGN);
    bool written = output_text(path, "before", &error);
    setrlimit(RLIMIT_FSIZE, &small);
    bool refused = !trace_write_file(trace, path, &error);
    setrlimit(RLIMIT_FSIZE, &limit);
    tap_ok(written && refused && file_is(path, "before"),
           "what cannot be written leaves the old file: %s", error.text);
    trace_free(trace);
}

/* A pipe with a name stands for all that is no regular file. */
static void test_special(const char *path) {
    struct error error = {""};
    struct stat status;
    char text[10] = "";
    if (mkfifo(path, 0600) != 0)
        abort();
    int reader = open(path, O_RDONLY | O_NONBLOCK);
    bool written = output_text(path, "text", &error);
    tap_ok(written && read(reader, text, sizeof text - 1) == 4 && strcmp(text, "text") == 0 &&
               stat(path, &status) == 0 && S_ISFIFO(status.st_mode),
           "what is no regular file is written, not replaced %s", error.text);
    close(reader);
    unlink(path);
}

/* Until it is closed a file has no name, if the file system can do that. */
static void test_killed(const char *folder, const char *path) {
    int can = open(folder, O_TMPFILE | O_WRONLY, 0600), before = names_in(folder);
    struct error error = {""};
    if (can < 0) {
        tap_skip("%s has no files without a name", folder);
        return;
    }
    close(can);
    pid_t child = fork();
    if (child == 0) {
        struct output output;
        output_open(&output, path, &error);
        fputs("half", output.stream);
        fflush(output.stream);
        raise(SIGKILL);
    }
    int status;
    waitpid(child, &status, 0);
    tap_ok(WIFSIGNALED(status) && names_in(folder) == before,
           "a program that is killed leaves no half file");
}

/* A pipe whose reader has gone. */
static void test_closed_pipe(void) {
    struct trace *trace = sample_trace();
    struct error error = {""};
    int ends[2];
    if (pipe(ends) != 0)
        abort();
    close(ends[0]);
    signal(SIGPIPE, SIG_IGN);
    FILE *stream = fdopen(ends[1], "w");
    tap_ok(!trace_write(trace, stream, "the pipe", &error) &&
               strcmp(error.text, "the pipe: cannot write it: Broken pipe") == 0,
           "a closed pipe is a sentence: %s", error.text);
    fclose(stream);
    trace_free(trace);
}

static void test_trace_file(const char *path) {
    struct trace *trace = sample_trace();
    struct error error = {""}, warning = {""};
    bool written = trace_write_file(trace, path, &error);
    struct trace *again = trace_read_file(path, &warning, &error);
    tap_ok(written && again && trace_count(again) == trace_count(trace),
           "a trace goes to a file and back %s", error.text);
    trace_free(again);
    trace_free(trace);
    tap_ok(!trace_read_file("/no/such/trace", &warning, &error) &&
               strncmp(error.text, "/no/such/trace: ", 16) == 0,
           "a trace that is not there: %s", error.text);
    tap_ok(!trace_read_file("/", &warning, &error) && strncmp(error.text, "/: ", 3) == 0,
           "a folder is no trace: %s", error.text);
}

int main(void) {
    char folder[] = "/tmp/test-output-XXXXXX", path[60], link[60], special[60];
    if (!mkdtemp(folder))
        abort();
    snprintf(path, sizeof path, "%s/file", folder);
    snprintf(special, sizeof special, "%s/special", folder);
    snprintf(link, sizeof link, "%s/link", folder);
    test_replace(path, link);
    test_refused(folder);
    test_interrupted(path);
    test_special(special);
    test_killed(folder, path);
    test_closed_pipe();
    test_trace_file(path);
    tap_ok(names_in(folder) == 2, "no temporary file stays");
    unlink(path);
    unlink(link);
    rmdir(folder);
    return tap_done();
}
