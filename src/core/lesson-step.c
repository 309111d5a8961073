#include <config.h>

#include "lesson-read.h"

#include "i18n.h"

#include <stdio.h>
#include <string.h>

const struct expect *reader_expect(const struct reader *reader, const char *id) {
    const struct lesson *lesson = reader->lesson;
    for (int i = 0; i < lesson->step_count; i++)
        for (int j = 0; j < lesson->steps[i].expect_count; j++)
            if (strcmp(lesson->steps[i].expects[j].id, id) == 0)
                return &lesson->steps[i].expects[j];
    return NULL;
}

/* The clients of a page have no one to talk to when none runs, nor is there one to run. */
bool check_running(struct reader *reader, const struct json_node *node) {
    return reader->running ||
           json_fail(reader->json, node, reader->error,
                     _("found a step that needs a server while none runs, expected a \"server\" "
                       "step before"));
}

static bool read_run(struct reader *reader, const struct json_node *node, struct step *step) {
    static const char *const keys[] = {"id", "say", "claims", "expect", "run", "until", NULL};
    const char *who;
    if (!json_only(reader->json, node, keys, reader->error) || !check_running(reader, node) ||
        !read_text(reader, node, "run", JSON_TEXT_LINE, &who))
        return false;
    if (strcmp(who, "server") != 0)
        return json_unexpected(reader->json, json_member(node, "run"), reader->error, "\"server\"");
    const struct json_node *until = json_need(reader->json, node, "until", reader->error);
    return until && read_pattern(reader, until, PATTERN_UNTIL, &step->until);
}

static bool read_server(struct reader *reader, const struct json_node *node, struct step *step) {
    static const char *const keys[] = {"id", "say", "claims", "expect", "server", NULL};
    memset(reader->connected, 0, sizeof reader->connected);
    reader->running = true;
    return json_only(reader->json, node, keys, reader->error) &&
           read_text(reader, node, "server", JSON_TEXT_LINE, &step->server) &&
           check_server(reader, json_member(node, "server"), step->server);
}

/* An argument is one word of what the trace says, and of a command line. */
static bool check_argument(struct reader *reader, const struct json_node *node, const char *text) {
    size_t length = strlen(text);
    bool is_word = length <= LESSON_ARGUMENT_MAX;
    for (size_t i = 0; i < length; i++)
        is_word = is_word && text[i] > ' ' && text[i] <= '~';
    return is_word || json_unexpected(reader->json, node, reader->error,
                                      _("at most 20 characters of ASCII without a space"));
}

static bool read_arguments(struct reader *reader, const struct json_node *node, struct step *step) {
    const struct json_node *array = json_member(node, "arguments");
    if (!array)
        return true;
    if (!read_texts(reader, node, "arguments", 0, LESSON_ARGUMENTS_MAX, &step->arguments,
                    &step->argument_count))
        return false;
    const struct json_node *child = json_first(array);
    for (int i = 0; i < step->argument_count; i++, child = json_next(child))
        if (!check_argument(reader, child, step->arguments[i]))
            return false;
    return true;
}

static bool read_measured_page(struct reader *reader, const struct json_node *what,
                               struct step *step) {
    static const char *const keys[] = {"server", "arguments", "script", NULL};
    return json_only(reader->json, what, keys, reader->error) &&
           read_text(reader, what, "server", JSON_TEXT_LINE, &step->server) &&
           check_server(reader, json_member(what, "server"), step->server) &&
           read_arguments(reader, what, step) &&
           read_text(reader, what, "script", JSON_TEXT_LINE, &step->script) &&
           check_script(reader, json_member(what, "script"), step->script);
}

/* A page, or with `idle` the calls of every page that waits for many. */
static bool read_measure(struct reader *reader, const struct json_node *node, struct step *step) {
    static const char *const keys[] = {"id", "say", "claims", "expect", "measure", NULL};
    static const char *const idle_keys[] = {"idle", NULL};
    const struct json_node *what = json_member(node, "measure");
    memset(reader->connected, 0, sizeof reader->connected);
    reader->running = false;
    if (!json_only(reader->json, node, keys, reader->error) ||
        !json_want(reader->json, what, JSON_OBJECT, reader->error))
        return false;
    if (!json_member(what, "idle"))
        return read_measured_page(reader, what, step);
    return json_only(reader->json, what, idle_keys, reader->error) &&
           read_integer(reader, what, "idle", 1, LESSON_IDLE_MAX, &step->idle);
}

