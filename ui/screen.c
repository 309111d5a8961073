/* The screen: panels in their places, with headings and edges between them. */
#include <config.h>

#include "view.h"

#include <stdint.h>
#include <stdio.h>

#include "i18n.h"
#include "measured.h"

/* A rule with a name in it: ─ stage ─────── */
static void heading(struct canvas *canvas, struct rect rect, const char *name) {
    int y = rect.y - 1;
    canvas_hline(canvas, rect.x, y, rect.width, ROLE_RULE);
    canvas_format(canvas, rect.x + 1, y, ROLE_HEAD, " %s ", name);
}

static void panel_named(struct canvas *canvas, const struct view_ops *ops, struct rect rect,
                        const struct view *view, const char *name) {
    if (rect.height <= 0)
        return;
    heading(canvas, rect, name);
    struct rect before = canvas_clip(canvas, rect);
    ops->paint(canvas, rect, view);
    canvas->clip = before;
}

static void panel(struct canvas *canvas, const struct view_ops *ops, struct rect rect,
                  const struct view *view) {
    panel_named(canvas, ops, rect, view, _(ops->title));
}

static void bare(struct canvas *canvas, const struct view_ops *ops, struct rect rect,
                 const struct view *view) {
    struct rect before = canvas_clip(canvas, rect);
    ops->paint(canvas, rect, view);
    canvas->clip = before;
}

static const struct view_ops *story_ops(const struct view *view) {
    if (view->overlay == OVERLAY_ENTRY)
        return &view_entry;
    return view->overlay == OVERLAY_WHY ? &view_why : &view_story;
}

static const char *story_name(const struct view *view) {
    if (view->overlay == OVERLAY_ENTRY)
        return view->entry->title;
    if (view->overlay == OVERLAY_WHY)
        return _(view_why.title);
    return view->question ? _(view_ask.title) : _(view_story.title);
}

/* What was found stands in its heading, at the right. */
static void paint_story_panel(struct canvas *canvas, struct rect rect, const struct view *view) {
    char note[512];
    panel_named(canvas, story_ops(view), rect, view, story_name(view));
    if (!view->note || rect.height <= 0)
        return;
    int left = text_width(story_name(view), SIZE_MAX, canvas->ascii) + 6;
    snprintf(note, sizeof note, " %s ", view->note);
    canvas_right(canvas, rect.x + left, rect.y - 1, rect.width - left - 1, ROLE_HEAD, note);
}

static void paint_code_panel(struct canvas *canvas, const struct layout *layout,
                             const struct view *view) {
    char name[96];
    snprintf(name, sizeof name, view->page ? "%s  %s.c" : "%s", _(view_code.title), view->page);
    panel_named(canvas, &view_code, layout->code, view, name);
}

/* The edge between code and ladder, and the names of the ladder's halves in its heading. */
static void paint_edges(struct canvas *canvas, const struct layout *layout) {
    struct rect ladder = layout->ladder;
    if (ladder.height <= 0)
        return;
    int edge = view_ladder_edge(ladder);
    const char *program = _(" program ");
    canvas_text(canvas, edge - text_width(program, (size_t)-1, canvas->ascii), ladder.y - 1,
                ROLE_HEAD, program);
    canvas_text(canvas, edge, ladder.y - 1, ROLE_RULE, "┬");
    canvas_text(canvas, edge + 1, ladder.y - 1, ROLE_HEAD, _(" kernel "));
    if (!layout->wide)
        return;
    canvas_vline(canvas, ladder.x - 1, ladder.y, ladder.height, ROLE_RULE);
    canvas_text(canvas, ladder.x - 1, ladder.y - 1, ROLE_RULE, "┬");
    canvas_text(canvas, ladder.x - 1, ladder.y + ladder.height, ROLE_RULE, "┴");
}

static void paint_panels(struct canvas *canvas, const struct layout *layout,
                         const struct view *view) {
    bare(canvas, &view_title, layout->title, view);
    bare(canvas, &view_stage, layout->stage, view);
    paint_code_panel(canvas, layout, view);
    panel(canvas, &view_ladder, layout->ladder, view);
    panel(canvas, &view_time, layout->time, view);
    paint_story_panel(canvas, layout->story, view);
    paint_edges(canvas, layout);
    bare(canvas, &view_keys, layout->keys, view);
}

