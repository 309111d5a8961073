#include <config.h>

#include "paths.h"

#include "memory.h"

#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* Does the running program stand in the folder where it was built? */
static bool is_in_build_tree(void) {
    char program[PATH_MAX], build[PATH_MAX];
    ssize_t length = readlink("/proc/self/exe", program, sizeof program - 1);
    if (length < 0 || !realpath(BUILDDIR, build))
        return false;
    program[length] = '\0';
    *strrchr(program, '/') = '\0';
    return strcmp(program, build) == 0;
}

struct paths paths_find(const char *lessons) {
    struct paths paths = {LESSONSDIR, SERVERSDIR, LOCALEDIR};
    if (is_in_build_tree())
        paths = (struct paths){SOURCEDIR "/lessons", SOURCEDIR "/src/servers", BUILDDIR "/locale"};
    if (lessons)
        paths.lessons = lessons;
    return paths;
}

char *path_join(const char *folder, const char *middle, const char *name) {
    size_t size = strlen(folder) + (middle ? strlen(middle) : 0) + strlen(name) + 3;
    char *path = memory_new(size, 1);
    snprintf(path, size, "%s/%s%s%s", folder, middle ? middle : "", middle ? "/" : "", name);
    return path;
}
