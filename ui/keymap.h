/* keymap: one row a key: what it is called, what it does. Which of them apply at a moment is a set
 * of bits that the app works out; the key line and the help show no others. Pure. */
#ifndef WAITSCOPE_KEYMAP_H
#define WAITSCOPE_KEYMAP_H

#include <stdbool.h>

#define KEY(name, ...) KEY_##name,
enum key {
#include "keymap.def"
    KEYS
};

struct key_row {
    int character;
    const char *name; /* untranslated msgids */
    const char *does;
    const char *help;
};

const struct key_row *key_row(enum key key);

/* The applying key (a bit in `keys`) that the character stands for, KEYS if there is none. */
enum key key_find(unsigned keys, int character);

static inline bool key_applies(unsigned keys, enum key key) {
    return keys >> key & 1;
}

#endif
