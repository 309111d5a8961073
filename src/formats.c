#include <config.h>

#include "formats.h"

#include "cast.h"
#include "i18n.h"
#include "layout.h"
#include "nearest.h"
#include "terminal.h"
#include "text-add.h"

#define WHOLE   false
#define GROWS   true
#define ENGLISH false
#define SPOKEN  true
#define EXPORT(id, name, endings, help, growth, language)                                          \
    {name, endings, help, export_##id, growth, language},
static const struct export_format formats[] = {
#include "export.def"
};

enum { FORMATS = sizeof formats / sizeof formats[0] };

/* Cells of a screen that is written. */
enum { WIDTH_MOST = 500, HEIGHT_MOST = 200 };

const struct export_format *formats_all(size_t *count) {
    *count = FORMATS;
    return formats;
}

static const struct export_format *fail_name(const char *name, struct error *error) {
    struct nearest nearest = {NULL, 0};
    char names[128] = "";
    for (size_t i = 0; i < FORMATS; i++) {
        nearest_try(&nearest, name, formats[i].name);
        text_add(names, sizeof names, "%s%s", i ? ", " : "", formats[i].name);
    }
    if (nearest.name)
        error_set(error, _("there is no format \"%s\"; did you mean \"%s\"?"), name, nearest.name);
    else
        error_set(error, _("there is no format \"%s\"; there are: %s"), name, names);
    return NULL;
}

static const struct export_format *fail_path(const char *path, struct error *error) {
    char endings[256] = "";
    for (size_t i = 0; i < FORMATS; i++)
        text_add(endings, sizeof endings, "%s%s", i ? " " : "", formats[i].endings);
    if (path)
        error_set(error, _("\"%s\" does not say which format; --format does, or an ending: %s"),
                  path, endings);
    else
        error_set(error, _("which format? --format FORMAT says it, or -o FILE with an ending: %s"),
                  endings);
    return NULL;
}

const struct export_format *formats_choose(const char *name, const char *path,
                                           struct error *error) {
    if (name) {
        const struct export_format *format = export_by_name(formats, FORMATS, name);
        return format ? format : fail_name(name, error);
    }
    const struct export_format *format = path ? export_by_path(formats, FORMATS, path) : NULL;
    return format ? format : fail_path(path, error);
}

const struct export_format *formats_choose_or_native(const char *name, const char *path,
                                                     struct error *error) {
    const struct export_format *native = export_by_name(formats, FORMATS, "jsonl");
    if (name || (path && export_by_path(formats, FORMATS, path)))
        return formats_choose(name, path, error);
    return native;
}

static bool is_size(int value, int least, int most) {
    return value >= least && value <= most;
}

/* "100x32" */
static bool choose_size(const char *text, int *width, int *height, struct error *error) {
    char end;
    *width = *height = 0;
    if (!text || (sscanf(text, "%4dx%4d%c", width, height, &end) == 2 &&
                  is_size(*width, LAYOUT_MIN_WIDTH, WIDTH_MOST) &&
                  is_size(*height, LAYOUT_MIN_HEIGHT, HEIGHT_MOST)))
        return true;
    return error_set(error, _("found the size \"%s\", expected one from %dx%d to %dx%d"), text,
                     LAYOUT_MIN_WIDTH, LAYOUT_MIN_HEIGHT, WIDTH_MOST, HEIGHT_MOST);
}

bool formats_screen(const struct cli *cli, struct page_texts *pages, struct export_screen *screen,
                    struct error *error) {
    enum theme theme;
    *screen = (struct export_screen){.theme = cli->theme, .source = page_text, .context = pages};
    return terminal_choose_theme(cli->theme, &theme, error) &&
           choose_size(cli->size, &screen->width, &screen->height, error);
}
