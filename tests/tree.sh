#!/bin/bash
# The tree is in order: what is there is also built and shipped; lines and files keep to their
# sizes.
. "$(dirname "$0")/tap.sh"
cd "$SOURCEDIR" || exit 1

# Prints the files of a folder that its local.mk does not name: by their name, a test program by its
# name without .c, tests' data by its folder.
unlisted() {
    local top=$1 file
    while read -r file; do
        grep -qxE "[^#]*%D%/(${file}|${file%.c}|${file%%/*})( .*)?" "$top/local.mk" ||
            echo "$top/$file"
    done < <(find "$top" -type f ! -name local.mk -printf '%P\n' | LC_ALL=C sort)
}
for top in src ui lessons po tests; do
    tap_ok "$top/local.mk lists every file of $top" nothing < <(unlisted $top)
done

files() {
    find src ui tests -name '*.[ch]'
}
tap_ok "no line of code is longer than 100 columns" \
    nothing < <(LC_ALL=C.UTF-8 grep -nE '^.{101,}$' $(files))
tap_ok "no file of code is longer than 500 lines" \
    nothing < <(wc -l $(files) | awk '$2 != "total" && $1 > 500')
tap_ok "no line ends in blanks, no tab in code" nothing < <(grep -nE $' +$|\t' $(files))
tap_done
