#include <config.h>

#include "tell.h"

#include "i18n.h"
#include "text.h"

char *tell_verdict(const struct step *ask, int came, int said, char *out, size_t size) {
    out[0] = '\0';
    if (came < 0 || came >= ask->choice_count)
        return out;
    text_add(out, size, _("The kernel says %d: %s."), came + 1, ask->choices[came].text);
    if (said == came)
        text_add(out, size, _(" You said %d: right."), said + 1);
    else if (said >= 0)
        text_add(out, size, _(" You said %d."), said + 1);
    return out;
}

char *tell_failure(const char *reason, char *out, size_t size) {
    out[0] = '\0';
    text_add(out, size, _("This run did not show what the lesson says here: %s."), reason);
    return out;
}

char *tell_expected(const char *say, char *out, size_t size) {
    out[0] = '\0';
    text_add(out, size, _("Expected: %s"), say);
    return out;
}

char *tell_cut(const struct moment *moment, const struct lesson *lesson, char *out, size_t size) {
    out[0] = '\0';
    if (moment->step < 0)
        text_add(out, size, "%s", _("The recording ends here."));
    else if (moment->done)
        text_add(out, size, _("The recording ends here, after step %d of %d."), moment->step + 1,
                 lesson->step_count);
    else
        text_add(out, size,
                 _("The recording ends here, in step %d of %d. How that step ends is not in it."),
                 moment->step + 1, lesson->step_count);
    return out;
}
