#include <config.h>

#include "plain-state.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "deadline.h"
#include "i18n.h"
#include "memory.h"
#include "plain-menu.h"
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
        plain_tell_end(plain, &now);
    else
        plain_tell_place(plain);
}

static void go_back(struct plain *plain) {
    walk_back_step(&plain->walk);
    plain->told = player_position(plain->player);
    plain_tell_place(plain);
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
    plain_tell_place(plain);
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
                struct session *session_take, struct plain_input *input, struct error *error) {
    struct plain plain = {
        .options = options,
        .host = host,
        .lesson = session_take->lesson,
        .session = session_take,
        .player = player_new(session_take),
        .input = input,
    };
    plain.walk.player = plain.player;
    plain.failures = memory_new((size_t)player_step_count(plain.player), sizeof *plain.failures);
    finder_init(&plain.finder);
    introduce(&plain);
    if (options->interactive)
        play_with_person(&plain);
    else
        play_alone(&plain);
    bool failed = session_state(session_take) == SESSION_FAILED;
    if (failed)
        *error = *session_error(session_take);
    free(plain.failures);
    player_free(plain.player);
    session_free(session_take);
    return failed ? 2 : 0;
}

int plain_run_session(const struct plain_options *options, const struct host *host,
                      struct session *session_take, struct error *error) {
    struct plain_input input = {.fd = options->in};
    return play(options, host, session_take, &input, error);
}

int plain_run(const struct plain_options *options, const struct host *host, const char *lesson,
              struct error *error) {
    struct plain_input input = {.fd = options->in};
    const char *id = lesson ? lesson : plain_choose(options, host, &input);
    if (!id)
        return 0;
    struct session *session = host->open(host->context, id, error);
    return session ? play(options, host, session, &input, error) : 2;
}
