#!/bin/bash
# A server page is an ordinary program: it compiles alone with the command that it names and answers
# a real client. Traced, it calls nothing that is not traced.
. "$(dirname "$0")/tap.sh"
cd "$SOURCEDIR/src/servers" || exit 1
pages=$(ls ./*.c | sed 's|^\./||' | grep -vx servers.c)

# Talks to a page: the senders say nothing but m, the receiver says how much it got, the others
# answer in capitals.
client() {
    local port=$1 page=$2 answer
    exec 5<>"/dev/tcp/127.0.0.1/$port" || return 1
    case $page in
    sender*)
        IFS= read -r -N 5000 -t 10 answer <&5
        [ "$answer" = "$(printf 'm%.0s' $(seq 5000))" ]
        ;;
    receiver.c)
        printf 'hello' >&5
        exec 5<&- 5>&-
        wait_for '^end of file$' "$scratch/out" && grep -q '^got 5 bytes$' "$scratch/out"
        ;;
    *)
        printf 'hello\n' >&5
        IFS= read -r -t 10 answer <&5
        [ "$answer" = HELLO ]
        ;;
    esac
}

# Polls until the file holds such a line, 10 seconds at most.
wait_for() {
    local deadline=$((SECONDS + 10))
    until grep -q "$1" "$2" 2>/dev/null; do
        [ $SECONDS -lt $deadline ] || return 1
        sleep 0.02
    done
}

# In a shell of its own, whose folder is the scratch one.
answers() (
    page=$1
    name=${page%.c}
    cp "$page" "$scratch/" && cd "$scratch" || exit 1
    command=$(sed -n 's/^ \*  *\(cc .*\)$/\1/p' "$page")
    [ -n "$command" ] || { echo "$page names no cc command"; exit 1; }
    $CC ${command#cc} -Wall -Wextra -Werror || exit 1
    rm -f out err
    stdbuf -oL "./$name" 0 >out 2>err &
    server=$!
    wait_for '^listening on port' err &&
        port=$(sed -n 's/^listening on port //p' err) &&
        client "$port" "$page"
    status=$?
    kill $server
    wait $server 2>/dev/null
    [ $status = 0 ] || cat out err
    exit $status
)

for page in $pages; do
    tap_ok "$page compiles alone and answers a client" answers "$page"
    tap_ok "$page is at most 200 lines" test "$(wc -l <"$page")" -le 200
    tap_ok "$page names nothing of this program" \
        nothing < <(grep -niE 'waitscope|traced|config\.h' "$page")
done

# What a traced page may take from outside: traced calls, pure functions, and a few that only ask for
# something that is not shown.
pure='mem(set|move|cpy|cmp)|str(len|cmp|ncmp|chr|rchr|tol)|atoi|toupper|tolower|(h|n)to(h|n)[sl]'
pure+='|__ctype_(b|toupper|tolower)_loc|__errno_location|__fdelt_(chk|warn)|__mem(set|move|cpy)_chk'
pure+='|sig(empty|fill|add|del)set|sigismember|__libc_current_sigrt(min|max)|gettid|getrlimit'
pure+='|__stack_chk_fail|std(in|out|err)|_GLOBAL_OFFSET_TABLE_'
for page in $pages; do
    object=$(find "$BUILDDIR/src/servers" -name "*traced-${page%.c}.o" | head -n 1)
    if [ -n "${SANITIZERS-}" ]; then
        tap_skip "sanitizers add symbols of their own"
        continue
    fi
    tap_ok "$page was compiled, traced" $NM "${object:-its object was not found}"
    tap_ok "$page, traced, calls nothing that is not traced" nothing < <(
        $NM -u "$object" | awk '{ print $NF }' | grep -vxE "traced_[a-z0-9_]+|$pure")
    # A signal handler's flags are the one exception.
    flags=$(sed -n 's/^static volatile sig_atomic_t \([a-z_]*\).*/\1/p' "$page")
    tap_ok "$page keeps nothing between calls but on its stack" nothing < <(
        $NM "$object" | awk '$2 ~ /^[BbDdCGgSs]$/ { print $3 }' | grep -vxF "${flags:-none}")
done

tap_done
