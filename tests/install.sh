#!/bin/bash
# An installed program finds what it needs in its own prefix. Run by `make installcheck`, which
# `make distcheck` does.
#   tests/install.sh PROGRAM
. "$(dirname "$0")/tap.sh"
installed=$1
cd / || exit 1

listed() {
    local lesson
    "$installed" list >"$scratch/list" || return 1
    for lesson in phases blocking send-blocks select; do
        grep -q "^  $lesson " "$scratch/list" || return 1
    done
}
tap_ok "it lists the lessons" listed

source_is_page() {
    "$installed" source select >"$scratch/select.c" &&
        diff "$SOURCEDIR/src/servers/select.c" "$scratch/select.c"
}
tap_ok "it prints a page's source" source_is_page
tap_ok "it runs a lesson" "$installed" check blocking
tap_done
