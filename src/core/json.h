/* json: a JSON text as a tree that says where in it something is wrong. The only user of cJSON.
 *
 * The text is checked before cJSON sees it, in one pass and bounded memory: strict JSON (RFC 8259),
 * UTF-8, no NUL (as \u0000 neither), nested at most JSON_DEPTH deep, no key twice in one object.
 * A node belongs to its document and lives as long. A sentence about a node starts with its path,
 * "$.steps[3].expect[0].result: …". Any thread; a document is immutable. */
#ifndef WAITSCOPE_JSON_H
#define WAITSCOPE_JSON_H

#include "error.h"

#include <stddef.h>
#include <stdint.h>

/* Deepest nesting of arrays and objects. */
enum { JSON_DEPTH = 64 };

/* Integers are exact below this. */
#define JSON_INTEGER_LIMIT INT64_C(1000000000000000)

enum json_type {
    JSON_NULL,
    JSON_BOOL,
    JSON_NUMBER,
    JSON_STRING,
    JSON_ARRAY,
    JSON_OBJECT,
};

/* What a string may hold besides printable text. Control characters are U+0000 to U+001F and U+007F
 * to U+009F, and those that turn the direction of writing, however they are written. */
enum json_text {
    JSON_TEXT_ANY,      /* every control character but NUL */
    JSON_TEXT_NEWLINES, /* newline only */
    JSON_TEXT_LINE,     /* none */
};

struct json;
struct json_node;

/* Parses size bytes, which need no NUL at the end. first_line is the number of the text's first
 * line in its file. NULL with a sentence ("line 3, column 14: found …, expected …") if it is no
 * JSON. */
struct json *json_parse(const char *text, size_t size, int first_line, struct error *error);
void json_free(struct json *json);

const struct json_node *json_root(const struct json *json);
enum json_type json_type(const struct json_node *node);

/* The children of an array or object in order; NULL after the last, and for other types. */
const struct json_node *json_first(const struct json_node *node);
const struct json_node *json_next(const struct json_node *child);
int json_count(const struct json_node *node);
/* The child's key; NULL for the root and in arrays. */
const char *json_key(const struct json_node *child);
/* The member of that name, case matters; NULL if there is none or node is no object. */
const struct json_node *json_member(const struct json_node *node, const char *key);

/* Getters: false with a sentence if the node is something else. Texts live as long as the document.
 */
bool json_get_integer(const struct json *json, const struct json_node *node, int64_t *out,
                      struct error *error);
bool json_get_bool(const struct json *json, const struct json_node *node, bool *out,
                   struct error *error);
bool json_get_text(const struct json *json, const struct json_node *node, enum json_text rule,
                   const char **out, struct error *error);
bool json_want(const struct json *json, const struct json_node *node, enum json_type type,
               struct error *error);
/* The member of that name, which must be there. NULL with a sentence. */
const struct json_node *json_need(const struct json *json, const struct json_node *object,
                                  const char *key, struct error *error);
/* Every key of the object is one of `keys` (NULL ends them). */
bool json_only(const struct json *json, const struct json_node *object, const char *const *keys,
               struct error *error);

/* Sets "PATH: SENTENCE". Always false. */
bool json_fail(const struct json *json, const struct json_node *node, struct error *error,
               const char *format, ...) __attribute__((format(printf, 4, 5)));
/* Sets "PATH: found WHAT THE NODE IS, expected EXPECTED". Always false. */
bool json_unexpected(const struct json *json, const struct json_node *node, struct error *error,
                     const char *expected);
/* Writes the node's path to out[size]; returns out. */
char *json_path(const struct json *json, const struct json_node *node, char *out, size_t size);

/* Is the text strict JSON as said above? (Duplicate keys are not looked at.) json_parse asks it. */
bool json_scan(const char *text, size_t size, int first_line, struct error *error);

#endif
