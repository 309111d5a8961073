/* page: what a server page can be seen to do, told from its text. Pure; any thread. */
#ifndef WAITSCOPE_PAGE_H
#define WAITSCOPE_PAGE_H

#include <stdbool.h>

/* Does the C source call a function of that name? Comments and texts do not count. NULL: no. */
bool page_calls(const char *source, const char *name);
/* Does the word stand in it, outside of comments and texts? */
bool page_has(const char *source, const char *word);

#endif
