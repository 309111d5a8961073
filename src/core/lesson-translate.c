#include <config.h>

#include "lesson-read.h"

#include "file.h"
#include "i18n.h"
#include "memory.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define TEXTS_FORMAT "waitscope-lesson-texts"

/* A text of the lesson, under its key in a catalogue. */
struct slot {
    const char *key;
    const char **text;
    const char *translation; /* to be put in its place; NULL: none */
    bool is_stale;
};

/* All texts of a lesson. */
struct slots {
    struct slot *rows;
    size_t count, room;
    struct pool *pool; /* of the keys */
};

__attribute__((format(printf, 3, 4))) static void slots_add(struct slots *slots, const char **text,
                                                            const char *format, ...) {
    char key[300];
    va_list arguments;
    if (!*text)
        return;
    va_start(arguments, format);
    vsnprintf(key, sizeof key, format, arguments);
    va_end(arguments);
    if (slots->count == slots->room) {
        slots->room = slots->room ? slots->room * 2 : 64;
        slots->rows = memory_grow(slots->rows, slots->room, sizeof *slots->rows);
    }
    slots->rows[slots->count++] = (struct slot){.key = pool_text(slots->pool, key), .text = text};
}

static void slots_add_step(struct slots *slots, struct step *step) {
    slots_add(slots, &step->say, "%s.say", step->id);
    slots_add(slots, &step->ask, "%s.ask", step->id);
    for (int i = 0; i < step->choice_count; i++)
        slots_add(slots, &step->choices[i].text, "%s.choice.%d", step->id, i + 1);
    for (int i = 0; i < step->hint_count; i++)
        slots_add(slots, &step->hints[i], "%s.hint.%d", step->id, i + 1);
    slots_add(slots, &step->because, "%s.because", step->id);
}

static void slots_init(struct slots *slots, struct lesson *lesson) {
    *slots = (struct slots){.pool = pool_new()};
    slots_add(slots, &lesson->title, "title");
    slots_add(slots, &lesson->summary, "summary");
    for (int i = 0; i < 3; i++)
        slots_add(slots, &lesson->keep[i], "keep.%d", i + 1);
    for (int i = 0; i < lesson->step_count; i++)
        slots_add_step(slots, &lesson->steps[i]);
}

static void slots_fini(struct slots *slots) {
    free(slots->rows);
    pool_free(slots->pool);
}

static bool read_head(struct reader *reader, const struct json_node *root) {
    static const char *const keys[] = {"format", "version", "id", "language", "texts", NULL};
    const char *format;
    const char *id;
    const char *language;
    int64_t version;
    if (!json_only(reader->json, root, keys, reader->error) ||
        !read_text(reader, root, "format", JSON_TEXT_LINE, &format) ||
        !read_integer(reader, root, "version", 1, 1, &version) ||
        !read_text(reader, root, "id", JSON_TEXT_LINE, &id) ||
        !read_text(reader, root, "language", JSON_TEXT_LINE, &language))
        return false;
    if (strcmp(format, TEXTS_FORMAT) != 0)
        return json_unexpected(reader->json, json_member(root, "format"), reader->error,
                               "\"" TEXTS_FORMAT "\"");
    if (strcmp(id, reader->lesson->id) == 0)
        return true;
    char expected[200];
    snprintf(expected, sizeof expected, "\"%s\"", reader->lesson->id);
    return json_unexpected(reader->json, json_member(root, "id"), reader->error, expected);
}

/* ["English", "translation"]; a title and a summary are a line each. */
static bool read_pair(struct reader *reader, const struct json_node *pair, const char **english,
                      const char **translation) {
    bool is_line = strcmp(json_key(pair), "title") == 0 || strcmp(json_key(pair), "summary") == 0;
    enum json_text rule = is_line ? JSON_TEXT_LINE : JSON_TEXT_NEWLINES;
    if (json_type(pair) != JSON_ARRAY || json_count(pair) != 2)
        return json_unexpected(reader->json, pair, reader->error,
                               _("[\"English\", \"translation\"]"));
    const struct json_node *first = json_first(pair);
    if (!json_get_text(reader->json, first, rule, english, reader->error) ||
        !json_get_text(reader->json, json_next(first), rule, translation, reader->error))
        return false;
    return **translation || json_unexpected(reader->json, json_next(first), reader->error,
                                            _("a text that is not empty"));
}

static struct slot *slots_find(struct slots *slots, const char *key) {
    for (size_t i = 0; i < slots->count; i++)
        if (strcmp(slots->rows[i].key, key) == 0)
            return &slots->rows[i];
    return NULL;
}

/* The first thing to say is kept. */
static void note_first(struct error *details, const char *format, const char *key) {
    if (!details->text[0])
        error_set(details, format, key);
}

/* Fills the slots. A catalogue has at most as many keys as fit into a lesson's file. */
static bool read_pairs(struct reader *reader, const struct json_node *texts, struct slots *slots,
                       int *stale, struct error *details) {
    if (!json_want(reader->json, texts, JSON_OBJECT, reader->error))
        return false;
    for (const struct json_node *pair = json_first(texts); pair; pair = json_next(pair)) {
        const char *english;
        const char *translation;
        if (!read_pair(reader, pair, &english, &translation))
            return false;
        struct slot *slot = slots_find(slots, json_key(pair));
        if (slot && strcmp(*slot->text, english) == 0) {
            slot->translation = translation;
            continue;
        }
        ++*stale;
        if (slot)
            slot->is_stale = true;
        note_first(details,
                   slot ? _("\"%s\" is stale: its English text has changed")
                        : _("\"%s\" is stale: the lesson has no such text"),
                   json_key(pair));
    }
    return true;
}

/* Puts the translations into the lesson. Returns how many texts have none. */
static int slots_apply(struct slots *slots, struct pool *pool, struct error *details) {
    int missing = 0;
    for (size_t i = 0; i < slots->count; i++) {
        struct slot *slot = &slots->rows[i];
        if (slot->translation)
            *slot->text = pool_text(pool, slot->translation);
        else if (!slot->is_stale) {
            missing++;
            note_first(details, _("\"%s\" has no translation"), slot->key);
        }
    }
    return missing;
}

static bool translate(struct reader *reader, int *missing, int *stale, struct error *details) {
    const struct json_node *root = json_root(reader->json);
    struct slots slots;
    if (!read_head(reader, root))
        return false;
    const struct json_node *texts = json_need(reader->json, root, "texts", reader->error);
    if (!texts)
        return false;
    slots_init(&slots, reader->lesson);
    bool good = read_pairs(reader, texts, &slots, stale, details);
    if (good)
        *missing = slots_apply(&slots, reader->pool, details);
    slots_fini(&slots);
    return good;
}

bool lesson_translate(struct lesson *lesson, const char *path, int *missing, int *stale,
                      struct error *details, struct error *error) {
    size_t size;
    int counts[2] = {0, 0};
    struct error first = {.text = ""};
    char *text = file_read(path, LESSON_FILE_MAX, &size, error);
    if (!text)
        return false;
    struct json *json = json_parse(text, size, 1, error);
    free(text);
    struct reader reader = {.lesson = lesson, .pool = lesson->arena, .json = json, .error = error};
    bool good = json && translate(&reader, &counts[0], &counts[1], &first);
    json_free(json);
    if (!good)
        return error_prefix(error, path);
    if (missing)
        *missing = counts[0];
    if (stale)
        *stale = counts[1];
    if (details)
        *details = first;
    return true;
}
