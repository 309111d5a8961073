/* lesson: what a good one holds, and the sentence that each bad one gets. */
#include <config.h>

#include "lesson.h"
#include "tap.h"

#include <glob.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>

#ifndef SOURCEDIR
#define SOURCEDIR "."
#endif

/* tests/bad-lessons/NAME.json, and what is said of it after its path. */
static const struct row {
    const char *name;
    const char *sentence;
} bad[] = {
#define BAD(name, sentence) {name, sentence},
#include "bad-lessons.def"
};

/* tests/catalogues/NAME.json, the same. */
static const struct row bad_catalogues[] = {
    {"other-id", "$.id: found the text \"maximal\", expected \"minimal\""},
    {"format",
     "$.format: found the text \"waitscope-lesson\", expected \"waitscope-lesson-texts\""},
    {"no-texts", "$: found no \"texts\", expected one"},
    {"unknown-key", "$: found the unknown key \"text\", expected one of format, version, id, "
                    "language, texts"},
    {"no-pair", "$.texts.title: found the text \"一课\", expected [\"English\", \"translation\"]"},
    {"three", "$.texts.title: found an array, expected [\"English\", \"translation\"]"},
    {"escape", "$.texts.title[1]: found the text \"一\\x1B课\", expected no control character"},
    {"empty-text", "$.texts.title[1]: found the text \"\", expected a text that is not empty"},
};

static bool page_exists(const char *name) {
    return strcmp(name, "blocking") == 0 || strcmp(name, "select") == 0;
}

static struct lesson *lesson_good(const char *name) {
    char path[4096];
    struct error error;
    snprintf(path, sizeof path, SOURCEDIR "/tests/good-lessons/%s.json", name);
    struct lesson *lesson = lesson_read(path, page_exists, &error);
    if (!tap_ok(lesson, "%s is a lesson", name)) {
        tap_note("%s", error.text);
        exit(tap_done());
    }
    return lesson;
}

/* The sentence must be the file's path and the row's text. */
static bool says(const struct error *error, const char *path, const char *sentence) {
    size_t length = strlen(path);
    bool ok = strncmp(error->text, path, length) == 0 &&
              strncmp(error->text + length, ": ", 2) == 0 &&
              strcmp(error->text + length + 2, sentence) == 0;
    if (!ok)
        tap_note("%s", error->text);
    return ok;
}

static void test_bad(void) {
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct error error = {.text = "no sentence"};
        char path[4096];
        snprintf(path, sizeof path, SOURCEDIR "/tests/bad-lessons/%s.json", bad[i].name);
        struct lesson *lesson = lesson_read(path, page_exists, &error);
        tap_ok(!lesson && says(&error, path, bad[i].sentence), "%s", bad[i].name);
        lesson_free(lesson);
    }
    glob_t paths = {.gl_pathc = 0};
    glob(SOURCEDIR "/tests/bad-lessons/*.json", 0, NULL, &paths);
    tap_ok(paths.gl_pathc == sizeof bad / sizeof *bad, "each bad lesson has its sentence");
    globfree(&paths);
}

static void test_steps(const struct lesson *lesson) {
    const struct step *steps = lesson->steps;
    tap_ok(lesson->step_count == 21 && lesson_step_index(lesson, "end") == 20 &&
               lesson_step_index(lesson, "none") == -1,
           "steps have their index");
    tap_ok(steps[0].kind == STEP_RUN && steps[0].until.condition_count == 2 &&
               !steps[0].until.has_count && steps[0].expect_count == 2 && !steps[0].say,
           "a run step");
    tap_ok(steps[1].kind == STEP_CLIENT && steps[1].act == ACT_CONNECT && steps[1].hold &&
               strcmp(steps[1].client, "A") == 0 && steps[1].claim_count == 2 &&
               strcmp(steps[1].claims[1], "connected") == 0,
           "a client's step");
    tap_ok(steps[2].kind == STEP_ASK && steps[2].choice_count == 3 && steps[2].hint_count == 2 &&
               strcmp(steps[2].because, "It was in the queue.") == 0,
           "a question");
    tap_ok(steps[3].until.has_count && steps[3].until.count_min == 1, "an until with a count");
    tap_ok(!steps[4].hold && strcmp(steps[4].text, "hello\n") == 0, "a send of text");
    tap_ok(!steps[5].text && steps[5].bytes == 100000, "a send of bytes");
    tap_ok(steps[6].bytes == 10 && steps[7].bytes == -1 && steps[8].bytes == -1, "reads");
    tap_ok(steps[9].act == ACT_STOP_READING && steps[10].act == ACT_RESUME &&
               steps[11].act == ACT_SHUTDOWN && steps[12].act == ACT_CLOSE &&
               steps[17].act == ACT_RESET,
           "acts");
    tap_ok(steps[15].act == ACT_SEND_URGENT && strcmp(steps[15].text, "!") == 0 &&
               steps[16].act == ACT_SEND_MANY && strcmp(steps[16].text, "ping") == 0 &&
               steps[16].times == 50 && steps[16].hold,
           "urgent, and many");
    tap_ok(steps[18].kind == STEP_MEASURE && strcmp(steps[18].server, "select") == 0 &&
               steps[18].argument_count == 2 && strcmp(steps[18].arguments[1], "-v") == 0 &&
               strcmp(steps[18].script, "late") == 0 && steps[19].argument_count == 0 &&
               script_find(steps[19].script) == SCRIPT_three,
           "measurements");
    tap_ok(steps[13].kind == STEP_SERVER && strcmp(steps[13].server, "select") == 0,
           "another page");
    tap_ok(steps[20].kind == STEP_SAY && strcmp(steps[20].say, "The end.") == 0, "only text");
}

