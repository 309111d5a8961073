#include <config.h>

#include "lesson-read.h"

#include "file.h"
#include "i18n.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

struct lesson *lesson_read(const char *path, server_exists exists, struct error *error) {
    size_t size;
    char *text = file_read(path, LESSON_FILE_MAX, &size, error);
    if (!text)
        return NULL;
    struct lesson *lesson = lesson_parse(text, size, path, exists, error);
    free(text);
    return lesson;
}

void lesson_free(struct lesson *lesson) {
    if (lesson)
        pool_free(lesson->arena);
}

int lesson_step_index(const struct lesson *lesson, const char *id) {
    for (int i = 0; i < lesson->step_count; i++)
        if (strcmp(lesson->steps[i].id, id) == 0)
            return i;
    return -1;
}

const char *act_name(enum act act) {
    static const char *const names[ACT_COUNT] = {
        [ACT_CONNECT] = "connect",
        [ACT_SEND] = "send",
        [ACT_SEND_URGENT] = "send-urgent",
        [ACT_SEND_MANY] = "send-many",
        [ACT_READ] = "read",
        [ACT_STOP_READING] = "stop-reading",
        [ACT_RESUME] = "resume",
        [ACT_SHUTDOWN] = "shutdown",
        [ACT_CLOSE] = "close",
        [ACT_RESET] = "reset",
    };
    return names[act];
}

#define SCRIPT(c_name, name, help) {name, help},
static const struct {
    const char *name, *help;
} scripts[SCRIPT_COUNT] = {
#include "scripts.def"
};

const char *script_name(enum script script) {
    assert(script < SCRIPT_COUNT);
    return scripts[script].name;
}

const char *script_help(enum script script) {
    assert(script < SCRIPT_COUNT);
    return scripts[script].help;
}

enum script script_find(const char *name) {
    enum script script = 0;
    while (script < SCRIPT_COUNT && strcmp(scripts[script].name, name) != 0)
        script++;
    return script;
}

const char *set_where_name(enum set_where where) {
    static const char *const names[] = {
        [SET_LISTENER] = "listener",
        [SET_ACCEPTED] = "accepted",
        [SET_CLIENT] = "client",
    };
    return names[where];
}
