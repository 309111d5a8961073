#include <config.h>

#include "servers.h"

#include <assert.h>
#include <string.h>

#include "i18n.h"

#define SERVER(c_name, name, file, summary)                                  \
    {name, file, summary, server_##c_name},
static const struct server servers[] = {
#include "servers.def"
};

int server_count(void) {
    return sizeof servers / sizeof servers[0];
}

const struct server *server_at(int index) {
    assert(index >= 0 && index < server_count());
    return &servers[index];
}

const struct server *server_find(const char *name) {
    for (int i = 0; i < server_count(); i++)
        if (strcmp(servers[i].name, name) == 0)
            return &servers[i];
    return NULL;
}

bool server_is_known(const char *name) {
    return server_find(name) != NULL;
}