static const struct condition *condition_of(const struct lesson *lesson, int step, int expect,
                                            enum field field) {
    const struct pattern *pattern = &lesson->steps[step].expects[expect].pattern;
    for (int i = 0; i < pattern->condition_count; i++)
        if (pattern->conditions[i].field == field)
            return &pattern->conditions[i];
    printf("Bail out! step %d, expect %d has no such field\n", step, expect);
    exit(EXIT_FAILURE);
}

static void test_patterns(const struct lesson *lesson) {
    const struct expect *expects = lesson->steps[4].expects;
    const struct condition *domain = condition_of(lesson, 0, 1, FIELD_domain);
    const struct condition *result = condition_of(lesson, 4, 1, FIELD_result);
    const struct condition *data = condition_of(lesson, 4, 0, FIELD_data);
    const struct condition *less = condition_of(lesson, 4, 2, FIELD_arrived);
    const struct condition *more = condition_of(lesson, 4, 2, FIELD_t);
    const struct condition *set = condition_of(lesson, 4, 4, FIELD_read);
    tap_ok(domain->relation == RELATION_EQUAL && domain->value == AF_INET, "a name is its number");
    tap_ok(result->relation == RELATION_RANGE && result->has_min && result->min == 1 &&
               result->has_max && result->max == 6,
           "a range");
    tap_ok(data->bytes.size == 6 && memcmp(data->bytes.at, "hello\n", 6) == 0, "data are bytes");
    tap_ok(less->relation == RELATION_LESS && !less->other && less->other_field == FIELD_t,
           "less than a field of the same event");
    tap_ok(more->relation == RELATION_MORE && strcmp(more->other, "sent") == 0 &&
               more->other_field == FIELD_t,
           "more than a field of another");
    tap_ok(set_has(set->bytes, 3) && set_has(set->bytes, 4) && !set_has(set->bytes, 5) &&
               set->bytes.size == 1,
           "a set");
    const struct condition *asked = condition_of(lesson, 16, 0, FIELD_asked);
    const struct condition *got = condition_of(lesson, 16, 0, FIELD_got);
    struct list_entry last = {0, 0};
    if (list_count(asked->bytes) == 3)
        last = list_at(asked->bytes, 2);
    tap_ok(last.fd == 4 && last.events == (EPOLLIN | EPOLLRDHUP) &&
               list_at(asked->bytes, 1).fd == -1 && list_count(got->bytes) == 0,
           "a list");
    const struct condition *cpu = condition_of(lesson, 19, 0, FIELD_cpu);
    tap_ok(cpu->relation == RELATION_LESS && strcmp(cpu->other, "calls") == 0 &&
               cpu->other_field == FIELD_cpu,
           "less than in another measurement");
    tap_ok(expects[2].pattern.count_min == 1 && expects[2].pattern.count_max == 3 &&
               expects[3].pattern.count_max == 0 && expects[3].pattern.has_count &&
               !expects[1].pattern.has_count,
           "counts");
    tap_ok(strcmp(lesson->steps[1].expects[1].pattern.after, "connected") == 0, "after");
}

static void test_good(void) {
    struct lesson *lesson = lesson_good("everything");
    tap_ok(strcmp(lesson->id, "everything") == 0 && lesson->minutes == 3 &&
               strcmp(lesson->server, "blocking") == 0 && lesson->require_count == 1 &&
               strcmp(lesson->requires_[0], "minimal") == 0 && lesson->client_count == 2 &&
               strcmp(lesson->keep[2], "The queue has a limit.") == 0,
           "the head");
    tap_ok(lesson->set_count == 3 && lesson->sets[0].where == SET_LISTENER &&
               lesson->sets[1].option == SO_SNDBUF && lesson->sets[1].value == 8192,
           "options");
    test_steps(lesson);
    test_patterns(lesson);
    lesson_free(lesson);
}

