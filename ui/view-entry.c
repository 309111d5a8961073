/* A line that is being typed, in the story's place, and what is to be said of it:
 *
 *      / recv EAGAIN_
 *      No event fits.
 */
#include <config.h>

#include "view.h"

#include <stdint.h>

#include "i18n.h"

/* The end of the text that fits, for that is where the person types. */
static const char *text_end(const char *text, int width, bool ascii) {
    struct glyph ignored;
    while (text_width(text, SIZE_MAX, ascii) > width && text_next(&text, ascii, &ignored))
        continue;
    return text;
}

static void paint_entry(struct canvas *canvas, struct rect rect, const struct view *view) {
    const struct view_entry *entry = view->entry;
    struct rect below = {rect.x + 1, rect.y + 1, rect.width - 2, rect.height - 1};
    int x = canvas_format(canvas, rect.x + 1, rect.y, ROLE_KEY, "%s", entry->prompt) + 1;
    int room = rect.x + rect.width - 2 - x;
    canvas_format(canvas, x, rect.y, ROLE_QUESTION, "%s_",
                  text_end(entry->text, room, canvas->ascii));
    canvas_wrap(canvas, below, entry->wrong ? ROLE_FAILED : ROLE_TEXT, entry->sentence);
}

static int entry_height(const struct view *view, int width, bool ascii) {
    return 1 + text_lines(view->entry->sentence, width - 2, ascii);
}

const struct view_ops view_entry = {N_("search"), paint_entry, entry_height};
