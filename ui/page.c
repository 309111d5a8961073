#include <config.h>

#include "page.h"

#include <string.h>

static bool is_word(char c) {
    return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

static const char *skip_comment(const char *text) {
    const char *end = strstr(text + 2, "*/");
    return end ? end + 2 : text + strlen(text);
}

static const char *skip_quoted(const char *text) {
    char quote = *text++;
    while (*text && *text != quote)
        text += text[0] == '\\' && text[1] ? 2 : 1;
    return *text ? text + 1 : text;
}

static bool has(const char *source, const char *name, bool called) {
    size_t length = strlen(name);
    const char *text = source ? source : "";
    while (*text) {
        if (strncmp(text, "/*", 2) == 0) {
            text = skip_comment(text);
        } else if (*text == '"' || *text == '\'') {
            text = skip_quoted(text);
        } else if (is_word(*text)) {
            size_t word = 0;
            while (is_word(text[word]))
                word++;
            bool found = word == length && strncmp(text, name, length) == 0;
            if (found && (!called || text[word] == '('))
                return true;
            text += word;
        } else {
            text++;
        }
    }
    return false;
}

bool page_calls(const char *source, const char *name) {
    return has(source, name, true);
}

bool page_has(const char *source, const char *word) {
    return has(source, word, false);
}
