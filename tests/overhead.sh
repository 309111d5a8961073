#!/bin/bash
# The bench of what watching costs (make bench) runs. With few calls: its figures mean nothing here.
. "$(dirname "$0")/tap.sh"
cd "$scratch" || exit 1

# rows COUNT NAME: so many rows of that name have figures.
rows() {
    [ "$(grep -cE "^  $2 +[0-9]+  +[0-9.]+( |\$)" stdout)" = "$1" ] || { cat stdout && false; }
}

tap_ok "it runs" eval '"$BUILDDIR/tests/bench/overhead" 40 1 >stdout 2>stderr'
tap_ok "and says nothing but figures" nothing <stderr
tap_ok "two equal things are compared thrice" rows 3 'bare again'
tap_ok "a page with its gates open too" rows 3 'gates open'
tap_ok "bytes are stamped over both transports" rows 2 '… arrival stamps'
tap_ok "a page that polls is held" rows 1 'gates closed'
tap_ok "what is not measured has its reason" nothing < <(grep -E 'SKIP: (it ended without a word)?$' stdout)
tap_done
