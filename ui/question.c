#include <config.h>

#include "question.h"

#include <stdint.h>

#include "figures.h"
#include "i18n.h"
#include "text.h"

static bool asks(const struct event *event) {
    return event->call == CALL_select || event->call == CALL_poll || event->call == CALL_epoll_wait;
}

static bool answers(const struct event *event, const struct event *enter) {
    return event->kind == EVENT_RETURN && event->call == enter->call &&
           event->number == enter->number && event->task == enter->task;
}

void question_find(struct question *question, const struct view *view) {
    *question = (struct question){.enter = NULL};
    for (size_t i = view->position; i > 0 && !question->enter; i--) {
        const struct event *event = trace_at(view->trace, i - 1);
        if (event->kind == EVENT_TASK_START)
            return;
        if (event->kind == EVENT_ENTER && asks(event))
            question->enter = event;
    }
    if (!question->enter)
        return;
    size_t latest = question->enter->seq;
    for (size_t i = latest; i < view->position && !question->returned; i++)
        if (answers(trace_at(view->trace, i), question->enter))
            question->returned = trace_at(view->trace, i);
    if (question->returned)
        latest = question->returned->seq;
    question->fresh = latest >= view->since;
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

static void copies_add(const struct question *question, const char *begin, char *out, size_t size) {
    char text[64];
    const struct event *enter = question->enter;
    things(enter->call, copied_in(enter), text, sizeof text);
    text_add(out, size, begin, text);
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
        text_add(out, size, _(" · kernel, program scan %s"),
                 figure_number(enter->nfds, text, sizeof text));
}

char *question_copies(const struct question *question, int width, bool ascii, char *out,
                      size_t size) {
    const char *const begins[] = {_("copied in %s"), _("in %s")};
    out[0] = '\0';
    for (int i = 0; i < 2 && question->enter; i++) {
        out[0] = '\0';
        copies_add(question, begins[i], out, size);
        if (text_width(out, SIZE_MAX, ascii) <= width)
            break;
    }
    return out;
}
