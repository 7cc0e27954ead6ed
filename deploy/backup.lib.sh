# What deploy/backup and deploy/restore share, beyond lib.sh.
# shellcheck shell=bash

stamp() { date -u +%Y%m%d-%H%M%S; }

# The private server's folder when none is named, as the host chooses it.
default_data() {
    if [ "$(id -u)" = 0 ]; then echo /var/lib/postmobile/data; else echo "${XDG_DATA_HOME:-$HOME/.local/share}/postmobile/data"; fi
}

# pg NAME: the newest installed program of PostgreSQL of that name.
pg() {
    local folder
    for folder in "${PGBIN:-}" $(ls -d /usr/lib/postgresql/*/bin /usr/pgsql*/bin /usr/local/pgsql/bin 2>/dev/null | sort -rV) \
        "$(dirname "$(command -v "$1" 2>/dev/null || echo /nowhere/none)")"; do
        if [ -n "$folder" ] && [ -x "$folder/$1" ]; then
            echo "$folder/$1"
            return 0
        fi
    done
    give_up "Le programme $1 de PostgreSQL est introuvable (Debian : apt-get install postgresql-client)." "PostgreSQL's program $1 was not found (Debian: apt-get install postgresql-client)."
}

# The product's own program; built when it is not there.
find_postmobile() {
    if [ -z "${POSTMOBILE_PROGRAM:-}" ]; then
        need_dotnet
        POSTMOBILE_PROGRAM="$root_dir/silo/bin/$configuration/net10.0/postmobile.dll"
        [ -f "$POSTMOBILE_PROGRAM" ] || build silo >&2
    fi
}

# Whether a server runs on a data folder now; a stale postmaster.pid is none.
server_runs() {
    local pid
    pid="$(head -n 1 "$1/pg/postmaster.pid" 2>/dev/null || true)"
    [ -n "$pid" ] && tr '\0' ' ' <"/proc/$pid/cmdline" 2>/dev/null | grep -qF "$1/pg"
}

# use_connection TEXT: names the database to libpq's programs, from an address (postgresql://…), from name=value pairs of
# libpq, or from a connection string as the host has it (Host=…;Port=…). Passwords go into the environment, never into a command line.
use_connection() {
    local pair name value
    if [[ "$1" != *";"* ]] && ! grep -qi '^ *\(host\|server\) *=[^ ]*$' <<<"$1"; then
        PGDATABASE="$1"
        export PGDATABASE
        return
    fi
    while IFS= read -r -d ';' pair; do
        name="$(tr '[:upper:]' '[:lower:]' <<<"${pair%%=*}" | tr -d ' ')"
        value="${pair#*=}"
        case "$name" in
            host | server) export PGHOST="$value" ;;
            port) export PGPORT="$value" ;;
            username | userid | user | uid) export PGUSER="$value" ;;
            password | pwd) export PGPASSWORD="$value" ;;
            database | db) export PGDATABASE="$value" ;;
            sslmode) export PGSSLMODE="$(tr '[:upper:]' '[:lower:]' <<<"$value")" ;;
        esac
    done < <(printf '%s;' "$1")
}

server_pid=
# start_server FOLDER: the private server on a folder that no host runs; its connection is then the one in use.
start_server() {
    local file="$work/connection"
    find_postmobile
    # exec: the process that is told to stop is the program itself.
    # The server's own account must reach what the host makes.
    (umask 022 && exec env -u ConnectionStrings__Postmobile PostgreSql__DataDirectory="$1" PostgreSql__ApplySchema=false dotnet "$POSTMOBILE_PROGRAM" postgres --write-connection "$file" >"$work/server.log" 2>&1 </dev/null) &
    server_pid=$!
    local deadline=$((SECONDS + 300))
    until [ -s "$file" ]; do
        kill -0 "$server_pid" 2>/dev/null && [ "$SECONDS" -lt "$deadline" ] || {
            tail -n 20 "$work/server.log" >&2
            give_up "Le serveur PostgreSQL n'a pas démarré sur $1." "The PostgreSQL server did not start on the folder above."
        }
        sleep 0.2
    done
    connection="$(cat "$file")"
    use_connection "$connection"
}

stop_server() {
    [ -n "$server_pid" ] || return 0
    kill -TERM "$server_pid" 2>/dev/null || true
    wait "$server_pid" 2>/dev/null || true
    server_pid=
}
