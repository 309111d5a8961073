#!/bin/bash
# Every message of the program is in its catalogues, translated.
. "$(dirname "$0")/tap.sh"
cd "$SOURCEDIR" || exit 1

if ! command -v xgettext >/dev/null; then
    tap_skip "gettext is not here"
    tap_done
    exit
fi

tap_ok "po/POTFILES names every file that has messages" diff po/POTFILES <(
    grep -rlE '\<(N_|_)\("' src ui --include='*.[ch]' --include='*.def' | LC_ALL=C sort |
        grep -vx src/core/i18n.h)

xgettext --from-code=UTF-8 --language=C --keyword=_ --keyword=N_ --files-from=po/POTFILES \
    -o "$scratch/waitscope.pot"
for po in po/*.po; do
    tap_ok "$po has every message and no other" \
        nothing < <(msgcmp "$po" "$scratch/waitscope.pot" 2>&1)
    tap_ok "$po has nothing vague or out of use" \
        nothing < <(msgattrib --only-fuzzy "$po"; msgattrib --only-obsolete "$po")
    tap_ok "$po can be compiled" msgfmt --check-format --check-domain -o /dev/null "$po"
done
tap_done
