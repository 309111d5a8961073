/* The screen: panels in their places, with headings and edges between them. */
#include <config.h>

#include "view.h"

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
    return view->overlay == OVERLAY_WHY ? &view_why : &view_story;
}

static const char *story_name(const struct view *view) {
    if (view->overlay == OVERLAY_WHY)
        return _(view_why.title);
    return view->question ? _(view_ask.title) : _(view_story.title);
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
    panel_named(canvas, story_ops(view), layout->story, view, story_name(view));
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

/* What was measured was not recorded call by call: there is nothing to see on the stage, in the
 * code or on the ladder, but the figures. */
static void paint_measured(struct canvas *canvas, const struct view_ops *ops, int least,
                           const struct view *view) {
    struct layout layout;
    int width = canvas->width;
    layout_make_table(&layout, width, canvas->height, ops->height(view, width, canvas->ascii),
                      least, story_ops(view)->height(view, width, canvas->ascii));
    bare(canvas, &view_title, layout.title, view);
    panel_named(canvas, ops, layout.stage, view, _("measured"));
    panel_named(canvas, story_ops(view), layout.story, view, story_name(view));
    bare(canvas, &view_keys, layout.keys, view);
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
