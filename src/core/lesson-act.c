#include <config.h>

#include "lesson-read.h"

#include "i18n.h"

#include <stdio.h>
#include <string.h>

static bool read_act(struct reader *reader, const struct json_node *node, struct step *step) {
    const char *text;
    if (!read_text(reader, node, "do", JSON_TEXT_LINE, &text))
        return false;
    char expected[200] = "";
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

static bool read_send_urgent(struct reader *reader, const struct json_node *node,
                             struct step *step) {
    if (!read_text(reader, node, "text", JSON_TEXT_NEWLINES, &step->text))
        return false;
    return strlen(step->text) == 1 || json_unexpected(reader->json, json_member(node, "text"),
                                                      reader->error, _("a text of one byte"));
}

static bool read_send_many(struct reader *reader, const struct json_node *node, struct step *step) {
    if (!read_text(reader, node, "text", JSON_TEXT_NEWLINES, &step->text) ||
        !read_integer(reader, node, "times", 1, LESSON_TIMES_MAX, &step->times))
        return false;
    return (int64_t)strlen(step->text) * step->times <= LESSON_BYTES_MAX ||
           json_fail(reader->json, node, reader->error,
                     _("found more bytes to send than %d in all, which is the limit"),
                     LESSON_BYTES_MAX);
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

/* What an act has besides the keys of every act, and what reads it. */
static bool read_act_values(struct reader *reader, const struct json_node *node,
                            struct step *step) {
#define KEYS "id", "say", "claims", "expect", "client", "do", "hold"
    static const char *const keys[] = {KEYS, NULL};
    static const char *const send_keys[] = {KEYS, "text", "bytes", NULL};
    static const char *const urgent_keys[] = {KEYS, "text", NULL};
    static const char *const many_keys[] = {KEYS, "text", "times", NULL};
    static const char *const read_keys[] = {KEYS, "bytes", NULL};
#undef KEYS
    switch (step->act) {
    case ACT_SEND:
        return json_only(reader->json, node, send_keys, reader->error) &&
               read_send(reader, node, step);
    case ACT_SEND_URGENT:
        return json_only(reader->json, node, urgent_keys, reader->error) &&
               read_send_urgent(reader, node, step);
    case ACT_SEND_MANY:
        return json_only(reader->json, node, many_keys, reader->error) &&
               read_send_many(reader, node, step);
    case ACT_READ:
        return json_only(reader->json, node, read_keys, reader->error) &&
               read_read(reader, node, step);
    default:
        return json_only(reader->json, node, keys, reader->error);
    }
}

bool read_client_step(struct reader *reader, const struct json_node *node, struct step *step) {
    const struct json_node *hold = json_member(node, "hold");
    if (!read_text(reader, node, "client", JSON_TEXT_LINE, &step->client) ||
        !check_client(reader, json_member(node, "client"), step->client) ||
        !check_running(reader, node) || !read_act(reader, node, step) ||
        !check_connected(reader, node, step) || !read_act_values(reader, node, step))
        return false;
    return !hold || json_get_bool(reader->json, hold, &step->hold, reader->error);
}
