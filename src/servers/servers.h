/* servers: the table of the pages, one row a page from servers.def. Constant;
 * any thread. */
#ifndef WAITSCOPE_SERVERS_H
#define WAITSCOPE_SERVERS_H

#include <stdbool.h>

/* The pages' main functions, built with tracing. They run on a task's thread
 * only. */
#define SERVER(c_name, ...) int server_##c_name(int argc, char **argv);
#include "servers.def"

struct server {
    const char *name;    /* as lessons and the command line call it */
    const char *file;    /* name of its source file, without a folder */
    const char *summary; /* one line; an untranslated msgid */
    int (*main)(int argc, char **argv);
};

int server_count(void);
/* 0 <= index < server_count(). */
const struct server *server_at(int index);
/* NULL if there is no page of that name. */
const struct server *server_find(const char *name);
bool server_is_known(const char *name);

#endif
