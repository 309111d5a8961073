/* nearest: which name was meant. Any thread. */
#ifndef WAITSCOPE_NEAREST_H
#define WAITSCOPE_NEAREST_H

/* The best guess so far: start with {NULL, 0}. Names are borrowed. */
struct nearest {
    const char *name;
    int distance;
};

/* Takes `name` if it is nearer to `typed` than the guess, and near enough to be meant: letters left
 * out, added, changed or swapped count one each, and less than half of the name may be wrong. */
void nearest_try(struct nearest *nearest, const char *typed, const char *name);

#endif
