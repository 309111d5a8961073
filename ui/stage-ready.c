#include <config.h>

#include "stage-ready.h"

#include <inttypes.h>
#include <string.h>
#include <sys/epoll.h>

#include "figures.h"
#include "i18n.h"
#include "question.h"
#include "stage-changed.h"

static bool same(const char *a, const char *b) {
    return a && b && strcmp(a, b) == 0;
}

static bool has_words(const struct stage_columns *columns) {
    return columns->asks == STAGE_POLL || columns->asks == STAGE_EPOLL;
}

void stage_ready_heading(struct canvas *canvas, const struct stage_columns *columns, int y) {
    if (columns->asks == STAGE_SELECT) {
        const char *names = columns->narrow ? _(" ask got ") : _(" asked got ");
        int width = text_width(names, SIZE_MAX, canvas->ascii);
        canvas_text(canvas, columns->task - width, y, ROLE_HEAD, names);
    }
    if (!has_words(columns))
        return;
    const char *const names[STAGE_WORDS] = {
        columns->asks == STAGE_EPOLL ? _("interest") : _("asked"), _("got"), _("now")};
    for (int i = 0; i < STAGE_WORDS && columns->words[i] >= 0; i++) {
        canvas_text(canvas, columns->words[i] - 1, y, ROLE_HEAD, " ");
        int x = canvas_cut(canvas, columns->words[i], y, columns->word, ROLE_HEAD, names[i]);
        if (x < columns->task)
            canvas_text(canvas, x, y, ROLE_HEAD, " ");
    }
}

/* ---- select: letters ---- */

static void paint_letter(struct canvas *canvas, const struct stage_columns *columns, int y,
                         const struct world_descriptor *descriptor, unsigned bit,
                         const char *letter) {
    bool got = descriptor->got & bit;
    canvas_text(canvas, columns->ready, y, ROLE_ASKED, letter);
    if (descriptor->answered)
        canvas_text(canvas, columns->ready + 2, y, got ? ROLE_GOT : ROLE_DIM, got ? "●" : "·");
}

/* R stands in the row of what comes in, W in that of what goes out, E where there is room. */
static void paint_letters(struct canvas *canvas, const struct stage_columns *columns, int y,
                          int rows, const struct world_descriptor *descriptor) {
    unsigned asked = descriptor->open ? descriptor->asked : 0;
    bool below = rows > 1 && !(asked & READINESS_WRITE);
    if (asked & READINESS_READ)
        paint_letter(canvas, columns, y, descriptor, READINESS_READ, "R");
    if (asked & READINESS_WRITE && rows > 1)
        paint_letter(canvas, columns, y + 1, descriptor, READINESS_WRITE, "W");
    if (asked & READINESS_EXCEPT && (below || !(asked & READINESS_READ)))
        paint_letter(canvas, columns, y + below, descriptor, READINESS_EXCEPT, "E");
}

/* ---- poll and epoll: words ---- */

/* A bit's word, alone: "RDHUP". */
static const char *bit_word(unsigned bit, char *out, size_t size) {
    return field_format(FIELD_events, bit, out, size);
}

/* select's bits keep their letters in a page that calls poll, too. */
static const char *set_word(unsigned bit) {
    return bit == READINESS_READ ? "R" : bit == READINESS_WRITE ? "W" : "E";
}

/* A place to write words in: blanks between them, as many rows as there are. */
struct words {
    struct canvas *canvas;
    int left, width;
    int x, y, bottom;
    bool sets; /* they are select's */
};

static void words_put(struct words *words, enum role role, const char *word) {
    int width = text_width(word, SIZE_MAX, words->canvas->ascii);
    bool first = words->x == words->left;
    if (!first && words->x + 1 + width > words->left + words->width) {
        if (words->y + 1 == words->bottom) {
            canvas_text(words->canvas, words->left + words->width - 1, words->y, role, "…");
            return;
        }
        words->y++;
        words->x = words->left;
        first = true;
    }
    words->x += !first;
    words->x = canvas_cut(words->canvas, words->x, words->y, words->left + words->width - words->x,
                          role, word);
}

/* The bits of the sum, those in `loud` in one role, the others in another. */
static void words_bits(struct words *words, unsigned bits, unsigned loud, enum role role,
                       enum role quiet) {
    char word[128];
    for (unsigned bit = 1; bit; bit <<= 1)
        if (bits & bit)
            words_put(words, loud & bit ? role : quiet,
                      words->sets ? set_word(bit) : bit_word(bit, word, sizeof word));
}

static struct words words_at(struct canvas *canvas, const struct stage_columns *columns, int column,
                             int y, int rows) {
    int left = columns->words[column];
    return (struct words){canvas, left, columns->word, left, y, y + rows, false};
}

/* Did its place in the interest list just change? */
static bool interest_changed(const struct view *view, const struct world_descriptor *descriptor) {
    const uint32_t kinds = TRACE_KIND(EVENT_INTEREST);
    for (size_t i = trace_next(view->trace, view->since, kinds); i < view->position;
         i = trace_next(view->trace, i + 1, kinds)) {
        struct event room;
        const struct event *event = trace_at(view->trace, i, &room);
        if (event->fd == descriptor->fd && event->gen == descriptor->gen)
            return true;
    }
    return false;
}

