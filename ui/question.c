#include <config.h>

#include "question.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "figures.h"
#include "i18n.h"
#include "page.h"
#include "text.h"

/* Index of the enter event, SIZE_MAX: the page has not asked. */
static size_t enter_find(const struct view *view, struct event *room) {
    const struct trace_wanted asks = {
        .kinds = TRACE_KIND(EVENT_ENTER),
        .calls = TRACE_CALL(CALL_select) | TRACE_CALL(CALL_poll) | TRACE_CALL(CALL_epoll_wait),
    };
    size_t enter = trace_last_wanted(view->trace, view->position, &asks);
    size_t start = trace_last(view->trace, view->position, TRACE_KIND(EVENT_TASK_START));
    if (enter == SIZE_MAX || (start != SIZE_MAX && start > enter))
        return SIZE_MAX;
    trace_at(view->trace, enter, room);
    return enter;
}

/* NULL: it has not returned. */
static const struct event *answer_find(const struct view *view, const struct event *enter,
                                       struct event *room) {
    const struct trace_wanted answers = {
        .kinds = TRACE_KIND(EVENT_RETURN),
        .task = enter->task,
        .calls = TRACE_CALL(enter->call),
        .number = enter->number,
    };
    size_t found = trace_next_until(view->trace, enter->seq, view->position, &answers);
    return found < view->position ? trace_at(view->trace, found, room) : NULL;
}

void question_find(struct question *question, const struct view *view) {
    *question = (struct question){.enter = NULL};
    size_t latest = enter_find(view, &question->rooms[0]);
    if (latest == SIZE_MAX)
        return;
    question->enter = &question->rooms[0];
    question->returned = answer_find(view, question->enter, &question->rooms[1]);
    if (question->returned)
        latest = question->returned->seq;
    question->fresh = latest >= view->since;
}

bool question_is_about(const struct question *question, const struct view *view,
                       const struct world_descriptor *descriptor) {
    const uint32_t kinds = TRACE_KIND(EVENT_DESCRIPTOR);
    if (!question->enter)
        return false;
    if (descriptor->open)
        return true;
    for (size_t i = trace_next(view->trace, question->enter->seq, kinds); i < view->position;
         i = trace_next(view->trace, i + 1, kinds)) {
        struct event room;
        const struct event *event = trace_at(view->trace, i, &room);
        if (event->fd == descriptor->fd && strcmp(event->act, "closed") == 0)
            return false;
    }
    return true;
}

bool question_is_over(const struct question *question, const struct view *view) {
    const struct world *world = view->world;
    bool asked = false;
    for (int i = 0; i < world->descriptor_count; i++) {
        const struct world_descriptor *descriptor = &world->descriptors[i];
        if (!descriptor->questioned)
            continue;
        asked = true;
        if (question_is_about(question, view, descriptor))
            return false;
    }
    return asked;
}

static int sets_of(const struct event *event) {
    return event_has(event, FIELD_read) + event_has(event, FIELD_write) +
           event_has(event, FIELD_except);
}

/* What of `count` things: "2 bitmaps". */
static void things(enum call call, int64_t count, char *out, size_t size) {
    char number[48];
    const char *format = call == CALL_select ? ngettext("%s bitmap", "%s bitmaps", count)
                         : call == CALL_poll ? ngettext("%s entry", "%s entries", count)
                                             : ngettext("%s event", "%s events", count);
    out[0] = '\0';
    if (count == 0)
        text_add(out, size, "%s", _("nothing"));
    else
        text_add(out, size, format, figure_number(count, number, sizeof number));
}

static int64_t copied_in(const struct event *enter) {
    if (enter->call == CALL_select)
        return sets_of(enter);
    return enter->call == CALL_poll ? enter->nfds : 0;
}

/* select and poll write an answer for all that they were given, also where it is none. */
static int64_t copied_out(const struct question *question) {
    const struct event *returned = question->returned;
    if (returned->call == CALL_select)
        return sets_of(returned);
    return returned->call == CALL_poll ? question->enter->nfds : returned->result;
}

/* Whether the page looks through the answer: not every one does that. */
static bool is_scanned(enum call call, const char *source) {
    return call == CALL_select ? page_calls(source, "FD_ISSET") : page_has(source, "revents");
}

/* How the line is told: each is shorter than the one before. */
enum { LINE_WHOLE, LINE_SHORT, LINE_BARE, LINES };

/* The kernel goes through all, whoever is ready. Of select's that is every number up to the
 * highest. */
static void scan_add(const struct question *question, bool both, int line, char *out, size_t size) {
    char number[48], text[64];
    const struct event *enter = question->enter;
    if (enter->call == CALL_select && enter->nfds > 1 && line != LINE_BARE)
        snprintf(text, sizeof text, "fd 0-%s",
                 figure_number(enter->nfds - 1, number, sizeof number));
    else
        figure_number(enter->nfds, text, sizeof text);
    text_add(out, size, both ? _(" · kernel and program scan %s") : _(" · kernel scans %s"), text);
}

static void copies_add(const struct question *question, const char *source, int line, char *out,
                       size_t size) {
    char text[64];
    const struct event *enter = question->enter;
    things(enter->call, copied_in(enter), text, sizeof text);
    text_add(out, size, line == LINE_WHOLE ? _("copied in %s") : _("in %s"), text);
    if (!question->returned || question->returned->result < 0)
        return;
    int64_t count = copied_out(question);
    if (count > 0 && enter->call != CALL_epoll_wait)
        figure_number(count, text, sizeof text);
    else
        things(enter->call, count, text, sizeof text);
    text_add(out, size, _(", out %s"), text);
    if (enter->call == CALL_epoll_wait)
        text_add(out, size, _(" · program scans %s"), figure_number(count, text, sizeof text));
    else
        scan_add(question, is_scanned(enter->call, source), line, out, size);
}

char *question_copies(const struct question *question, const char *source, int width, bool ascii,
                      char *out, size_t size) {
    out[0] = '\0';
    for (int line = LINE_WHOLE; line < LINES && question->enter; line++) {
        out[0] = '\0';
        copies_add(question, source, line, out, size);
        if (text_width(out, SIZE_MAX, ascii) <= width)
            break;
    }
    return out;
}
