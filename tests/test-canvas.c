/* Text in columns, cells, clips, lines. */
#include <config.h>

#include "canvas.h"
#include "figures.h"
#include "recorded.h"
#include "tap.h"

#include <stdint.h>
#include <string.h>

/* ---- text ---- */

static const struct {
    const char *text;
    int width;
    const char *lines; /* joined by | */
} wraps[] = {
    {"", 10, ""},
    {"one", 10, "one"},
    {"one two three", 7, "one two|three"},
    {"one two  three", 7, "one two|three"},
    {"a\nb\n", 10, "a|b"},
    {"abcdefghij", 4, "abcd|efgh|ij"},
    {"ab cdefghij", 4, "ab|cdef|ghij"},
    {"线程睡在内核里", 6, "线程睡|在内核|里"},
    {"线程睡在内核里", 7, "线程睡|在内核|里"},
    {"线程，睡在内核里。", 5, "线|程，|睡在|内核|里。"},
    {"他说“好的”就走", 8, "他说“好|的”就走"},
    {"他说“好的”就走", 5, "他说|“好|的”就|走"},
    {"调用recv(4)返回5", 10, "调用|recv(4)返|回5"},
    {"中", 1, "中"},
    {"e\xCC\x81t\xC3\xA9", 2, "e\xCC\x81t|\xC3\xA9"},
};

static void join_lines(const char *text, int width, char *out) {
    const char *line;
    size_t bytes;
    out[0] = '\0';
    while (text_line(&text, width, false, &line, &bytes)) {
        strcat(out, out[0] ? "|" : "");
        strncat(out, line, bytes);
    }
}

static void test_wrap(void) {
    char got[256];
    for (size_t i = 0; i < sizeof wraps / sizeof wraps[0]; i++) {
        join_lines(wraps[i].text, wraps[i].width, got);
        if (!tap_ok(strcmp(got, wraps[i].lines) == 0, "text %zu in %d columns", i, wraps[i].width))
            tap_note("got %s", got);
    }
}

static void test_width(void) {
    tap_ok(text_width("abc", SIZE_MAX, false) == 3, "ASCII is one column a letter");
    tap_ok(text_width("中文", SIZE_MAX, false) == 4, "Chinese is two columns a character");
    tap_ok(text_width("≤", SIZE_MAX, false) == 1, "a sign is one column");
    tap_ok(text_width("≤", SIZE_MAX, true) == 2, "in ASCII it is as many as its letters");
    tap_ok(text_width("e\xCC\x81", SIZE_MAX, false) == 1, "a combining mark takes none");
    tap_ok(text_width("\x1b[31m", SIZE_MAX, false) == 5, "a control character is shown");
    tap_ok(text_width("\xff\xfe", SIZE_MAX, false) == 2, "so is what is not UTF-8");
    tap_ok(text_width("a\xE2\x80\xAE"
                      "b",
                      SIZE_MAX, false) == 3,
           "so is a mark that turns the order around");
}

static void test_add(void) {
    char out[6] = "";
    text_add(out, sizeof out, "%s", "中文");
    tap_ok(strcmp(out, "中") == 0, "a text that is cut ends with a whole character");
    text_add(out, sizeof out, "%s", "abc");
    tap_ok(strcmp(out, "中ab") == 0, "what is added fills what is left");
}

/* ---- cells ---- */

static const char *row_of(const struct canvas *canvas, int y) {
    static char row[512];
    return canvas_row(canvas, y, row, sizeof row);
}

static void test_paint(void) {
    struct canvas *canvas = canvas_new(10, 3, false);
    canvas_text(canvas, 7, 0, ROLE_TEXT, "abcdef");
    tap_ok(strcmp(row_of(canvas, 0), "       abc") == 0, "what is past the edge is left out");
    canvas_text(canvas, -2, 1, ROLE_TEXT, "abc");
    tap_ok(strcmp(row_of(canvas, 1), "c") == 0, "and what is before it");
    canvas_text(canvas, 9, 2, ROLE_TEXT, "中");
    tap_ok(strcmp(row_of(canvas, 2), "") == 0, "half a wide character is not painted");
    canvas_text(canvas, 0, 2, ROLE_TEXT, "中文");
    canvas_text(canvas, 1, 2, ROLE_TEXT, "x");
    tap_ok(strcmp(row_of(canvas, 2), " x文") == 0, "one that is painted over in half goes");
    canvas_text(canvas, 2, 2, ROLE_TEXT, "y");
    tap_ok(strcmp(row_of(canvas, 2), " xy") == 0, "whichever half it is");
    canvas_free(canvas);
}

