#!/bin/bash
# What the manual page, the completion and HACKING.md say is what is there.
. "$(dirname "$0")/tap.sh"
cd "$SOURCEDIR" || exit 1

commands=$(sed -n 's/^COMMAND([a-z]*, "\([a-z]\{1,\}\)".*/\1/p' src/cli.def)
options=$(sed -n "s/^OPTION([a-z_]*, [^,]*, \"\([a-z-]*\)\".*/\1/p" src/cli.def)

# Prints the words that the file does not have.
without() {
    local file=$1 prefix=$2 word
    shift 2
    for word; do
        sed 's/\\-/-/g' "$file" | grep -qF -- "$prefix$word" || echo "$file: $prefix$word"
    done
}
# shellcheck disable=SC2086  # lists of words
for file in man/waitscope.1 completions/waitscope.bash README.md; do
    tap_ok "$file has every command" nothing < <(without $file '' $commands)
    tap_ok "$file has every option" nothing < <(without $file -- $options)
done
tap_ok "README.md has every lesson" nothing < <(
    # shellcheck disable=SC2046
    without README.md '`' $(lesson_names | sed 's/$/`/'))
tap_ok "HACKING.md's map has every module" nothing < <(
    # shellcheck disable=SC2046
    without HACKING.md '`' $(find src ui -name '*.h' -o -name '*.def' | sed 's|.*/||; s/$/`/'))
tap_ok "every file that HACKING.md names is there" nothing < <(
    grep -oE '`(src|ui|tests|lessons|po|man|completions)/[a-z0-9./-]+`' HACKING.md | tr -d '`' |
        while read -r file; do [ -e "$file" ] || echo "$file"; done)
tap_done
