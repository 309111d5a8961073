#include <config.h>

#include "cli.h"

#include "i18n.h"
#include "nearest.h"

#include <stddef.h>
#include <string.h>

struct command_row {
    const char *name, *arguments;
    int least, most;
    const char *summary, *more;
};

#define COMMAND(id, name, arguments, least, most, summary, more)                                   \
    {name, arguments, least, most, summary, more},
static const struct command_row commands[COMMAND_COUNT] = {
#include "cli.def"
};

struct option_row {
    size_t member;
    char letter;
    const char *name, *value;
    unsigned commands; /* a bit each */
    const char *help;
};

#define ON(command) (1u << COMMAND_##command)
#define ON_SCREEN   (ON(menu) | ON(play) | ON(replay))
#define ON_TRACE    (ON(play) | ON(record) | ON(export))
#define ON_RUN      (ON(menu) | ON(play) | ON(record) | ON(check))
#define ON_LESSONS  (ON_SCREEN | ON(list) | ON(record) | ON(check) | ON(export))
#define ON_ALL      (~0u)
#define OPTION(member, letter, name, value, commands, help)                                        \
    {offsetof(struct cli, member), letter, name, value, commands, help},
static const struct option_row options[] = {
#include "cli.def"
};
enum { OPTION_COUNT = sizeof options / sizeof options[0] };

const char *command_name(enum command command) {
    return commands[command].name;
}

enum command command_find(const char *name) {
    int command = 0;
    while (command < COMMAND_COUNT && (!name[0] || strcmp(commands[command].name, name) != 0))
        command++;
    return command;
}

const char *command_suggest(const char *name) {
    struct nearest nearest = {NULL, 0};
    for (int i = 0; i < COMMAND_COUNT; i++)
        nearest_try(&nearest, name, commands[i].name);
    return nearest.name;
}

static const char **option_place(struct cli *cli, const struct option_row *option) {
    return (const char **)((char *)cli + option->member);
}

static const struct option_row *option_letter(char letter) {
    for (int i = 0; i < OPTION_COUNT; i++)
        if (letter && options[i].letter == letter)
            return &options[i];
    return NULL;
}

static const struct option_row *option_name(const char *name, size_t length) {
    for (int i = 0; i < OPTION_COUNT; i++)
        if (strlen(options[i].name) == length && strncmp(options[i].name, name, length) == 0)
            return &options[i];
    return NULL;
}

static bool fail_option(const char *word, size_t length, struct error *error) {
    struct nearest nearest = {NULL, 0};
    char name[64] = "";
    if (word[1] == '-' && length - 2 < sizeof name)
        memcpy(name, word + 2, length - 2);
    for (int i = 0; i < OPTION_COUNT; i++)
        nearest_try(&nearest, name, options[i].name);
    if (nearest.name)
        return error_set(error, _("there is no option \"%.*s\"; did you mean \"--%s\"?"),
                         (int)length, word, nearest.name);
    return error_set(error, _("there is no option \"%.*s\"; \"waitscope help\" names all"),
                     (int)length, word);
}

/* Where the parser is in argv. */
struct reading {
    int argc;
    char **argv;
    int next;
    struct cli *cli;
    struct error *error;
};

/* value: what stood behind the name in the same word, or NULL. */
static bool take_value(struct reading *reading, const struct option_row *option,
                       const char *value) {
    const char **place = option_place(reading->cli, option);
    if (!option->value) {
        *place = "";
        return !value || error_set(reading->error, _("option --%s takes no value"), option->name);
    }
    if (!value && reading->next < reading->argc)
        value = reading->argv[reading->next++];
    if (!value || !value[0])
        return error_set(reading->error, _("option --%s needs a value: --%s %s"), option->name,
                         option->name, option->value);
    *place = value;
    return true;
}

static bool take_long(struct reading *reading, const char *word) {
    size_t length = strcspn(word, "=");
    const struct option_row *option = option_name(word + 2, length - 2);
    if (!option)
        return fail_option(word, length, reading->error);
    return take_value(reading, option, word[length] ? word + length + 1 : NULL);
}

/* -h, -o FILE, -oFILE */
static bool take_short(struct reading *reading, const char *word) {
    const struct option_row *option = option_letter(word[1]);
    if (!option)
        return fail_option(word, strlen(word), reading->error);
    return take_value(reading, option, word[2] ? word + 2 : NULL);
}

static bool take_words(struct reading *reading) {
    struct cli *cli = reading->cli;
    bool ended = false;
    while (reading->next < reading->argc) {
        char *word = reading->argv[reading->next++];
        bool is_option = !ended && word[0] == '-' && word[1];
        if (!is_option) {
            cli->arguments[cli->argument_count++] = word;
            continue;
        }
        if (strcmp(word, "--") == 0)
            ended = true;
        else if (!(word[1] == '-' ? take_long(reading, word) : take_short(reading, word)))
            return false;
    }
    return true;
}

