#!/bin/sh
# Runs every fuzz target for FUZZTIME (20 s when not set), one after the other. Making inputs smaller would take most of
# that time, and one that is made smaller at its end fails the run.
set -eu
cd "$(dirname "$0")/.."
grep -rlE '^func Fuzz' --include='*_test.go' internal | sort | while read -r file; do
  grep -oE '^func Fuzz[A-Za-z0-9]+' "$file" | sed 's/func //' | while read -r target; do
    echo "fuzz: $target in $(dirname "$file")"
    go test -run '^$' -fuzz "^$target\$" -fuzztime "${FUZZTIME:-20s}" -fuzzminimizetime 10x "./$(dirname "$file")"
  done
done
