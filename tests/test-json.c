/* json: what is JSON, where it is not, and what a node says of itself. */
#include <config.h>

#include "json.h"
#include "tap.h"

#include <stdlib.h>
#include <string.h>

/* A text and the sentence that refuses it; NULL: it is JSON. */
struct row {
    const char *text;
    const char *sentence;
};

static const struct row rows[] = {
    {"{}", NULL},
    {" [1, -2.5e+3, 0, 0.1, true, false, null, \"x\"] \r\n\t", NULL},
    {"\"\\\" \\\\ \\/ \\b \\f \\n \\r \\t \\u00e9 \\ud83d\\ude00 é中😀\"", NULL},
    /* the first and last characters of each length */
    {"\"\xc2\x80 \xdf\xbf \xe0\xa0\x80 \xef\xbf\xbf \xf0\x90\x80\x80 \xf4\x8f\xbf\xbf\"", NULL},
    {"\"\\ud800\\udc00 \\udbff\\udfff \\ud7ff \\ue000\"", NULL},
    {"", "line 1, column 1: found nothing at all, expected JSON"},
    {" \n ", "line 2, column 2: found nothing at all, expected JSON"},
    {"{\"a\":1,}", "line 1, column 8: found \"}\", expected a key in quotes"},
    {"{\"a\" 1}", "line 1, column 6: found \"1\", expected \":\" after a key"},
    {"{\"a\":1 \"b\":2}", "line 1, column 8: found '\"', expected \",\" or \"}\""},
    {"{a:1}", "line 1, column 2: found \"a\", expected a key in quotes"},
    {"[1 2]", "line 1, column 4: found \"2\", expected \",\" or \"]\""},
    {"[1,\n 2,\n ]", "line 3, column 2: found \"]\", expected a value"},
    {"[1]]", "line 1, column 4: found \"]\", expected the end"},
    {"[", "line 1, column 2: found the end, expected a value"},
    {"tru", "line 1, column 1: found \"t\", expected a value"},
    {"NaN", "line 1, column 1: found \"N\", expected a value"},
    {"01", "line 1, column 2: found a number that starts with 0, expected one that does not"},
    {"1.", "line 1, column 3: found the end, expected a digit"},
    {"-", "line 1, column 2: found the end, expected a digit"},
    {"+1", "line 1, column 1: found \"+\", expected a value"},
    {"1e", "line 1, column 3: found the end, expected a digit"},
    {"0x10", "line 1, column 2: found \"x\", expected the end"},
    {"[1\v]", "line 1, column 3: found the byte 0x0B, expected \",\" or \"]\""},
    {"\"中", "line 1, column 1: found a string without an end, expected '\"' after it"},
    {"\"中\n\"",
     "line 1, column 3: found the byte 0x0A, expected no control character in a string"},
    {"\"\033\"",
     "line 1, column 2: found the byte 0x1B, expected no control character in a string"},
    {"\"\\x\"", "line 1, column 3: found \"x\", expected one of \"\\/bfnrtu after a backslash"},
    {"\"\\u12g4\"", "line 1, column 6: found \"g\", expected four hexadecimal digits after \\u"},
    {"\"\\u0000\"", "line 1, column 4: found \\u0000, expected no NUL in a string"},
    {"\"\\ud800\"", "line 1, column 4: found half a surrogate pair, expected a whole character"},
    {"\"\\udc00\\ud800\"",
     "line 1, column 4: found half a surrogate pair, expected a whole character"},
    {"\"\\udbff\\ue000\"",
     "line 1, column 4: found half a surrogate pair, expected a whole character"},
    {"\"\xe0\x9f\xbf\"", "line 1, column 2: found the byte 0xE0, expected UTF-8"},
    {"\"\xf0\x8f\xbf\xbf\"", "line 1, column 2: found the byte 0xF0, expected UTF-8"},
    {"[\x7f]", "line 1, column 2: found the byte 0x7F, expected a value"},
    {"\"\xff\"", "line 1, column 2: found the byte 0xFF, expected UTF-8"},
    {"\"\xc0\x80\"", "line 1, column 2: found the byte 0xC0, expected UTF-8"},
    {"\"\xe4\xb8\"", "line 1, column 2: found the byte 0xE4, expected UTF-8"},
    {"\"\xed\xa0\x80\"", "line 1, column 2: found the byte 0xED, expected UTF-8"},
    {"\"\xf4\x90\x80\x80\"", "line 1, column 2: found the byte 0xF4, expected UTF-8"},
    {"{\"a\":[{\"x\":1,\"y\":2,\"x\":3}]}", "$.a[0]: found the key \"x\" twice, expected it once"},
    {"{\"x\":1,\"X\":2}", NULL},
    {"1000000000000000000000000000000000000000000000000000000000001",
     "line 1, column 1: found a number of more than 60 characters, expected a shorter one"},
};