static void test_cut(void) {
    struct canvas *canvas = canvas_new(10, 4, false);
    canvas_cut(canvas, 0, 0, 5, ROLE_TEXT, "abcdefg");
    canvas_cut(canvas, 0, 1, 5, ROLE_TEXT, "中文中文");
    canvas_right(canvas, 0, 2, 10, ROLE_TEXT, "end");
    canvas_cut(canvas, 0, 3, 4, ROLE_TEXT, "ab\ncd");
    tap_ok(strcmp(row_of(canvas, 0), "abcd…") == 0, "a longer text ends in an ellipsis");
    tap_ok(strcmp(row_of(canvas, 1), "中文…") == 0, "at a whole character");
    tap_ok(strcmp(row_of(canvas, 2), "       end") == 0, "a text stands at the right");
    tap_ok(strcmp(row_of(canvas, 3), "ab…") == 0, "lines that are not shown too");
    canvas_free(canvas);
}

static void test_clip(void) {
    struct canvas *canvas = canvas_new(6, 2, false);
    struct rect before = canvas_clip(canvas, (struct rect){1, 0, 3, 1});
    canvas_repeat(canvas, 0, 0, 6, ROLE_TEXT, "x");
    canvas_repeat(canvas, 0, 1, 6, ROLE_TEXT, "x");
    tap_ok(strcmp(row_of(canvas, 0), " xxx") == 0 && strcmp(row_of(canvas, 1), "") == 0,
           "nothing is painted outside of the clip");
    canvas_clip(canvas, (struct rect){-5, -5, 100, 100});
    tap_ok(canvas->clip.width == 6 && canvas->clip.height == 2, "a clip is never past the edges");
    canvas_clip(canvas, before);
    canvas_role(canvas, (struct rect){0, 0, 2, 1}, ROLE_NOW);
    tap_ok(canvas_cell(canvas, 1, 0)->role == ROLE_NOW &&
               canvas_cell(canvas, 2, 0)->role == ROLE_TEXT,
           "a role is given to what is painted");
    canvas_free(canvas);
}

static void test_lines(void) {
    static const char *const shapes[2][3] = {{"┌──┐", "│中│", "└──┘"}, {"+--+", "|..|", "+--+"}};
    for (int ascii = 0; ascii < 2; ascii++) {
        struct canvas *canvas = canvas_new(4, 3, ascii);
        canvas_box(canvas, (struct rect){0, 0, 4, 3}, ROLE_RULE);
        canvas_text(canvas, 1, 1, ROLE_TEXT, ascii ? "…" : "中");
        bool same = true;
        for (int y = 0; y < 3; y++)
            same = same && strcmp(row_of(canvas, y), shapes[ascii][y]) == 0;
        tap_ok(same, ascii ? "a box in ASCII" : "a box");
        canvas_free(canvas);
    }
}

static void test_wrapped(void) {
    struct canvas *canvas = canvas_new(8, 2, false);
    int rows = canvas_wrap(canvas, (struct rect){0, 0, 8, 2}, ROLE_TEXT, "one two three four");
    tap_ok(rows == 2 && strcmp(row_of(canvas, 0), "one two") == 0 &&
               strcmp(row_of(canvas, 1), "three f…") == 0,
           "what does not fit the rectangle ends in an ellipsis");
    canvas_free(canvas);
    canvas = canvas_new(0, -3, false);
    tap_ok(canvas->width == 1 && canvas->height == 1, "a canvas has at least one cell");
    canvas_free(canvas);
}

/* ---- figures ---- */

static void test_figures(void) {
    static const struct {
        int64_t ns;
        const char *text;
    } times[] = {
        {0, "0 ns"},           {999, "999 ns"},         {1000, "1.0 µs"},
        {15849, "15.8 µs"},    {123456, "123 µs"},      {51900000, "51.9 ms"},
        {1200000000, "1.2 s"}, {90000000000, "90.0 s"}, {-1500, "-1.5 µs"},
    };
    char out[48];
    bool same = true;
    for (size_t i = 0; i < sizeof times / sizeof times[0]; i++)
        same = same && strcmp(figure_time(times[i].ns, out, sizeof out), times[i].text) == 0;
    tap_ok(same, "times have a unit and three digits");
    tap_ok(strcmp(figure_number(1234567, out, sizeof out), "1,234,567") == 0 &&
               strcmp(figure_number(-100, out, sizeof out), "-100") == 0 &&
               strcmp(figure_number(999, out, sizeof out), "999") == 0,
           "numbers stand in groups of three");
    tap_ok(figure_number(INT64_MIN, out, sizeof out) && out[0] == '-', "the least of them too");
    figure_data((struct bytes){(const unsigned char *)"a\x1b\n", 3}, false, 20, out, sizeof out);
    tap_ok(strcmp(out, "\"a\\x1B\\n\"") == 0 || strcmp(out, "\"a\\x1b\\n\"") == 0,
           "control characters in data are written as escapes");
    figure_data((struct bytes){(const unsigned char *)"abcdef", 6}, false, 3, out, sizeof out);
    tap_ok(strcmp(out, "\"abc\"…") == 0, "more data than fits is marked");
}

int main(void) {
    recorded_locale(false);
    test_wrap();
    test_width();
    test_add();
    test_paint();
    test_cut();
    test_clip();
    test_lines();
    test_wrapped();
    test_figures();
    return tap_done();
}