/* Two choices that say the same come true together or not at all. */
static bool check_choice(struct reader *reader, const struct json_node *node,
                         const struct step *step) {
    const struct choice *choice = &step->choices[step->choice_count - 1];
    for (int i = 0; i < step->choice_count - 1; i++)
        if (pattern_equal(&step->choices[i].when, &choice->when))
            return json_fail(reader->json, node, reader->error,
                             _("found the same \"when\" as that of choice %d, expected choices of "
                               "which only one can be true"),
                             i + 1);
    return true;
}

static bool read_choice(struct reader *reader, const struct json_node *node, struct step *step) {
    static const char *const keys[] = {"text", "when", NULL};
    struct choice *choice = &step->choices[step->choice_count++];
    if (!json_only(reader->json, node, keys, reader->error) ||
        !read_text(reader, node, "text", JSON_TEXT_NEWLINES, &choice->text))
        return false;
    const struct json_node *when = json_need(reader->json, node, "when", reader->error);
    return when && read_pattern(reader, when, PATTERN_WHEN, &choice->when) &&
           check_choice(reader, when, step);
}

static bool read_ask(struct reader *reader, const struct json_node *node, struct step *step) {
    static const char *const keys[] = {"id",      "say",  "claims",  "expect", "ask",
                                       "choices", "hint", "because", NULL};
    if (!json_only(reader->json, node, keys, reader->error) ||
        !read_text(reader, node, "ask", JSON_TEXT_NEWLINES, &step->ask))
        return false;
    const struct json_node *choices =
        read_array(reader, node, "choices", LESSON_CHOICES_MIN, LESSON_CHOICES_MAX);
    if (!choices)
        return false;
    step->choices = pool_alloc(reader->pool, (size_t)json_count(choices), sizeof *step->choices);
    for (const struct json_node *child = json_first(choices); child; child = json_next(child))
        if (!read_choice(reader, child, step))
            return false;
    return read_texts(reader, node, "hint", 1, LESSON_HINTS_MAX, &step->hints, &step->hint_count) &&
           read_text(reader, node, "because", JSON_TEXT_NEWLINES, &step->because);
}

static bool read_say(struct reader *reader, const struct json_node *node, struct step *step) {
    static const char *const keys[] = {"id", "say", "claims", "expect", NULL};
    (void)step;
    return json_only(reader->json, node, keys, reader->error) &&
           json_need(reader->json, node, "say", reader->error);
}

/* One row a kind of step, named by the key that makes it one. */
static const struct {
    const char *key;
    enum step_kind kind;
    bool (*read)(struct reader *, const struct json_node *, struct step *);
} kinds[] = {
    {"client", STEP_CLIENT, read_client_step}, {"run", STEP_RUN, read_run},
    {"server", STEP_SERVER, read_server},      {"ask", STEP_ASK, read_ask},
    {"measure", STEP_MEASURE, read_measure},   {"say", STEP_SAY, read_say}, /* last: any has it */
};

enum { KINDS = sizeof kinds / sizeof *kinds };

static bool read_kind(struct reader *reader, const struct json_node *node, struct step *step) {
    int found = -1;
    for (int i = 0; i < KINDS; i++) {
        if (!json_member(node, kinds[i].key) || (found >= 0 && kinds[i].kind == STEP_SAY))
            continue;
        if (found >= 0)
            return json_fail(reader->json, node, reader->error,
                             _("found both \"%s\" and \"%s\", expected one of them"),
                             kinds[found].key, kinds[i].key);
        found = i;
    }
    if (found < 0)
        return json_fail(reader->json, node, reader->error,
                         _("found nothing to do, expected one of client, run, server, "
                           "measure, ask, say"));
    step->kind = kinds[found].kind;
    return kinds[found].read(reader, node, step);
}

