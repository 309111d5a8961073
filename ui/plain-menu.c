#include <config.h>

#include "plain-menu.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "i18n.h"

/* The lesson's index by what was typed: its number or its id; -1: neither. */
static int find_lesson(const struct host *host, const char *line) {
    int count = host->lesson_count(host->context);
    for (int i = 0; i < count; i++) {
        struct host_lesson lesson;
        host->lesson(host->context, i, &lesson);
        if (strcmp(lesson.id, line) == 0 || atoi(line) == i + 1)
            return i;
    }
    return -1;
}

static void tell_menu(const struct plain_options *options, const struct host *host) {
    int count = host->lesson_count(host->context);
    char text[1024];
    for (int i = 0; i < count; i++) {
        struct host_lesson lesson;
        host->lesson(host->context, i, &lesson);
        snprintf(text, sizeof text, _("%d. %s (%d min%s): %s"), i + 1, lesson.title, lesson.minutes,
                 lesson.done ? _(", done") : "", lesson.summary);
        plain_write(options, 0, text);
    }
}

const char *plain_choose(const struct plain_options *options, const struct host *host,
                         struct plain_input *input) {
    struct host_lesson lesson;
    char line[256];
    if (!options->interactive) {
        host->lesson(host->context, 0, &lesson);
        return lesson.id;
    }
    tell_menu(options, host);
    for (;;) {
        plain_write_prompt(options, _("number, or q >"));
        if (!plain_read_line(input, line, sizeof line) || strcmp(line, "q") == 0)
            return NULL;
        int index = find_lesson(host, line[0] ? line : "1");
        if (index >= 0) {
            host->lesson(host->context, index, &lesson);
            return lesson.id;
        }
    }
}
