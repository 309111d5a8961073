#include <config.h>

#include "output.h"

#include "i18n.h"
#include "memory.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Names tried for the temporary file. */
enum { TRIES = 100 };

/* The file that a symbolic link stands for, so that the link stays one. */
static char *path_target(const char *path) {
    char *target = realpath(path, NULL);
    if (target)
        return target;
    target = memory_new(strlen(path) + 1, 1);
    return strcpy(target, path);
}

/* Numbers below are left to whom they mean something; it can keep its own if there are no others.
 */
static FILE *stream_of(int descriptor) {
    int high = descriptor < 0 ? -1 : fcntl(descriptor, F_DUPFD_CLOEXEC, OUTPUT_DESCRIPTOR);
    if (high >= 0)
        close(descriptor);
    else
        high = descriptor;
    FILE *stream = high < 0 ? NULL : fdopen(high, "w");
    if (!stream && high >= 0)
        close(high);
    return stream;
}

/* A file without a name, which is gone if the program is killed. -1 if the file system has none, or
 * if there is no /proc by which it could get a name. */
static int nameless_open(const struct output *output) {
    const char *slash = strrchr(output->path, '/');
    char *folder = slash ? strndup(output->path, (size_t)(slash - output->path) + 1) : strdup(".");
    int descriptor = -1;
    if (folder && access("/proc/self/fd", F_OK) == 0)
        descriptor = open(folder, O_TMPFILE | O_WRONLY | O_CLOEXEC, 0666);
    free(folder);
    return descriptor;
}

static int named_open(const char *name) {
    return open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0666);
}

/* Gives the file without a name that one. */
static int nameless_link(int descriptor, const char *name) {
    char here[64];
    snprintf(here, sizeof here, "/proc/self/fd/%d", descriptor);
    return linkat(AT_FDCWD, here, AT_FDCWD, name, AT_SYMLINK_FOLLOW);
}

/* Makes a file of a name that was not there before: a new one, or (descriptor >= 0) out of that
 * one. Returns its descriptor, or -1 with errno. */
static int temporary_make(struct output *output, int descriptor) {
    size_t size = strlen(output->path) + 32;
    output->temporary = memory_new(size, 1);
    for (int i = 0; i < TRIES; i++) {
        snprintf(output->temporary, size, "%s.%ld-%d.tmp", output->path, (long)getpid(), i);
        if (descriptor < 0) {
            int made = named_open(output->temporary);
            if (made >= 0)
                return made;
        } else if (nameless_link(descriptor, output->temporary) == 0) {
            return descriptor;
        }
        if (errno != EEXIST)
            break;
    }
    free(output->temporary);
    output->temporary = NULL;
    return -1;
}

static FILE *temporary_open(struct output *output) {
    int descriptor = nameless_open(output);
    output->nameless = descriptor >= 0;
    if (!output->nameless)
        descriptor = temporary_make(output, -1);
    return stream_of(descriptor);
}

static void output_forget(struct output *output) {
    free(output->path);
    free(output->temporary);
    *output = (struct output){0};
}

bool output_open(struct output *output, const char *path, struct error *error) {
    *output = (struct output){0};
    if (strcmp(path, "-") == 0) {
        output->stream = stdout;
        return true;
    }
    struct stat status;
    output->path = path_target(path);
    if (stat(output->path, &status) == 0 && !S_ISREG(status.st_mode))
        output->stream = stream_of(open(output->path, O_WRONLY | O_TRUNC | O_CLOEXEC));
    else
        output->stream = temporary_open(output);
    if (output->stream)
        return true;
    error_set(error, _("%s: cannot write it: %s"), path, strerror(errno));
    output_forget(output);
    return false;
}

/* 0, or the errno of the first thing that went wrong. */
static int output_finish(struct output *output) {
    int reason = 0;
    errno = 0;
    if (fflush(output->stream) != 0 || ferror(output->stream))
        reason = errno ? errno : EIO;
    bool replaces = output->temporary || output->nameless;
    if (replaces && !reason && fsync(fileno(output->stream)) != 0)
        reason = errno;
    if (output->nameless && !reason && temporary_make(output, fileno(output->stream)) < 0)
        reason = errno;
    if (output->path && fclose(output->stream) != 0 && !reason)
        reason = errno;
    if (output->temporary && !reason && rename(output->temporary, output->path) != 0)
        reason = errno;
    return reason;
}

bool output_close(struct output *output, struct error *error) {
    int reason = output_finish(output);
    if (reason)
        error_set(error, _("%s: cannot write it: %s"),
                  output->path ? output->path : _("standard output"), strerror(reason));
    if (reason && output->temporary)
        unlink(output->temporary);
    output_forget(output);
    return !reason;
}

void output_abandon(struct output *output) {
    if (output->path)
        fclose(output->stream);
    if (output->temporary)
        unlink(output->temporary);
    output_forget(output);
}
