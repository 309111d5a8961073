#include <config.h>

#include "event.h"
#include "file.h"
#include "tap.h"
#include "trace.h"

#include <string.h>

/* lessons/trace.schema.json says the same as the tables: this test makes it from them and compares.
 * GENERATE=1 rewrites it. */
static const char path[] = SOURCEDIR "/lessons/trace.schema.json";

static void print_string(const char *text, FILE *out) {
    putc('"', out);
    for (; *text; text++)
        fprintf(out, *text == '"' || *text == '\\' ? "\\%c" : "%c", *text);
    putc('"', out);
}

/* Each kind of field is a definition; constants have one for each table. */
static const char *type_name(enum field field) {
    const struct field_row *row = field_row(field);
    if (field == FIELD_seq || field == FIELD_t)
        return "count";
    switch (row->type) {
    case TYPE_INT:
        return "integer";
    case TYPE_TEXT:
        return "text";
    case TYPE_SET:
        return "set";
    case TYPE_LIST:
        return "list";
    case TYPE_DATA:
        return "data";
    case TYPE_ERRNO:
        return "errno";
    case TYPE_SIGNAL:
        return "signal";
    case TYPE_SIGNALS:
        return "signals";
    case TYPE_KIND:
        return "event-name";
    case TYPE_CALL:
        return "call";
    case TYPE_EVIDENCE:
        return "evidence";
    default:
        return row->table;
    }
}

static void print_property(const char *key, const char *type, const char *help, FILE *out) {
    fprintf(out, "        \"%s\": {\"$ref\": \"#/$defs/%s\", \"description\": ", key, type);
    print_string(help, out);
    fputs("}", out);
}

static void print_names(const char *definition, enum field field, int count, FILE *out) {
    char name[128];
    fprintf(out, "    \"%s\": {\"enum\": [", definition);
    for (int i = 0; i < count; i++)
        fprintf(out, "%s\"%s\"", i ? ", " : "", field_format(field, i, name, sizeof name));
    fputs("]},\n", out);
}

struct flag_row {
    const char *table, *name;
};

#define FLAG(table, name)           {#table, #name},
#define FLAG_AS(table, value, name) {#table, name},
static const struct flag_row flag_rows[] = {
#include "flags.def"
};

/* A, B and C of the table as "A|B|C". */
static void print_alternatives(const char *table, FILE *out) {
    const char *bar = "";
    for (size_t i = 0; i < sizeof flag_rows / sizeof flag_rows[0]; i++) {
        if (strcmp(flag_rows[i].table, table) != 0)
            continue;
        fprintf(out, "%s%s", bar, flag_rows[i].name);
        bar = "|";
    }
}

/* One of the names or a number; or a sum of names and a rest. */
static void print_table(const struct field_row *row, FILE *out) {
    fprintf(out, "    \"%s\": {\"type\": \"string\", \"pattern\": \"^(", row->table);
    if (row->type == TYPE_NAME) {
        print_alternatives(row->table, out);
        fputs("|-?[0-9]+)$\"},\n", out);
        return;
    }
    fputs("0|(", out);
    print_alternatives(row->table, out);
    fputs("|0x[0-9a-f]+)(\\\\|(", out);
    print_alternatives(row->table, out);
    fputs("|0x[0-9a-f]+))*)$\"},\n", out);
}

/* An entry of a list: a descriptor, and names of the table `ready`. */
static void print_list(FILE *out) {
    fprintf(
        out,
        "    \"list\": {\"type\": \"array\", \"maxItems\": %d, \"items\": {\"type\": \"string\", "
        "\"pattern\": \"^-?[0-9]+:(0|(",
        EVENT_LIST_MAX);
    print_alternatives("ready", out);
    fputs("|0x[0-9a-f]+)(\\\\|(", out);
    print_alternatives("ready", out);
    fputs("|0x[0-9a-f]+))*)$\"}},\n", out);
}

/* Two fields may share a table. */
static bool table_is_first(enum field field) {
    for (enum field before = 0; before < field; before++)
        if (strcmp(field_row(before)->table, field_row(field)->table) == 0)
            return false;
    return true;
}

static void print_types(FILE *out) {
    fputs("    \"integer\": {\"type\": \"integer\", \"minimum\": -999999999999999, \"maximum\": "
          "999999999999999},\n"
          "    \"count\": {\"type\": \"integer\", \"minimum\": 0, \"maximum\": 999999999999999},\n"
          "    \"text\": {\"type\": \"string\", \"pattern\": "
          "\"^[^\\\\u0000-\\\\u001f\\\\u007f-\\\\u009f]*$\"},\n"
          "    \"set\": {\"type\": \"array\", \"uniqueItems\": true, \"items\": {\"type\": "
          "\"integer\", \"minimum\": 0, \"maximum\": 65535}},\n"
          "    \"data\": {\"type\": \"string\", \"maxLength\": 4096, \"pattern\": "
          "\"^([ !#-\\\\[\\\\]-~]|\\\\\\\\[nrt\\\"\\\\\\\\]|\\\\\\\\x[0-9a-f]{2})*$\"},\n"
          "    \"errno\": {\"type\": \"string\", \"pattern\": \"^(E[A-Z0-9]+|-?[0-9]+)$\"},\n"
          "    \"signals\": {\"type\": \"string\", \"pattern\": "
          "\"^(0|(SIG[A-Z0-9]+(\\\\+[0-9]+)?|0x[0-9a-f]+)"
          "(\\\\|(SIG[A-Z0-9]+(\\\\+[0-9]+)?|0x[0-9a-f]+))*)$\"},\n"
          "    \"signal\": {\"type\": \"string\", \"pattern\": "
          "\"^(SIG[A-Z0-9]+(\\\\+[0-9]+)?|-?[0-9]+)$\"},\n",
          out);
    print_list(out);
    print_names("event-name", FIELD_kind, EVENT_COUNT, out);
    print_names("call", FIELD_call, CALL_COUNT, out);
    print_names("evidence", FIELD_evidence, EVIDENCE_COUNT, out);
    for (enum field field = 0; field < FIELD_COUNT; field++)
        if ((field_row(field)->type == TYPE_NAME || field_row(field)->type == TYPE_FLAGS) &&
            table_is_first(field))
            print_table(field_row(field), out);
}

