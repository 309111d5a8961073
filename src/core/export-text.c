/* The ladder as plain text, 72 columns wide, for a mail or a hand-out:
 *
 *      program                            │ kernel
 *     ─ hello ────────────────────────────┼─────────────────────────────────
 *      recv(4, 1024 B) ───────────────────┼▶                               ┐
 *        z asleep                         │ seen +1.2 ms              proc │
 *                                         │ A sends 5 B "hello"            │
 *                                         │ bytes arrive +51.9 ms timestamp┘
 *      ◀─────────────────────── 5 "hello" │ +52.0 ms               syscall
 *                                         │ wait 51.9 ms · wake and copy ≤ 96 µs
 */
#include <config.h>

#include "caption.h"
#include "columns.h"
#include "figures.h"
#include "ladder.h"
#include "memory.h"
#include "text-add.h"

enum {
    WIDTH = 72,
    EDGE = 37,                /* columns left of the line between program and kernel */
    RIGHT = WIDTH - EDGE - 4, /* columns of the kernel's text */
    ROOM = 512,               /* bytes of a piece of a line */
};

static void repeat(struct writer *writer, const char *sign, int times) {
    for (int i = 0; i < times; i++)
        writer_text(writer, sign);
}

/* The text in so many columns, the rest filled up. */
static void column(struct writer *writer, const char *text, int columns, const char *fill) {
    char cut[ROOM];
    columns_cut(text, columns, cut, sizeof cut);
    writer_text(writer, cut);
    repeat(writer, fill, columns - columns_width(cut));
}

/* The kernel's half of a line in so many columns: a text, a mark at the right; behind them a
 * bracket. Blanks at the end go. */
static void kernel_half(struct writer *writer, int columns, const char *text, const char *mark,
                        const char *bracket) {
    char cut[ROOM];
    int width = columns_width(mark), room = columns - width - (width ? 1 : 0);
    if (!text[0] && !mark[0] && !bracket[0]) {
        writer_byte(writer, '\n');
        return;
    }
    columns_cut(text, room, cut, sizeof cut);
    writer_byte(writer, ' ');
    writer_text(writer, cut);
    if (mark[0] || bracket[0])
        repeat(writer, " ", columns - columns_width(cut) - width);
    writer_text(writer, mark);
    if (bracket[0])
        writer_format(writer, " %s", bracket);
    writer_byte(writer, '\n');
}

static void line(struct writer *writer, const char *left, const char *right, const char *mark,
                 const char *bracket) {
    column(writer, left, EDGE, " ");
    writer_text(writer, "│");
    kernel_half(writer, RIGHT, right, mark, bracket);
}

/* What belongs to the program alone: over the line between the two if it is long. */
static void wide_line(struct writer *writer, const char *text) {
    char cut[ROOM];
    columns_cut(text, WIDTH - 1, cut, sizeof cut);
    writer_format(writer, " %s", cut);
    int rest = EDGE - 1 - columns_width(cut);
    repeat(writer, " ", rest);
    writer_text(writer, rest >= 0 ? "│\n" : "\n");
}

/* From the program into the kernel. A call that is too long has a line before. */
static void arrow_in(struct writer *writer, const char *call, const char *answer, const char *mark,
                     const char *bracket) {
    int width = columns_width(call);
    if (width > EDGE - 5) {
        wide_line(writer, call);
        call = "";
        width = 0;
    }
    writer_format(writer, width ? " %s " : " %s", call);
    repeat(writer, "─", EDGE - 1 - width - (width ? 1 : 0));
    writer_text(writer, "┼▶");
    kernel_half(writer, RIGHT - 1, answer, mark, bracket);
}

/* From the kernel back to the program. */
static void arrow_back(struct writer *writer, const char *answer, const char *right,
                       const char *mark, const char *bracket) {
    char cut[ROOM];
    columns_cut(answer, EDGE - 6, cut, sizeof cut);
    writer_text(writer, " ◀");
    repeat(writer, "─", EDGE - 5 - columns_width(cut));
    writer_format(writer, " %s ─┤", cut);
    kernel_half(writer, RIGHT, right, mark, bracket);
}

static void step_line(struct writer *writer, const char *id, const char *bracket) {
    char cut[ROOM];
    columns_cut(id, EDGE - 5, cut, sizeof cut);
    writer_format(writer, "─ %s ", cut);
    repeat(writer, "─", EDGE - 3 - columns_width(cut));
    writer_text(writer, "┼");
    repeat(writer, "─", WIDTH - EDGE - (bracket[0] ? 3 : 1));
    writer_format(writer, bracket[0] ? " %s\n" : "%s\n", bracket);
}