static void test_rows(void) {
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct error error = {.text = ""};
        /* a copy without NUL, so that a sanitizer sees a read past the end */
        size_t size = strlen(rows[i].text);
        char *copy = malloc(size ? size : 1);
        if (!copy)
            abort();
        memcpy(copy, rows[i].text, size);
        struct json *json = json_parse(copy, size, 1, &error);
        bool ok =
            rows[i].sentence ? !json && strcmp(error.text, rows[i].sentence) == 0 : json != NULL;
        if (!tap_ok(ok, "row %zu", i))
            tap_note("%s\n# %s", rows[i].text, error.text);
        json_free(json);
        free(copy);
    }
}

static struct json *parse(const char *text) {
    struct error error;
    struct json *json = json_parse(text, strlen(text), 1, &error);
    if (!json)
        abort();
    return json;
}

static void test_limits(void) {
    char text[2 * JSON_DEPTH + 3];
    struct error error;
    memset(text, '[', JSON_DEPTH + 1);
    memset(text + JSON_DEPTH + 1, ']', JSON_DEPTH + 1);
    struct json *json = json_parse(text + 1, 2 * JSON_DEPTH, 1, &error);
    tap_ok(json, "64 deep is JSON");
    json_free(json);
    tap_ok(!json_parse(text, 2 * JSON_DEPTH + 2, 1, &error), "65 deep is refused");
    tap_ok(strcmp(error.text, "line 1, column 65: found more than 64 arrays and objects in each "
                              "other, expected at most 64") == 0,
           "the sentence says where it is too deep");
    tap_ok(!json_parse("[\0]", 3, 1, &error) && strstr(error.text, "the byte 0x00"),
           "a NUL is refused");
    tap_ok(!json_parse("]", 1, 7, &error) && strncmp(error.text, "line 7, ", 8) == 0,
           "lines count from the first line that the caller says");
}

/* The getter's sentence, "" if it took the value. */
static const char *integer_sentence(const struct json *json, const char *key, int64_t *value) {
    static struct error error;
    error.text[0] = '\0';
    json_get_integer(json, json_member(json_root(json), key), value, &error);
    return error.text;
}

static void test_integers(void) {
    int64_t value = 0;
    struct json *json =
        parse("{\"most\":999999999999999,\"least\":-999999999999999,\"big\":1e15,\"low\":-1e15,"
              "\"half\":1.5,\"huge\":1e400,\"text\":\"1\",\"e\":12e1}");
    tap_ok(!*integer_sentence(json, "most", &value) && value == 999999999999999,
           "10^15 - 1 is exact");
    tap_ok(!*integer_sentence(json, "least", &value) && value == -999999999999999,
           "1 - 10^15 is exact");
    tap_ok(!*integer_sentence(json, "e", &value) && value == 120, "an exponent is a number");
    tap_ok(!strcmp(integer_sentence(json, "big", &value),
                   "$.big: found the number 1000000000000000, expected a whole number below 10^15"),
           "10^15 is refused");
    tap_ok(*integer_sentence(json, "low", &value), "-10^15 is refused");
    tap_ok(!strcmp(integer_sentence(json, "half", &value),
                   "$.half: found the number 1.5, expected a whole number below 10^15"),
           "a fraction is refused");
    tap_ok(*integer_sentence(json, "huge", &value), "more than a double holds is refused");
    tap_ok(!strcmp(integer_sentence(json, "text", &value),
                   "$.text: found the text \"1\", expected a whole number below 10^15"),
           "a text is no number");
    json_free(json);
}

