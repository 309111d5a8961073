#include <config.h>

#include "keymap.h"

#include <assert.h>

#include "i18n.h"

static const struct key_row rows[] = {
#define KEY(enum_name, character, name, does, help) {character, name, does, help},
#include "keymap.def"
};

_Static_assert(KEYS <= 32, "a set of keys is an unsigned");

/* Other characters that mean the same. */
static const struct {
    int character;
    int means;
} aliases[] = {
    {'\r', '\n'}, {'Q', 'q'}, {'H', 'h'}, {'\n', 'o'}, {'/', 'f'}, {'q', 27},
};

const struct key_row *key_row(enum key key) {
    assert(key < KEYS);
    return &rows[key];
}

static enum key find(unsigned keys, int character) {
    for (int key = 0; key < KEYS; key++)
        if (key_applies(keys, key) && rows[key].character == character)
            return key;
    return KEYS;
}

enum key key_find(unsigned keys, int character) {
    if (character >= '1' && character <= '6')
        character = '1';
    enum key key = find(keys, character);
    for (unsigned i = 0; i < sizeof aliases / sizeof aliases[0] && key == KEYS; i++)
        if (aliases[i].character == character)
            key = find(keys, aliases[i].means);
    return key;
}
