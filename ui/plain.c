#include <config.h>

#include "plain-state.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "deadline.h"
#include "i18n.h"
#include "judge.h"
#include "memory.h"
#include "narrate.h"
#include "plain-menu.h"
#include "tell.h"
#include "view.h"

/* Lets the session work until the walk has arrived. */
static void plain_wait(struct plain *plain) {
    while (walk_is_moving(&plain->walk)) {
        struct pollfd wait = {.fd = session_fd(plain->session), .events = POLLIN};
        if (session_state(plain->session) == SESSION_MOVING)
            poll(&wait, 1, deadline_timeout(session_deadline(plain->session)));
        player_turn(plain->player);
        walk_turn(&plain->walk);
    }
}

void plain_say(const struct plain *plain, const char *text) {
    plain_write(plain->options, 0, text);
}

/* A sentence; after a call that waited or copied, how long that took. */
static void tell_event(const struct plain *plain, const struct trace *trace, size_t index) {
    char text[NARRATE_MAX];
    plain_write(plain->options, 2, narrate_event(trace, plain->lesson, index, text, sizeof text));
    if (trace_kind(trace, index) == EVENT_RETURN &&
        narrate_times(trace, index, text, sizeof text)[0])
        plain_write(plain->options, 4, text);
}

/* The events between the last telling and the place. */
static void tell_events(struct plain *plain) {
    const struct trace *trace = session_trace(plain->session);
    size_t position = player_position(plain->player);
    for (size_t i = plain->told; i < position; i++)
        if (trace_kind(trace, i) != EVENT_STEP && narrate_is_told(trace, i))
            tell_event(plain, trace, i);
    plain->told = position;
}

static void tell_verdicts(struct plain *plain, const struct moment *moment) {
    char text[1024];
    for (int i = moment->ask; i >= 0 && i < moment->ask + moment->asks; i++) {
        const struct step *ask = &plain->lesson->steps[i];
        int came = judge_choice(plain->lesson, i, session_trace(plain->session));
        if (!tell_verdict(ask, came, player_answered(plain->player, i), text, sizeof text)[0])
            continue;
        plain_say(plain, text);
        plain_say(plain, ask->because);
    }
}

static void tell_question(struct plain *plain) {
    const struct step *ask = player_question(plain->player);
    char text[1024];
    if (!ask)
        return;
    plain->hints = 0;
    snprintf(text, sizeof text, _("Question: %s"), ask->ask);
    plain_say(plain, text);
    for (int i = 0; i < ask->choice_count; i++) {
        snprintf(text, sizeof text, "%d. %s", i + 1, ask->choices[i].text);
        plain_write(plain->options, 2, text);
    }
}

static void tell_keep(struct plain *plain) {
    if (session_state(plain->session) == SESSION_FAILED) {
        plain_say(plain, session_error(plain->session)->text);
        return;
    }
    plain_say(plain, _("The lesson is done."));
    for (int i = 0; plain->lesson && i < 3; i++)
        plain_write(plain->options, 2, plain->lesson->keep[i]);
    if (plain->lesson && plain->host->done)
        plain->host->done(plain->host->context, plain->lesson->id);
}

/* What the place shows, after its events: the answer to a prediction, what the step showed, a
 * question, the end. */
static void tell_moment(struct plain *plain) {
    struct moment moment;
    walk_moment(&plain->walk, &moment);
    tell_verdicts(plain, &moment);
    if (moment.told >= 0 && plain->lesson->steps[moment.told].say)
        plain_say(plain, plain->lesson->steps[moment.told].say);
    if (moment.step >= 0 && moment.done)
        tell_question(plain);
    if (walk_is_over(&plain->walk))
        tell_keep(plain);
    plain_write_line(plain->options);
}

/* "Step 4 of 14. A sends \"hello\"." */
void plain_tell_heading(struct plain *plain) {
    struct moment moment;
    char text[NARRATE_MAX + 64], does[NARRATE_MAX] = "";
    walk_moment(&plain->walk, &moment);
    if (moment.step < 0)
        return;
    narrate_step(&plain->lesson->steps[moment.step], does, sizeof does);
    snprintf(text, sizeof text, does[0] ? _("Step %d of %d. %s") : _("Step %d of %d."),
             moment.step + 1, player_step_count(plain->player), does);
    plain_say(plain, text);
}

static void tell_place(struct plain *plain) {
    if (plain->lesson)
        plain_tell_heading(plain);
    tell_events(plain);
    tell_moment(plain);
}

/* The last step has been told: a live run has only learnt that nothing follows it. */
static void tell_end(struct plain *plain) {
    tell_events(plain);
    tell_keep(plain);
    plain_write_line(plain->options);
}

/* ---- what a line means ---- */

static void go_on(struct plain *plain) {
    struct moment before, now;
    if (player_question(plain->player))
        player_answer(plain->player, PLAYER_SKIPPED);
    walk_moment(&plain->walk, &before);
    walk_next_step(&plain->walk);
    plain_wait(plain);
    walk_moment(&plain->walk, &now);
    if (before.done && now.step == before.step && walk_is_over(&plain->walk))
        tell_end(plain);
    else
        tell_place(plain);
}

