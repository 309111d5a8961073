#include <config.h>

#include "recorded.h"

#include <libintl.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "file.h"
#include "lesson.h"
#include "trace-json.h"

const char *const recorded_names[RECORDED] = {
    "phases",      "blocking",   "send-blocks", "select", "nonblocking",      "timeout",   "poll",
    "epoll-level", "epoll-edge", "sigio",       "scale",  "nonblocking-cost", "poll-bits",
};

enum { SOURCES = 32 }; /* pages that the recordings run */

struct shelf {
    bool chinese;
    struct lesson *lessons[RECORDED];
    struct source {
        char page[64];
        char *text;
    } sources[SOURCES];
};

static struct shelf *shelf(void) {
    static struct shelf shelf;
    return &shelf;
}

void recorded_locale(bool chinese) {
    setenv("LANGUAGE", chinese ? "zh" : "en", 1);
    setlocale(LC_ALL, "C.UTF-8");
    bindtextdomain("waitscope", BUILDDIR "/locale");
    textdomain("waitscope");
    shelf()->chinese = chinese;
}

static bool any_server(const char *name) {
    (void)name;
    return true;
}

/* A test without its data is no test. */
static void need(bool ok, const struct error *error) {
    if (!ok) {
        printf("Bail out! %s\n", error->text);
        exit(1);
    }
}

static const struct lesson *lesson_of(int index) {
    struct shelf *all = shelf();
    struct error error = {""};
    char path[512];
    if (all->lessons[index])
        return all->lessons[index];
    snprintf(path, sizeof path, SOURCEDIR "/lessons/%s.json", recorded_names[index]);
    all->lessons[index] = lesson_read(path, any_server, &error);
    need(all->lessons[index], &error);
    snprintf(path, sizeof path, SOURCEDIR "/lessons/zh/%s.json", recorded_names[index]);
    if (all->chinese)
        need(lesson_translate(all->lessons[index], path, NULL, NULL, NULL, &error), &error);
    return all->lessons[index];
}

/* The lesson of a recording: LESSON, or LESSON-exact. */
static int index_of(const char *name) {
    size_t length = strlen(name), exact = strlen("-exact");
    int index = 0;
    if (length > exact && strcmp(name + length - exact, "-exact") == 0)
        length -= exact;
    while (index < RECORDED && (strncmp(recorded_names[index], name, length) != 0 ||
                                recorded_names[index][length] != '\0'))
        index++;
    return index;
}

struct session *recorded_open(const char *name, bool live) {
    struct error warning = {""}, error = {""};
    char path[512];
    snprintf(path, sizeof path, SOURCEDIR "/tests/traces/%s.jsonl", name);
    struct trace *trace = trace_read_file(path, &warning, &error);
    need(trace, &error);
    struct session *session = replay_new(trace, lesson_of(index_of(name)));
    session->live = live;
    return session;
}

void recorded_free(void) {
    struct shelf *all = shelf();
    for (int i = 0; i < RECORDED; i++) {
        lesson_free(all->lessons[i]);
        all->lessons[i] = NULL;
    }
    for (int i = 0; i < SOURCES; i++) {
        free(all->sources[i].text);
        all->sources[i].text = NULL;
    }
}

static int host_count(void *context) {
    (void)context;
    return RECORDED;
}

static void host_lesson(void *context, int index, struct host_lesson *out) {
    const struct lesson *lesson = lesson_of(index);
    (void)context;
    *out = (struct host_lesson){
        .id = lesson->id,
        .title = lesson->title,
        .summary = lesson->summary,
        .minutes = lesson->minutes,
        .done = index == 0,
        .last = index == 1,
    };
}

static struct session *host_open(void *context, const char *id, struct error *error) {
    (void)context;
    if (index_of(id) < RECORDED)
        return recorded_open(id, true);
    error_set(error, "there is no lesson \"%s\"", id);
    return NULL;
}

static const char *host_source(void *context, const char *page) {
    struct source *source = shelf()->sources;
    struct error error;
    char path[512];
    size_t size;
    (void)context;
    while (source->text && strcmp(source->page, page) != 0)
        source++;
    if (!source->text) {
        snprintf(source->page, sizeof source->page, "%s", page);
        snprintf(path, sizeof path, SOURCEDIR "/src/servers/%s.c", page);
        source->text = file_read(path, 1 << 20, &size, &error);
    }
    return source->text;
}

static void host_done(void *context, const char *id) {
    int *done = context;
    (void)id;
    ++*done;
}

struct host recorded_host(int *done) {
    return (struct host){done, host_count, host_lesson, host_open, host_source, host_done, NULL};
}

char *text_of_file(const char *path) {
    struct error error;
    size_t size;
    return file_read(path, 1 << 24, &size, &error);
}

/* The first line that differs, as a comment. */
static void show_difference(const char *expected, const char *got) {
    int line = 1;
    while (*expected && *expected == *got) {
        line += *expected == '\n';
        expected++;
        got++;
    }
    printf("# line %d: expected …%.*s\n", line, (int)strcspn(expected, "\n"), expected);
    printf("# line %d: got      …%.*s\n", line, (int)strcspn(got, "\n"), got);
}

bool golden_is(const char *name, const char *text) {
    const char *generate = getenv("GENERATE");
    char path[512];
    snprintf(path, sizeof path, SOURCEDIR "/tests/golden/%s", name);
    FILE *file = generate && strcmp(generate, "1") == 0 ? fopen(path, "w") : NULL;
    if (file) {
        fputs(text, file);
        fclose(file);
    }
    char *expected = text_of_file(path);
    bool same = expected && strcmp(expected, text) == 0;
    if (!same)
        show_difference(expected ? expected : "", text);
    free(expected);
    return same;
}
