/* The first row: the lesson, the place in it, live or replay, and by which evidence. */
#include <config.h>

#include "view.h"

#include <stdint.h>
#include <stdio.h>

#include "i18n.h"

static const char *badge(const struct view *view, enum role *role) {
    *role = view->live ? ROLE_BADGE_LIVE : ROLE_BADGE_REPLAY;
    return view->live ? _("● LIVE") : _("○ REPLAY");
}

static void place_text(const struct view *view, char *out, size_t size) {
    out[0] = '\0';
    if (view->waiting)
        text_add(out, size, "%s ", _("… running"));
    else if (view->playing)
        text_add(out, size, "%s ", _("▶ playing"));
    if (view->moment.step >= 0)
        text_add(out, size, _("step %d/%d · event %zu"), view->moment.step + 1, view->step_count,
                 view->position);
    else
        text_add(out, size, _("event %zu"), view->position);
    if (view->marked)
        text_add(out, size, " %s", _("◆ bookmark"));
}

/* "evidence: syscall proc": by what the boundaries of a call could be seen in this run. */
static void evidence_text(const struct view *view, char *out, size_t size) {
    const struct trace_header *header = trace_header_const(view->trace);
    const char *before = _("evidence: ");
    out[0] = '\0';
    for (int i = 0; i <= EVIDENCE_PROC; i++) {
        if (!(header->evidence >> i & 1))
            continue;
        text_add(out, size, "%s%s", before, evidence_name(i));
        before = " ";
    }
}

/* "evidence: tracepoint": the finest of what shows when a task sleeps. */
static void finest_text(const struct view *view, char *out, size_t size) {
    static const enum evidence by[] = {EVIDENCE_TRACEPOINT, EVIDENCE_SWITCH, EVIDENCE_PROC};
    uint32_t evidence = trace_header_const(view->trace)->evidence;
    size_t i = 0;
    out[0] = '\0';
    while (i < sizeof by / sizeof by[0] && !(evidence >> by[i] & 1))
        i++;
    if (i < sizeof by / sizeof by[0])
        text_add(out, size, "%s%s", _("evidence: "), evidence_name(by[i]));
}

/* Paints the text so that it ends at `right`. Returns where it begins. */
static int put_left_of(struct canvas *canvas, int right, int y, enum role role, const char *text) {
    int x = right - text_width(text, SIZE_MAX, canvas->ascii);
    canvas_text(canvas, x, y, role, text);
    return x;
}

static void paint_title(struct canvas *canvas, struct rect rect, const struct view *view) {
    char place[128], evidence[160];
    enum role role;
    const char *word = badge(view, &role);
    place_text(view, place, sizeof place);
    evidence_text(view, evidence, sizeof evidence);
    int left = text_width(view->title, SIZE_MAX, canvas->ascii) + 4;
    int right = rect.x + rect.width - 1;
    right = put_left_of(canvas, right, rect.y, role, word) - 3;
    right = put_left_of(canvas, right, rect.y, ROLE_TEXT, place) - 3;
    if (right - text_width(evidence, SIZE_MAX, canvas->ascii) <= left)
        finest_text(view, evidence, sizeof evidence);
    if (right - text_width(evidence, SIZE_MAX, canvas->ascii) > left)
        put_left_of(canvas, right, rect.y, ROLE_DIM, evidence);
    canvas_cut(canvas, rect.x + 1, rect.y, right - 1, ROLE_TITLE, view->title);
}

const struct view_ops view_title = {N_("title"), paint_title, NULL};
