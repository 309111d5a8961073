#!/bin/bash
# What the manual page, the completion and HACKING.md say is what is there.
. "$(dirname "$0")/tap.sh"
cd "$SOURCEDIR" || exit 1

commands=$(sed -n 's/^COMMAND([a-z]*, "\([a-z]\{1,\}\)".*/\1/p' src/cli.def)
scripts=$(sed -n 's/^SCRIPT([a-z_]*, "\([a-z-]*\)".*/\1/p' src/core/scripts.def)
servers=$(sed -n 's/^SERVER([a-z_]*, "\([a-z-]*\)".*/\1/p' src/servers/servers.def)
formats=$(sed -n 's/^EXPORT([a-z]*, "\([a-z]*\)".*/\1/p' src/export.def)
options=$(sed -n "s/^OPTION([a-z_]*, [^,]*, \"\([a-z-]*\)\".*/\1/p" src/cli.def)

words() {
    printf '%s\n' "$@" | LC_ALL=C sort -u
}
# Prints the words that the file does not have, each after the prefix.
without() {
    local file=$1 prefix=$2 word
    shift 2
    for word; do
        sed 's/\\-/-/g' "$file" | grep -qE -- "$prefix$word([^a-z-]|$)" ||
            echo "$file: $prefix$word"
    done
}
manual_commands() {
    sed -nE '/^\.SH COMMANDS/,/^\.SH OPTIONS/ s/^\.B[IR]? "?([a-z]+).*/\1/p' man/waitscope.1 |
        LC_ALL=C sort -u
}
# shellcheck disable=SC2086  # lists of words
{
    tap_ok "man/waitscope.1 has every command" nothing < <(
        words $commands | LC_ALL=C comm -23 - <(manual_commands))
    tap_ok "README.md has every command" nothing < <(without README.md '^waitscope ' $commands)
    for file in man/waitscope.1 README.md; do
        tap_ok "$file has every option" nothing < <(without $file -- $options)
        tap_ok "$file has every script" nothing < <(without $file '' $scripts)
        tap_ok "$file has every format" nothing < <(without $file '' $formats)
    done
}

# completed WORD…: what the completion offers for the last word.
completed() (
    # shellcheck source=/dev/null
    . completions/waitscope.bash
    PATH=$BUILDDIR:$PATH
    COMP_WORDS=(waitscope "$@")
    COMP_CWORD=$#
    _waitscope
    printf '%s\n' "${COMPREPLY[@]}" | LC_ALL=C sort -u
)
words() {
    printf '%s\n' "$@" | LC_ALL=C sort -u
}
help_options() {
    "$waitscope" --lang en help "$@" | sed -nE 's/^ +(-[a-z], )?(--[a-z-]+).*/\2/p' |
        LC_ALL=C sort -u
}
# shellcheck disable=SC2086,SC2046  # lists of words
{
    tap_ok "the first word is completed to every command" nothing < <(
        words $commands | LC_ALL=C comm -23 - <(completed ''))
    for command in $commands; do
        tap_ok "the options of $command are completed" \
            diff <(help_options "$command") <(completed "$command" --)
    done
    tap_ok "the scripts of compare are completed" \
        diff <(words $scripts) <(completed compare --script '')
    tap_ok "the formats of export are completed" \
        diff <(words $formats) <(completed export --format '')
    tap_ok "help export has every format" nothing < <(
        words $formats | LC_ALL=C comm -23 - <(
            "$waitscope" --lang en help export | sed -nE 's/^  ([a-z]+)  .*/\1/p' | LC_ALL=C sort))
    tap_ok "lessons are completed" nothing < <(
        words $(lesson_names) | LC_ALL=C comm -23 - <(completed check ''))
    for command in source compare; do
        tap_ok "the servers of $command are completed" diff <(words $servers) <(completed $command '')
    done
    tap_ok "languages are completed" diff <(words en $(basename -s .po po/*.po)) \
        <(completed --lang '')
}
tap_ok "README.md has the lessons in their order, with their minutes" diff \
    <("$waitscope" --lang en list | sed -nE 's/^  ([a-z0-9-]+) +([0-9]+) min .*/\1 \2/p') \
    <(sed -nE 's/^\| `([a-z0-9-]+)` \| ([0-9]+) \|.*/\1 \2/p' README.md)
tap_ok "HACKING.md's map has every module" nothing < <(
    # shellcheck disable=SC2046
    without HACKING.md '`' $(find src ui -name '*.h' -o -name '*.def' | sed 's|.*/||'))
tap_ok "every file that HACKING.md names is there" nothing < <(
    grep -oE '`(src|ui|tests|lessons|po|man|completions)/[a-z0-9./-]+`' HACKING.md | tr -d '`' |
        while read -r file; do [ -e "$file" ] || echo "$file"; done)
tap_done
