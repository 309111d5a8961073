#!/bin/bash
# The layers hold: each links with what is below it and nothing else, and says no more than it may.
. "$(dirname "$0")/tap.sh"
cd "$SOURCEDIR" || exit 1

link() {
    local whole=()
    while [ "$1" != -- ]; do
        whole+=("$BUILDDIR/$1")
        shift
    done
    shift
    # shellcheck disable=SC2086  # SANITIZERS is a list of words
    echo 'int main(void) { return 0; }' | $CC -x c - -x none -pthread ${SANITIZERS-} \
        -o "$scratch/linked" -Wl,--whole-archive "${whole[@]}" -Wl,--no-whole-archive "$@"
}

tap_ok "core needs cJSON and libc alone" link libcore.a -- -lcjson
tap_ok "lab and servers need core alone" \
    link liblab.a libservers.a -- "$BUILDDIR/libcore.a" -lcjson
tap_ok "views need core alone, not curses" link libview.a -- "$BUILDDIR/libcore.a" -lcjson
tap_ok "the app needs views, core and curses, not the lab" \
    link libapp.a -- "$BUILDDIR/libview.a" "$BUILDDIR/libcore.a" -lcjson -lncursesw -ltinfo

# Prints what the library takes from outside that neither it nor core has.
outside() {
    $NM -u "$BUILDDIR/$1" | awk 'NF == 2 { print $2 }' | LC_ALL=C sort -u |
        LC_ALL=C comm -23 - <($NM --defined-only "$BUILDDIR/$1" "$BUILDDIR/libcore.a" |
            awk 'NF == 3 { print $3 }' | LC_ALL=C sort -u) | sed -E 's/^__(isoc99_)?(.*)_chk$/\2/'
}
pure='mem(cpy|move|set|cmp|chr)|str(n?len|n?cmp|r?chr|c?spn|str|to(l|ll|ul|ull)|nlen)|v?snprintf'
pure+='|malloc|calloc|reallocarray|realloc|free|abort|__assert_fail|__stack_chk_fail|qsort|bsearch'
pure+='|wcwidth|mbrtowc|wcrtomb|iswprint|isw[a-z]+|tow[a-z]+|dcn?gettext|__ctype_.*_loc'
machine='socket|connect|accept4?|bind|listen|send(to|msg)?|recv(from|msg)?|select|epoll_.*'
machine+='|pthread_[^s].*|fork|exec.*|signal|sigaction|ioctl|setsockopt|getsockopt'
if [ -n "${SANITIZERS-}" ]; then
    tap_skip "sanitizers add symbols of their own"
else
    tap_ok "views do no input or output" nothing < <(outside libview.a | grep -vxE "$pure")
    # but for pthread_sigmask(): a closed pipe is a sentence
    tap_ok "core has no threads and no sockets" nothing < <(outside libcore.a | grep -xE "$machine")
fi

# Who includes what.
sources() {
    find "$@" -name '*.[ch]' -o -name '*.def'
}
only_includes() {
    local what=$1 file=$2
    grep -lE "^ *# *include *[<\"](ncursesw/)?$what[>\"]" $(sources src ui) | grep -vx "$file"
}
tap_ok "one file includes curses.h" nothing < <(only_includes 'n?curses\.h' ui/term-curses.c)
tap_ok "one file includes cJSON.h" nothing < <(only_includes '(cjson/)?cJSON\.h' src/core/json.c)
tap_ok "no header includes config.h" nothing < <(
    grep -l 'config\.h' $(find src ui tests -name '*.h'))

config_first() {
    local file
    for file in $(find src ui tests -name '*.c' ! -path 'src/servers/*') src/servers/servers.c; do
        [ "$(grep -m1 '^ *# *include' "$file")" = '#include <config.h>' ] || echo "$file"
    done
}
tap_ok "every other file includes config.h first" nothing < <(config_first)

# Headers stand alone, with no more of the tree in reach than their layer may see.
headers_alone() {
    local compiler=$1 folder=$2 header
    shift 2
    for header in "$folder"/*.h; do
        printf '#include "%s"\n' "$(basename "$header")" |
            $compiler -x c -std=gnu11 -D_GNU_SOURCE -Wall -Wextra -Werror -fsyntax-only \
                "${@/#/-iquote$SOURCEDIR/}" - || return 1
    done
}
for compiler in gcc clang; do
    if ! command -v $compiler >/dev/null; then
        tap_skip "$compiler is not here"
        continue
    fi
    tap_ok "headers of core compile alone with $compiler" headers_alone $compiler src/core src/core
    tap_ok "headers of lab compile alone with $compiler" \
        headers_alone $compiler src/lab src/core src/lab src/servers
    tap_ok "headers of servers compile alone with $compiler" \
        headers_alone $compiler src/servers src/servers
    tap_ok "headers of the screen compile alone with $compiler" \
        headers_alone $compiler ui src/core ui
done

tap_done
