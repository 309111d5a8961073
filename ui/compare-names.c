#include <config.h>

#include "compare-names.h"

#include <stdio.h>
#include <string.h>

enum { ROWS_MOST = 8 };

/* Bytes of the name's next line: up to a hyphen or a blank if there is one in the width; a word
 * that is wider stays whole. Names are ASCII. */
static size_t line_bytes(const char *name, int width) {
    size_t size = strlen(name), room = width < 1 ? 1 : width;
    if (size <= room)
        return size;
    for (size_t cut = room; cut > 1; cut--)
        if (name[cut - 1] == '-' || name[cut] == ' ')
            return cut + (name[cut] == ' ');
    size_t word = strcspn(name, "- ");
    return word + (name[word] != '\0');
}

/* Columns of that line, without the blank at its end. */
static int line_width(const char *name, size_t bytes) {
    return (int)bytes - (name[bytes - 1] == ' ');
}

static int line_count(const char *name, int width) {
    int lines = 0;
    for (; *name; lines++)
        name += line_bytes(name, width);
    return lines;
}

/* How far the names to the left reach, in each row from the lowest up. */
struct eaves {
    int end[ROWS_MOST];
};

/* Is there room for the name, its last line in row `lowest`, its lines ending before `right`? */
static bool fits(const struct eaves *eaves, const char *name, int width, int right, int lowest) {
    int row = lowest + line_count(name, width) - 1;
    for (; *name; row--) {
        size_t bytes = line_bytes(name, width);
        if (row < ROWS_MOST && right - line_width(name, bytes) <= eaves->end[row])
            return false;
        name += bytes;
    }
    return true;
}

/* The row of the name's first line, counted from the figures up. A name that is wider than its
 * column leans over its neighbour's, and stands above that one. */
static int place(struct eaves *eaves, const char *name, int width, int right) {
    int lowest = 0, lines = line_count(name, width);
    while (lowest + lines < ROWS_MOST && !fits(eaves, name, width, right, lowest))
        lowest++;
    for (int row = lowest; row < lowest + lines && row < ROWS_MOST; row++)
        eaves->end[row] = right;
    return lowest + lines;
}

static int right_of(const struct compare_columns *columns, int index) {
    return columns->left + (index + 1) * columns->width;
}

/* Bytes of the page's name, without its arguments. */
static size_t page_bytes(const char *name) {
    return strcspn(name, " ");
}

static const char *arguments_of(const char *name) {
    const char *blank = strchr(name, ' ');
    return blank ? blank + 1 : "";
}

/* How many columns from `index` on are of one page whose name is wider than a column: it is written
 * once above them all, and each has its arguments. 1: the column stands for itself. */
static int group(const struct compare *compare, const struct compare_columns *columns, int index) {
    const char *name = compare->columns[index].server;
    size_t bytes = page_bytes(name);
    int end = index + 1;
    if ((int)bytes < columns->width)
        return 1;
    while (end < compare->count && page_bytes(compare->columns[end].server) == bytes &&
           strncmp(compare->columns[end].server, name, bytes) == 0)
        end++;
    return end - index;
}

/* A group takes the two lowest rows. */
static int place_group(struct eaves *eaves, int right) {
    eaves->end[0] = eaves->end[1] = right;
    return 2;
}

int compare_names_rows(const struct compare *compare, const struct compare_columns *columns) {
    struct eaves eaves = {{0}};
    int rows = 1, count;
    for (int i = 0; i < compare->count; i += count) {
        count = group(compare, columns, i);
        int right = right_of(columns, i + count - 1);
        int row = count > 1 ? place_group(&eaves, right)
                            : place(&eaves, compare->columns[i].server, columns->width - 1, right);
        rows = row > rows ? row : rows;
    }
    return rows;
}

static void paint_name(struct canvas *canvas, int right, int y, const char *name, int width) {
    char line[64];
    while (*name) {
        size_t bytes = line_bytes(name, width);
        int columns = line_width(name, bytes);
        snprintf(line, sizeof line, "%.*s", columns, name);
        canvas_text(canvas, right - columns, y++, ROLE_HEAD, line);
        name += bytes;
    }
}

/* ── nonblocking ──────── above its columns' arguments. */
static void paint_group(struct canvas *canvas, int right, int y, const struct compare_column *first,
                        int count, int width) {
    char word[64];
    int left = right - count * width + 1;
    snprintf(word, sizeof word, " %.*s ", (int)page_bytes(first->server), first->server);
    canvas_hline(canvas, left, y, right - left, ROLE_RULE);
    canvas_cut(canvas, left + (right - left - (int)strlen(word)) / 2, y, right - left, ROLE_HEAD,
               word);
    for (int i = 0; i < count; i++)
        canvas_right(canvas, left + i * width, y + 1, width - 1, ROLE_HEAD,
                     arguments_of(first[i].server));
}

void compare_names_paint(struct canvas *canvas, int x, int y, const struct compare *compare,
                         const struct compare_columns *columns) {
    struct eaves eaves = {{0}};
    int rows = compare_names_rows(compare, columns), width = columns->width - 1, count;
    for (int i = 0; i < compare->count; i += count) {
        const struct compare_column *first = &compare->columns[i];
        count = group(compare, columns, i);
        int right = right_of(columns, i + count - 1);
        if (count > 1) {
            int row = place_group(&eaves, right);
            paint_group(canvas, x + right, y + rows - row, first, count, width + 1);
        } else {
            int row = place(&eaves, first->server, width, right);
            paint_name(canvas, x + right, y + rows - row, first->server, width);
        }
    }
}
