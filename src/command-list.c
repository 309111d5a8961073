/* waitscope list: the lessons in their order, for people and as JSON. */
#include <config.h>

#include "program.h"

#include "i18n.h"
#include "print-json.h"
#include "servers.h"

#include <string.h>

/* The next lesson of the part that can be read, from *index on; NULL: there is none. */
static const struct lesson *next_lesson(struct program *program, const struct curriculum_part *part,
                                        int *index) {
    const struct lesson *lesson = NULL;
    struct error ignored;
    while (!lesson && *index < part->lesson_count)
        lesson = library_lesson(program->library, part->lessons[(*index)++], &ignored);
    return lesson;
}

static void print_part(struct program *program, const struct curriculum_part *part, int width) {
    const struct lesson *lesson;
    int index = 0;
    printf("%s\n", part->title);
    while ((lesson = next_lesson(program, part, &index))) {
        printf("  %-*s  ", width, lesson->id);
        printf(_("%2d min"), lesson->minutes);
        printf("  %s\n", lesson->title);
    }
}

static void print_json_member(const char *key, const char *text) {
    printf("\"%s\": ", key);
    print_json_text(text);
    printf(", ");
}

static void print_json_lesson(const struct lesson *lesson) {
    printf("      {");
    print_json_member("id", lesson->id);
    print_json_member("title", lesson->title);
    print_json_member("summary", lesson->summary);
    if (lesson->server)
        print_json_member("server", lesson->server);
    printf("\"minutes\": %d, \"steps\": %d, \"requires\": [", lesson->minutes, lesson->step_count);
    for (int i = 0; i < lesson->require_count; i++) {
        printf(i ? ", " : "");
        print_json_text(lesson->requires_[i]);
    }
    printf("]}");
}

static void print_json_part(struct program *program, const struct curriculum_part *part) {
    const struct lesson *lesson;
    const char *separator = "\n";
    int index = 0;
    printf("    {");
    print_json_member("id", part->id);
    print_json_member("title", part->title);
    printf("\"lessons\": [");
    while ((lesson = next_lesson(program, part, &index))) {
        printf("%s", separator);
        print_json_lesson(lesson);
        separator = ",\n";
    }
    printf("\n    ]}");
}

/* All of them: those that lessons start with, and those that lessons come to later. */
static void print_json_servers(void) {
    printf("\"servers\": [");
    for (int i = 0; i < server_count(); i++) {
        printf(i ? ",\n    {" : "\n    {");
        print_json_pair("name", server_at(i)->name);
        printf(", ");
        print_json_pair("help", _(server_at(i)->summary));
        printf("}");
    }
    printf("\n]");
}

static void print_json(struct program *program, const struct curriculum *curriculum) {
    printf("{\"format\": \"waitscope-list\", \"version\": 1, \"parts\": [\n");
    for (int i = 0; i < curriculum->part_count; i++) {
        print_json_part(program, &curriculum->parts[i]);
        printf(i + 1 < curriculum->part_count ? ",\n" : "\n");
    }
    printf("], ");
    print_json_servers();
    printf("}\n");
}

static void print_text(struct program *program, const struct curriculum *curriculum) {
    int width = 0;
    for (int i = 0; i < curriculum->part_count; i++)
        for (int k = 0; k < curriculum->parts[i].lesson_count; k++)
            if ((int)strlen(curriculum->parts[i].lessons[k]) > width)
                width = strlen(curriculum->parts[i].lessons[k]);
    for (int i = 0; i < curriculum->part_count; i++) {
        printf(i ? "\n" : "");
        print_part(program, &curriculum->parts[i], width);
    }
}

/* Says what is wrong with those that cannot be read; the others are listed all the same. */
static int complain_about_broken(struct program *program, const struct curriculum *curriculum) {
    struct error error;
    int status = STATUS_FINE;
    for (int i = 0; i < curriculum->part_count; i++) {
        const struct curriculum_part *part = &curriculum->parts[i];
        for (int k = 0; k < part->lesson_count; k++) {
            if (library_lesson(program->library, part->lessons[k], &error))
                continue;
            program_complain(&error);
            status = STATUS_ERROR;
        }
    }
    return status;
}

int command_list(struct program *program, struct error *error) {
    const struct curriculum *curriculum = library_curriculum(program->library, error);
    if (!curriculum)
        return STATUS_ERROR;
    if (program->cli->json)
        print_json(program, curriculum);
    else
        print_text(program, curriculum);
    return complain_about_broken(program, curriculum);
}
