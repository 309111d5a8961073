/* paths: where lessons, server pages and message catalogues are. The program that still stands
 * where it was built takes those of its source tree; an installed one takes the installed ones. Any
 * thread. */
#ifndef WAITSCOPE_PATHS_H
#define WAITSCOPE_PATHS_H

/* Folders. Texts are constants or borrowed. */
struct paths {
    const char *lessons;
    const char *servers;
    const char *locale;
};

/* lessons: where the person says they are, or NULL. */
struct paths paths_find(const char *lessons);

/* FOLDER/NAME, or FOLDER/MIDDLE/NAME if middle is not NULL. The caller frees it. */
char *path_join(const char *folder, const char *middle, const char *name);

#endif