/* Does the rule take the member's text? */
static bool takes(const struct json *json, const char *key, enum json_text rule) {
    struct error error;
    const char *text;
    return json_get_text(json, json_member(json_root(json), key), rule, &text, &error);
}

static void test_texts(void) {
    static const char *const controls[] = {"esc", "tab", "del", "c1", "turn", "t2", "t3", "t4"};
    struct json *json =
        parse("{\"esc\":\"a\\u001b\",\"tab\":\"\\t\",\"del\":\"\\u007f\","
              "\"c1\":\"\\u009b\",\"turn\":\"\\u202e\",\"t2\":\"\\u202a\",\"t3\":\"\\u2066\","
              "\"t4\":\"\\u2069\",\"nl\":\"a\\nb\","
              "\"fine\":\"é 中 \\u00a0 ✓ \\u2029 \\u202f \\u2065 \\u206a \\u20a8\"}");
    for (size_t i = 0; i < sizeof controls / sizeof *controls; i++)
        tap_ok(takes(json, controls[i], JSON_TEXT_ANY) &&
                   !takes(json, controls[i], JSON_TEXT_LINE) &&
                   !takes(json, controls[i], JSON_TEXT_NEWLINES),
               "%s is taken only where any text is", controls[i]);
    tap_ok(takes(json, "nl", JSON_TEXT_NEWLINES) && !takes(json, "nl", JSON_TEXT_LINE),
           "a newline is taken where newlines are");
    tap_ok(takes(json, "fine", JSON_TEXT_LINE), "what is no control character is taken");
    json_free(json);
}

static void test_tree(void) {
    static const char *const keys[] = {"steps", "a", NULL};
    struct error error = {.text = ""};
    char path[64];
    bool yes = false;
    struct json *json = parse("{\"steps\":[0,{\"expect\":[{\"result\":5}]}],\"a\":true,\"A\":2}");
    const struct json_node *steps = json_member(json_root(json), "steps");
    const struct json_node *expect = json_member(json_next(json_first(steps)), "expect");
    const struct json_node *result = json_first(json_first(expect));
    tap_ok(json_count(steps) == 2 && !json_next(json_next(json_first(steps))),
           "an array's members");
    tap_ok(strcmp(json_key(result), "result") == 0 && !json_key(json_first(steps)), "keys");
    tap_ok(strcmp(json_path(json, result, path, sizeof path), "$.steps[1].expect[0].result") == 0,
           "the path of a node");
    tap_ok(strcmp(json_path(json, result, path, 10), "$.steps[1") == 0,
           "a path is cut to its room");
    tap_ok(json_get_bool(json, json_member(json_root(json), "a"), &yes, &error) && yes,
           "names are told apart by case");
    tap_ok(!json_member(steps, "a") && !json_member(json_root(json), "b"),
           "what is not there is NULL");
    tap_ok(!json_need(json, result, "x", &error) &&
               !strcmp(error.text,
                       "$.steps[1].expect[0].result: found the number 5, expected an object"),
           "a number has no members");
    tap_ok(!json_need(json, json_root(json), "b", &error) &&
               !strcmp(error.text, "$: found no \"b\", expected one"),
           "a missing member");
    tap_ok(!json_only(json, json_root(json), keys, &error) &&
               !strcmp(error.text, "$: found the unknown key \"A\", expected one of steps, a"),
           "an unknown key");
    json_free(json);
}

/* Thousands of keys must not take their square. */
static void test_many_keys(void) {
    enum { KEYS = 50000 };
    char *text = malloc(KEYS * 16);
    struct error error;
    if (!text)
        abort();
    size_t used = 0;
    for (int i = 0; i < KEYS; i++)
        used += (size_t)sprintf(text + used, "%c\"k%d\":0", i ? ',' : '{', i);
    text[used++] = '}';
    struct json *json = json_parse(text, used, 1, &error);
    tap_ok(json && json_count(json_root(json)) == KEYS, "50,000 keys");
    json_free(json);
    used += (size_t)sprintf(text + used - 1, ",\"k77\":0}") - 1;
    tap_ok(!json_parse(text, used, 1, &error) && strstr(error.text, "\"k77\" twice"),
           "one of them twice");
    free(text);
}

int main(void) {
    test_rows();
    test_limits();
    test_integers();
    test_texts();
    test_tree();
    test_many_keys();
    return tap_done();
}
