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
