#include <config.h>

#include "exporting.h"

#include "i18n.h"
#include "memory.h"
#include "output.h"

#include <signal.h>
#include <stdlib.h>
#include <time.h>

struct exporting {
    const struct export_format *format;
    struct export_part part; /* `from`: what is not written yet */
    struct output output;
    const char *name; /* of the output, for sentences */
    struct writer *writer;
    struct error error; /* the first; empty: none yet */
};

struct exporting *exporting_begin(const struct export_format *format,
                                  const struct export_part *part, const char *path,
                                  struct error *error) {
    struct output output;
    if (!output_open(&output, path, error))
        return NULL;
    struct exporting *exporting = memory_new(1, sizeof *exporting);
    exporting->format = format;
    exporting->part = *part;
    exporting->output = output;
    exporting->name = output.path ? path : _("standard output");
    exporting->writer = writer_new(output.stream);
    return exporting;
}

static sigset_t pipe_signal(void) {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGPIPE);
    return set;
}

/* The thread that writes to a closed pipe gets the signal: it is taken away before anybody sees it.
 */
static void pipe_signal_block(sigset_t *before) {
    const sigset_t pipe = pipe_signal();
    pthread_sigmask(SIG_BLOCK, &pipe, before);
}

static void pipe_signal_unblock(const sigset_t *before) {
    static const struct timespec at_once = {0, 0};
    const sigset_t pipe = pipe_signal();
    if (!sigismember(before, SIGPIPE))
        sigtimedwait(&pipe, NULL, &at_once);
    pthread_sigmask(SIG_SETMASK, before, NULL);
}

static void piece_write(struct exporting *exporting, size_t to, bool goes_on) {
    struct error error;
    sigset_t before;
    pipe_signal_block(&before);
    exporting->part.to = to;
    exporting->part.goes_on = goes_on;
    export_piece(exporting->format, &exporting->part, exporting->writer);
    exporting->part.from = to;
    if (!writer_finish(exporting->writer, exporting->name, &error) && !exporting->error.text[0])
        exporting->error = error;
    pipe_signal_unblock(&before);
}

void exporting_upto(struct exporting *exporting, size_t to) {
    if (exporting->format->grows && to > exporting->part.from)
        piece_write(exporting, to, true);
}

bool exporting_end(struct exporting *exporting_take, size_t to, struct error *error) {
    piece_write(exporting_take, to, false);
    bool written = !exporting_take->error.text[0];
    if (written) {
        written = output_close(&exporting_take->output, error);
    } else {
        *error = exporting_take->error;
        output_abandon(&exporting_take->output);
    }
    free(exporting_take->writer);
    free(exporting_take);
    return written;
}

bool export_file(const struct export_format *format, const struct export_part *part,
                 const char *path, struct error *error) {
    struct exporting *exporting = exporting_begin(format, part, path, error);
    return exporting && exporting_end(exporting, part->to, error);
}
