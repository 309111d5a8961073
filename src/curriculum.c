#include <config.h>

#include "curriculum.h"

#include "file.h"
#include "i18n.h"
#include "json.h"
#include "memory.h"
#include "paths.h"
#include "pool.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* Bytes of a file; a list of names is small. */
enum { CURRICULUM_MAX = 1 << 16, CURRICULUM_VERSION = 1 };

struct reader {
    struct curriculum *curriculum;
    const struct json *json;
    struct error *error;
};

/* Names of lessons become names of files. */
static bool read_id(struct reader *reader, const struct json_node *node, const char **out) {
    if (!json_get_text(reader->json, node, JSON_TEXT_LINE, out, reader->error))
        return false;
    size_t length = strspn(*out, "abcdefghijklmnopqrstuvwxyz0123456789-");
    if (length == 0 || (*out)[length])
        return json_unexpected(reader->json, node, reader->error,
                               _("lower-case letters, digits and hyphens"));
    *out = pool_text(reader->curriculum->pool, *out);
    return true;
}

static bool read_format(struct reader *reader, const char *format) {
    const struct json_node *root = json_root(reader->json), *node;
    const char *text;
    int64_t version;
    char wanted[64];
    if (!json_want(reader->json, root, JSON_OBJECT, reader->error) ||
        !(node = json_need(reader->json, root, "format", reader->error)) ||
        !json_get_text(reader->json, node, JSON_TEXT_LINE, &text, reader->error))
        return false;
    snprintf(wanted, sizeof wanted, "\"%s\"", format);
    if (strcmp(text, format) != 0)
        return json_unexpected(reader->json, node, reader->error, wanted);
    if (!(node = json_need(reader->json, root, "version", reader->error)) ||
        !json_get_integer(reader->json, node, &version, reader->error))
        return false;
    return version == CURRICULUM_VERSION ||
           json_unexpected(reader->json, node, reader->error, _("version 1"));
}

static bool is_named(const struct curriculum *curriculum, const char *id) {
    for (int i = 0; i < curriculum->part_count; i++)
        for (int k = 0; k < curriculum->parts[i].lesson_count; k++)
            if (strcmp(curriculum->parts[i].lessons[k], id) == 0)
                return true;
    return false;
}

static bool read_lessons(struct reader *reader, const struct json_node *array,
                         struct curriculum_part *part) {
    if (!array || !json_want(reader->json, array, JSON_ARRAY, reader->error))
        return false;
    part->lessons =
        pool_alloc(reader->curriculum->pool, json_count(array) + 1, sizeof *part->lessons);
    for (const struct json_node *node = json_first(array); node; node = json_next(node)) {
        const char *id;
        if (!read_id(reader, node, &id))
            return false;
        if (is_named(reader->curriculum, id))
            return json_fail(reader->json, node, reader->error,
                             _("the lesson \"%s\" stands in the list twice"), id);
        part->lessons[part->lesson_count++] = id;
    }
    return true;
}

static struct curriculum_part *part_find(const struct curriculum *curriculum, const char *id) {
    for (int i = 0; i < curriculum->part_count; i++)
        if (curriculum->parts[i].id && strcmp(curriculum->parts[i].id, id) == 0)
            return &curriculum->parts[i];
    return NULL;
}

static bool read_part(struct reader *reader, const struct json_node *node) {
    static const char *const keys[] = {"id", "title", "lessons", NULL};
    struct curriculum *curriculum = reader->curriculum;
    const struct json_node *id, *title;
    const char *name;
    if (!json_want(reader->json, node, JSON_OBJECT, reader->error) ||
        !json_only(reader->json, node, keys, reader->error) ||
        !(id = json_need(reader->json, node, "id", reader->error)) || !read_id(reader, id, &name) ||
        !(title = json_need(reader->json, node, "title", reader->error)))
        return false;
    if (part_find(curriculum, name))
        return json_fail(reader->json, id, reader->error, _("there are two parts \"%s\""), name);
    /* It counts from now on, so that a lesson that it names twice is seen. */
    struct curriculum_part *part = &curriculum->parts[curriculum->part_count++];
    part->id = name;
    if (!json_get_text(reader->json, title, JSON_TEXT_LINE, &part->title, reader->error))
        return false;
    part->title = pool_text(curriculum->pool, part->title);
    return read_lessons(reader, json_need(reader->json, node, "lessons", reader->error), part);
}

