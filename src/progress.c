#include <config.h>

#include "progress.h"

#include "file.h"
#include "json.h"
#include "memory.h"
#include "output.h"
#include "paths.h"

#include <string.h>
#include <sys/stat.h>

/* Limits of what is kept. */
enum { PROGRESS_MAX = 1 << 16, NAME_MAX_LENGTH = 63, DONE_MAX = 500 };

struct progress {
    char *folder, *path; /* NULL: there is no place to write to */
    char last[NAME_MAX_LENGTH + 1];
    char (*done)[NAME_MAX_LENGTH + 1];
    int done_count;
};

/* What does not look like a lesson's id is not written: the file is then sure to be valid. */
static bool is_id(const char *text) {
    size_t length = strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789-");
    return length > 0 && length <= NAME_MAX_LENGTH && text[length] == '\0';
}

bool progress_is_done(const struct progress *progress, const char *lesson) {
    for (int i = 0; i < progress->done_count; i++)
        if (strcmp(progress->done[i], lesson) == 0)
            return true;
    return false;
}

static void done_add(struct progress *progress, const char *lesson) {
    if (!is_id(lesson) || progress->done_count == DONE_MAX || progress_is_done(progress, lesson))
        return;
    strcpy(progress->done[progress->done_count++], lesson);
}

const char *progress_last(const struct progress *progress) {
    return progress->last[0] ? progress->last : NULL;
}

/* A relative XDG_STATE_HOME is invalid, as its specification says. */
static char *find_folder(void) {
    const char *state = getenv("XDG_STATE_HOME");
    const char *home = getenv("HOME");
    if (state && state[0] == '/')
        return path_join(state, NULL, "waitscope");
    return home && home[0] == '/' ? path_join(home, ".local/state", "waitscope") : NULL;
}

static void take_document(struct progress *progress, const struct json *json) {
    struct error ignored;
    const char *text;
    const struct json_node *last = json_member(json_root(json), "last");
    const struct json_node *done = json_member(json_root(json), "done");
    if (last && json_get_text(json, last, JSON_TEXT_LINE, &text, &ignored) && is_id(text))
        strcpy(progress->last, text);
    for (const struct json_node *node = done ? json_first(done) : NULL; node;
         node = json_next(node))
        if (json_get_text(json, node, JSON_TEXT_LINE, &text, &ignored))
            done_add(progress, text);
}

static void load(struct progress *progress) {
    struct error ignored;
    size_t size;
    struct stat status;
    /* A pipe in its place would be waited for. */
    if (!progress->path || stat(progress->path, &status) != 0 || !S_ISREG(status.st_mode))
        return;
    char *text = file_read(progress->path, PROGRESS_MAX, &size, &ignored);
    struct json *json = text ? json_parse(text, size, 1, &ignored) : NULL;
    if (json)
        take_document(progress, json);
    json_free(json);
    free(text);
}

struct progress *progress_read(void) {
    struct progress *progress = memory_new(1, sizeof *progress);
    progress->done = memory_new(DONE_MAX, sizeof *progress->done);
    progress->folder = find_folder();
    if (progress->folder)
        progress->path = path_join(progress->folder, NULL, "progress.json");
    load(progress);
    return progress;
}

void progress_free(struct progress *progress) {
    if (!progress)
        return;
    free(progress->folder);
    free(progress->path);
    free(progress->done);
    free(progress);
}

/* mkdir -p, with the mode that the XDG specification wants. Whether it worked shows when writing.
 */
static void make_folder(char *path) {
    for (char *slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        mkdir(path, 0700);
        *slash = '/';
    }
    mkdir(path, 0700);
}

static void write_document(const struct progress *progress, FILE *out) {
    fprintf(out, "{\"format\": \"waitscope-progress\", \"version\": 1, ");
    if (progress->last[0])
        fprintf(out, "\"last\": \"%s\", ", progress->last);
    fprintf(out, "\"done\": [");
    for (int i = 0; i < progress->done_count; i++)
        fprintf(out, "%s\"%s\"", i ? ", " : "", progress->done[i]);
    fprintf(out, "]}\n");
}

static void save(struct progress *progress) {
    struct output output;
    struct error ignored;
    if (!progress->path)
        return;
    make_folder(progress->folder);
    if (!output_open(&output, progress->path, &ignored))
        return;
    write_document(progress, output.stream);
    output_close(&output, &ignored);
}

void progress_set_done(struct progress *progress, const char *lesson) {
    load(progress);
    done_add(progress, lesson);
    save(progress);
}

void progress_set_last(struct progress *progress, const char *lesson) {
    load(progress);
    if (is_id(lesson))
        strcpy(progress->last, lesson);
    save(progress);
}
