#!/bin/bash
# An installed program finds what it needs in its own prefix, and says what the one in the build
# folder says. Run by `make installcheck`, which `make distcheck` does.
#   tests/install.sh PROGRAM
. "$(dirname "$0")/tap.sh"
installed=$1
cd / || exit 1

# alike ARGUMENT…: both programs print the same, and something.
alike() {
    "$waitscope" "$@" >"$scratch/built" && [ -s "$scratch/built" ] &&
        "$installed" "$@" >"$scratch/installed" && diff "$scratch/built" "$scratch/installed"
}
tap_ok "it lists the lessons" alike list --json
tap_ok "it lists them in Chinese" alike --lang zh list --json
tap_ok "it has its words in Chinese" alike --lang zh help

sources_are_pages() {
    local page
    for page in $(sed -nE 's/^SERVER\([a-z0-9_]+, "([a-z0-9-]+)".*/\1/p' \
        "$SOURCEDIR/src/servers/servers.def"); do
        "$installed" source "$page" >"$scratch/page.c" &&
            diff "$SOURCEDIR/src/servers/$page.c" "$scratch/page.c" || return 1
    done
    [ -s "$scratch/page.c" ]
}
tap_ok "it prints every page's source" sources_are_pages
tap_ok "it runs a lesson" "$installed" check blocking

tap_done
