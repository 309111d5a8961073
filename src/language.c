#include <config.h>

#include "language.h"

#include "i18n.h"

#include <langinfo.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

void language_start(void) {
    setlocale(LC_ALL, "");
    if (strcmp(nl_langinfo(CODESET), "UTF-8") != 0)
        setlocale(LC_CTYPE, "C.UTF-8");
}

/* A language's name is part of a path: letters, digits and _ @ - only. */
static bool is_language(const char *name) {
    size_t length =
        strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_@-");
    return length > 0 && name[length] == '\0' && length < 32;
}

/* Is there a folder for the language? If not for zh_CN.UTF-8, then for zh_CN, or for zh? */
static bool find_folder(const struct paths *paths, const char *name, char *out, size_t size) {
    struct stat status;
    char language[32];
    snprintf(language, sizeof language, "%s", name);
    while (language[0]) {
        char *path = path_join(paths->lessons, NULL, language);
        bool found = is_language(language) && stat(path, &status) == 0 && S_ISDIR(status.st_mode);
        free(path);
        if (found) {
            snprintf(out, size, "%s", language);
            return true;
        }
        size_t length = strlen(language);
        while (length > 0 && !strchr("_@-.", language[length - 1]))
            length--;
        language[length ? length - 1 : 0] = '\0';
    }
    return false;
}

/* What the environment calls the locale, whether this machine has it or not. */
static const char *environment_locale(void) {
    static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const char *value = getenv(names[i]);
        if (value && value[0])
            return value;
    }
    return "C";
}

/* English is the text itself. */
static bool is_english(const char *name) {
    return strncmp(name, "en", 2) == 0 && (!name[2] || strchr("_@-.", name[2]));
}

/* As gettext reads it: the first language of LANGUAGE that is there, else that of the locale; in
 * the locale C there is none. */
static void find_in_environment(const struct paths *paths, char *out, size_t size) {
    const char *locale = environment_locale();
    const char *list = getenv("LANGUAGE");
    if (strcmp(locale, "C") == 0 || strcmp(locale, "POSIX") == 0)
        return;
    if (!list || !list[0])
        list = locale;
    while (*list) {
        char name[32];
        size_t length = strcspn(list, ":");
        snprintf(name, sizeof name, "%.*s", (int)length, list);
        if (is_english(name) || find_folder(paths, name, out, size))
            return;
        list += length + (list[length] == ':');
    }
}

/* Messages and lessons in the same language. gettext translates nothing in the locale C, and looks
 * at LANGUAGE again when the domain is set. */
static void set_language(const char *language) {
    setenv("LANGUAGE", language, 1);
    if (strcmp(setlocale(LC_MESSAGES, NULL), "C") == 0)
        setlocale(LC_MESSAGES, "C.UTF-8");
    textdomain(PACKAGE);
}

bool language_choose(const struct paths *paths, const char *wanted, char *out, unsigned long size,
                     struct error *error) {
    out[0] = '\0';
    bindtextdomain(PACKAGE, paths->locale);
    bind_textdomain_codeset(PACKAGE, "UTF-8");
    textdomain(PACKAGE);
    if (!wanted)
        find_in_environment(paths, out, size);
    else if (!is_english(wanted) &&
             (!is_language(wanted) || !find_folder(paths, wanted, out, size)))
        return error_set(error, _("there is no language \"%s\": no folder %s/%s"), wanted,
                         paths->lessons, wanted);
    if (wanted || out[0])
        set_language(out[0] ? out : "en");
    return true;
}
