/* Our trace against what the witness saw, call by call.
 *
 * Of every call our two stamps lie outside the witness's two, and inside those of the thread's
 * calls before and after:
 *
 *     witness   … getrusage ends ┊      enters recv ┊  recv ends ┊            getrusage begins …
 *     ours                         entered             …            return
 *
 * So each stamp of ours is pinned between two of the witness's: what lies between them is the
 * witness's own overhead, measured at that place. All pins together must leave at least one
 * distance between the two clocks. That needs no limit that a slow machine could break. */
#include <config.h>

#include "witness.h"

#include "memory.h"
#include "told.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* The clocks' distance: not less than `low`, not more than `high`; and which stamps say so. */
struct distance {
    int64_t low, high;
    char who_low[128], who_high[128];
};

/* Two readers of the kernel's clock may differ by this much while another CPU, of a virtual machine
 * above all, is in the middle of bringing it up to date; ns. Seen: 46 µs, once in some thousand
 * runs. */
enum { CLOCKS_DIFFER = 1000000 };

/* The two held against each other: one task. */
struct match {
    const struct told_task *task;
    const struct testimony *testimony;
    struct distance *distance; /* of the whole run */
    int64_t *longer;           /* room for one a call of the run */
    size_t longer_count;
    int64_t allowed_max;
    int64_t grain;
};

static const char *call_describe(const struct told_call *call, char *out, size_t size) {
    char error[128] = "", result[160] = "has not returned";

    if (call->error)
        field_format(FIELD_error, call->error, error, sizeof error);
    if (call->returned)
        snprintf(result, sizeof result, "= %" PRId64 " %s", call->result, error);
    snprintf(out, size, "call %" PRId64 " (%s, fd %" PRId64 ", %s) %s", call->number,
             call_name(call->call), call->fd, call->at, result);
    return out;
}

static const char *seen_describe(const struct sighting *seen, char *out, size_t size) {
    char error[128] = "", result[160] = "has not returned";

    if (seen->error)
        field_format(FIELD_error, seen->error, error, sizeof error);
    if (seen->returned)
        snprintf(result, sizeof result, "= %" PRId64 " %s", seen->result, error);
    snprintf(out, size, "%s(%" PRId64 ", …) %s", seen->name, seen->arguments[0], result);
    return out;
}

static bool differ(const struct match *match, const struct told_call *call,
                   const struct testified_call *seen, struct error *error) {
    char ours[400] = "no such call", theirs[400] = "no such call";

    if (call)
        call_describe(call, ours, sizeof ours);
    if (seen)
        seen_describe(&seen->seen, theirs, sizeof theirs);
    return error_set(error, "%s: our trace has %s; the witness saw %s", match->task->page, ours,
                     theirs);
}

/* ---- stamps ---- */

/* `ours` happened between `low` and `high` of the witness's clock. */
static void distance_pin(struct distance *distance, int64_t ours, int64_t low, int64_t high,
                         const struct told_call *call, const char *what) {
    if (low != INT64_MIN && low - ours > distance->low) {
        distance->low = low - ours;
        snprintf(distance->who_low, sizeof distance->who_low, "%s of call %" PRId64 " (%s)", what,
                 call ? call->number : 0, call ? call->at : "a handler");
    }
    if (high != INT64_MAX && high - ours < distance->high) {
        distance->high = high - ours;
        snprintf(distance->who_high, sizeof distance->who_high, "%s of call %" PRId64 " (%s)", what,
                 call ? call->number : 0, call ? call->at : "a handler");
    }
}

static bool distance_is_known(const struct distance *distance) {
    return distance->low != INT64_MIN && distance->high != INT64_MAX;
}

static void match_pin(struct match *match, const struct told_call *call,
                      const struct testified_call *first, const struct testified_call *last) {
    struct distance *distance = match->distance;

    if (call->returned) {
        distance_pin(distance, call->entered, first->before, first->seen.entered, call, "entry");
        distance_pin(distance, call->left, last->seen.left, last->after, call, "return");
    }
    if (call->asleep >= 0)
        distance_pin(distance, call->asleep, first->seen.entered, last->after, call, "sleep");
    if (call->kernel_entered >= 0)
        distance_pin(distance, call->kernel_entered, first->seen.entered, first->after, call,
                     "the kernel's entry");
    if (call->kernel_left >= 0)
        distance_pin(distance, call->kernel_left, last->seen.entered, last->after, call,
                     "the kernel's return");
    if (call->copy >= 0)
        distance_pin(distance, call->copy, first->seen.entered, last->after, call, "copy");
}

/* By as much as the witness itself took between its stamps, ours may be longer. */
static bool match_duration(struct match *match, const struct told_call *call,
                           const struct testified_call *seen, struct error *error) {
    if (seen->before == INT64_MIN || seen->after == INT64_MAX)
        return true;

    int64_t longer = call->left - call->entered - (seen->seen.left - seen->seen.entered);
    int64_t allowed = seen->seen.entered - seen->before + seen->after - seen->seen.left;
    match->longer[match->longer_count++] = longer;
    if (allowed > match->allowed_max)
        match->allowed_max = allowed;
    if (longer >= -match->grain - CLOCKS_DIFFER && longer <= allowed + match->grain + CLOCKS_DIFFER)
        return true;
    return error_set(error,
                     "%s: call %" PRId64 " (%s) lasts %" PRId64 " ns longer for us than for the "
                     "witness, which took %" PRId64 " ns itself",
                     match->task->page, call->number, call->at, longer, allowed);
}

