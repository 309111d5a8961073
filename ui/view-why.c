/* Why is the task where it is? Told from the world alone. */
#include <config.h>

#include "view.h"

#include <inttypes.h>
#include <string.h>

#include "figures.h"
#include "i18n.h"

static bool same(const char *a, const char *b) {
    return a && b && strcmp(a, b) == 0;
}

/* The other end's name as it stands in a sentence. */
static const char *peer_of(const struct world_descriptor *descriptor) {
    return descriptor && descriptor->of ? descriptor->of : N_("the peer");
}

static void why_receive(const struct world *world, const struct event *enter, char *out,
                        size_t size) {
    char bytes[48];
    const struct world_descriptor *descriptor = world_descriptor(world, enter->fd);
    const char *call = call_name(enter->call);
    const char *peer = _(peer_of(descriptor));
    if (descriptor && descriptor->queues.receive_queue == 0)
        text_add(out, size,
                 _("%s sleeps because the receive queue of fd %" PRId64 " holds 0 bytes. It is "
                   "woken when bytes from %s arrive, or when %s ends the connection."),
                 call, enter->fd, peer, peer);
    else if (descriptor && descriptor->queues.receive_queue > 0)
        text_add(out, size, _("%s sleeps although %s bytes lie in the receive queue of fd %" PRId64
                              "."),
                 call,
                 figure_number(descriptor->queues.receive_queue, bytes, sizeof bytes), enter->fd);
    else
        text_add(out, size, _("%s sleeps: it waits for bytes from %s."), call, peer);
}

/* Bytes of others that this task will not see as long as it sleeps here. */
static void why_others(const struct world *world, const struct event *enter, char *out,
                       size_t size) {
    char bytes[48];
    for (int i = 0; i < world->descriptor_count; i++) {
        const struct world_descriptor *other = &world->descriptors[i];
        if (!other->open || other->fd == enter->fd)
            continue;
        if (other->queues.receive_queue > 0)
            text_add(out, size, _(" Meanwhile %s bytes from %s lie unread at fd %d."),
                     figure_number(other->queues.receive_queue, bytes, sizeof bytes),
                     _(peer_of(other)), other->fd);
        if (other->queues.accept_queue > 0)
            text_add(out, size, _(" Meanwhile %s in the accept queue of fd %d."),
                     other->queues.accept_queue == 1 ? _("a connection waits")
                                                     : _("connections wait"),
                     other->fd);
    }
}

static void why_accept(const struct world *world, const struct event *enter, char *out,
                       size_t size) {
    const struct world_descriptor *listener = world_descriptor(world, enter->fd);
    if (listener && listener->queues.accept_queue == 0)
        text_add(out, size,
                 _("accept sleeps because the accept queue of fd %" PRId64
                   " is empty. It is woken when a client's connection is complete."),
                 enter->fd);
    else
        text_add(out, size, _("accept sleeps: it waits for a connection on fd %" PRId64 "."),
                 enter->fd);
}

static void why_send(const struct world *world, const struct event *enter, char *out, size_t size) {
    char here[48], there[48], memory[48], limit[48], third[48];
    const struct world_descriptor *descriptor = world_descriptor(world, enter->fd);
    const char *call = call_name(enter->call), *peer = _(peer_of(descriptor));
    const struct world_client *client = descriptor ? world_client(world, descriptor->of) : NULL;
    if (!descriptor || descriptor->queues.send_queue < 0) {
        text_add(out, size, _("%s sleeps: it waits for room in the send queue of fd %" PRId64 "."),
                 call, enter->fd);
        return;
    }
    const struct world_queues *queues = &descriptor->queues;
    figure_number(queues->send_queue, here, sizeof here);
    text_add(out, size, _("%s sleeps because the send queue of fd %" PRId64 " has no room: %s "
                          "bytes wait in it."),
             call, enter->fd, here);
    if (queues->window == 0)
        text_add(out, size, _(" %s's window is 0."), peer);
    if (client && client->queues.receive_queue > 0)
        text_add(out, size, _(" %s bytes lie unread at %s."),
                 figure_number(client->queues.receive_queue, there, sizeof there), peer);
    if (queues->send_limit > 0 && queues->send_memory >= 0)
        text_add(out, size,
                 _(" Queue memory: %s of %s; it is woken once that is at most two thirds (%s)."),
                 figure_number(queues->send_memory, memory, sizeof memory),
                 figure_number(queues->send_limit, limit, sizeof limit),
                 figure_number(queues->send_limit * 2 / 3, third, sizeof third));
}

/* What the queues of a watched descriptor hold, in two or three words. */
static void watched_add(const struct world_descriptor *descriptor, char *out, size_t size) {
    char bytes[48];
    const struct world_queues *queues = &descriptor->queues;
    text_add(out, size, " fd %d: ", descriptor->fd);
    if (same(descriptor->sort, "listener"))
        text_add(out, size, queues->accept_queue < 0 ? _("a listener;") : _("%d to accept;"),
                 (int)queues->accept_queue);
    else if ((descriptor->asked & READINESS_READ) && queues->receive_queue >= 0)
        text_add(out, size, _("%s bytes to read;"),
                 figure_number(queues->receive_queue, bytes, sizeof bytes));
    else
        text_add(out, size, "%s", _("not known;"));
}

static void why_select(const struct world *world, char *out, size_t size) {
    text_add(out, size, "%s", _("select sleeps because none of the descriptors that it was asked "
                                "about is ready."));
    for (int i = 0; i < world->descriptor_count; i++)
        if (world->descriptors[i].open && world->descriptors[i].asked)
            watched_add(&world->descriptors[i], out, size);
    size_t length = strlen(out);
    if (length > 0 && out[length - 1] == ';')
        out[length - 1] = '.';
}

static void why_asleep(const struct world *world, const struct event *enter, char *out,
                       size_t size) {
    switch ((enum call)enter->call) {
    case CALL_recv:
    case CALL_read:
        why_receive(world, enter, out, size);
        why_others(world, enter, out, size);
        break;
    case CALL_accept:
    case CALL_accept4:
        why_accept(world, enter, out, size);
        why_others(world, enter, out, size);
        break;
    case CALL_send:
    case CALL_write:
        why_send(world, enter, out, size);
        break;
    case CALL_select:
        why_select(world, out, size);
        break;
    default:
        text_add(out, size, _("%s sleeps in the kernel."), call_name(enter->call));
    }
}

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
    const struct event *enter = trace_at(trace, task->enter);
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
        why_asleep(world, enter, out, size);
    else
        text_add(out, size, _("%s is inside %s and not asleep."), task->name, call);
    return out;
}

static void paint_why(struct canvas *canvas, struct rect rect, const struct view *view) {
    char text[1024];
    rect.x += 1;
    rect.width -= 2;
    why_text(view->world, view->trace, view_task(view), text, sizeof text);
    canvas_wrap(canvas, rect, ROLE_TEXT, text);
}

static int why_height(const struct view *view, int width, bool ascii) {
    char text[1024];
    why_text(view->world, view->trace, view_task(view), text, sizeof text);
    return text_lines(text, width - 2, ascii);
}

const struct view_ops view_why = {N_("why is it here?"), paint_why, why_height};
