/* The story: what happened, in sentences.
 *
 * While a step is under way, its events so far, the latest marked. When it is done, what it showed
 * (the step's `say`), after the answer to a prediction. Before it starts, what it is about to do.
 */
#include <config.h>

#include "view.h"

#include <stdio.h>
#include <string.h>

#include "i18n.h"
#include "narrate.h"
#include "tell.h"

enum { PARTS = 16, LOG = 8 };

struct part {
    enum role role;
    const char *glyph; /* in the first column, "" for none */
    char text[1024];
};

struct parts {
    struct part at[PARTS];
    int count;
};

static void add(struct parts *parts, enum role role, const char *glyph, const char *text) {
    if (parts->count == PARTS || !text || !text[0])
        return;
    struct part *part = &parts->at[parts->count++];
    part->role = role;
    part->glyph = glyph;
    part->text[0] = '\0';
    text_add(part->text, sizeof part->text, "%s", text);
}

static const char *failure_of(const struct view *view, int step) {
    return view->failures ? view->failures[step] : NULL;
}

/* What was not observed is not told as if it had been. */
static void add_failure(struct parts *parts, const struct view *view, const char *reason) {
    char text[1024];
    tell_failure(reason, text, sizeof text);
    /* With a menu behind it, that is a new run. */
    if (view->keys & 1u << KEY_RESTART && view->keys & 1u << KEY_MENU)
        text_add(text, sizeof text, "%s", _(" r starts again."));
    add(parts, ROLE_FAILED, "✗", text);
}

/* "The kernel says: 3, send does not return. You said 3: right." */
static void add_verdict(struct parts *parts, const struct view *view, int ask) {
    const struct step *step = &view->lesson->steps[ask];
    int came = view->outcomes ? view->outcomes[ask] : -1;
    int said = view->answers ? view->answers[ask] : VIEW_UNANSWERED;
    char text[1024];
    if (failure_of(view, ask)) {
        add_failure(parts, view, failure_of(view, ask));
        return;
    }
    if (!tell_verdict(step, came, said, text, sizeof text)[0])
        return;
    add(parts,
        said == came ? ROLE_RIGHT
        : said >= 0  ? ROLE_WRONG
                     : ROLE_QUESTION,
        said == came ? "✓"
        : said >= 0  ? "✗"
                     : "●",
        text);
    /* It explains what the answering step was to show. */
    if (!failure_of(view, view->moment.told))
        add(parts, ROLE_TEXT, "", step->because);
}

static void add_say(struct parts *parts, const struct view *view) {
    const char *say = view->lesson->steps[view->moment.told].say;
    const char *reason = failure_of(view, view->moment.told);
    char text[1024];
    if (reason)
        add_failure(parts, view, reason);
    if (reason && say)
        add(parts, ROLE_DIM, "", tell_expected(say, text, sizeof text));
    else
        add(parts, ROLE_TEXT, "", say);
}

static void add_told(struct parts *parts, const struct view *view) {
    const struct moment *moment = &view->moment;
    const struct step *steps = view->lesson->steps;
    char text[NARRATE_MAX], next[NARRATE_MAX + 64];
    for (int i = 0; i < moment->asks; i++)
        add_verdict(parts, view, moment->ask + i);
    add_say(parts, view);
    if (moment->told == moment->step)
        return;
    narrate_step(&steps[moment->step], text, sizeof text);
    snprintf(next, sizeof next, _("Next: %s"), text);
    if (text[0])
        add(parts, ROLE_HEAD, "▸", next);
}

/* The latest events of the step with a picture, oldest first. */
static void add_log(struct parts *parts, const struct view *view) {
    size_t shown[LOG];
    int count = 0;
    char text[NARRATE_MAX];
    const uint32_t kinds = trace_pictures() | TRACE_KIND(EVENT_NOTE) | TRACE_KIND(EVENT_LAB);
    for (size_t i = trace_last(view->trace, view->position, kinds); i != SIZE_MAX && count < LOG;
         i = trace_last(view->trace, i, kinds)) {
        bool is_step = trace_kind(view->trace, i) == EVENT_STEP;
        if (narrate_is_told(view->trace, i) && (!is_step || count == 0))
            shown[count++] = i;
        if (is_step)
            break;
    }
    while (count-- > 0) {
        narrate_event(view->trace, view->lesson, shown[count], text, sizeof text);
        add(parts, count == 0 ? ROLE_CHANGED : ROLE_DIM, count == 0 ? "▸" : "", text);
    }
}

static void add_start(struct parts *parts, const struct view *view) {
    if (view->lesson)
        add(parts, ROLE_TEXT, "", view->lesson->summary);
    add(parts, ROLE_HEAD, "▸",
        _("Space goes one event on, Enter a whole step. Everything you will see is measured."));
}

