# What the scripts beside this file share. Messages are in French first, then in English.
# shellcheck shell=bash

root_dir="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
configuration="${CONFIGURATION:-Release}"
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
# No compiler or build server stays behind: what a script starts ends with it.
export MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0 UseSharedCompilation=false

say() { printf '%s\n' "$*"; }

# Two lines and the end: what is missing, and what to do about it.
give_up() {
    printf '\n  ✗ %s\n    %s\n\n' "$1" "$2" >&2
    exit 1
}

have() { command -v "$1" >/dev/null 2>&1; }

# Runs a command as root: directly, or through sudo where that asks nothing.
as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; elif have sudo; then sudo -n "$@"; else return 1; fi
}

apt_updated=
apt_install() {
    if [ -z "$apt_updated" ]; then
        as_root apt-get update -qq >/dev/null || return 1
        apt_updated=1
    fi
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null </dev/null
}

need_dotnet() {
    have dotnet || give_up \
        "Le SDK .NET 10 est introuvable. Installez-le (paquet dotnet-sdk-10.0) puis relancez." \
        "The .NET 10 SDK was not found. Install it (package dotnet-sdk-10.0) and run this again."
    dotnet --list-sdks | grep -q '^10\.' || give_up \
        "Il faut le SDK .NET 10 ; cette machine a : $(dotnet --list-sdks | cut -d' ' -f1 | tr '\n' ' ')" \
        "The .NET SDK 10 is needed; this machine has the ones above."
}

has_server() { [ -x "$1/initdb" ] && [ -x "$1/postgres" ] && [ -x "$1/pg_ctl" ]; }

# Where the host will look too. A folder named in PGBIN is not second-guessed.
find_postgres() {
    local folder
    if [ -n "${PGBIN:-}" ]; then
        has_server "$PGBIN"
        return
    fi
    for folder in /usr/lib/postgresql/*/bin /usr/local/lib/postgresql/*/bin /opt/postgresql/*/bin /usr/pgsql*/bin /usr/local/pgsql/bin \
        /usr/libexec/postgresql "$(dirname "$(command -v initdb 2>/dev/null || echo /nowhere/initdb)")"; do
        if has_server "$folder"; then return 0; fi
    done
    return 1
}

# Debian's package would start a cluster of its own on port 5432; ours needs none.
install_postgres_debian() {
    local settings=/etc/postgresql-common/createcluster.conf
    apt_install postgresql-common || return 1
    if [ -f "$settings" ]; then
        as_root sed -i 's/^#\? *create_main_cluster *=.*/create_main_cluster = false/' "$settings" || return 1
    fi
    apt_install postgresql
}

need_postgres() {
    find_postgres && return 0
    [ -z "${PGBIN:-}" ] || give_up \
        "PGBIN nomme $PGBIN, où il n'y a pas de serveur PostgreSQL (postgres, initdb, pg_ctl)." \
        "PGBIN names a folder without a PostgreSQL server (postgres, initdb, pg_ctl)."
    say "→ PostgreSQL manque : installation (une seule fois) · PostgreSQL is missing: installing it, once"
    if have apt-get; then install_postgres_debian || true
    elif have dnf; then as_root dnf install -y -q postgresql-server >/dev/null || true
    elif have apk; then as_root apk add --quiet postgresql setpriv >/dev/null || true
    elif have brew; then brew install --quiet postgresql >/dev/null || true
    fi
    find_postgres || give_up \
        "Les programmes du serveur PostgreSQL (postgres, initdb) sont introuvables et n'ont pas pu être installés. Debian : apt-get install postgresql ; sinon indiquez leur dossier dans PGBIN." \
        "The PostgreSQL server's programs (postgres, initdb) were not found and could not be installed. Debian: apt-get install postgresql; otherwise name their folder in PGBIN."
}

# Two scripts of the web pages come from npm. The build goes on without them, and so do the pages.
want_npm() {
    [ -f "$root_dir/api/package.json" ] || return 0
    have npm && return 0
    say "→ npm manque : installation (une seule fois) · npm is missing: installing it, once"
    if have apt-get; then apt_install npm || true
    elif have dnf; then as_root dnf install -y -q npm >/dev/null || true
    elif have apk; then as_root apk add --quiet npm >/dev/null || true
    fi
    have npm || say "  npm n'a pas pu être installé ; les pages marchent sans leurs scripts · npm could not be installed; the pages work without their scripts"
}

want_chromium() {
    have chromium || have chromium-browser || have google-chrome && return 0
    say "→ Chromium manque : installation (une seule fois) · Chromium is missing: installing it, once"
    if have apt-get; then apt_install chromium || true; fi
    have chromium || say "  Chromium n'a pas pu être installé ; les essais des pages échoueront · Chromium could not be installed; the tests of the pages will fail"
}

# build PROJECT: silent when it succeeds, everything it said when it fails.
build() {
    local log
    log="$(mktemp)"
    if ! dotnet build "$root_dir/$1" -c "$configuration" -v quiet -nologo >"$log" 2>&1 </dev/null; then
        cat "$log" >&2
        rm -f "$log"
        give_up "La compilation a échoué (voir ci-dessus)." "The build failed (see above)."
    fi
    grep -E 'warning' "$log" | sort -u >&2 || true
    rm -f "$log"
}

# Where the data lives when nobody says otherwise; the same folder that the host would choose.
default_data() {
    if [ "$(id -u)" = 0 ]; then echo /var/lib/postmobile/data
    elif [ "$(uname)" = Darwin ]; then echo "$HOME/Library/Application Support/postmobile/data"
    else echo "${XDG_DATA_HOME:-$HOME/.local/share}/postmobile/data"; fi
}

# Whether somebody listens on a port of this machine.
is_open() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# free_port FIRST STEP: the first port from FIRST on that nobody listens on.
free_port() {
    local port=$1
    while is_open "$port"; do port=$((port + $2)); done
    echo "$port"
}

# kept_port FILE NAME FIRST: the port that FILE remembers under NAME, or the first one from FIRST on that is free and that
# FILE gives to nobody else. A silo that comes back on its old port replaces its own ghost at once, on another it waits for it.
kept_port() {
    local file=$1 name=$2 port
    port="$(sed -n "s/^$name=\([0-9]*\)$/\1/p" "$file" 2>/dev/null | head -n 1)"
    if [ -z "$port" ] || is_open "$port"; then
        port=$3
        while is_open "$port" || grep -q "=$port$" "$file" 2>/dev/null; do port=$((port + 1)); done
        { grep -v "^$name=" "$file" 2>/dev/null || true; echo "$name=$port"; } >"$file.new"
        mv "$file.new" "$file"
    fi
    echo "$port"
}

# http_get PORT PATH: the status line, the headers and the body, without any program but the shell.
http_get() {
    (
        exec 3<>"/dev/tcp/127.0.0.1/$1" || exit 1
        printf 'GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAccept: application/json\r\n\r\n' "$2" >&3
        timeout 10 cat <&3
    ) 2>/dev/null
}