static void test_measures(void) {
    struct lesson *lesson = lesson_good("measures");
    tap_ok(!lesson->server && lesson->client_count == 0 && lesson->set_count == 0 &&
               lesson->steps[1].kind == STEP_MEASURE && lesson->steps[4].kind == STEP_MEASURE &&
               lesson->steps[4].idle == 1000 && lesson->steps[6].kind == STEP_RUN,
           "a lesson may have no page, no clients and no options");
    lesson_free(lesson);
    bool named = true;
    for (enum script script = 0; script < SCRIPT_COUNT; script++)
        named = named && script_find(script_name(script)) == script && *script_help(script);
    tap_ok(named && script_find("early") == SCRIPT_COUNT, "scripts are found by their names");
}

static bool translate(struct lesson *lesson, const char *name, int *missing, int *stale,
                      struct error *details, struct error *error) {
    char path[4096];
    snprintf(path, sizeof path, SOURCEDIR "/tests/catalogues/%s.json", name);
    bool ok = lesson_translate(lesson, path, missing, stale, details, error);
    if (!ok)
        tap_note("%s", error->text);
    return ok;
}

static void test_translate(void) {
    int missing = -1;
    int stale = -1;
    struct error details;
    struct error error;
    struct lesson *lesson = lesson_good("minimal");
    tap_ok(translate(lesson, "stale", &missing, &stale, &details, &error) && missing == 0 &&
               stale == 2,
           "a text that changed and one that is gone are stale");
    tap_ok(strcmp(details.text, "\"end.say\" is stale: its English text has changed") == 0,
           "the sentence names the first");
    tap_ok(strcmp(lesson->steps[3].say, "That was all.") == 0, "a stale text stays English");
    tap_ok(strcmp(lesson->steps[0].say, "A 连接。") == 0, "the others are translated");
    lesson_free(lesson);

    lesson = lesson_good("minimal");
    tap_ok(translate(lesson, "missing", &missing, &stale, &details, &error) && missing == 2 &&
               stale == 0 && strcmp(details.text, "\"keep.2\" has no translation") == 0,
           "two texts are missing");
    tap_ok(strcmp(lesson->keep[1], "accept takes it from a queue.") == 0 &&
               strcmp(lesson->steps[1].hints[0], "Are there bytes?") == 0,
           "what is missing stays English");
    lesson_free(lesson);

    lesson = lesson_good("minimal");
    tap_ok(translate(lesson, "whole", &missing, &stale, &details, &error) && missing == 0 &&
               stale == 0 && !details.text[0],
           "all is translated");
    tap_ok(strcmp(lesson->title, "一课") == 0 && strcmp(lesson->keep[2], "队列有上限。") == 0 &&
               strcmp(lesson->steps[1].choices[1].text, "它睡眠。") == 0 &&
               strcmp(lesson->steps[1].hints[0], "有字节吗？") == 0 &&
               strcmp(lesson->steps[1].because, "有字节。") == 0,
           "texts of each kind");
    lesson_free(lesson);
}

static void test_bad_catalogues(void) {
    struct lesson *lesson = lesson_good("minimal");
    for (size_t i = 0; i < sizeof bad_catalogues / sizeof *bad_catalogues; i++) {
        struct error error = {.text = "no sentence"};
        char path[4096];
        snprintf(path, sizeof path, SOURCEDIR "/tests/catalogues/%s.json", bad_catalogues[i].name);
        tap_ok(!lesson_translate(lesson, path, NULL, NULL, NULL, &error) &&
                   says(&error, path, bad_catalogues[i].sentence) &&
                   strcmp(lesson->title, "A lesson") == 0,
               "catalogue %s", bad_catalogues[i].name);
    }
    lesson_free(lesson);
}

static void test_files(void) {
    struct error error = {.text = ""};
    tap_ok(!lesson_read("/nowhere/x.json", page_exists, &error) &&
               strstr(error.text, "/nowhere/x.json: ") == error.text,
           "a file that is not there");
    tap_ok(!lesson_read("/", page_exists, &error) && strstr(error.text, "/: ") == error.text,
           "a folder");
}

int main(void) {
    test_good();
    test_measures();
    test_bad();
    test_translate();
    test_bad_catalogues();
    test_files();
    return tap_done();
}
