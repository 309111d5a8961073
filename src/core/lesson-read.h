/* lesson-read: what the parts of the lesson's reader share. Only lesson*.c include it. */
#ifndef WAITSCOPE_LESSON_READ_H
#define WAITSCOPE_LESSON_READ_H

#include "json.h"
#include "lesson.h"
#include "pool.h"

/* Limits that keep the reader's time in bounds; a lesson has 10 to 20 steps. */
enum {
    LESSON_FILE_MAX = 1 << 20, /* bytes */
    LESSON_STEPS_MAX = 100,
    LESSON_EXPECTS_MAX = 50, /* a step */
    LESSON_CLAIMS_MAX = 50,  /* a step */
    LESSON_HINTS_MAX = 10,
    LESSON_REQUIRES_MAX = 50,
    LESSON_CLIENTS_MAX = 8,
    LESSON_CHOICES_MIN = 2,
    LESSON_CHOICES_MAX = 6,
    LESSON_DESCRIPTOR_MAX = 1023, /* the highest of a SET */
    LESSON_BYTES_MAX = 1 << 24,   /* that a client sends or reads in one act */
    LESSON_TIMES_MAX = 10000,     /* that a client sends in one act */
    LESSON_IDLE_MAX = 100000,     /* connections */
    LESSON_ARGUMENTS_MAX = 4,     /* of a page that is measured */
    LESSON_ARGUMENT_MAX = 20,     /* bytes of one of them */
};

/* The lesson grows as it is read: its counts say what has been read so far. */
struct reader {
    struct lesson *lesson;
    struct pool *pool;
    const struct json *json;
    server_exists exists;
    struct error *error;
    bool running;       /* does a page run after the steps read so far? */
    bool connected[26]; /* by client, A to Z: has it a socket after them? */
};

/* Where a pattern stands decides what it may say. */
enum pattern_place {
    PATTERN_EXPECT, /* `id`, `count`, `after`, other expects */
    PATTERN_WHEN,   /* `count`, `after`, other expects */
    PATTERN_UNTIL,  /* `count` as a number */
};

/* The member `key` of the object. All: false with a sentence if it is missing or not such a value.
 */
bool read_text(struct reader *reader, const struct json_node *object, const char *key,
               enum json_text rule, const char **out);
/* A number from min to max. */
bool read_integer(struct reader *reader, const struct json_node *object, const char *key,
                  int64_t min, int64_t max, int64_t *out);
/* An array of min to max members. NULL with a sentence. */
const struct json_node *read_array(struct reader *reader, const struct json_node *object,
                                   const char *key, int min, int max);
/* An array of such texts, copied to the pool. */
bool read_texts(struct reader *reader, const struct json_node *object, const char *key, int min,
                int max, const char ***out, int *count);
/* Lower-case letters, digits and hyphens. */
bool read_id(struct reader *reader, const struct json_node *object, const char *key,
             const char **out);
/* The same checks for a text of the file that the caller has found. */
bool check_id(struct reader *reader, const struct json_node *node, const char *text);
bool check_client(struct reader *reader, const struct json_node *node, const char *name);
bool check_server(struct reader *reader, const struct json_node *node, const char *name);
bool check_script(struct reader *reader, const struct json_node *node, const char *name);

/* The expect of that id among those read so far, or NULL. */
const struct expect *reader_expect(const struct reader *reader, const char *id);

bool read_pattern(struct reader *reader, const struct json_node *node, enum pattern_place place,
                  struct pattern *out);
/* Do they say the same? */
bool pattern_equal(const struct pattern *a, const struct pattern *b);

/* Does a page run after the steps read so far? If not, a sentence about the step. */
bool check_running(struct reader *reader, const struct json_node *node);
/* A step in which a client acts. */
bool read_client_step(struct reader *reader, const struct json_node *node, struct step *step);
bool read_steps(struct reader *reader, const struct json_node *root);

/* lesson_read() of a text in memory. `path` is what sentences call it; the lesson's id is held
 * against its last part. */
struct lesson *lesson_parse(const char *text, size_t size, const char *path, server_exists exists,
                            struct error *error);

#endif