static void add_finale(struct parts *parts, const struct view *view) {
    if (view->failed) {
        add(parts, ROLE_FAILED, "✗", view->failure);
        return;
    }
    if (view->moment.cut) {
        char text[256];
        tell_cut(&view->moment, view->lesson, text, sizeof text);
        add(parts, view->lesson ? ROLE_FAILED : ROLE_HEAD, view->lesson ? "✗" : "▸", text);
        return;
    }
    add(parts, ROLE_RIGHT, "✓", _("The lesson is done. To keep:"));
    for (int i = 0; view->lesson && i < 3; i++)
        add(parts, ROLE_TEXT, "·", view->lesson->keep[i]);
}

static void add_answered(struct parts *parts, const struct view *view) {
    char text[160];
    const struct step *step = &view->lesson->steps[view->moment.step];
    int said = view->answers ? view->answers[view->moment.step] : VIEW_UNANSWERED;
    if (step->kind != STEP_ASK || view->question || said == VIEW_UNANSWERED)
        return;
    add(parts, ROLE_QUESTION, "", step->ask);
    if (said >= 0)
        snprintf(text, sizeof text, _("You said %d. Step on and see."), said + 1);
    else
        snprintf(text, sizeof text, "%s", _("You did not say. Step on and see."));
    add(parts, ROLE_HEAD, "▸", text);
}

static void collect(struct parts *parts, const struct view *view) {
    parts->count = 0;
    if (view->position == 0 && !view->moment.finale) {
        add_start(parts, view);
        return;
    }
    if (view->moment.told >= 0)
        add_told(parts, view);
    else
        add_log(parts, view);
    if (view->lesson && view->moment.step >= 0 && view->moment.done)
        add_answered(parts, view);
    if (view->moment.finale)
        add_finale(parts, view);
    if (parts->count == 0)
        add_log(parts, view);
}

static int paint_part(struct canvas *canvas, struct rect rect, int row, const struct part *part) {
    struct rect inside = {rect.x + 3, rect.y + row, rect.width - 4, rect.height - row};
    if (inside.height <= 0)
        return 0;
    canvas_text(canvas, rect.x + 1, inside.y, part->role, part->glyph);
    return canvas_wrap(canvas, inside, part->role, part->text);
}

/* An unfinished log that does not fit loses its oldest lines, never the latest. */
static int first_part(const struct parts *parts, const struct view *view, struct rect rect,
                      bool ascii) {
    int rows = 0, first = parts->count;
    if (view->moment.told >= 0 || view->moment.finale)
        return 0;
    while (first > 0) {
        rows += text_lines(parts->at[first - 1].text, rect.width - 4, ascii);
        if (rows > rect.height)
            break;
        first--;
    }
    return first == parts->count && first > 0 ? first - 1 : first;
}

/* Rows of all that is told and asked. */
static int rows_of(const struct parts *parts, const struct view *view, int width, bool ascii) {
    int rows = view_ask.height(view, width, ascii);
    for (int i = 0; i < parts->count; i++)
        rows += text_lines(parts->at[i].text, width - 4, ascii);
    return rows;
}

/* What stands last is what was asked for, a hint, or is to be kept: if there is no room for all,
 * that much does not begin in the first row. Returns the row in which it does. */
static int first_row(const struct parts *parts, const struct view *view, struct rect rect,
                     bool ascii) {
    int over = rows_of(parts, view, rect.width, ascii) - rect.height;
    bool from_end = view->moment.finale || (view->question && view->hints > 0);
    return from_end && over > 0 ? -over : 0;
}

static void paint_story(struct canvas *canvas, struct rect rect, const struct view *view) {
    struct parts parts;
    collect(&parts, view);
    int first = first_row(&parts, view, rect, canvas->ascii), row = first;
    for (int i = first_part(&parts, view, rect, canvas->ascii); i < parts.count; i++)
        row += paint_part(canvas, rect, row, &parts.at[i]);
    if (view->question) {
        rect.y += row;
        rect.height -= row;
        view_ask.paint(canvas, rect, view);
        rect.y -= row;
    }
    if (first < 0)
        canvas_text(canvas, rect.x, rect.y, ROLE_DIM, "…");
}

static int story_height(const struct view *view, int width, bool ascii) {
    struct parts parts;
    collect(&parts, view);
    if (view->moment.told < 0 && !view->moment.finale && !view->question)
        return 0;
    return rows_of(&parts, view, width, ascii);
}

const struct view_ops view_story = {N_("story"), paint_story, story_height};
