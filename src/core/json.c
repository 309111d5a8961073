#include <config.h>

#include "json.h"

#include "i18n.h"

#include <cjson/cJSON.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A node is a cJSON item under another name; nothing outside this file sees inside. */
struct json {
    cJSON *root;
};

static const cJSON *item_of(const struct json_node *node) {
    return (const cJSON *)node;
}

static const struct json_node *node_of(const cJSON *item) {
    return (const struct json_node *)item;
}

/* Keys in strcmp order, equal keys in the order of the text. */
static int key_compare(const void *a, const void *b) {
    const cJSON *const *left = a;
    const cJSON *const *right = b;
    return strcmp((*left)->string, (*right)->string);
}

/* Sorted, because a hostile object of 100,000 keys must not take 100,000 squared comparisons. */
static bool check_keys(const struct json *json, const cJSON *object, struct error *error) {
    size_t count = (size_t)cJSON_GetArraySize(object);
    if (count < 2)
        return true;
    const cJSON **sorted = malloc(count * sizeof *sorted);
    if (!sorted)
        return error_set(error, _("out of memory"));
    const cJSON **end = sorted;
    for (const cJSON *child = object->child; child; child = child->next)
        *end++ = child;
    qsort(sorted, count, sizeof *sorted, key_compare);
    const cJSON *twice = NULL;
    for (size_t i = 1; i < count && !twice; i++)
        if (strcmp(sorted[i - 1]->string, sorted[i]->string) == 0)
            twice = sorted[i];
    free(sorted);
    return !twice || json_fail(json, node_of(object), error,
                               _("found the key \"%s\" twice, expected it once"), twice->string);
}

static bool check_all_keys(const struct json *json, const cJSON *item, struct error *error) {
    if (cJSON_IsObject(item) && !check_keys(json, item, error))
        return false;
    for (const cJSON *child = item->child; child; child = child->next)
        if (!check_all_keys(json, child, error))
            return false;
    return true;
}

struct json *json_parse(const char *text, size_t size, int first_line, struct error *error) {
    if (!json_scan(text, size, first_line, error))
        return NULL;
    struct json *json = calloc(1, sizeof *json);
    if (json)
        json->root = cJSON_ParseWithLengthOpts(text, size, NULL, false);
    if (!json || !json->root)
        error_set(error, _("out of memory"));
    else if (check_all_keys(json, json->root, error))
        return json;
    json_free(json);
    return NULL;
}

void json_free(struct json *json) {
    if (!json)
        return;
    cJSON_Delete(json->root);
    free(json);
}

const struct json_node *json_root(const struct json *json) {
    return node_of(json->root);
}

enum json_type json_type(const struct json_node *node) {
    switch (item_of(node)->type & 0xff) {
    case cJSON_True:
    case cJSON_False:
        return JSON_BOOL;
    case cJSON_Number:
        return JSON_NUMBER;
    case cJSON_String:
        return JSON_STRING;
    case cJSON_Array:
        return JSON_ARRAY;
    case cJSON_Object:
        return JSON_OBJECT;
    default:
        return JSON_NULL;
    }
}

const struct json_node *json_first(const struct json_node *node) {
    return node_of(item_of(node)->child);
}

const struct json_node *json_next(const struct json_node *child) {
    return node_of(item_of(child)->next);
}

int json_count(const struct json_node *node) {
    return cJSON_GetArraySize(item_of(node));
}

const char *json_key(const struct json_node *child) {
    return item_of(child)->string;
}

const struct json_node *json_member(const struct json_node *node, const char *key) {
    if (json_type(node) != JSON_OBJECT)
        return NULL;
    return node_of(cJSON_GetObjectItemCaseSensitive(item_of(node), key));
}

/* Nodes do not know their parent; the path is looked for when a sentence needs it, which is once.
 */
static bool path_find(const cJSON *item, const cJSON *wanted, char *out, size_t size) {
    if (item == wanted)
        return true;
    int index = 0;
    for (const cJSON *child = item->child; child; child = child->next, index++) {
        int length = child->string ? snprintf(out, size, ".%s", child->string)
                                   : snprintf(out, size, "[%d]", index);
        size_t used = (size_t)length < size ? (size_t)length : size - 1;
        if (path_find(child, wanted, out + used, size - used))
            return true;
    }
    *out = '\0';
    return false;
}

char *json_path(const struct json *json, const struct json_node *node, char *out, size_t size) {
    snprintf(out, size, "$");
    path_find(json->root, item_of(node), out + 1, size - 1);
    return out;
}

bool json_fail(const struct json *json, const struct json_node *node, struct error *error,
               const char *format, ...) {
    char path[200];
    char sentence[400];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(sentence, sizeof sentence, format, arguments);
    va_end(arguments);
    return error_set(error, "%s: %s", json_path(json, node, path, sizeof path), sentence);
}

/* Long enough to recognise a value, short enough for a sentence. Bytes. */
enum { QUOTE_MAX = 60 };

