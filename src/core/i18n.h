/* i18n: texts for people. _("…") is the text in the person's language, N_("…") marks one that is
 * translated where it is shown. The catalogue is chosen once, in main. Any thread. */
#ifndef WAITSCOPE_I18N_H
#define WAITSCOPE_I18N_H

#include <libintl.h>

#define _(text)  gettext(text)
#define N_(text) text

#endif
