/* lesson: too much of anything is refused in bounded time and memory. */
#include <config.h>

#include "lesson.h"
#include "tap.h"

#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#if defined __has_feature
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define SANITIZED 1
#endif
#endif
#if defined __SANITIZE_ADDRESS__ || defined __SANITIZE_THREAD__
#define SANITIZED 1
#endif
#ifndef SANITIZED
#define SANITIZED 0
#endif

static bool page_exists(const char *name) {
    return strcmp(name, "blocking") == 0;
}

/* Too much of something, written by `fill`. */
struct flood {
    const char *name;
    void (*fill)(FILE *file);
    const char *sentence;
};

static void fill_zeros(FILE *file) {
    if (ftruncate(fileno(file), 100000000) < 0)
        abort();
}

static void fill_deep(FILE *file) {
    for (int i = 0; i < 10000; i++)
        fputs("{\"a\":", file);
}

static void fill_brackets(FILE *file) {
    for (int i = 0; i < 1 << 20; i++)
        fputc('[', file);
}

static void fill_values(FILE *file) {
    fputc('[', file);
    for (int i = 0; i < 520000; i++)
        fputs("0,", file);
    fputs("0]", file);
}

static void fill_keys(FILE *file) {
    fputc('{', file);
    for (int i = 0; i < 80000; i++)
        fprintf(file, "\"%d\":0,", i);
    fputs("\"x\":0}", file);
}

static void fill_text(FILE *file) {
    fputs("{\"format\":\"", file);
    for (int i = 0; i < 1000000; i++)
        fputc('x', file);
    fputs("\"}", file);
}

static const struct flood floods[] = {
    {"100 MB", fill_zeros, "more than 1048576 bytes, which is the limit"},
    {"10,000 deep", fill_deep,
     "line 1, column 321: found more than 64 arrays and objects in each other, expected at most "
     "64"},
    {"a million brackets", fill_brackets,
     "line 1, column 65: found more than 64 arrays and objects in each other, expected at most 64"},
    {"half a million values", fill_values, "$: found an array, expected an object"},
    {"80,000 keys", fill_keys,
     "$: found the unknown key \"0\", expected one of format, version, id, title, summary, "
     "minutes, "
     "requires, server, set, clients, steps, keep"},
    {"a text of a million letters", fill_text,
     "$.format: found the text \"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\", "
     "expected \"waitscope-lesson\""},
};

/* What the process may use: seconds of CPU, bytes of memory on top of what it has. */
static void limit_set(void) {
    struct rlimit cpu = {20, 20};
    setrlimit(RLIMIT_CPU, &cpu);
    if (SANITIZED || tap_is_under_valgrind())
        return; /* the shadow that they keep is larger than any limit */
    long pages = 0;
    FILE *statm = fopen("/proc/self/statm", "r");
    if (!statm || fscanf(statm, "%ld", &pages) != 1)
        abort();
    fclose(statm);
    rlim_t most = (rlim_t)pages * (rlim_t)sysconf(_SC_PAGESIZE) + (96 << 20);
    struct rlimit memory = {most, most};
    setrlimit(RLIMIT_AS, &memory);
}

/* In a child under limits: 0 if the lesson gets its sentence. */
static bool flood_holds(const char *path, const char *sentence) {
    int status;
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        struct error error = {.text = "no sentence"};
        limit_set();
        struct lesson *lesson = lesson_read(path, page_exists, &error);
        size_t length = strlen(path) + 2; /* "PATH: " */
        bool ok = !lesson && strlen(error.text) > length && !strcmp(error.text + length, sentence);
        if (!ok)
            tap_note("%s", error.text);
        fflush(stdout);
        _exit(ok ? 0 : 1);
    }
    return child > 0 && waitpid(child, &status, 0) == child && status == 0;
}

static void test_floods(void) {
    const char *folder = getenv("TMPDIR");
    for (size_t i = 0; i < sizeof floods / sizeof *floods; i++) {
        char path[4096];
        snprintf(path, sizeof path, "%s/waitscope-lesson-XXXXXX", folder ? folder : "/tmp");
        int fd = mkstemp(path);
        FILE *file = fd < 0 ? NULL : fdopen(fd, "w");
        if (!file) {
            tap_ok(false, "cannot write %s", path);
            continue;
        }
        floods[i].fill(file);
        fclose(file);
        tap_ok(flood_holds(path, floods[i].sentence), "%s", floods[i].name);
        unlink(path);
    }
}

int main(void) {
    test_floods();
    return tap_done();
}
