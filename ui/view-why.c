/* Why is the task where it is? Told from the world alone. */
#include <config.h>

#include "view.h"

#include <stdint.h>

#include "i18n.h"
#include "narrate.h"
#include "why-asleep.h"

char *why_text(const struct world *world, const struct trace *trace, const struct world_task *task,
               char *out, size_t size) {
    out[0] = '\0';
    if (!task) {
        text_add(out, size, "%s", _("No server code runs yet."));
        return out;
    }
    if (task->gone || task->phase == PHASE_NONE) {
        text_add(out, size, task->gone ? _("%s is gone.") : _("%s has called nothing yet."),
                 task->name);
        return out;
    }
    size_t latest = narrate_enter_of(trace, task->latest);
    const struct event *enter = trace_at(trace, latest == SIZE_MAX ? task->enter : latest);
    const char *call = call_name(enter->call);
    if (task->phase == PHASE_ENTER)
        text_add(out, size,
                 _("The kernel does not block %s: waitscope holds it before %s, until you step."),
                 task->name, call);
    else if (task->phase == PHASE_RETURN)
        text_add(out, size,
                 _("The kernel does not block %s: %s has returned, and waitscope holds it until "
                   "you step."),
                 task->name, call);
    else if (task->phase == PHASE_ASLEEP)
        why_asleep_add(world, enter, out, size);
    else
        text_add(out, size, _("%s is inside %s and not asleep."), task->name, call);
    return out;
}

static void paint_why(struct canvas *canvas, struct rect rect, const struct view *view) {
    char text[WHY_MAX];
    rect.x += 1;
    rect.width -= 2;
    why_text(view->world, view->trace, view_task(view), text, sizeof text);
    canvas_wrap(canvas, rect, ROLE_TEXT, text);
}

static int why_height(const struct view *view, int width, bool ascii) {
    char text[WHY_MAX];
    why_text(view->world, view->trace, view_task(view), text, sizeof text);
    return text_lines(text, width - 2, ascii);
}

const struct view_ops view_why = {N_("why is it here?"), paint_why, why_height};