static const char *node_describe(const struct json_node *node, char *out, size_t size) {
    const cJSON *item = item_of(node);
    char text[QUOTE_MAX];
    switch (json_type(node)) {
    case JSON_NULL:
        return "null";
    case JSON_BOOL:
        return cJSON_IsTrue(item) ? "true" : "false";
    case JSON_NUMBER:
        snprintf(out, size, _("the number %.17g"), item->valuedouble);
        return out;
    case JSON_STRING:
        text_printable(item->valuestring, text, sizeof text);
        snprintf(out, size, _("the text \"%s\""), text);
        return out;
    case JSON_ARRAY:
        return _("an array");
    default:
        return _("an object");
    }
}

bool json_unexpected(const struct json *json, const struct json_node *node, struct error *error,
                     const char *expected) {
    char found[QUOTE_MAX + 40];
    return json_fail(json, node, error, _("found %s, expected %s"),
                     node_describe(node, found, sizeof found), expected);
}

bool json_want(const struct json *json, const struct json_node *node, enum json_type type,
               struct error *error) {
    static const char *const names[] = {
        [JSON_NULL] = "null",           [JSON_BOOL] = N_("true or false"),
        [JSON_NUMBER] = N_("a number"), [JSON_STRING] = N_("a text"),
        [JSON_ARRAY] = N_("an array"),  [JSON_OBJECT] = N_("an object"),
    };
    return json_type(node) == type || json_unexpected(json, node, error, _(names[type]));
}

bool json_get_integer(const struct json *json, const struct json_node *node, int64_t *out,
                      struct error *error) {
    double value = json_type(node) == JSON_NUMBER ? item_of(node)->valuedouble : 0.5;
    double limit = (double)JSON_INTEGER_LIMIT;
    if (!(value > -limit && value < limit) || value != (double)(int64_t)value)
        return json_unexpected(json, node, error, _("a whole number below 10^15"));
    *out = (int64_t)value;
    return true;
}

bool json_get_bool(const struct json *json, const struct json_node *node, bool *out,
                   struct error *error) {
    if (!json_want(json, node, JSON_BOOL, error))
        return false;
    *out = cJSON_IsTrue(item_of(node));
    return true;
}

/* U+202A to U+202E, U+2066 to U+2069: what follows would be written from right to left. */
static bool is_turn(const unsigned char *at) {
    if (at[0] != 0xe2)
        return false;
    return (at[1] == 0x80 && at[2] >= 0xaa && at[2] <= 0xae) ||
           (at[1] == 0x81 && at[2] >= 0xa6 && at[2] <= 0xa9);
}

/* C0, DEL, C1 (U+0080 to U+009F are 0xC2 0x80 to 0xC2 0x9F), and what turns the writing. */
static bool has_control(const char *text, enum json_text rule) {
    for (const unsigned char *at = (const unsigned char *)text; *at; at++) {
        if (*at == '\n' && rule == JSON_TEXT_NEWLINES)
            continue;
        if (*at < 0x20 || *at == 0x7f || (*at == 0xc2 && at[1] < 0xa0) || is_turn(at))
            return true;
    }
    return false;
}

bool json_get_text(const struct json *json, const struct json_node *node, enum json_text rule,
                   const char **out, struct error *error) {
    if (!json_want(json, node, JSON_STRING, error))
        return false;
    const char *text = item_of(node)->valuestring;
    if (rule == JSON_TEXT_NEWLINES && has_control(text, rule))
        return json_unexpected(json, node, error, _("no control character but newline"));
    if (rule == JSON_TEXT_LINE && has_control(text, rule))
        return json_unexpected(json, node, error, _("no control character"));
    *out = text;
    return true;
}

const struct json_node *json_need(const struct json *json, const struct json_node *object,
                                  const char *key, struct error *error) {
    if (!json_want(json, object, JSON_OBJECT, error))
        return NULL;
    const struct json_node *member = json_member(object, key);
    if (!member)
        json_fail(json, object, error, _("found no \"%s\", expected one"), key);
    return member;
}

static bool is_one_of(const char *text, const char *const *texts) {
    while (*texts && strcmp(*texts, text) != 0)
        texts++;
    return *texts;
}

bool json_only(const struct json *json, const struct json_node *object, const char *const *keys,
               struct error *error) {
    if (!json_want(json, object, JSON_OBJECT, error))
        return false;
    for (const struct json_node *child = json_first(object); child; child = json_next(child)) {
        if (is_one_of(json_key(child), keys))
            continue;
        char known[300] = "";
        for (size_t used = 0; *keys && used < sizeof known - 1; keys++)
            used += (size_t)snprintf(known + used, sizeof known - used, "%s%s", used ? ", " : "",
                                     *keys);
        return json_fail(json, object, error, _("found the unknown key \"%s\", expected one of %s"),
                         json_key(child), known);
    }
    return true;
}
