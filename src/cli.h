/* cli: the command line as a value. One table, cli.def, has all that there is. Any thread. */
#ifndef WAITSCOPE_CLI_H
#define WAITSCOPE_CLI_H

#include "error.h"

#include <stdio.h>

#define COMMAND(id, ...) COMMAND_##id,
enum command {
#include "cli.def"
    COMMAND_COUNT
};

/* Texts are borrowed from argv. */
struct cli {
    enum command command;
    char **arguments; /* without the command's name; argv's own room */
    int argument_count;
/* An option without a value is "" if given, and each is NULL if not. */
#define OPTION(member, ...) const char *member;
#include "cli.def"
};

/* Options may stand anywhere; "--" ends them. Moves the arguments in argv together. False with a
 * sentence on bad usage; a likely name is suggested. */
bool cli_parse(int argc, char **argv, struct cli *cli, struct error *error);

/* "record"; "" for the two without a name. */
const char *command_name(enum command command);
/* COMMAND_COUNT if there is none. */
enum command command_find(const char *name);
/* The command's name that is nearest to this one, or NULL. */
const char *command_suggest(const char *name);

/* Prints usage, text and options of the command; of COMMAND_menu: of the whole program. */
void cli_help(enum command command, FILE *out);

#endif
