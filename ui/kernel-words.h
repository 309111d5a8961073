/* kernel-words: what a task waits for that sleeps in some function of the kernel. Pure. */
#ifndef WAITSCOPE_KERNEL_WORDS_H
#define WAITSCOPE_KERNEL_WORDS_H

/* "it waits for a connection", untranslated; NULL: the table of kernel-words.def has no such
 * function. */
const char *kernel_words(const char *function);

#endif
