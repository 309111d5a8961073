#include <config.h>

#include "library.h"

#include "cli.h"
#include "i18n.h"
#include "memory.h"
#include "nearest.h"
#include "servers.h"

#include <dirent.h>
#include <string.h>
#include <unistd.h>

struct library {
    const struct paths *paths;
    const char *language;
    struct curriculum *curriculum; /* NULL: not read yet */
    struct lesson **lessons;
    int lesson_count;
};

struct library *library_new(const struct paths *paths, const char *language) {
    struct library *library = memory_new(1, sizeof *library);
    library->paths = paths;
    library->language = language;
    return library;
}

void library_free(struct library *library) {
    for (int i = 0; i < library->lesson_count; i++)
        lesson_free(library->lessons[i]);
    free(library->lessons);
    curriculum_free(library->curriculum);
    free(library);
}

const struct curriculum *library_curriculum(struct library *library, struct error *error) {
    if (!library->curriculum)
        library->curriculum = curriculum_read(library->paths->lessons, library->language, error);
    return library->curriculum;
}

static bool is_file_name(const char *name) {
    size_t length = strlen(name);
    return strchr(name, '/') || (length > 5 && strcmp(name + length - 5, ".json") == 0);
}

static bool is_id(const char *name) {
    size_t length = strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-");
    return length > 0 && length < 64 && name[length] == '\0';
}

/* The file of a lesson, whether it is there or not. The caller frees it. */
static char *lesson_path(const struct library *library, const char *name) {
    if (is_file_name(name))
        return strcpy(memory_new(strlen(name) + 1, 1), name);
    char *file = memory_new(strlen(name) + 6, 1);
    char *path = path_join(library->paths->lessons, NULL, strcat(strcpy(file, name), ".json"));
    free(file);
    return path;
}

bool library_has(const struct library *library, const char *id) {
    if (!is_id(id))
        return false;
    char *path = lesson_path(library, id);
    bool has = access(path, R_OK) == 0;
    free(path);
    return has;
}

/* Commands are among the suggestions: a lesson's name stands where theirs do. */
static bool fail_unknown(struct library *library, const char *name, struct error *error) {
    struct error ignored;
    struct nearest nearest = {NULL, 0};
    const struct curriculum *curriculum = library_curriculum(library, &ignored);
    const char *command = command_suggest(name);
    if (command)
        nearest_try(&nearest, name, command);
    for (int i = 0; curriculum && i < curriculum->part_count; i++)
        for (int k = 0; k < curriculum->parts[i].lesson_count; k++)
            nearest_try(&nearest, name, curriculum->parts[i].lessons[k]);
    if (nearest.name && nearest.distance == 0)
        return error_set(error, _("the lesson \"%s\" is in the list, but not in %s"), name,
                         library->paths->lessons);
    if (nearest.name)
        return error_set(error, _("there is no command or lesson \"%s\"; did you mean \"%s\"?"),
                         name, nearest.name);
    return error_set(error, _("there is no command or lesson \"%s\"; \"waitscope list\" names all"),
                     name);
}

/* FOLDER/LANG/FILE for a lesson FOLDER/FILE. The caller frees it. */
static char *texts_path(const char *path, const char *language) {
    const char *slash = strrchr(path, '/');
    size_t length = slash ? (size_t)(slash - path) : 1;
    char *folder = memory_new(length + 1, 1);
    memcpy(folder, slash ? path : ".", length);
    char *texts = path_join(folder, language, slash ? slash + 1 : path);
    free(folder);
    return texts;
}

static bool translate(const struct library *library, struct lesson *lesson, struct error *error) {
    if (!library->language[0])
        return true;
    char *path = texts_path(lesson->path, library->language);
    bool valid = access(path, F_OK) != 0 || lesson_translate(lesson, path, NULL, NULL, NULL, error);
    free(path);
    return valid;
}

/* Takes the path. */
static const struct lesson *read_lesson(struct library *library, char *path_take,
                                        struct error *error) {
    for (int i = 0; i < library->lesson_count; i++) {
        if (strcmp(library->lessons[i]->path, path_take) == 0) {
            free(path_take);
            return library->lessons[i];
        }
    }
    struct lesson *lesson = lesson_read(path_take, server_is_known, error);
    free(path_take);
    if (lesson && !translate(library, lesson, error)) {
        lesson_free(lesson);
        return NULL;
    }
    if (!lesson)
        return NULL;
    library->lessons =
        memory_grow(library->lessons, library->lesson_count + 1, sizeof *library->lessons);
    library->lessons[library->lesson_count++] = lesson;
    return lesson;
}

const struct lesson *library_lesson(struct library *library, const char *name,
                                    struct error *error) {
    if (!is_file_name(name) && !library_has(library, name)) {
        fail_unknown(library, name, error);
        return NULL;
    }
    return read_lesson(library, lesson_path(library, name), error);
}

/* One catalogue of the lesson, read into a lesson of its own: the one at hand keeps its texts. */
static bool check_catalogue(const char *path, const char *language,
                            void (*report)(const char *, const char *, int, int, const char *),
                            struct error *error) {
    int missing, stale;
    struct error first = {""};
    char *texts = texts_path(path, language);
    struct lesson *lesson = NULL;
    bool valid = true;
    if (access(texts, F_OK) == 0) {
        lesson = lesson_read(path, server_is_known, error);
        valid = lesson && lesson_translate(lesson, texts, &missing, &stale, &first, error);
        if (valid && missing + stale > 0)
            report(lesson->id, language, missing, stale, first.text);
    }
    lesson_free(lesson);
    free(texts);
    return valid;
}

static int is_folder(const struct dirent *entry) {
    return entry->d_name[0] != '.' && !strchr(entry->d_name, '.');
}

bool library_check_texts(struct library *library, const char *name,
                         void (*report)(const char *, const char *, int, int, const char *),
                         struct error *error) {
    struct dirent **entries;
    char *path = lesson_path(library, name);
    char *folder = texts_path(path, ".");
    *strrchr(folder, '/') = '\0';
    int count = scandir(folder, &entries, is_folder, alphasort);
    bool valid = true;
    for (int i = 0; i < count; i++) {
        valid = valid && check_catalogue(path, entries[i]->d_name, report, error);
        free(entries[i]);
    }
    if (count >= 0)
        free(entries);
    free(folder);
    free(path);
    return valid;
}
