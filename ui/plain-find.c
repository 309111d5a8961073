/* Searching the events without a screen: a line for a hit. */
#include <config.h>

#include "plain-state.h"

#include <string.h>

#include "i18n.h"
#include "narrate.h"

static void tell_hit(struct plain *plain) {
    const struct finder *finder = &plain->finder;
    char text[NARRATE_MAX];
    player_go_event(plain->player, finder->place);
    plain->walk.goal = WALK_NONE;
    plain->told = player_position(plain->player);
    if (finder->around)
        plain_say(plain,
                  finder->way.back ? _("Around from the end.") : _("Around from the beginning."));
    if (plain->lesson)
        plain_tell_heading(plain);
    plain_write(plain->options, 2,
                narrate_event(session_trace(plain->session), plain->lesson, finder->hit, text,
                              sizeof text));
    plain_write_line(plain->options);
}

void plain_find(struct plain *plain, bool back) {
    const struct trace *trace = session_trace(plain->session);
    enum finder_state state = FINDER_MORE;
    if (!plain->searches) {
        plain_say(plain, _("Say first what to search for, as in /recv EAGAIN."));
        return;
    }
    finder_start(&plain->finder, trace, player_position(plain->player), back);
    while (state == FINDER_MORE)
        state = finder_turn(&plain->finder, trace, trace_count(trace) + 1);
    if (state == FINDER_HIT)
        tell_hit(plain);
    else
        plain_say(plain, _("No event fits."));
}

void plain_search(struct plain *plain, const char *query) {
    struct error error;
    if (query[strspn(query, "0123456789")] == '\0') {
        plain_go_to(plain, query);
        return;
    }
    plain->searches =
        search_read(&plain->finder.search, session_trace(plain->session), query, &error);
    if (plain->searches)
        plain_find(plain, false);
    else
        plain_say(plain, error.text);
}
