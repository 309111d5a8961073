#include <config.h>

#include "kernel-words.h"

#include <stddef.h>
#include <string.h>

#include "i18n.h"

const char *kernel_words(const char *function) {
    static const struct {
        const char *prefix, *words;
    } table[] = {
#define KERNEL(prefix, words) {prefix, words},
#include "kernel-words.def"
    };
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++)
        if (strncmp(function, table[i].prefix, strlen(table[i].prefix)) == 0)
            return table[i].words;
    return NULL;
}
