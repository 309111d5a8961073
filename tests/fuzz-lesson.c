/* Any bytes at all as a lesson: a lesson or one sentence, never a crash.
 *
 * In make check, main() below replays the good and bad lessons and thousands of changed copies of
 * them, the same ones every time. To search for more, give it to libFuzzer instead:
 *
 *     clang -g -O1 -std=gnu11 -D_GNU_SOURCE -DFUZZING -fsanitize=fuzzer,address -I build \
 *         -iquote src/core -iquote tests tests/fuzz-lesson.c src/core/[!t]*.c src/core/trace.c \
 *         -lcjson -o fuzz-lesson && ./fuzz-lesson tests/good-lessons tests/bad-lessons */
#include <config.h>

#include "judge.h"
#include "lesson-read.h"
#include "tap.h"

#include <glob.h>
#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static bool page_exists(const char *name) {
    return strcmp(name, "blocking") == 0 || strcmp(name, "select") == 0;
}

/* The file name that goes with the id in the text, or the reader would look no further. */
static void path_make(const uint8_t *bytes, size_t size, char *path, size_t room) {
    static const char key[] = "\"id\": \"";
    const char *at = memmem(bytes, size, key, strlen(key));
    size_t length = 0;
    if (at) {
        at += strlen(key);
        const char *quote = memchr(at, '"', size - (size_t)(at - (const char *)bytes));
        length = quote && (size_t)(quote - at) < room - 6 ? (size_t)(quote - at) : 0;
        memcpy(path, at, length);
    }
    strcpy(path + length, ".json");
}

/* Nothing of the lesson is in this trace: every verdict has a reason to find. */
static void judge(const struct lesson *lesson) {
    struct trace *trace = trace_new();
    struct judgement *judgements;
    for (int i = 0; i < lesson->step_count; i++) {
        struct event event = {.has = {0}};
        event_set(&event, FIELD_kind, EVENT_STEP);
        event_set_text(&event, FIELD_step, lesson->steps[i].id);
        trace_append(trace, &event);
        event_set(&event, FIELD_kind, EVENT_RETURN);
        event_set(&event, FIELD_call, CALL_recv);
        event_set(&event, FIELD_result, i);
        event_set_bytes(&event, FIELD_read, "\x18", 1);
        trace_append(trace, &event);
    }
    int count = judge_lesson(lesson, trace, &judgements);
    for (int i = 0; i < count; i++)
        if ((judgements[i].verdict == VERDICT_PASS) != !judgements[i].reason.text[0])
            abort();
    free(judgements);
    trace_free(trace);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    struct error error = {.text = ""};
    char path[256];
    path_make(bytes, size, path, sizeof path);
    struct lesson *lesson = lesson_parse((const char *)bytes, size, path, page_exists, &error);
    if (lesson)
        judge(lesson);
    else if (!error.text[0])
        abort();
    for (const char *at = error.text; *at; at++)
        if ((unsigned char)*at < 0x20 || *at == 0x7f)
            abort();
    lesson_free(lesson);
    return 0;
}

#ifndef FUZZING

enum { ROUNDS = 300, SEED_MAX = 16384 };

/* xorshift: the same numbers everywhere. */
static uint32_t chance(uint32_t *state, uint32_t below) {
    *state ^= *state << 13;
    *state ^= *state >> 17;
    *state ^= *state << 5;
    return *state % below;
}

/* Cuts, doubles, or overwrites a piece of the text with a token. The room is twice SEED_MAX. */
static size_t change(char *text, size_t size, uint32_t *state) {
    static const char *const tokens[] = {"{",
                                         "}",
                                         "[",
                                         "]",
                                         "\"",
                                         ":",
                                         ",",
                                         "null",
                                         "-1",
                                         "1e99",
                                         "\\u0000",
                                         "\\u001b",
                                         "\"min\"",
                                         "true",
                                         "\"count\"",
                                         "\xff",
                                         "\"after\"",
                                         "0",
                                         "999999999999999",
                                         "\"less\"",
                                         "\"client\"",
                                         "\"ask\""};
    if (size < 2)
        return size;
    size_t at = chance(state, (uint32_t)size);
    size_t length = 1 + chance(state, (uint32_t)(size - at));
    length = length > 40 ? 1 + length % 40 : length;
    const char *token = tokens[chance(state, sizeof tokens / sizeof *tokens)];
    switch (chance(state, 3)) {
    case 0:
        memmove(text + at, text + at + length, size - at - length);
        return size - length;
    case 1:
        memmove(text + at + length, text + at, size - at);
        return size + length;
    default:
        length = strlen(token) < size - at ? strlen(token) : size - at;
        memcpy(text + at, token, length);
        return size;
    }
}

static bool replay(const char *path) {
    static char seed[SEED_MAX];
    static char text[2 * SEED_MAX];
    FILE *file = fopen(path, "r");
    if (!file)
        return false;
    size_t size = fread(seed, 1, sizeof seed, file);
    fclose(file);
    LLVMFuzzerTestOneInput((const uint8_t *)seed, size);
    uint32_t state = 2463534242;
    for (int round = 0; round < tap_rounds(ROUNDS); round++) {
        memcpy(text, seed, size);
        size_t length = size;
        for (uint32_t changes = 1 + chance(&state, 4); changes; changes--)
            length = change(text, length, &state);
        LLVMFuzzerTestOneInput((const uint8_t *)text, length);
    }
    return true;
}

int main(void) {
    glob_t paths = {.gl_pathc = 0};
    if (glob(SOURCEDIR "/tests/*-lessons/*.json", 0, NULL, &paths) == 0)
        for (size_t i = 0; i < paths.gl_pathc; i++)
            tap_ok(replay(paths.gl_pathv[i]), "%s and %d changes of it",
                   strrchr(paths.gl_pathv[i], '/') + 1, tap_rounds(ROUNDS));
    tap_ok(paths.gl_pathc > 50, "there are files to replay");
    globfree(&paths);
    return tap_done();
}

#endif
