#include <config.h>

#include "text.h"

#include <stdint.h>
#include <string.h>
#include <wchar.h>

static const struct {
    wchar_t sign;
    const char *ascii;
} signs[] = {
#define GLYPH(sign, ascii) {sign, ascii},
#include "glyph.def"
};

static const char *sign_ascii(wchar_t c) {
    for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++)
        if (signs[i].sign == c)
            return signs[i].ascii;
    return NULL;
}

/* Marks that show nothing but change the order or the joining of what stands around them. */
static bool is_invisible(wchar_t c) {
    return c == 0xAD || (c >= 0x200B && c <= 0x200F) || (c >= 0x2028 && c <= 0x202E) ||
           (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF;
}

/* Most characters are, and need not be looked up. */
static bool is_plain(char c) {
    return c >= ' ' && c <= '~';
}

/* Decodes one character. Returns its bytes; *c is '?' if it cannot be shown. */
static size_t decode(const char *text, wchar_t *c) {
    mbstate_t state = {0};
    size_t bytes = mbrtowc(c, text, strnlen(text, 8), &state);
    if (bytes == (size_t)-1 || bytes == (size_t)-2) {
        *c = L'?';
        return 1;
    }
    if (*c != L'\n' && (wcwidth(*c) < 0 || is_invisible(*c)))
        *c = L'?';
    return bytes;
}

static void glyph_set(struct glyph *glyph, const char *text, size_t bytes) {
    memcpy(glyph->text, text, bytes);
    glyph->text[bytes] = '\0';
}

/* Combining marks belong to the character before them; those that do not fit are dropped. */
static void take_marks(const char **text, struct glyph *glyph) {
    for (;;) {
        wchar_t c;
        if (!**text || is_plain(**text))
            return;
        size_t bytes = decode(*text, &c);
        size_t have = strlen(glyph->text);
        if (c == L'\n' || wcwidth(c) != 0)
            return;
        if (have + bytes < sizeof glyph->text) {
            memcpy(glyph->text + have, *text, bytes);
            glyph->text[have + bytes] = '\0';
        }
        *text += bytes;
    }
}

bool text_next(const char **text, bool ascii, struct glyph *glyph) {
    wchar_t c;
    if (!**text)
        return false;
    *glyph = (struct glyph){.width = 1};
    if (is_plain(**text)) {
        glyph_set(glyph, (*text)++, 1);
        take_marks(text, glyph);
        return true;
    }
    size_t bytes = decode(*text, &c);
    const char *instead = ascii && c > 0x7f ? sign_ascii(c) : NULL;
    if (c == L'\n')
        glyph->width = 0;
    else if (instead)
        glyph->width = (int)strlen(instead);
    else if (c != L'?' && wcwidth(c) == 2)
        glyph->width = 2, glyph->wide = true;
    if (instead)
        glyph_set(glyph, instead, strlen(instead));
    else if (c == L'?' || (c != L'\n' && wcwidth(c) == 0))
        glyph_set(glyph, "?", 1);
    else
        glyph_set(glyph, *text, bytes);
    *text += bytes;
    if (c != L'\n')
        take_marks(text, glyph);
    return true;
}

int text_width(const char *text, size_t bytes, bool ascii) {
    struct glyph glyph;
    const char *end = text + (bytes == SIZE_MAX ? strlen(text) : bytes);
    int width = 0;
    while (text < end && text_next(&text, ascii, &glyph))
        width += glyph.width;
    return width;
}

/* Is the glyph one of these? The list is UTF-8. */
static bool is_one_of(const struct glyph *glyph, const char *list) {
    return glyph->text[0] && strstr(list, glyph->text);
}

static bool closes(const struct glyph *glyph) {
    return is_one_of(glyph, "，。、；：？！）」』】》〉”’…—,.;:?!)]}%");
}

static bool opens(const struct glyph *glyph) {
    return is_one_of(glyph, "（「『【《〈“‘([{");
}

/* May a line end between these two? Spaces are looked at before. */
static bool breaks_between(const struct glyph *before, const struct glyph *after) {
    return (before->wide || after->wide) && !closes(after) && !opens(before);
}

static const char *skip_spaces(const char *text) {
    while (*text == ' ')
        text++;
    return text;
}

/* Where a line is cut: `end` is behind its last character, `next` is where the next one begins. */
struct cut {
    const char *end;
    const char *next;
};

bool text_line(const char **text, int width, bool ascii, const char **line, size_t *bytes) {
    const char *at = *text;
    struct glyph glyph, before = {.width = 0};
    struct cut cut = {NULL, NULL};
    int column = 0;
    if (!*at)
        return false;
    *line = at;
    for (;;) {
        const char *start = at;
        if (!text_next(&at, ascii, &glyph)) {
            cut = (struct cut){start, start};
            break;
        }
        if (glyph.text[0] == '\n') {
            cut = (struct cut){start, at};
            break;
        }
        bool space = glyph.text[0] == ' ';
        if (space && before.text[0] && before.text[0] != ' ')
            cut = (struct cut){start, skip_spaces(start)};
        else if (!space && before.width && breaks_between(&before, &glyph))
            cut = (struct cut){start, start};
        if (column + glyph.width > width && !space) {
            if (!cut.end && start > *line)
                cut = (struct cut){start, start};
            if (!cut.end)
                cut = (struct cut){at, at};
            break;
        }
        column += glyph.width;
        before = glyph;
    }
    *bytes = cut.end - *line;
    *text = cut.next;
    return true;
}

int text_lines(const char *text, int width, bool ascii) {
    const char *line;
    size_t bytes;
    int lines = 0;
    while (text_line(&text, width, ascii, &line, &bytes))
        lines++;
    return lines;
}
