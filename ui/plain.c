#include <config.h>

#include "plain.h"

#include <assert.h>
#include <poll.h>
#include <stdint.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "deadline.h"
#include "i18n.h"
#include "judge.h"
#include "memory.h"
#include "narrate.h"
#include "plain-write.h"
#include "tell.h"
#include "view.h"
#include "walk.h"

/* One session being played. */
struct plain {
    const struct plain_options *options;
    const struct host *host;
    const struct lesson *lesson; /* NULL: a recording without it */
    struct session *session;
    struct player *player;
    struct walk walk;
    struct plain_input *input;
    size_t told; /* events before this one were said */
    int hints;
    bool quit;
};

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

static void say(const struct plain *plain, const char *text) {
    plain_write(plain->options, 0, text);
}

static bool is_said(const struct event *event) {
    return (event_kind_has_picture(event->kind) && event->kind != EVENT_STEP) ||
           event->kind == EVENT_NOTE;
}

/* The events between the last telling and the place, a sentence each. */
static void tell_events(struct plain *plain) {
    const struct trace *trace = session_trace(plain->session);
    size_t position = player_position(plain->player);
    char text[NARRATE_MAX];
    for (size_t i = plain->told; i < position; i++)
        if (is_said(trace_at(trace, i)))
            plain_write(plain->options, 2,
                        narrate_event(trace, plain->lesson, i, text, sizeof text));
    plain->told = position;
}

static void tell_verdicts(struct plain *plain, const struct moment *moment) {
    char text[1024];
    for (int i = moment->ask; i >= 0 && i < moment->ask + moment->asks; i++) {
        const struct step *ask = &plain->lesson->steps[i];
        int came = judge_choice(plain->lesson, i, session_trace(plain->session));
        if (!tell_verdict(ask, came, player_answered(plain->player, i), text, sizeof text)[0])
            continue;
        say(plain, text);
        say(plain, ask->because);
    }
}

static void tell_question(struct plain *plain) {
    const struct step *ask = player_question(plain->player);
    char text[1024];
    if (!ask)
        return;
    plain->hints = 0;
    snprintf(text, sizeof text, _("Question: %s"), ask->ask);
    say(plain, text);
    for (int i = 0; i < ask->choice_count; i++) {
        snprintf(text, sizeof text, "%d. %s", i + 1, ask->choices[i].text);
        plain_write(plain->options, 2, text);
    }
}

static void tell_keep(struct plain *plain) {
    if (session_state(plain->session) == SESSION_FAILED) {
        say(plain, session_error(plain->session)->text);
        return;
    }
    say(plain, _("The lesson is done."));
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
        say(plain, plain->lesson->steps[moment.told].say);
    if (moment.step >= 0 && moment.done)
        tell_question(plain);
    if (walk_is_over(&plain->walk))
        tell_keep(plain);
    plain_write_line(plain->options);
}

/* "Step 4 of 14. A sends \"hello\"." */
static void tell_heading(struct plain *plain) {
    struct moment moment;
    char text[NARRATE_MAX + 64], does[NARRATE_MAX] = "";
    walk_moment(&plain->walk, &moment);
    if (moment.step < 0)
        return;
    narrate_step(&plain->lesson->steps[moment.step], does, sizeof does);
    snprintf(text, sizeof text, does[0] ? _("Step %d of %d. %s") : _("Step %d of %d."),
             moment.step + 1, player_step_count(plain->player), does);
    say(plain, text);
}

static void tell_place(struct plain *plain) {
    if (plain->lesson)
        tell_heading(plain);
    tell_events(plain);
    tell_moment(plain);
}

/* ---- what a line means ---- */

static void go_on(struct plain *plain) {
    if (player_question(plain->player))
        player_answer(plain->player, PLAYER_SKIPPED);
    walk_next_step(&plain->walk);
    plain_wait(plain);
    tell_place(plain);
}

static void go_back(struct plain *plain) {
    walk_back_step(&plain->walk);
    plain->told = player_position(plain->player);
    tell_place(plain);
}

/* "/5": to step 5. */
static void go_to(struct plain *plain, const char *number) {
    int step = atoi(number) - 1;
    if (step < 0 || step >= player_step_count(plain->player)) {
        say(plain, _("There is no such step."));
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
        say(plain, ask ? _("There is no such choice.") : _("There is no question here."));
        return;
    }
    player_answer(plain->player, number - 1);
    go_on(plain);
}

static void hint(struct plain *plain) {
    const struct step *ask = player_question(plain->player);
    char text[1024];
    if (!ask || plain->hints >= ask->hint_count) {
        say(plain, _("There is no hint."));
        return;
    }
    snprintf(text, sizeof text, _("Hint: %s"), ask->hints[plain->hints++]);
    say(plain, text);
}

static void why(struct plain *plain) {
    const struct world *world = player_world(plain->player);
    char text[1024];
    for (int i = 0; i < world->task_count || i == 0; i++)
        say(plain, why_text(world, session_trace(plain->session),
                            world->task_count ? &world->tasks[i] : NULL, text, sizeof text));
}

static void help(struct plain *plain) {
    say(plain, _("Enter: next step. b: back a step. A number: answer the question. h: a hint. "
                 "s: go on without an answer. w: why is the task where it is? /5: to step 5. "
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
    else if (line[0] == '/' || line[0] == ':')
        go_to(plain, line + 1);
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
    say(plain, plain->lesson->title);
    say(plain, plain->lesson->summary);
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

/* NULL: none was chosen. */
static const char *choose(const struct plain_options *options, const struct host *host,
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

int plain_run(const struct plain_options *options, const struct host *host, const char *lesson,
              struct error *error) {
    struct plain_input input = {.fd = options->in};
    const char *id = lesson ? lesson : choose(options, host, &input);
    if (!id)
        return 0;
    struct session *session = host->open(host->context, id, error);
    return session ? play(options, host, session, &input) : 2;
}