static void print_header(FILE *out) {
    fputs("    \"header\": {\n"
          "      \"description\": \"The first line: how the trace was recorded. What is absent was "
          "not known.\",\n"
          "      \"type\": \"object\",\n"
          "      \"required\": [\"format\", \"version\", \"evidence\"],\n"
          "      \"additionalProperties\": false,\n"
          "      \"properties\": {\n"
          "        \"format\": {\"const\": \"" TRACE_FORMAT "\"},\n"
          "        \"version\": {\"const\": \"" TRACE_VERSION "\"},\n",
          out);
#define TEXT "text"
#define INT  "count"
#define HEADER(member, type)                                                                       \
    fprintf(out, "        \"%s\": {\"$ref\": \"#/$defs/%s\"},\n", #member, type);
#include "header.def"
    fputs(
        "        \"evidence\": {\"type\": \"array\", \"uniqueItems\": true, \"items\": {\"$ref\": "
        "\"#/$defs/evidence\"}}\n"
        "      }\n"
        "    },\n",
        out);
}

/* A field that every event needs is no matter of its kind. */
static void print_needs(enum event_kind kind, FILE *out) {
    const char *comma = "";
    fprintf(out,
            "        {\"if\": {\"properties\": {\"event\": {\"const\": \"%s\"}}}, \"then\": "
            "{\"required\": [",
            event_kind_name(kind));
    for (enum field field = FIELD_kind + 1; field < FIELD_COUNT; field++) {
        if (!event_kind_needs(kind, field))
            continue;
        fprintf(out, "%s\"%s\"", comma, field_row(field)->name);
        comma = ", ";
    }
    fputs("]}}", out);
}

static void print_event(FILE *out) {
    fputs("    \"event\": {\n"
          "      \"description\": \"Every other line: something that happened.\",\n"
          "      \"type\": \"object\",\n"
          "      \"required\": [\"seq\", \"t\", \"event\"],\n"
          "      \"additionalProperties\": false,\n"
          "      \"properties\": {\n",
          out);
    for (enum field field = 0; field < FIELD_COUNT; field++) {
        const struct field_row *row = field_row(field);
        print_property(row->name, type_name(field), row->help, out);
        fputs(field + 1 < FIELD_COUNT ? ",\n" : "\n", out);
    }
    fputs("      },\n      \"allOf\": [\n", out);
    for (int kind = 0; kind < EVENT_COUNT; kind++) {
        print_needs((enum event_kind)kind, out);
        fputs(kind + 1 < EVENT_COUNT ? ",\n" : "\n", out);
    }
    fputs("      ]\n    },\n", out);
}

static void print_schema(FILE *out) {
    fputs("{\n"
          "  \"$schema\": \"https://json-schema.org/draft/2020-12/schema\",\n"
          "  \"title\": \"A line of a waitscope trace\",\n"
          "  \"description\": \"A trace is JSON Lines: a header, an event a line, a footer. Times "
          "are integers in nanoseconds.\",\n"
          "  \"type\": \"object\",\n"
          "  \"allOf\": [\n"
          "    {\"if\": {\"required\": [\"format\"]}, \"then\": {\"$ref\": \"#/$defs/header\"}},\n"
          "    {\"if\": {\"$ref\": \"#/$defs/is-footer\"}, \"then\": {\"$ref\": "
          "\"#/$defs/footer\"}},\n"
          "    {\"if\": {\"not\": {\"anyOf\": [{\"required\": [\"format\"]}, {\"$ref\": "
          "\"#/$defs/is-footer\"}]}}, \"then\": {\"$ref\": \"#/$defs/event\"}}\n"
          "  ],\n"
          "  \"$defs\": {\n",
          out);
    fputs(
        "    \"is-footer\": {\"required\": [\"events\"], \"not\": {\"required\": [\"event\"]}},\n",
        out);
    print_types(out);
    print_header(out);
    print_event(out);
    fputs("    \"footer\": {\n"
          "      \"description\": \"The last line: how many events stand above, how many were "
          "lost.\",\n"
          "      \"type\": \"object\",\n"
          "      \"required\": [\"events\", \"dropped\"],\n"
          "      \"additionalProperties\": false,\n"
          "      \"properties\": {\n"
          "        \"events\": {\"$ref\": \"#/$defs/count\"},\n"
          "        \"dropped\": {\"$ref\": \"#/$defs/count\"}\n"
          "      }\n"
          "    }\n"
          "  }\n"
          "}\n",
          out);
}

int main(void) {
    char *made = NULL;
    size_t made_size = 0, size = 0;
    struct error error = {""};
    FILE *memory = open_memstream(&made, &made_size);
    print_schema(memory);
    fclose(memory);
    FILE *out = getenv("GENERATE") ? fopen(path, "w") : NULL;
    if (out) {
        fputs(made, out);
        fclose(out);
    }
    char *schema = file_read(path, 1 << 20, &size, &error);
    tap_ok(schema && strcmp(schema, made) == 0,
           "lessons/trace.schema.json has every field, event, call and name of the tables %s",
           error.text);
    free(schema);
    free(made);
    return tap_done();
}
