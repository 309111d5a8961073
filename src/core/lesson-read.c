#include <config.h>

#include "lesson-read.h"

#include "i18n.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

bool read_text(struct reader *reader, const struct json_node *object, const char *key,
               enum json_text rule, const char **out) {
    const struct json_node *node = json_need(reader->json, object, key, reader->error);
    const char *text;
    if (!node || !json_get_text(reader->json, node, rule, &text, reader->error))
        return false;
    if (!*text)
        return json_unexpected(reader->json, node, reader->error, _("a text that is not empty"));
    *out = pool_text(reader->pool, text);
    return true;
}

bool read_integer(struct reader *reader, const struct json_node *object, const char *key,
                  int64_t min, int64_t max, int64_t *out) {
    const struct json_node *node = json_need(reader->json, object, key, reader->error);
    if (!node || !json_get_integer(reader->json, node, out, reader->error))
        return false;
    if (*out >= min && *out <= max)
        return true;
    char expected[100];
    if (min == max)
        snprintf(expected, sizeof expected, _("the number %lld"), (long long)min);
    else
        snprintf(expected, sizeof expected, _("a number from %lld to %lld"), (long long)min,
                 (long long)max);
    return json_unexpected(reader->json, node, reader->error, expected);
}

const struct json_node *read_array(struct reader *reader, const struct json_node *object,
                                   const char *key, int min, int max) {
    const struct json_node *node = json_need(reader->json, object, key, reader->error);
    if (!node || !json_want(reader->json, node, JSON_ARRAY, reader->error))
        return NULL;
    int count = json_count(node);
    if (count >= min && count <= max)
        return node;
    if (min == max)
        json_fail(reader->json, node, reader->error, _("found an array of %d, expected one of %d"),
                  count, min);
    else
        json_fail(reader->json, node, reader->error,
                  _("found an array of %d, expected one of %d to %d"), count, min, max);
    return NULL;
}

bool read_texts(struct reader *reader, const struct json_node *object, const char *key, int min,
                int max, const char ***out, int *count) {
    const struct json_node *array = read_array(reader, object, key, min, max);
    if (!array)
        return false;
    *count = json_count(array);
    *out = pool_alloc(reader->pool, (size_t)*count, sizeof **out);
    const char **next = *out;
    for (const struct json_node *node = json_first(array); node; node = json_next(node)) {
        const char *text;
        if (!json_get_text(reader->json, node, JSON_TEXT_NEWLINES, &text, reader->error))
            return false;
        if (!*text)
            return json_unexpected(reader->json, node, reader->error,
                                   _("a text that is not empty"));
        *next++ = pool_text(reader->pool, text);
    }
    return true;
}

