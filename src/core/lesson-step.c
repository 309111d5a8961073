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

static bool read_act(struct reader *reader, const struct json_node *node, struct step *step) {
    const char *text;
    if (!read_text(reader, node, "do", JSON_TEXT_LINE, &text))
        return false;
    char expected[120] = "";
    for (step->act = 0; step->act < ACT_COUNT; step->act++) {
        if (strcmp(act_name(step->act), text) == 0)
            return true;
        snprintf(expected + strlen(expected), sizeof expected - strlen(expected), "%s%s",
                 step->act ? ", " : _("one of "), act_name(step->act));
    }
    return json_unexpected(reader->json, json_member(node, "do"), reader->error, expected);
}

/* `text`, or `bytes` letters: one of them. */
static bool read_send(struct reader *reader, const struct json_node *node, struct step *step) {
    if (!json_member(node, "text") == !json_member(node, "bytes"))
        return json_fail(reader->json, node, reader->error,
                         json_member(node, "text")
                             ? _("found both \"text\" and \"bytes\" to send, expected one of them")
                             : _("found nothing to send, expected \"text\" or \"bytes\""));
    if (json_member(node, "text"))
        return read_text(reader, node, "text", JSON_TEXT_NEWLINES, &step->text);
    return read_integer(reader, node, "bytes", 1, LESSON_BYTES_MAX, &step->bytes);
}

static bool read_read(struct reader *reader, const struct json_node *node, struct step *step) {
    const struct json_node *bytes = json_member(node, "bytes");
    const char *text;
    step->bytes = -1;
    if (!bytes)
        return true;
    if (json_type(bytes) != JSON_STRING)
        return read_integer(reader, node, "bytes", 1, LESSON_BYTES_MAX, &step->bytes);
    if (!json_get_text(reader->json, bytes, JSON_TEXT_LINE, &text, reader->error))
        return false;
    return strcmp(text, "all") == 0 ||
           json_unexpected(reader->json, bytes, reader->error, _("a number or \"all\""));
}

/* What can be known before the kernel is asked: a client without a socket cannot use it. */
static bool check_connected(struct reader *reader, const struct json_node *node,
                            const struct step *step) {
    bool *connected = &reader->connected[step->client[0] - 'A'];
    if (step->act == ACT_STOP_READING || step->act == ACT_RESUME)
        return true;
    if (step->act != ACT_CONNECT && !*connected)
        return json_fail(
            reader->json, json_member(node, "do"), reader->error,
            _("found \"%s\" of %s, which is not connected, expected \"connect\" before"),
            act_name(step->act), step->client);
    *connected = step->act != ACT_CLOSE && step->act != ACT_RESET;
    return true;
}

static bool read_client(struct reader *reader, const struct json_node *node, struct step *step) {
    static const char *const keys[] = {"id",     "say", "claims", "expect",
                                       "client", "do",  "hold",   NULL};
    static const char *const send_keys[] = {"id", "say",  "claims", "expect", "client",
                                            "do", "hold", "text",   "bytes",  NULL};
    static const char *const read_keys[] = {"id", "say",  "claims", "expect", "client",
                                            "do", "hold", "bytes",  NULL};
    const struct json_node *hold = json_member(node, "hold");
    if (!read_text(reader, node, "client", JSON_TEXT_LINE, &step->client) ||
        !check_client(reader, json_member(node, "client"), step->client) ||
        !read_act(reader, node, step) || !check_connected(reader, node, step))
        return false;
    if (!json_only(reader->json, node,
                   step->act == ACT_SEND   ? send_keys
                   : step->act == ACT_READ ? read_keys
                                           : keys,
                   reader->error))
        return false;
    if (hold && !json_get_bool(reader->json, hold, &step->hold, reader->error))
        return false;
    if (step->act == ACT_SEND)
        return read_send(reader, node, step);
    return step->act != ACT_READ || read_read(reader, node, step);
}

static bool read_run(struct reader *reader, const struct json_node *node, struct step *step) {
    static const char *const keys[] = {"id", "say", "claims", "expect", "run", "until", NULL};
    const char *who;
    if (!json_only(reader->json, node, keys, reader->error) ||
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
    return json_only(reader->json, node, keys, reader->error) &&
           read_text(reader, node, "server", JSON_TEXT_LINE, &step->server) &&
           check_server(reader, json_member(node, "server"), step->server);
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
    {"client", STEP_CLIENT, read_client}, {"run", STEP_RUN, read_run},
    {"server", STEP_SERVER, read_server}, {"ask", STEP_ASK, read_ask},
    {"say", STEP_SAY, read_say}, /* last: any step may have it */
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
                         _("found nothing to do, expected one of client, run, server, ask, say"));
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
