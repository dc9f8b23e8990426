#!/bin/sh
# Installs what the tests need and is not there yet: Chromium and PostgreSQL on Debian as root, axe-core by npm.
# Elsewhere it says what will be skipped. Running it again changes nothing.
set -eu
cd "$(dirname "$0")"

have() { command -v "$1" >/dev/null 2>&1; }

missing=""
have chromium || missing="$missing chromium"
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || have initdb || missing="$missing postgresql"

if [ -n "$missing" ]; then
  if [ "$(id -u)" = 0 ] && have apt-get; then
    echo "prepare: installing$missing"
    apt-get update -qq
    # No cluster is made and no service started: the tests make their own, in a temporary folder.
    mkdir -p /etc/postgresql-common
    [ -f /etc/postgresql-common/createcluster.conf ] || echo "create_main_cluster = false" >/etc/postgresql-common/createcluster.conf
    # shellcheck disable=SC2086
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing fonts-noto-core >/dev/null
  else
    echo "prepare: not here:$missing (install them, or the tests that need them say that they are skipped)"
  fi
fi

if [ ! -f node_modules/axe-core/axe.min.js ]; then
  if have npm; then
    echo "prepare: installing the test packages of package-lock.json"
    npm ci --silent --no-audit --no-fund || echo "prepare: npm could not install them; the accessibility test will be skipped"
  else
    echo "prepare: not here: npm (the accessibility test will be skipped)"
  fi
fi