/* ---- calls ---- */

static bool is_same_call(const struct told_call *call, const struct testified_call *seen) {
    int descriptor = call_descriptor_argument(call->call);

    return call_is_seen_as(call->call, seen->seen.name) &&
           (descriptor < 0 || (int)seen->seen.arguments[descriptor] == call->fd);
}

static bool is_same_result(const struct told_call *call, const struct testified_call *seen) {
    return seen->seen.returned && call->result == seen->seen.result &&
           call->error == seen->seen.error;
}

/* One of our calls, against as many of the witness's as it stands for, from *next on. */
static bool match_returned(struct match *match, const struct told_call *call, size_t *next,
                           struct error *error) {
    const struct testified_call *first = &match->testimony->calls[*next];

    for (int64_t i = 0; i < call->times; i++) {
        if (*next == match->testimony->call_count)
            return differ(match, call, NULL, error);
        const struct testified_call *seen = &match->testimony->calls[(*next)++];
        if (!is_same_call(call, seen) || !is_same_result(call, seen))
            return differ(match, call, seen, error);
    }
    match_pin(match, call, first, &match->testimony->calls[*next - 1]);
    return call->times != 1 || match_duration(match, call, first, error);
}

/* A call that was entered when the page was ended: it hangs in the kernel, or it was held before it
 * got there. */
static bool match_unreturned(struct match *match, const struct told_call *call, size_t *next,
                             struct error *error) {
    const struct testified_call *seen =
        *next < match->testimony->call_count ? &match->testimony->calls[*next] : NULL;

    if (seen && (!seen->seen.returned || seen->cut) && is_same_call(call, seen)) {
        match_pin(match, call, seen, seen);
        ++*next;
        return true;
    }
    return call->asleep < 0 || differ(match, call, seen, error);
}

static bool match_calls(struct match *match, struct error *error) {
    size_t next = 0;
    bool good = true;

    for (size_t i = 0; good && i < match->task->call_count; i++) {
        const struct told_call *call = &match->task->calls[i];
        good = call->returned ? match_returned(match, call, &next, error)
                              : match_unreturned(match, call, &next, error);
    }
    if (good && next < match->testimony->call_count)
        return differ(match, NULL, &match->testimony->calls[next], error);
    return good;
}

static bool match_signals(struct match *match, struct error *error) {
    const struct told_task *task = match->task;
    const struct testimony *testimony = match->testimony;

    for (size_t i = 0; i < task->signal_count && i < testimony->signal_count; i++) {
        const struct told_signal *told = &task->signals[i];
        const struct testified_signal *seen = &testimony->signals[i];
        if (told->signal != seen->signal || (told->has_code && told->code != seen->code))
            return error_set(error,
                             "%s: our trace has signal %d, code %d; the witness saw %d, code %d",
                             task->page, told->signal, told->code, seen->signal, seen->code);
        distance_pin(match->distance, told->at, seen->at, seen->after, NULL, "signal");
    }
    return task->signal_count == testimony->signal_count ||
           error_set(error, "%s: our trace has %zu signals; the witness saw %zu", task->page,
                     task->signal_count, testimony->signal_count);
}

/* ---- a run ---- */

static int figures_compare(const void *left, const void *right) {
    int64_t a = *(const int64_t *)left, b = *(const int64_t *)right;

    return (a > b) - (a < b);
}

static bool hold_task(struct match *match, const struct witness *witness,
                      const struct told_task *task, struct holding *holding, struct error *error) {
    struct testimony testimony;
    bool open = task->call_count == 0;
    bool good = testimony_take(&testimony, witness, task->thread, open, error);

    match->task = task;
    match->testimony = &testimony;
    if (good && open)
        good = measure_hold(witness, task, &testimony, error);
    else
        good = good && match_calls(match, error) && match_signals(match, error);
    holding->calls += open ? 0 : testimony.call_count;
    holding->signals += open ? 0 : testimony.signal_count;
    holding->measures += open;
    holding->tasks++;
    testimony_free(&testimony);
    return good;
}

static bool hold_distance(const struct distance *distance, int64_t grain, struct error *error) {
    if (!distance_is_known(distance) || distance->low - distance->high <= 2 * grain + CLOCKS_DIFFER)
        return true;
    return error_set(error,
                     "the stamps contradict the witness's: %s is too early, or %s is too late, "
                     "by %" PRId64 " ns",
                     distance->who_low, distance->who_high, distance->low - distance->high);
}

bool witness_hold(const struct witness *witness, const struct trace *trace, struct holding *holding,
                  struct error *error) {
    struct distance distance = {.low = INT64_MIN, .high = INT64_MAX};
    struct match match = {.distance = &distance, .grain = witness->grain};
    struct told told;
    bool good = told_take(&told, trace, error);

    *holding = (struct holding){0};
    match.longer = memory_new(trace_count(trace), sizeof *match.longer);
    for (size_t i = 0; good && i < told.count; i++)
        good = hold_task(&match, witness, &told.tasks[i], holding, error);
    good = good && hold_distance(&distance, witness->grain, error);
    if (match.longer_count > 0) {
        qsort(match.longer, match.longer_count, sizeof *match.longer, figures_compare);
        holding->longer_median = match.longer[match.longer_count / 2];
        holding->longer_max = match.longer[match.longer_count - 1];
    }
    if (distance_is_known(&distance))
        holding->slack = distance.high - distance.low + 2 * witness->grain;
    holding->allowed_max = match.allowed_max;
    free(match.longer);
    told_free(&told);
    return good;
}
