#include <config.h>

#include "stage-entries.h"

#include "i18n.h"
#include "question.h"

static const char *entry_words(uint32_t events, char *out, size_t size) {
    return events ? field_format(FIELD_events, events, out, size) : "—";
}

/* poll's array, and what it says of one descriptor more than once. */
static int entries_of(struct bytes asked, int fd) {
    int count = 0;
    for (size_t i = 0; i < list_count(asked); i++)
        count += list_at(asked, i).fd == fd;
    return count;
}

/* "fd 4 is in 2 entries: — and IN PRI", told at the first of them. Its row has their sum. */
static void add_repeated(const struct event *enter, size_t index, char *out, size_t size) {
    char words[128];
    int fd = list_at(enter->asked, index).fd, count = entries_of(enter->asked, fd);
    for (size_t i = 0; i < index; i++)
        if (list_at(enter->asked, i).fd == fd)
            return;
    text_add(out, size, _("fd %d is in %d entries: "), fd, count);
    for (size_t i = index; i < list_count(enter->asked); i++) {
        struct list_entry entry = list_at(enter->asked, i);
        if (entry.fd == fd)
            text_add(out, size, i == index ? "%s" : _(" and %s"),
                     entry_words(entry.events, words, sizeof words));
    }
    text_add(out, size, "  ");
}

void stage_entries_paint(struct canvas *canvas, const struct stage_columns *columns,
                         const struct view *view, int y,
                         bool (*shown)(const struct view *view,
                                       const struct world_descriptor *descriptor)) {
    struct question question;
    char text[256] = "", asked[128], got[128];
    int negative = 0;
    question_find(&question, view);
    if (columns->asks != STAGE_POLL || !question.enter || question.enter->call != CALL_poll)
        return;
    for (size_t i = 0; i < list_count(question.enter->asked); i++) {
        struct list_entry entry = list_at(question.enter->asked, i);
        const struct world_descriptor *descriptor = world_descriptor(view->world, entry.fd);
        negative += entry.fd < 0;
        bool has_row = descriptor && shown(view, descriptor);
        if (has_row && entries_of(question.enter->asked, entry.fd) > 1)
            add_repeated(question.enter, i, text, sizeof text);
        if (entry.fd < 0 || has_row)
            continue;
        text_add(text, sizeof text, _("fd %d: asked %s"), entry.fd,
                 entry_words(entry.events, asked, sizeof asked));
        if (question.returned && question.returned->result >= 0)
            text_add(
                text, sizeof text, _(", got %s"),
                entry_words(list_events(question.returned->got, entry.fd, NULL), got, sizeof got));
        text_add(text, sizeof text, "  ");
    }
    if (negative > 0)
        text_add(text, sizeof text,
                 ngettext("%d entry with fd -1: passed over", "%d entries with fd -1: passed over",
                          negative),
                 negative);
    canvas_cut(canvas, columns->client + 1, y, columns->task - columns->client - 1,
               question.fresh ? ROLE_CHANGED : ROLE_DIM, text);
}
