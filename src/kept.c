#include <config.h>

#include "kept.h"

#include "exporting.h"
#include "memory.h"

#include <stdlib.h>

struct kept {
    struct session session;
    struct session *inner;
    struct exporting *exporting;
    struct error *unkept;
};

static const struct trace *kept_trace(const struct session *session) {
    return session_trace(((const struct kept *)session)->inner);
}

static enum session_state kept_state(const struct session *session) {
    return session_state(((const struct kept *)session)->inner);
}

static int kept_fd(const struct session *session) {
    return session_fd(((const struct kept *)session)->inner);
}

static int64_t kept_deadline(const struct session *session) {
    return session_deadline(((const struct kept *)session)->inner);
}

/* Writes what has come. */
static void kept_write(struct kept *kept) {
    exporting_upto(kept->exporting, trace_count(session_trace(kept->inner)));
}

static void kept_advance(struct session *session) {
    struct kept *kept = (struct kept *)session;
    session_advance(kept->inner);
    kept_write(kept);
}

static void kept_turn(struct session *session) {
    struct kept *kept = (struct kept *)session;
    session_turn(kept->inner);
    kept_write(kept);
}

static const struct error *kept_error(const struct session *session) {
    return session_error(((const struct kept *)session)->inner);
}

static void kept_free(struct session *session) {
    struct kept *kept = (struct kept *)session;
    struct error error;
    if (!exporting_end(kept->exporting, trace_count(session_trace(kept->inner)), &error))
        *kept->unkept = error;
    session_free(kept->inner);
    free(kept);
}

static const struct session_ops kept_ops = {
    .trace = kept_trace,
    .state = kept_state,
    .fd = kept_fd,
    .deadline = kept_deadline,
    .advance = kept_advance,
    .turn = kept_turn,
    .error = kept_error,
    .free = kept_free,
};

struct session *kept_new(struct session *session_take, const struct export_format *format,
                         const struct export_screen *screen, const char *path, struct error *unkept,
                         struct error *error) {
    struct export_part whole = export_whole(session_trace(session_take), session_take->lesson);
    whole.screen = *screen;
    struct exporting *exporting = exporting_begin(format, &whole, path, error);
    if (!exporting) {
        session_free(session_take);
        return NULL;
    }
    struct kept *kept = memory_new(1, sizeof *kept);
    kept->session = *session_take;
    kept->session.ops = &kept_ops;
    kept->inner = session_take;
    kept->exporting = exporting;
    kept->unkept = unkept;
    return &kept->session;
}
