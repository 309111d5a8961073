/* A line that is typed below: what to search for, the name of a file. */
#include <config.h>

#include "app-state.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <wchar.h>

void entry_open(struct app *app, enum app_asked asked, const char *title, const char *prompt) {
    struct app_entry *entry = &app->entry;
    *entry = (struct app_entry){.asked = asked};
    entry->view = (struct view_entry){title, prompt, entry->text, entry->sentence, false};
    app->overlay = OVERLAY_ENTRY;
    app->playing = false;
}

void entry_say(struct app_entry *entry, bool wrong, const char *format, ...) {
    va_list list;
    char text[SAID_BYTES];
    va_start(list, format);
    vsnprintf(text, sizeof text, format, list);
    va_end(list);
    entry->sentence[0] = '\0';
    text_add(entry->sentence, sizeof entry->sentence, "%s", text);
    entry->view.wrong = wrong;
}

/* Takes the last character off. */
static void typed_shorten(char *text) {
    size_t size = strlen(text);
    while (size > 0 && ((unsigned char)text[size - 1] & 0xC0) == 0x80)
        size--;
    text[size > 0 ? size - 1 : 0] = '\0';
}

bool typed_key(char *text, size_t size, int character) {
    size_t before = strlen(text);
    if (character == 127 || character == '\b')
        typed_shorten(text);
    else if (character >= 0x80 && character < TERM_NOTHING)
        text_add(text, size, "%lc", (wint_t)character);
    else if (character >= ' ' && character < 0x80)
        text_add(text, size, "%c", character);
    return strlen(text) != before;
}

void entry_key(struct app *app, int character) {
    bool file = app->entry.asked == ASKED_FILE;
    if (character == 27) {
        app->overlay = OVERLAY_NONE;
    } else if (character == '\n' || character == '\r') {
        file ? export_submit(app) : find_submit(app);
    } else if (typed_key(app->entry.text, sizeof app->entry.text, character)) {
        app->export.replace = app->export.written = false;
        if (app->entry.view.wrong)
            entry_say(&app->entry, false, "%s", "");
    }
}
