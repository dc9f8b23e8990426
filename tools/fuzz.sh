#!/bin/sh
# Runs every fuzz target for FUZZTIME (20 s when not set), one after the other. Making inputs smaller would take most of that
# time. A target that is at work when its time is over may say so as an error; only what it found ends the run.
set -eu
cd "$(dirname "$0")/.."
said=$(mktemp)
trap 'rm -f "$said"' EXIT
grep -rlE '^func Fuzz' --include='*_test.go' internal | sort | while read -r file; do
  grep -oE '^func Fuzz[A-Za-z0-9]+' "$file" | sed 's/func //' | while read -r target; do
    echo "fuzz: $target in $(dirname "$file")"
    if go test -run '^$' -fuzz "^$target\$" -fuzztime "${FUZZTIME:-20s}" -fuzzminimizetime 10x "./$(dirname "$file")" > "$said" 2>&1; then
      tail -n 1 "$said"
    else
      cat "$said"
      grep -q '^ *context deadline exceeded$' "$said"
    fi
  done
done