static bool read_parts(struct reader *reader) {
    static const char *const keys[] = {"format", "version", "parts", NULL};
    const struct json_node *root = json_root(reader->json);
    if (!read_format(reader, "waitscope-curriculum") ||
        !json_only(reader->json, root, keys, reader->error))
        return false;
    const struct json_node *parts = json_need(reader->json, root, "parts", reader->error);
    if (!parts || !json_want(reader->json, parts, JSON_ARRAY, reader->error))
        return false;
    reader->curriculum->parts = pool_alloc(reader->curriculum->pool, json_count(parts) + 1,
                                           sizeof *reader->curriculum->parts);
    for (const struct json_node *node = json_first(parts); node; node = json_next(node))
        if (!read_part(reader, node))
            return false;
    return true;
}

/* The part whose title has that key, "ID.title", or NULL. */
static struct curriculum_part *part_of_key(const struct curriculum *curriculum, const char *key) {
    char id[64];
    const char *dot = strrchr(key, '.');
    if (!dot || strcmp(dot, ".title") != 0 || (size_t)(dot - key) >= sizeof id)
        return NULL;
    snprintf(id, sizeof id, "%.*s", (int)(dot - key), key);
    return part_find(curriculum, id);
}

/* ["English", "translation"]: of a title that has changed since, or that is no more, it is passed
 * over. */
static bool read_title(struct reader *reader, const struct json_node *pair) {
    struct curriculum_part *part = part_of_key(reader->curriculum, json_key(pair));
    const char *english, *translation;
    if (json_type(pair) != JSON_ARRAY || json_count(pair) != 2)
        return json_unexpected(reader->json, pair, reader->error,
                               _("[\"English\", \"translation\"]"));
    const struct json_node *first = json_first(pair);
    if (!json_get_text(reader->json, first, JSON_TEXT_LINE, &english, reader->error) ||
        !json_get_text(reader->json, json_next(first), JSON_TEXT_LINE, &translation, reader->error))
        return false;
    if (part && strcmp(part->title, english) == 0)
        part->title = pool_text(reader->curriculum->pool, translation);
    return true;
}

static bool read_titles(struct reader *reader) {
    static const char *const keys[] = {"format", "version", "language", "texts", NULL};
    const struct json_node *root = json_root(reader->json);
    if (!read_format(reader, "waitscope-curriculum-texts") ||
        !json_only(reader->json, root, keys, reader->error))
        return false;
    const struct json_node *texts = json_need(reader->json, root, "texts", reader->error);
    if (!texts || !json_want(reader->json, texts, JSON_OBJECT, reader->error))
        return false;
    for (const struct json_node *pair = json_first(texts); pair; pair = json_next(pair))
        if (!read_title(reader, pair))
            return false;
    return true;
}

/* Reads the file and hands its document to `take`. */
static bool read_file(struct curriculum *curriculum, const char *path,
                      bool (*take)(struct reader *), struct error *error) {
    size_t size;
    char *text = file_read(path, CURRICULUM_MAX, &size, error);
    if (!text)
        return false;
    struct json *json = json_parse(text, size, 1, error);
    free(text);
    struct reader reader = {curriculum, json, error};
    bool valid = json && take(&reader);
    json_free(json);
    return valid || error_prefix(error, path);
}

struct curriculum *curriculum_read(const char *folder, const char *language, struct error *error) {
    struct curriculum *curriculum = memory_new(1, sizeof *curriculum);
    curriculum->pool = pool_new();
    char *path = path_join(folder, NULL, "curriculum.json");
    bool valid = read_file(curriculum, path, read_parts, error);
    free(path);
    if (valid && language[0]) {
        path = path_join(folder, language, "curriculum.json");
        valid = access(path, F_OK) != 0 || read_file(curriculum, path, read_titles, error);
        free(path);
    }
    if (valid)
        return curriculum;
    curriculum_free(curriculum);
    return NULL;
}

void curriculum_free(struct curriculum *curriculum) {
    if (!curriculum)
        return;
    pool_free(curriculum->pool);
    free(curriculum);
}
