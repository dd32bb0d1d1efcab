#!/usr/bin/env bash
# Runs every test. On a fresh Debian or Ubuntu machine with Rust it installs what is missing first:
# PostgreSQL with contrib (no server is left running), and Alembic in .venv. Later runs skip all that.
# Arguments go to `cargo test`.
set -euo pipefail
cd "$(dirname "$0")/.."

# Pinned so that a run means the same tomorrow.
python_packages=(alembic==1.20.1 sqlalchemy==2.1.9 'psycopg[binary]==3.3.9' psycopg2-binary==2.9.13)
venv="$PWD/.venv"

say()  { echo "tests/run.sh: $*" >&2; }
fail() { say "$*"; exit 1; }

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"
    elif command -v sudo >/dev/null; then sudo "$@"
    else fail "needs root or sudo for: $*"; fi
}

# quietly COMMAND...: shows the output only of a command that failed.
quietly() {
    local log status=0
    log=$(mktemp)
    "$@" >"$log" 2>&1 || status=$?
    [ "$status" = 0 ] || cat "$log" >&2
    rm -f "$log"
    return "$status"
}

apt_updated=
install_packages() {
    command -v apt-get >/dev/null || fail "please install: $* (no apt-get here)"
    say "installing $*"
    if [ -z "$apt_updated" ]; then
        quietly as_root apt-get update || fail "apt-get update failed"
        apt_updated=yes
    fi
    quietly as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@" \
        || fail "could not install $*"
}

# The newest folder that holds a whole PostgreSQL server with contrib's extensions.
postgres_bin() {
    local bin share
    for bin in $(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -t/ -k5 -rV) $(dirname "$(command -v initdb || echo /)" ); do
        share=$("$bin/pg_config" --sharedir 2>/dev/null || echo "/usr/share/postgresql/$(basename "$(dirname "$bin")")")
        if [ -x "$bin/initdb" ] && [ -x "$bin/psql" ] && [ -x "$bin/pg_dump" ] && [ -e "$share/extension/btree_gist.control" ]; then
            echo "$bin"
            return 0
        fi
    done
    return 1
}

install_postgres() {
    # Debian's package would create a server on port 5432 and start it: tell it not to, for as long as this takes.
    local no_server=/etc/postgresql-common/createcluster.d/sql2rev-tests.conf
    as_root mkdir -p "$(dirname "$no_server")"
    echo 'create_main_cluster = false' | as_root tee "$no_server" >/dev/null
    trap "as_root rm -f '$no_server'" EXIT
    install_packages postgresql postgresql-contrib
    as_root rm -f "$no_server"
    trap - EXIT
}

# A server refuses to run as root, so the tests start it as the user that Debian's package creates.
check_postgres_user() {
    [ "$(id -u)" != 0 ] || id postgres >/dev/null 2>&1 || as_root useradd --system --shell /bin/sh postgres
}

# A Python that can make virtual environments.
usable_python() {
    local python
    for python in python3 /usr/bin/python3 python3.{14,13,12,11,10}; do
        python=$(command -v "$python") || continue
        if "$python" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 10))' >/dev/null 2>&1; then
            echo "$python"
            return 0
        fi
    done
    return 1
}

prepare_python() {
    local python stamp="$venv/installed"
    if [ -x "$venv/bin/python" ] && [ "$(cat "$stamp" 2>/dev/null)" = "${python_packages[*]}" ] \
        && "$venv/bin/python" -c 'import alembic, sqlalchemy, psycopg, psycopg2' >/dev/null 2>&1; then
        return 0
    fi
    python=$(usable_python) || { install_packages python3 python3-venv; python=$(usable_python); } \
        || fail "no Python of 3.10 or later that has venv and ensurepip"
    say "making .venv with ${python_packages[*]}"
    rm -rf "$venv"
    "$python" -m venv "$venv"
    quietly "$venv/bin/python" -m pip install --disable-pip-version-check --quiet "${python_packages[@]}" \
        || fail "could not install the Python packages"
    echo "${python_packages[*]}" >"$stamp"
}

command -v cargo >/dev/null || fail "Rust is missing: see https://rustup.rs"
# Crates need a linker; a machine with nothing but Rust may lack one.
command -v cc >/dev/null || install_packages build-essential
# Certificates for the test of TLS.
command -v openssl >/dev/null || install_packages openssl
SQL2REV_TEST_PG_BIN=$(postgres_bin) || { install_postgres; SQL2REV_TEST_PG_BIN=$(postgres_bin); } \
    || fail "no complete PostgreSQL found after installing it"
check_postgres_user
prepare_python

export SQL2REV_TEST_PG_BIN
export SQL2REV_TEST_PYTHON="$venv/bin/python"
exec cargo test --locked "$@"