static void go_back(struct plain *plain) {
    walk_back_step(&plain->walk);
    plain->told = player_position(plain->player);
    tell_place(plain);
}

void plain_go_to(struct plain *plain, const char *number) {
    int step = atoi(number) - 1;
    if (step < 0 || step >= player_step_count(plain->player)) {
        plain_say(plain, _("There is no such step."));
        return;
    }
    walk_go_step(&plain->walk, step);
    plain_wait(plain);
    plain->told = player_position(plain->player);
    tell_place(plain);
}

static void answer(struct plain *plain, int number) {
    const struct step *ask = player_question(plain->player);
    if (!ask || number < 1 || number > ask->choice_count) {
        plain_say(plain, ask ? _("There is no such choice.") : _("There is no question here."));
        return;
    }
    player_answer(plain->player, number - 1);
    go_on(plain);
}

static void hint(struct plain *plain) {
    const struct step *ask = player_question(plain->player);
    char text[1024];
    if (!ask || plain->hints >= ask->hint_count) {
        plain_say(plain, _("There is no hint."));
        return;
    }
    snprintf(text, sizeof text, _("Hint: %s"), ask->hints[plain->hints++]);
    plain_say(plain, text);
}

static void why(struct plain *plain) {
    const struct world *world = player_world(plain->player);
    char text[1024];
    for (int i = 0; i < world->task_count || i == 0; i++)
        plain_say(plain, why_text(world, session_trace(plain->session),
                                  world->task_count ? &world->tasks[i] : NULL, text, sizeof text));
}

static void help(struct plain *plain) {
    plain_say(plain,
              _("Enter: next step. b: back a step. A number: answer the question. h: a hint. "
                "s: go on without an answer. w: why is the task where it is? :5: to step 5. "
                "/recv EAGAIN: search the events; n: the next one, N: the one before. "
                "q: quit."));
}

static void obey(struct plain *plain, const char *line) {
    if (line[0] == '\0' || strcmp(line, "s") == 0)
        go_on(plain);
    else if (strcmp(line, "q") == 0)
        plain->quit = true;
    else if (strcmp(line, "b") == 0)
        go_back(plain);
    else if (strcmp(line, "w") == 0)
        why(plain);
    else if (strcmp(line, "h") == 0)
        hint(plain);
    else if (line[0] >= '0' && line[0] <= '9')
        answer(plain, atoi(line));
    else if (line[0] == '/')
        plain_search(plain, line + 1);
    else if (line[0] == ':')
        plain_go_to(plain, line + 1);
    else if (strcmp(line, "n") == 0 || strcmp(line, "N") == 0)
        plain_find(plain, line[0] == 'N');
    else
        help(plain);
}

static void prompt(struct plain *plain) {
    const struct step *ask = player_question(plain->player);
    plain_write_prompt(plain->options, ask                          ? _("number, h, s or ? >")
                                       : walk_is_over(&plain->walk) ? _("b, q or ? >")
                                                                    : _("Enter, b, w, q or ? >"));
}

static void play_with_person(struct plain *plain) {
    char line[256];
    while (!plain->quit) {
        prompt(plain);
        if (!plain_read_line(plain->input, line, sizeof line))
            return;
        if (line[0] == '\0' && walk_is_over(&plain->walk))
            return;
        obey(plain, line);
    }
}

static void play_alone(struct plain *plain) {
    while (!walk_is_over(&plain->walk))
        go_on(plain);
}

static void introduce(struct plain *plain) {
    if (!plain->lesson)
        return;
    plain_say(plain, plain->lesson->title);
    plain_say(plain, plain->lesson->summary);
    if (plain->options->interactive)
        help(plain);
    plain_write_line(plain->options);
}

static int play(const struct plain_options *options, const struct host *host,
                struct session *session_take, struct plain_input *input) {
    struct plain plain = {
        .options = options,
        .host = host,
        .lesson = session_take->lesson,
        .session = session_take,
        .player = player_new(session_take),
        .input = input,
    };
    plain.walk.player = plain.player;
    finder_init(&plain.finder);
    introduce(&plain);
    if (options->interactive)
        play_with_person(&plain);
    else
        play_alone(&plain);
    int status = session_state(session_take) == SESSION_FAILED;
    player_free(plain.player);
    session_free(session_take);
    return status;
}

int plain_run_session(const struct plain_options *options, const struct host *host,
                      struct session *session_take, struct error *error) {
    struct plain_input input = {.fd = options->in};
    (void)error;
    return play(options, host, session_take, &input);
}

int plain_run(const struct plain_options *options, const struct host *host, const char *lesson,
              struct error *error) {
    struct plain_input input = {.fd = options->in};
    const char *id = lesson ? lesson : plain_choose(options, host, &input);
    if (!id)
        return 0;
    struct session *session = host->open(host->context, id, error);
    return session ? play(options, host, session, &input) : 2;
}