/* The first argument names the command, or is the lesson to play. */
static void find_command(struct cli *cli) {
    cli->command = cli->argument_count ? command_find(cli->arguments[0]) : COMMAND_menu;
    if (cli->command == COMMAND_COUNT) {
        cli->command = COMMAND_play;
    } else if (cli->command != COMMAND_menu) {
        cli->arguments++;
        cli->argument_count--;
    }
}

/* The first command with a name that takes it. */
static const char *option_command(const struct option_row *option) {
    int command = 0;
    while (!commands[command].name[0] || !(option->commands & 1u << command))
        command++;
    return commands[command].name;
}

static bool check_options(struct cli *cli, struct error *error) {
    for (int i = 0; i < OPTION_COUNT; i++) {
        if (!*option_place(cli, &options[i]) || options[i].commands & 1u << cli->command)
            continue;
        const char *name = commands[cli->command].name;
        if (name[0])
            return error_set(error, _("--%s is no option of \"%s\""), options[i].name, name);
        return error_set(error, _("--%s is an option of \"%s\" only"), options[i].name,
                         option_command(&options[i]));
    }
    return true;
}

static bool check_arguments(const struct cli *cli, struct error *error) {
    const struct command_row *row = &commands[cli->command];
    if (cli->idle && cli->argument_count < row->least) /* with it they are others */
        return true;
    if (cli->argument_count < row->least && row->least > 1)
        return error_set(error, _("\"%s\" needs at least %d arguments: waitscope %s %s"), row->name,
                         row->least, row->name, row->arguments);
    if (cli->argument_count < row->least)
        return error_set(error, _("\"%s\" needs an argument: waitscope %s %s"), row->name,
                         row->name, row->arguments);
    if (row->most >= 0 && cli->argument_count > row->most)
        return error_set(error, _("found \"%s\", expected no more arguments: waitscope%s%s%s%s"),
                         cli->arguments[row->most], row->name[0] ? " " : "", row->name,
                         row->arguments[0] ? " " : "", row->arguments);
    return true;
}

bool cli_parse(int argc, char **argv, struct cli *cli, struct error *error) {
    *cli = (struct cli){.arguments = argv};
    struct reading reading = {argc, argv, 1, cli, error};
    if (!take_words(&reading))
        return false;
    find_command(cli);
    if (cli->help || cli->version)
        return true;
    return check_options(cli, error) && check_arguments(cli, error);
}

static void print_usage(const struct command_row *row, FILE *out) {
    fprintf(out, _("Usage: waitscope%s%s%s%s [options]\n"), row->name[0] ? " " : "", row->name,
            row->arguments[0] ? " " : "", row->arguments);
}

static void print_options(unsigned of, FILE *out) {
    fprintf(out, "\n%s\n", _("Options:"));
    for (int i = 0; i < OPTION_COUNT; i++) {
        const struct option_row *option = &options[i];
        char left[64], letter[] = "-x, ";
        if (!(option->commands & of))
            continue;
        letter[1] = option->letter;
        snprintf(left, sizeof left, "%s--%s%s%s", option->letter ? letter : "    ", option->name,
                 option->value ? " " : "", option->value ? option->value : "");
        fprintf(out, "  %-22s  %s\n", left, _(option->help));
    }
}

static void print_command(const struct command_row *row, FILE *out) {
    char left[64];
    snprintf(left, sizeof left, "%s%s%s", row->name[0] ? row->name : "waitscope",
             row->arguments[0] ? " " : "", row->arguments);
    /* The ellipsis is three bytes and one column. */
    fprintf(out, "  %-*s  %s\n", strstr(left, "…") ? 28 : 26, left, _(row->summary));
}

static void print_program(FILE *out) {
    fprintf(out, "%s\n\n%s\n",
            _("waitscope shows step by step what a server and the kernel do to each other."),
            _("Usage:"));
    for (int i = 0; i < COMMAND_COUNT; i++)
        if (!commands[i].name[0])
            print_command(&commands[i], out);
    fprintf(out, "\n%s\n", _("Commands:"));
    for (int i = 0; i < COMMAND_COUNT; i++)
        if (commands[i].name[0])
            print_command(&commands[i], out);
    print_options(ON_ALL, out);
    fprintf(out, "\n%s\n", _("\"waitscope help COMMAND\" says more about a command."));
}

void cli_help(enum command command, FILE *out) {
    const struct command_row *row = &commands[command];
    if (command == COMMAND_menu) {
        print_program(out);
        return;
    }
    print_usage(row, out);
    fprintf(out, "\n%s\n", _(row->summary));
    if (row->more[0])
        fprintf(out, "\n%s\n", _(row->more));
    print_options(1u << command, out);
}