static bool read_expect(struct reader *reader, const struct json_node *node, struct step *step) {
    struct expect *expect = &step->expects[step->expect_count];
    if (!json_want(reader->json, node, JSON_OBJECT, reader->error) ||
        !read_id(reader, node, "id", &expect->id))
        return false;
    if (reader_expect(reader, expect->id))
        return json_unexpected(reader->json, json_member(node, "id"), reader->error,
                               _("an id that no other expect has"));
    if (!read_pattern(reader, node, PATTERN_EXPECT, &expect->pattern))
        return false;
    step->expect_count++; /* only now: `after` and the like look at what stands before */
    return true;
}

static bool read_expects(struct reader *reader, const struct json_node *node, struct step *step) {
    if (!json_member(node, "expect"))
        return true;
    const struct json_node *array = read_array(reader, node, "expect", 1, LESSON_EXPECTS_MAX);
    if (!array)
        return false;
    step->expects = pool_alloc(reader->pool, (size_t)json_count(array), sizeof *step->expects);
    for (const struct json_node *child = json_first(array); child; child = json_next(child))
        if (!read_expect(reader, child, step))
            return false;
    return true;
}

static bool read_claims(struct reader *reader, const struct json_node *node, struct step *step) {
    if (!json_member(node, "say")) {
        const struct json_node *claims = json_member(node, "claims");
        return !claims ||
               json_fail(reader->json, node, reader->error,
                         _("found \"claims\" without \"say\", expected both or neither"));
    }
    if (!read_text(reader, node, "say", JSON_TEXT_NEWLINES, &step->say) ||
        !read_texts(reader, node, "claims", 0, LESSON_CLAIMS_MAX, &step->claims,
                    &step->claim_count))
        return false;
    const struct json_node *claim = json_first(json_member(node, "claims"));
    for (int i = 0; i < step->claim_count; i++, claim = json_next(claim))
        if (!reader_expect(reader, step->claims[i]))
            return json_unexpected(reader->json, claim, reader->error,
                                   _("the id of an expect of this or an earlier step"));
    return true;
}

static bool read_step(struct reader *reader, const struct json_node *node, struct step *step) {
    if (!json_want(reader->json, node, JSON_OBJECT, reader->error) ||
        !read_id(reader, node, "id", &step->id))
        return false;
    if (&reader->lesson->steps[lesson_step_index(reader->lesson, step->id)] != step)
        return json_unexpected(reader->json, json_member(node, "id"), reader->error,
                               _("an id that no other step has"));
    return read_kind(reader, node, step) && read_expects(reader, node, step) &&
           read_claims(reader, node, step);
}

/* What comes true is known when the next step that is no question has ended: when one more began.
 */
static bool check_last(struct reader *reader, const struct json_node *last) {
    const struct lesson *lesson = reader->lesson;
    int count = lesson->step_count;
    const char *sentence =
        _("found a question answered by the last step, expected one more step after it");
    if (lesson->steps[count - 1].kind == STEP_ASK)
        return json_fail(reader->json, last, reader->error, "%s",
                         _("found a question as the last step, expected the step that answers it"));
    return count < 2 || lesson->steps[count - 2].kind != STEP_ASK ||
           json_fail(reader->json, last, reader->error, "%s", sentence);
}

bool read_steps(struct reader *reader, const struct json_node *root) {
    struct lesson *lesson = reader->lesson;
    const struct json_node *array = read_array(reader, root, "steps", 1, LESSON_STEPS_MAX);
    if (!array)
        return false;
    lesson->steps = pool_alloc(reader->pool, (size_t)json_count(array), sizeof *lesson->steps);
    const struct json_node *last = NULL;
    for (const struct json_node *node = json_first(array); node; node = json_next(node)) {
        lesson->step_count++;
        if (!read_step(reader, node, &lesson->steps[lesson->step_count - 1]))
            return false;
        last = node;
    }
    return check_last(reader, last);
}
