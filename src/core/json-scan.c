#include <config.h>

#include "json.h"

#include "i18n.h"

#include <stdio.h>
#include <string.h>

/* A recogniser for RFC 8259 and no more, one function a rule of its grammar. Recursion ends at
 * JSON_DEPTH. `at` never passes `end`; a byte past the end reads as NUL, which no rule accepts. */
struct scan {
    const char *start, *end, *at;
    int first_line;
    int depth;
    struct error *error;
};

static unsigned char scan_peek(const struct scan *scan) {
    return scan->at < scan->end ? (unsigned char)*scan->at : '\0';
}

/* "line 3, column 14: SENTENCE"; columns count characters from 1. */
static bool scan_fail(struct scan *scan, const char *sentence) {
    int line = scan->first_line;
    int column = 1;
    for (const char *byte = scan->start; byte < scan->at; byte++) {
        if (*byte == '\n') {
            line++;
            column = 1;
        } else if ((*byte & 0xc0) != 0x80)
            column++;
    }
    return error_set(scan->error, _("line %d, column %d: %s"), line, column, sentence);
}

/* What stands at the place, as a person would name it. */
static const char *scan_found(const struct scan *scan, char *out, size_t size) {
    if (scan->at == scan->end)
        return _("the end");
    unsigned char byte = scan_peek(scan);
    if (byte < 0x20 || byte >= 0x7f)
        snprintf(out, size, _("the byte 0x%02X"), byte);
    else
        snprintf(out, size, byte == '"' ? "'%c'" : "\"%c\"", byte);
    return out;
}

static bool scan_unexpected(struct scan *scan, const char *expected) {
    char found[40];
    char sentence[160];
    snprintf(sentence, sizeof sentence, _("found %s, expected %s"),
             scan_found(scan, found, sizeof found), expected);
    return scan_fail(scan, sentence);
}

static void scan_space(struct scan *scan) {
    while (scan->at < scan->end && strchr(" \t\r\n", *scan->at) && *scan->at)
        scan->at++;
}

static bool is_digit(unsigned char byte) {
    return byte >= '0' && byte <= '9';
}

static bool scan_digits(struct scan *scan) {
    if (!is_digit(scan_peek(scan)))
        return scan_unexpected(scan, _("a digit"));
    while (is_digit(scan_peek(scan)))
        scan->at++;
    return true;
}

/* cJSON reads at most 63 characters of a number. */
static bool scan_number(struct scan *scan) {
    const char *start = scan->at;
    if (scan_peek(scan) == '-')
        scan->at++;
    if (scan_peek(scan) == '0')
        scan->at++;
    else if (!scan_digits(scan))
        return false;
    if (is_digit(scan_peek(scan)))
        return scan_fail(scan, _("found a number that starts with 0, expected one that does not"));
    if (scan_peek(scan) == '.') {
        scan->at++;
        if (!scan_digits(scan))
            return false;
    }
    if (scan_peek(scan) == 'e' || scan_peek(scan) == 'E') {
        scan->at++;
        if (scan_peek(scan) == '+' || scan_peek(scan) == '-')
            scan->at++;
        if (!scan_digits(scan))
            return false;
    }
    if (scan->at - start <= 60)
        return true;
    scan->at = start;
    return scan_fail(scan, _("found a number of more than 60 characters, expected a shorter one"));
}

/* The four digits of \uXXXX. */
static bool scan_hex(struct scan *scan, unsigned *code) {
    *code = 0;
    for (int i = 0; i < 4; i++, scan->at++) {
        unsigned char byte = scan_peek(scan);
        const char *digits = "0123456789abcdef0123456789ABCDEF";
        const char *digit = byte ? strchr(digits, byte) : NULL;
        if (!digit)
            return scan_unexpected(scan, _("four hexadecimal digits after \\u"));
        *code = *code << 4 | (unsigned)((digit - digits) & 15);
    }
    return true;
}

static bool scan_unicode(struct scan *scan) {
    const char *start = scan->at;
    unsigned high;
    unsigned low = 0;
    if (!scan_hex(scan, &high))
        return false;
    if (high == 0) {
        scan->at = start;
        return scan_fail(scan, _("found \\u0000, expected no NUL in a string"));
    }
    if (high < 0xd800 || high > 0xdfff)
        return true;
    if (high < 0xdc00 && scan->end - scan->at >= 6 && memcmp(scan->at, "\\u", 2) == 0) {
        scan->at += 2;
        if (!scan_hex(scan, &low))
            return false;
    }
    if (low >= 0xdc00 && low <= 0xdfff)
        return true;
    scan->at = start;
    return scan_fail(scan, _("found half a surrogate pair, expected a whole character"));
}

