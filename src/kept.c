#include <config.h>

#include "kept.h"

#include "formats.h"
#include "memory.h"

struct kept {
    struct session session;
    struct session *inner;
    const char *path;
    struct error *error;
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

static void kept_advance(struct session *session) {
    session_advance(((struct kept *)session)->inner);
}

static void kept_turn(struct session *session) {
    session_turn(((struct kept *)session)->inner);
}

static const struct error *kept_error(const struct session *session) {
    return session_error(((const struct kept *)session)->inner);
}

static void kept_free(struct session *session) {
    struct kept *kept = (struct kept *)session;
    struct error error;
    struct export_part whole = export_whole(session_trace(kept->inner), session->lesson);
    const struct export_format *format = formats_choose_or_native(NULL, kept->path, &error);
    if (!formats_write(format, &whole, kept->path, &error))
        *kept->error = error;
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

struct session *kept_new(struct session *session_take, const char *path, struct error *error) {
    struct kept *kept = memory_new(1, sizeof *kept);
    kept->session = *session_take;
    kept->session.ops = &kept_ops;
    kept->inner = session_take;
    kept->path = path;
    kept->error = error;
    return &kept->session;
}