/* The wait as a bracket at the right edge. */
static const char *bracket_of(const struct ladder_item *item, int index) {
    bool before = index > 0 && item->rungs[index - 1].waits;
    bool after = index + 1 < item->rung_count && item->rungs[index + 1].waits;
    if (!item->rungs[index].waits || (!before && !after))
        return "";
    if (!before)
        return "┐";
    return after || item->call.returned < 0 ? "│" : "┘";
}

static void rung_line(struct writer *writer, const struct ladder_item *item, int index) {
    const struct rung *rung = &item->rungs[index];
    const char *bracket = bracket_of(item, index);
    switch (rung->kind) {
    case RUNG_STEP:
        step_line(writer, rung->text, bracket);
        break;
    case RUNG_CALL:
        if (item->inside)
            arrow_in(writer, rung->text, "", rung->mark, bracket);
        else
            wide_line(writer, rung->text);
        break;
    case RUNG_RETURN:
        arrow_back(writer, item->answer, rung->text, rung->mark, bracket);
        break;
    case RUNG_ASLEEP:
        line(writer, "   z asleep", rung->text, rung->mark, bracket);
        break;
    case RUNG_SIGNAL:
        arrow_back(writer, rung->text, "", rung->mark, bracket);
        break;
    case RUNG_ACT:
    case RUNG_ARRIVAL:
    case RUNG_PHASE:
        line(writer, "", rung->text, rung->mark, bracket);
    }
}

static void call_lines(struct writer *writer, const struct ladder_item *item) {
    char text[ROOM] = "", number[48];
    for (int i = 0; i < item->rung_count; i++) {
        rung_line(writer, item, i);
        if (i == item->lead && item->rungs_left_out) {
            text_add(text, sizeof text, "… %s events left out …",
                     figure_number((int64_t)item->rungs_left_out, number, sizeof number));
            line(writer, "", text, "", "");
        }
    }
    if (ladder_wait(item, text, sizeof text)[0])
        line(writer, "", text, "", "");
    if (ladder_wake(item, text, sizeof text)[0])
        line(writer, "", text, "", "");
    if (ladder_rest(item, text, sizeof text)[0])
        line(writer, "", text, "", "");
    if (item->call.returned < 0)
        line(writer, item->inside ? "   (has not returned)" : "   (not seen in the kernel)", "", "",
             "");
}

static void passed_line(struct writer *writer, const struct ladder_item *item) {
    char text[ROOM] = "", rest[64];
    for (int i = 0; i < item->lead; i++)
        rung_line(writer, item, i);
    text_add(text, sizeof text, "%s", item->answer);
    if (item->times > 1)
        text_add(text, sizeof text, "  × %d", (int)item->times);
    ladder_rest(item, rest, sizeof rest);
    arrow_in(writer, item->text, text, item->times > 1 ? "" : rest, "");
}

static void item_lines(struct writer *writer, const struct ladder_item *item) {
    char text[ROOM];
    switch (item->kind) {
    case LADDER_STEP:
        step_line(writer, item->text, "");
        break;
    case LADDER_CALL:
        call_lines(writer, item);
        break;
    case LADDER_PASSED:
        passed_line(writer, item);
        break;
    case LADDER_ACT:
        line(writer, "", item->text, "", "");
        break;
    case LADDER_SIGNAL:
        arrow_back(writer, item->text, "", "", "");
        break;
    case LADDER_NOTE:
        snprintf(text, sizeof text, "prints: %s", item->text);
        wide_line(writer, text);
        break;
    case LADDER_TASK:
        snprintf(text, sizeof text, "(%s)", item->text);
        wide_line(writer, text);
        break;
    case LADDER_FIGURES:
        wide_line(writer, item->text);
    }
}

static void paragraph(struct writer *writer, const char *text) {
    char words[ROOM];
    while (columns_line(&text, WIDTH, words, sizeof words))
        writer_format(writer, "%s\n", words);
}

void export_text(const struct export_part *part, struct writer *writer) {
    char text[CAPTION_BYTES];
    struct ladder *ladder = memory_new(1, sizeof *ladder);
    struct ladder_item *item = memory_new(1, sizeof *item);
    paragraph(writer, caption_title(part, text, sizeof text));
    writer_byte(writer, '\n');
    line(writer, " program", "kernel", "", "");
    ladder_start(ladder, part->trace, part->from, part->to);
    while (!writer->failed && ladder_next(ladder, item))
        item_lines(writer, item);
    writer_byte(writer, '\n');
    paragraph(writer,
              "+ is the time since the kernel was entered, ≤ an upper bound. Not to scale.");
    paragraph(writer, caption_machine(part, text, sizeof text));
    paragraph(writer, caption_evidence(part, text, sizeof text));
    free(item);
    free(ladder);
}