static bool scan_escape(struct scan *scan) {
    scan->at++;
    unsigned char byte = scan_peek(scan);
    if (!byte || !strchr("\"\\/bfnrtu", byte))
        return scan_unexpected(scan, _("one of \"\\/bfnrtu after a backslash"));
    scan->at++;
    return byte == 'u' ? scan_unicode(scan) : true;
}

/* One character past ASCII: neither overlong, nor a surrogate, nor past U+10FFFF. */
static bool scan_utf8(struct scan *scan) {
    static const unsigned least[] = {0, 0, 0x80, 0x800, 0x10000};
    unsigned char first = scan_peek(scan);
    int length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
    bool good = first >= 0xc2 && first <= 0xf4 && scan->end - scan->at >= length;
    unsigned code = first & (0x7f >> length);
    for (int i = 1; good && i < length; i++) {
        unsigned char byte = (unsigned char)scan->at[i];
        good = (byte & 0xc0) == 0x80;
        code = code << 6 | (byte & 0x3f);
    }
    if (!good || code < least[length] || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff))
        return scan_unexpected(scan, _("UTF-8"));
    scan->at += length;
    return true;
}

static bool scan_string(struct scan *scan) {
    const char *start = scan->at;
    scan->at++;
    while (scan_peek(scan) != '"') {
        unsigned char byte = scan_peek(scan);
        if (scan->at == scan->end) {
            scan->at = start;
            return scan_fail(scan, _("found a string without an end, expected '\"' after it"));
        }
        if (byte < 0x20)
            return scan_unexpected(scan, _("no control character in a string"));
        if (byte == '\\') {
            if (!scan_escape(scan))
                return false;
        } else if (byte >= 0x80) {
            if (!scan_utf8(scan))
                return false;
        } else
            scan->at++;
    }
    scan->at++;
    return true;
}

static bool scan_word(struct scan *scan) {
    static const char *const words[] = {"true", "false", "null"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        size_t length = strlen(words[i]);
        if ((size_t)(scan->end - scan->at) >= length && !memcmp(scan->at, words[i], length)) {
            scan->at += length;
            return true;
        }
    }
    return scan_unexpected(scan, _("a value"));
}

static bool scan_value(struct scan *scan);

static bool scan_member(struct scan *scan) {
    if (scan_peek(scan) != '"')
        return scan_unexpected(scan, _("a key in quotes"));
    if (!scan_string(scan))
        return false;
    scan_space(scan);
    if (scan_peek(scan) != ':')
        return scan_unexpected(scan, _("\":\" after a key"));
    scan->at++;
    return scan_value(scan);
}

/* An array or an object: values or members between commas. */
static bool scan_list(struct scan *scan, unsigned char close, const char *expected) {
    bool is_object = close == '}';
    if (++scan->depth > JSON_DEPTH)
        return scan_fail(scan, _("found more than 64 arrays and objects in each other, "
                                 "expected at most 64"));
    scan->at++;
    scan_space(scan);
    bool is_empty = scan_peek(scan) == close;
    while (!is_empty) {
        if (is_object ? !scan_member(scan) : !scan_value(scan))
            return false;
        scan_space(scan);
        if (scan_peek(scan) == close)
            break;
        if (scan_peek(scan) != ',')
            return scan_unexpected(scan, expected);
        scan->at++;
        scan_space(scan);
    }
    scan->at++;
    scan->depth--;
    return true;
}

static bool scan_value(struct scan *scan) {
    scan_space(scan);
    switch (scan_peek(scan)) {
    case '{':
        return scan_list(scan, '}', _("\",\" or \"}\""));
    case '[':
        return scan_list(scan, ']', _("\",\" or \"]\""));
    case '"':
        return scan_string(scan);
    default:
        break;
    }
    if (is_digit(scan_peek(scan)) || scan_peek(scan) == '-')
        return scan_number(scan);
    return scan_word(scan);
}

bool json_scan(const char *text, size_t size, int first_line, struct error *error) {
    struct scan scan = {.start = text, .end = text + size, .at = text, .error = error};
    scan.first_line = first_line;
    scan_space(&scan);
    if (scan.at == scan.end)
        return scan_fail(&scan, _("found nothing at all, expected JSON"));
    if (!scan_value(&scan))
        return false;
    scan_space(&scan);
    return scan.at == scan.end || scan_unexpected(&scan, _("the end"));
}