static void paint_interest(struct words *words, const struct view *view,
                           const struct world_descriptor *descriptor) {
    enum role role = interest_changed(view, descriptor) ? ROLE_CHANGED : ROLE_ASKED;
    unsigned interest = descriptor->interest;
    if (descriptor->epoll < 0)
        return;
    if (interest & EPOLLONESHOT && !(interest & READINESS_MASK))
        words_put(words, ROLE_FAILED, _("off"));
    words_bits(words, interest, ~0u, role, role);
}

/* poll was asked about it, perhaps with no bits: then only ERR, HUP and NVAL can come. */
static void paint_asked(struct words *words, const struct world_descriptor *descriptor) {
    if (descriptor->questioned && !descriptor->asked)
        words_put(words, ROLE_ASKED, "—");
    words_bits(words, descriptor->asked, ~0u, ROLE_ASKED, ROLE_ASKED);
}

static void paint_got(struct words *words, const struct world_descriptor *descriptor) {
    if (!descriptor->answered)
        return;
    if (!descriptor->got)
        words_put(words, ROLE_DIM, "·");
    words_bits(words, descriptor->got, ~0u, ROLE_GOT, ROLE_GOT);
}

/* All that poll says now; what nobody asked about is there, but quiet. */
static void paint_now(struct words *words, const struct view *view,
                      const struct world_descriptor *descriptor) {
    const struct world_queues *queues = &descriptor->queues;
    unsigned loud = (descriptor->interest & READINESS_MASK) | EPOLLERR | EPOLLHUP;
    if (queues->readiness < 0)
        return;
    bool changed = stage_figure_changed(view, queues, FIELD_readiness, queues->readiness);
    if (queues->readiness == 0)
        words_put(words, ROLE_DIM, "·");
    words_bits(words, (unsigned)queues->readiness, loud, changed ? ROLE_CHANGED : ROLE_TEXT,
               ROLE_DIM);
}

static void paint_words(struct canvas *canvas, const struct stage_columns *columns,
                        const struct view *view, int y, int rows,
                        const struct world_descriptor *descriptor) {
    struct words words = words_at(canvas, columns, 0, y, rows);
    struct question question;
    question_find(&question, view);
    if (columns->asks == STAGE_POLL && !question_is_about(&question, view, descriptor))
        return;
    bool sets = question.enter && question.enter->call == CALL_select;
    words.sets = sets;
    if (columns->asks == STAGE_EPOLL)
        paint_interest(&words, view, descriptor);
    else
        paint_asked(&words, descriptor);
    words = words_at(canvas, columns, 1, y, rows);
    words.sets = sets;
    paint_got(&words, descriptor);
    if (columns->asks != STAGE_EPOLL)
        return;
    words = words_at(canvas, columns, 2, y, rows);
    paint_now(&words, view, descriptor);
}

void stage_ready_paint(struct canvas *canvas, const struct stage_columns *columns,
                       const struct view *view, int y, int rows,
                       const struct world_descriptor *descriptor) {
    if (!descriptor)
        return;
    if (columns->asks == STAGE_SELECT)
        paint_letters(canvas, columns, y, rows, descriptor);
    else if (has_words(columns))
        paint_words(canvas, columns, view, y, rows, descriptor);
}

/* ---- rows of their own ---- */

static const struct world_descriptor *epoll_of(const struct world *world) {
    for (int i = world->descriptor_count - 1; i >= 0; i--)
        if (same(world->descriptors[i].sort, "epoll") && world->descriptors[i].open)
            return &world->descriptors[i];
    return NULL;
}

static void paint_ready_list(struct canvas *canvas, const struct view *view,
                             const struct world_descriptor *epoll, int x, int y) {
    int64_t ready = epoll->queues.ready_list;
    if (ready < 0)
        return;
    bool changed = stage_figure_changed(view, &epoll->queues, FIELD_ready_list, ready);
    enum role role = changed ? ROLE_CHANGED : ready ? ROLE_GOT : ROLE_TEXT;
    x = canvas_text(canvas, x, y, ROLE_HEAD, _("ready list: "));
    x = canvas_text(canvas, x, y, role, ready ? _("something") : _("empty"));
    if (changed)
        canvas_text(canvas, x, y, ROLE_CHANGED, "*");
}

void stage_ready_list(struct canvas *canvas, const struct stage_columns *columns,
                      const struct view *view, int y) {
    const struct world_descriptor *epoll = epoll_of(view->world);
    int count = 0;
    if (columns->asks != STAGE_EPOLL || !epoll)
        return;
    for (int i = 0; i < view->world->descriptor_count; i++)
        count += view->world->descriptors[i].epoll == epoll->fd;
    char name[64] = "", members[96] = "";
    text_add(name, sizeof name, "fd %d", epoll->fd);
    text_add(members, sizeof members,
             columns->narrow ? _(" epoll of %d") : _(" epoll, interest in %d"), count);
    struct rect before =
        canvas_clip(canvas, (struct rect){columns->far, y, columns->task - columns->far, 1});
    int x = canvas_text(canvas, columns->far, y, ROLE_TEXT, name);
    if (columns->label > 0)
        x = canvas_text(canvas, x, y, ROLE_DIM, members);
    paint_ready_list(canvas, view, epoll, x + 1 + (columns->label > 0), y);
    canvas->clip = before;
}
