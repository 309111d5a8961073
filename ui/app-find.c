/* Searching the events: a query, then from hit to hit. A search looks at a piece of the trace at a
 * time, so that keys and pictures never wait for it. */
#include <config.h>

#include "app-state.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "i18n.h"
#include "narrate.h"

enum { PIECE = 40000 }; /* events: some ms */

static const struct trace *trace_of(const struct app *app) {
    return session_trace(app->session);
}

void find_start(struct app *app) {
    entry_open(app, ASKED_SEARCH, _(view_entry.title), "/");
    entry_say(&app->entry, false, "%s",
              _("For instance: recv   EAGAIN   fd 4   asleep > 10ms   took > 1ms   size > 1000   "
                "sent > 1000   A   \"hello\". Several words: all of them must fit."));
}

/* ---- what is told of it ---- */

static void note(struct app *app, const char *text) {
    struct app_find *find = &app->find;
    find->note[0] = '\0';
    text_add(find->note, sizeof find->note, "/%s: %s", find->query, text);
    find->note_place = player_position(app->player);
}

const char *find_note(const struct app *app) {
    const struct app_find *find = &app->find;
    bool here = find->note_place == player_position(app->player);
    return find->note[0] && here ? find->note : NULL;
}

/* ---- the way ---- */

static void arrive(struct app *app) {
    struct finder *finder = &app->find.finder;
    char sentence[NARRATE_MAX], text[NARRATE_MAX + 96];
    if (app->overlay == OVERLAY_ENTRY)
        app->overlay = OVERLAY_NONE;
    player_go_event(app->player, finder->place);
    lesson_came_back(app);
    narrate_event(trace_of(app), app->session->lesson, finder->hit, sentence, sizeof sentence);
    snprintf(text, sizeof text,
             !finder->around    ? "%s"
             : finder->way.back ? _("(around from the end) %s")
                                : _("(around from the beginning) %s"),
             sentence);
    note(app, text);
}

static void find_nothing(struct app *app) {
    note(app, _("no event fits"));
    if (app->overlay == OVERLAY_ENTRY)
        entry_say(&app->entry, true, "%s",
                  app->session->live ? _("No event fits among those that there are so far.")
                                     : _("No event fits."));
}

void find_turn(struct app *app) {
    struct finder *finder = &app->find.finder;
    char text[64];
    if (!app->find.busy)
        return;
    enum finder_state state = finder_turn(finder, trace_of(app), PIECE);
    app->find.busy = state == FINDER_MORE;
    snprintf(text, sizeof text, _("searching, %d %%"), finder_percent(finder, trace_of(app)));
    if (state == FINDER_HIT)
        arrive(app);
    else if (state == FINDER_NOTHING)
        find_nothing(app);
    else
        note(app, text);
}

static void begin(struct app *app, bool back) {
    finder_start(&app->find.finder, trace_of(app), player_position(app->player), back);
    app->find.busy = true;
    find_turn(app);
}

void find_stop(struct app *app) {
    if (app->find.busy)
        app->find.note[0] = '\0';
    app->find.busy = false;
}

/* ---- keys ---- */

void find_submit(struct app *app) {
    struct app_find *find = &app->find;
    struct error error;
    const char *text = app->entry.text + strspn(app->entry.text, " ");
    if (!text[0]) {
        app->overlay = OVERLAY_NONE;
        if (find->query[0])
            begin(app, false);
        return;
    }
    if (!search_read(&find->finder.search, trace_of(app), text, &error)) {
        find->query[0] = '\0';
        entry_say(&app->entry, true, "%s", error.text);
        return;
    }
    snprintf(find->query, sizeof find->query, "%s", text);
    begin(app, false);
}

void find_again(struct app *app, bool back) {
    begin(app, back);
}
