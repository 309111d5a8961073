/* formats: the forms in which the program writes a trace. The screen's thread. */
#ifndef WAITSCOPE_FORMATS_H
#define WAITSCOPE_FORMATS_H

#include "cli.h"
#include "export.h"
#include "page-text.h"

/* All of them, in the order of export.def. */
const struct export_format *formats_all(size_t *count);

/* The one with that name; if name is NULL the one that the path's ending says. NULL with a sentence
 * if there is no such name, or if neither says anything. path may be NULL. */
const struct export_format *formats_choose(const char *name, const char *path, struct error *error);

/* The same for who writes the native form where the path's ending says nothing. */
const struct export_format *formats_choose_or_native(const char *name, const char *path,
                                                     struct error *error);

/* What --size and --theme say to a form that shows the screen. False with a sentence. */
bool formats_screen(const struct cli *cli, struct page_texts *pages, struct export_screen *screen,
                    struct error *error);

#endif
