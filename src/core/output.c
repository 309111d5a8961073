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

static FILE *stream_of(int descriptor) {
    FILE *stream = fdopen(descriptor, "w");
    if (!stream)
        close(descriptor);
    return stream;
}

/* A file of that name that was not there before. */
static FILE *temporary_open(struct output *output) {
    size_t size = strlen(output->path) + 32;
    output->temporary = memory_new(size, 1);
    for (int i = 0; i < TRIES; i++) {
        snprintf(output->temporary, size, "%s.%ld-%d.tmp", output->path, (long)getpid(), i);
        int descriptor =
            open(output->temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0666);
        if (descriptor >= 0)
            return stream_of(descriptor);
        if (errno != EEXIST)
            break;
    }
    return NULL;
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
        output->stream = fopen(output->path, "we");
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
    if (output->temporary && !reason && fsync(fileno(output->stream)) != 0)
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
