#!/bin/sh
# Beyond one machine, on one machine: a newsroom on PostgreSQL with a NATS node, and two edges that follow it, all on
# loopback and in a folder that is gone afterwards. `growth.sh start PROGRAM` runs until it is interrupted; meanwhile,
# elsewhere, `growth.sh watch PROGRAM` publishes once and shows the event as it comes to a reader of each edge.
set -eu

do=$1 program=$2
folder=${TMPDIR:-/tmp}/livebrief-growth
desk=127.0.0.1:18081
origin=127.0.0.1:18080 north=127.0.0.1:18082 south=127.0.0.1:18083

start() {
	if ! mkdir "$folder" 2>/dev/null; then
		echo "growth: $folder is there already: another one runs, or was killed; remove it and start again" >&2
		exit 73
	fi
	started=""
	trap stop EXIT
	trap 'exit 0' INT TERM
	database
	"$program" serve --sample --data "$folder/origin" --store "postgres:///postgres?host=$folder/pg&user=livebrief" \
		--listen $origin --desk $desk --nats-listen 127.0.0.1:0 >"$folder/origin.log" 2>&1 &
	started="$! $started"
	until_says "^desk " "$folder/origin.log"
	for edge in north south; do
		eval "at=\$$edge"
		"$program" edge --data "$folder/$edge" --nats "$folder/origin/edge.nats" --listen "$at" >"$folder/$edge.log" 2>&1 &
		started="$! $started"
	done
	for edge in north south; do until_says "readers" "$folder/$edge.log"; done
	echo "newsroom http://$origin/ukraine/   desk http://$desk"
	echo "edges    http://$north/ukraine/   http://$south/ukraine/"
	echo "Now, elsewhere: make growth-watch. Interrupt here to end all of it."
	wait
}

# database starts a PostgreSQL that only this folder can reach. It refuses to run as root, who lends it to another user.
database() {
	bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | tail -1)
	if [ -z "$bin" ]; then
		echo "growth: no PostgreSQL in /usr/lib/postgresql; install it (Debian: postgresql)" >&2
		exit 69
	fi
	mkdir "$folder/pg"
	as=""
	if [ "$(id -u)" = 0 ]; then
		chmod 755 "$folder"
		chown postgres "$folder/pg"
		as="setpriv --reuid=postgres --regid=postgres --clear-groups"
	fi
	(cd "$folder/pg" && $as "$bin/initdb" -D "$folder/pg/data" -U livebrief -A trust -E UTF8 --locale=C >"$folder/pg/initdb.log")
	(cd "$folder/pg" && exec $as "$bin/postgres" -D "$folder/pg/data" -k "$folder/pg" -c listen_addresses= >"$folder/pg/log" 2>&1) &
	started="$! $started"
	until_says "ready to accept connections" "$folder/pg/log"
}

# until_says waits for words in a file that somebody else writes.
until_says() {
	for _ in $(seq 300); do
		grep -q "$1" "$2" 2>/dev/null && return
		sleep 0.1
	done
	echo "growth: it did not start; $2 says" >&2
	cat "$2" >&2
	exit 69
}

# stop ends what was started, the last first, and waits for it.
stop() {
	trap - EXIT
	for pid in $started; do
		kill -INT "$pid" 2>/dev/null || :
		wait "$pid" 2>/dev/null || :
	done
	rm -rf "$folder"
}

watch() {
	if [ ! -d "$folder/origin" ]; then
		echo "growth: nothing runs; start it first with make growth" >&2
		exit 69
	fi
	for edge in north south; do
		eval "at=\$$edge"
		curl -sN --max-time 20 "http://$at/ukraine/live" >"$folder/$edge.stream" &
		eval "pid_$edge=$!"
		until_says "event: hello" "$folder/$edge.stream"
	done
	words="Published once, at $(date -u +%H:%M:%S)"
	"$program" publish --data "$folder/origin" --briefing ukraine --headline "$words" --track world --kind event --label official --rests-on https://example.org/ --outlet Example
	for edge in north south; do
		eval "at=\$$edge pid=\$pid_$edge"
		until_says "$words" "$folder/$edge.stream"
		kill "$pid" 2>/dev/null || :
		echo "$at: $(grep -B2 "$words" "$folder/$edge.stream" | grep '^id: ' | tail -1)  $words"
	done
	for at in $origin $north $south; do
		echo "$at/ukraine/record/checkpoint: $(curl -s "http://$at/ukraine/record/checkpoint" | sed -n 2,3p | tr '\n' ' ')"
	done
}

case $do in
start | watch) $do ;;
*)
	echo "growth: start or watch" >&2
	exit 64
	;;
esac