static void paint_too_small(struct canvas *canvas) {
    char text[256];
    snprintf(text, sizeof text,
             _("waitscope needs %d columns and %d rows; here are %d and %d. "
               "Make the window larger. q quits."),
             LAYOUT_MIN_WIDTH, LAYOUT_MIN_HEIGHT, canvas->width, canvas->height);
    canvas_wrap(canvas, (struct rect){0, 0, canvas->width, canvas->height}, ROLE_TEXT, text);
}

/* A list or the help, over everything but the key line. */
static void paint_cover(struct canvas *canvas, const struct view_ops *ops, const char *title,
                        const struct view *view) {
    int width = canvas->width, height = canvas->height;
    struct rect inside = {0, 2, width, height - 4};
    canvas_cut(canvas, 1, 0, width - 2, ROLE_TITLE, title);
    canvas_hline(canvas, 0, 1, width, ROLE_RULE);
    canvas_hline(canvas, 0, height - 2, width, ROLE_RULE);
    bare(canvas, ops, inside, view);
    bare(canvas, &view_keys, (struct rect){0, height - 1, width, 1}, view);
}

static bool too_small(const struct canvas *canvas) {
    return canvas->width < LAYOUT_MIN_WIDTH || canvas->height < LAYOUT_MIN_HEIGHT;
}

void screen_paint_menu(struct canvas *canvas, const struct view *view) {
    if (too_small(canvas))
        paint_too_small(canvas);
    else if (view->overlay == OVERLAY_HELP)
        paint_cover(canvas, &view_help, _("waitscope: help"), view);
    else
        paint_cover(canvas, &view_menu, view->list->title, view);
}

void screen_paint_compare(struct canvas *canvas, const struct view *view) {
    if (too_small(canvas))
        paint_too_small(canvas);
    else
        paint_cover(canvas, &view_compare, _(view_compare.title), view);
}

/* The table's heading, which says so if there is no room for all its rows. */
static const char *measured_name(const struct view *view, const struct layout *layout, bool ascii,
                                 char *out, size_t size) {
    struct rect table = layout->stage;
    int shown = view->compare ? compare_figures(view->compare, table.width, table.height, ascii)
                              : FIGURE_COUNT;
    if (shown == FIGURE_COUNT)
        return _("measured");
    snprintf(out, size, _("measured: room for %d of %d rows"), shown, FIGURE_COUNT);
    return out;
}

/* What was measured was not recorded call by call: there is nothing to see on the stage, in the
 * code or on the ladder, but the figures. */
static void paint_measured(struct canvas *canvas, const struct view_ops *ops, int least,
                           const struct view *view) {
    struct layout layout;
    char name[96];
    int width = canvas->width;
    layout_make_table(&layout, width, canvas->height, ops->height(view, width, canvas->ascii),
                      least, story_ops(view)->height(view, width, canvas->ascii));
    bare(canvas, &view_title, layout.title, view);
    panel_named(canvas, ops, layout.stage, view,
                measured_name(view, &layout, canvas->ascii, name, sizeof name));
    paint_story_panel(canvas, layout.story, view);
    bare(canvas, &view_keys, layout.keys, view);
}

bool screen_is_table(const struct view *view) {
    struct measured measured;
    return measured_fill(&measured, view) || view_is_scaled(view);
}

void screen_paint(struct canvas *canvas, const struct view *view) {
    struct layout layout;
    struct measured measured;
    if (view->overlay == OVERLAY_HELP || view->overlay == OVERLAY_LIST || too_small(canvas)) {
        screen_paint_menu(canvas, view);
        return;
    }
    if (measured_fill(&measured, view)) {
        struct view shown = *view;
        shown.compare = &measured.compare;
        paint_measured(canvas, &view_compare,
                       compare_rows(shown.compare, canvas->width, canvas->ascii), &shown);
        return;
    }
    if (view_is_scaled(view)) {
        paint_measured(canvas, &view_scale, view_scale.height(view, canvas->width, canvas->ascii),
                       view);
        return;
    }
    struct layout_need need = {
        .stage = view_stage.height(view, canvas->width, canvas->ascii),
        .time = view_time.height(view, canvas->width, canvas->ascii),
        .story = story_ops(view)->height(view, canvas->width, canvas->ascii),
    };
    layout_make(&layout, canvas->width, canvas->height, &need, view->panel);
    paint_panels(canvas, &layout, view);
}