bool check_id(struct reader *reader, const struct json_node *node, const char *text) {
    if (*text && text[strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789-")] == '\0')
        return true;
    return json_unexpected(reader->json, node, reader->error,
                           _("an id of lower-case letters, digits and hyphens"));
}

bool read_id(struct reader *reader, const struct json_node *object, const char *key,
             const char **out) {
    return read_text(reader, object, key, JSON_TEXT_LINE, out) &&
           check_id(reader, json_member(object, key), *out);
}

bool check_client(struct reader *reader, const struct json_node *node, const char *name) {
    const struct lesson *lesson = reader->lesson;
    char known[4 * LESSON_CLIENTS_MAX + 1] = "";
    for (int i = 0; i < lesson->client_count; i++) {
        if (strcmp(lesson->clients[i], name) == 0)
            return true;
        snprintf(known + strlen(known), sizeof known - strlen(known), "%s%s", i ? ", " : "",
                 lesson->clients[i]);
    }
    char expected[100];
    if (lesson->client_count == 0)
        return json_unexpected(reader->json, node, reader->error,
                               _("no client: the lesson names none"));
    snprintf(expected, sizeof expected, _("one of this lesson's clients (%s)"), known);
    return json_unexpected(reader->json, node, reader->error, expected);
}

bool check_server(struct reader *reader, const struct json_node *node, const char *name) {
    return reader->exists(name) ||
           json_unexpected(reader->json, node, reader->error, _("the name of a server page"));
}

bool check_script(struct reader *reader, const struct json_node *node, const char *name) {
    char expected[200];
    if (script_find(name) != SCRIPT_COUNT)
        return true;
    snprintf(expected, sizeof expected, "%s", _("one of "));
    for (enum script script = 0; script < SCRIPT_COUNT; script++)
        snprintf(expected + strlen(expected), sizeof expected - strlen(expected), "%s%s",
                 script ? ", " : "", script_name(script));
    return json_unexpected(reader->json, node, reader->error, expected);
}

static bool read_format(struct reader *reader, const struct json_node *root) {
    const char *format;
    int64_t version;
    if (!read_text(reader, root, "format", JSON_TEXT_LINE, &format))
        return false;
    if (strcmp(format, LESSON_FORMAT) != 0)
        return json_unexpected(reader->json, json_member(root, "format"), reader->error,
                               "\"" LESSON_FORMAT "\"");
    return read_integer(reader, root, "version", LESSON_VERSION, LESSON_VERSION, &version);
}

/* `waitscope ID` plays the lesson, so that an id must not read as something else. */
static bool check_lesson_id(struct reader *reader, const struct json_node *node, const char *id) {
    static const char *const taken[] = {"menu",  "list",    "record",   "replay",
                                        "check", "compare", "evidence", "export",
                                        "stats", "source",  "help",     "version"};
    for (size_t i = 0; i < sizeof taken / sizeof *taken; i++)
        if (strcmp(id, taken[i]) == 0)
            return json_unexpected(reader->json, node, reader->error,
                                   _("an id that is no subcommand of waitscope"));
    const char *slash = strrchr(reader->lesson->path, '/');
    const char *name = slash ? slash + 1 : reader->lesson->path;
    size_t length = strlen(id);
    if (strncmp(name, id, length) == 0 && strcmp(name + length, ".json") == 0)
        return true;
    return json_fail(reader->json, node, reader->error,
                     _("found \"%s\" in a file named %s, expected the file's name without .json"),
                     id, name);
}

static bool read_requires(struct reader *reader, const struct json_node *root) {
    struct lesson *lesson = reader->lesson;
    const struct json_node *array = json_member(root, "requires");
    if (!array)
        return true;
    if (!read_texts(reader, root, "requires", 0, LESSON_REQUIRES_MAX, &lesson->requires_,
                    &lesson->require_count))
        return false;
    const char **id = lesson->requires_;
    for (const struct json_node *node = json_first(array); node; node = json_next(node), id++) {
        if (!check_id(reader, node, *id))
            return false;
        if (strcmp(*id, lesson->id) == 0)
            return json_unexpected(reader->json, node, reader->error, _("another lesson's id"));
    }
    return true;
}

static bool read_set(struct reader *reader, const struct json_node *node, enum set_where where) {
    const int settable[] = {SO_SNDBUF, SO_RCVBUF, SO_RCVLOWAT, SO_REUSEADDR};
    if (!json_want(reader->json, node, JSON_OBJECT, reader->error))
        return false;
    for (const struct json_node *child = json_first(node); child; child = json_next(child)) {
        struct set *set = &reader->lesson->sets[reader->lesson->set_count++];
        bool known = false;
        set->where = where;
        if (field_parse(FIELD_option, json_key(child), &set->option))
            for (size_t i = 0; i < sizeof settable / sizeof *settable; i++)
                known = known || set->option == settable[i];
        if (!known)
            return json_fail(
                reader->json, node, reader->error,
                _("found the option \"%s\", expected SO_SNDBUF, SO_RCVBUF, SO_RCVLOWAT "
                  "or SO_REUSEADDR"),
                json_key(child));
        if (!read_integer(reader, node, json_key(child), 0, INT32_MAX, &set->value))
            return false;
    }
    return true;
}

static bool read_sets(struct reader *reader, const struct json_node *root) {
    const struct json_node *places = json_member(root, "set");
    if (!places)
        return true;
    static const char *const keys[] = {"listener", "accepted", "client", NULL};
    if (!json_only(reader->json, places, keys, reader->error))
        return false;
    size_t count = 0;
    for (const struct json_node *child = json_first(places); child; child = json_next(child))
        count += (size_t)json_count(child);
    reader->lesson->sets = pool_alloc(reader->pool, count, sizeof *reader->lesson->sets);
    for (enum set_where where = SET_LISTENER; where <= SET_CLIENT; where++) {
        const struct json_node *node = json_member(places, set_where_name(where));
        if (node && !read_set(reader, node, where))
            return false;
    }
    return true;
}

static bool read_clients(struct reader *reader, const struct json_node *root) {
    struct lesson *lesson = reader->lesson;
    const char **names;
    int count;
    if (!json_member(root, "clients"))
        return true;
    if (!read_texts(reader, root, "clients", 1, LESSON_CLIENTS_MAX, &names, &count))
        return false;
    lesson->clients = names;
    const struct json_node *node = json_first(json_member(root, "clients"));
    for (int i = 0; i < count; i++, node = json_next(node)) {
        if (names[i][0] < 'A' || names[i][0] > 'Z' || names[i][1])
            return json_unexpected(reader->json, node, reader->error,
                                   _("one capital letter, A to Z"));
        for (int before = 0; before < i; before++)
            if (names[before][0] == names[i][0])
                return json_unexpected(reader->json, node, reader->error,
                                       _("a client that is not named above"));
        lesson->client_count++;
    }
    return true;
}

static bool read_server(struct reader *reader, const struct json_node *root) {
    struct lesson *lesson = reader->lesson;
    const struct json_node *node = json_member(root, "server");
    reader->running = node;
    return !node || (read_text(reader, root, "server", JSON_TEXT_LINE, &lesson->server) &&
                     check_server(reader, node, lesson->server));
}

static bool read_keep(struct reader *reader, const struct json_node *root) {
    const char **keep;
    int count;
    if (!read_texts(reader, root, "keep", 3, 3, &keep, &count))
        return false;
    memcpy(reader->lesson->keep, keep, sizeof reader->lesson->keep);
    return true;
}

static bool read_head(struct reader *reader, const struct json_node *root) {
    static const char *const keys[] = {"format",  "version",  "id",     "title", "summary",
                                       "minutes", "requires", "server", "set",   "clients",
                                       "steps",   "keep",     NULL};
    struct lesson *lesson = reader->lesson;
    int64_t minutes;
    if (!json_only(reader->json, root, keys, reader->error) || !read_format(reader, root) ||
        !read_id(reader, root, "id", &lesson->id) ||
        !check_lesson_id(reader, json_member(root, "id"), lesson->id) ||
        !read_text(reader, root, "title", JSON_TEXT_LINE, &lesson->title) ||
        !read_text(reader, root, "summary", JSON_TEXT_LINE, &lesson->summary) ||
        !read_integer(reader, root, "minutes", 1, 999, &minutes))
        return false;
    lesson->minutes = (int)minutes;
    return read_requires(reader, root) && read_server(reader, root) && read_sets(reader, root) &&
           read_clients(reader, root) && read_keep(reader, root);
}

struct lesson *lesson_parse(const char *text, size_t size, const char *path, server_exists exists,
                            struct error *error) {
    struct json *json = json_parse(text, size, 1, error);
    if (!json) {
        error_prefix(error, path);
        return NULL;
    }
    struct pool *pool = pool_new();
    struct lesson *lesson = pool_alloc(pool, 1, sizeof *lesson);
    lesson->arena = pool;
    lesson->path = pool_text(pool, path);
    struct reader reader = {lesson, pool, json, exists, error, false, {false}};
    bool good = read_head(&reader, json_root(json)) && read_steps(&reader, json_root(json));
    json_free(json);
    if (good)
        return lesson;
    error_prefix(error, path);
    lesson_free(lesson);
    return NULL;
}
