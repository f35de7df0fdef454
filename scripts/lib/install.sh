# shellcheck shell=bash
# shellcheck disable=SC2034  # what is set here is for whoever sources this
# Installs what the scripts need and the machine lacks. To be sourced, by a script with `set -euo pipefail`.
#
#   need_root WHY                 end with an explanation unless root, or sudo, is at hand
#   install_packages PACKAGE…     Debian packages that are missing
#   ensure_go                     is Go there, and new enough for go.mod
#   ensure_node                   Node 20.19 or newer and npm, in PATH
#   ensure_browser                Debian's Chromium
#   ensure_asterisk               an Asterisk of version 20 or newer; sets
#       ASTERISK_BIN  (array)     the command that starts it
#       ASTERISK_ROOT             folder it was unpacked in, empty for an installed one
#       ASTERISK_VERSION  ASTERISK_MODULES  ASTERISK_DATA
#
# Each is quick and silent when there is nothing to do. Environment:
#   CALLFLOW_CACHE                where an Asterisk is unpacked, and a Node (default /var/cache/callflow)
#   CALLFLOW_ASTERISK_FROM        installed, package or unpacked: use this kind only

CALLFLOW_CACHE=${CALLFLOW_CACHE:-/var/cache/callflow}
ASTERISK_BIN=()
ASTERISK_ROOT=
ASTERISK_VERSION=
ASTERISK_MODULES=
ASTERISK_DATA=

say() { printf '%s\n' "$*" >&2; }
die() {
  printf '%s: %s\n' "${0##*/}" "$*" >&2
  exit 1
}

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

# need_root WHY
need_root() {
  [ "$(id -u)" = 0 ] && return 0
  command -v sudo >/dev/null || die "root is needed to $1, and there is no sudo. Run this script once as root."
  if sudo -n true 2>/dev/null; then return 0; fi
  [ -t 0 ] || die "root is needed to $1, and sudo would ask for a password. Run this script once as root, or in a terminal."
  say "Root is needed to $1; sudo will ask for your password."
  sudo -v || die "sudo refused; root is needed to $1."
}

package_installed() {
  [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null || true)" = installed ]
}

# run_apt ARGUMENT…: apt-get without questions, waiting while another apt works.
run_apt() {
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=600 -o Dpkg::Use-Pty=0 "$@"
}

# quietly COMMAND…: shows its output only when it fails.
quietly() {
  local log status=0
  log=$(mktemp)
  "$@" >"$log" 2>&1 || status=$?
  [ "$status" = 0 ] || tail -n 40 "$log" >&2
  rm -f "$log"
  return "$status"
}

# install_packages PACKAGE…
install_packages() {
  local package missing=()
  for package in "$@"; do
    package_installed "$package" || missing+=("$package")
  done
  [ "${#missing[@]}" -gt 0 ] || return 0
  command -v apt-get >/dev/null ||
    die "these are missing, and there is no apt-get to install them: ${missing[*]}. Install them, then run this again."
  need_root "install ${missing[*]}"
  say "Installing ${missing[*]} …"
  # The lists may be fresh enough; if not, fetch them once and try again.
  if ! quietly run_apt install --no-install-recommends "${missing[@]}" 2>/dev/null; then
    say "  … fetching the lists of packages"
    # A mirror that refuses one list does not matter as long as the packages are found.
    quietly run_apt update || say "  … some lists could not be fetched; going on with what is there"
    quietly run_apt install --no-install-recommends "${missing[@]}" ||
      die "could not install ${missing[*]}; what apt-get said is above."
  fi
  say "  … installed"
}

# ensure_go
ensure_go() {
  local wanted found root
  root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
  command -v go >/dev/null || [ ! -x /usr/local/go/bin/go ] || PATH=$PATH:/usr/local/go/bin
  wanted=$(awk '$1 == "go" {print $2; exit}' "$root/go.mod" 2>/dev/null || true)
  command -v go >/dev/null ||
    die "Go is missing${wanted:+ (version $wanted or newer is needed)}. Install it from https://go.dev/dl and put its bin folder in PATH."
  # Outside the module, so that go does not fetch another toolchain just to say its version.
  found=$(cd / && GOTOOLCHAIN=local go env GOVERSION)
  found=${found#go}
  found=${found%% *}
  if [ -n "$wanted" ] && ! version_at_least "$found" "$wanted"; then
    case $(go env GOTOOLCHAIN) in
      local*) die "Go $found is too old; go.mod asks for $wanted. Install a newer one from https://go.dev/dl." ;;
      *) say "Go $found is older than the $wanted that go.mod asks for; go will fetch that itself." ;;
    esac
  fi
}

# --- Node and a browser --------------------------------------------------------------------------------------------------------

node_wanted=20.19

# node_fits: is there a Node in PATH that is new enough, with npm?
node_fits() {
  local found
  found=$(node --version 2>/dev/null) || return 1
  version_at_least "${found#v}" "$node_wanted" && command -v npm >/dev/null
}

# ensure_node: what is in PATH; else Debian's; else, with Debian's npm, the package of npm's that has a Node in it.
ensure_node() {
  local root=$CALLFLOW_CACHE/node arch candidate
  node_fits && return 0
  if [ -x "$root/bin/node" ]; then
    PATH=$root/bin:$PATH
    node_fits && return 0
  fi
  command -v apt-cache >/dev/null ||
    die "Node $node_wanted or newer is needed to build the console, with npm. Install it, then run this again."
  candidate=$(apt-cache policy nodejs 2>/dev/null | sed -n 's/^ *Candidate: *\([0-9.]*\).*/\1/p')
  if [ -n "$candidate" ] && version_at_least "$candidate" "$node_wanted"; then
    # Some packages of nodejs bring npm along, and then there is no other.
    install_packages nodejs
    command -v npm >/dev/null || install_packages npm
    node_fits && return 0
  fi
  case $(uname -m) in
    x86_64) arch=x64 ;;
    aarch64) arch=arm64 ;;
    *) die "Node $node_wanted or newer is needed to build the console, and this script knows none for $(uname -m). Install it, then run this again." ;;
  esac
  command -v npm >/dev/null || install_packages npm
  say "Fetching a Node into $root, because this system's is older than $node_wanted: 100 MB, once for this machine."
  need_root "put a Node into $root"
  as_root mkdir -p "$root/bin"
  quietly as_root npm install --prefix "$root" --ignore-scripts --no-audit --no-fund "node-linux-$arch@22" npm@11 ||
    die "npm could not fetch a Node; what it said is above. Install Node $node_wanted or newer, then run this again."
  as_root ln -sf "../node_modules/node-linux-$arch/bin/node" "$root/bin/node"
  as_root ln -sf ../node_modules/npm/bin/npm-cli.js "$root/bin/npm"
  as_root ln -sf ../node_modules/npm/bin/npx-cli.js "$root/bin/npx"
  PATH=$root/bin:$PATH
  node_fits || die "the Node in $root does not run. Remove that folder and try again."
}

# ensure_browser: Debian's Chromium, for tests of pages; sets CHROMIUM.
ensure_browser() {
  CHROMIUM=$(command -v chromium || true)
  if [ -z "$CHROMIUM" ]; then
    install_packages chromium fonts-dejavu-core
    CHROMIUM=$(command -v chromium) || die "the package chromium has no program chromium."
  fi
  export CHROMIUM
}

# version_at_least HAVE WANT
version_at_least() {
  [ "$(printf '%s\n%s\n' "$2" "$1" | sort -V | head -n 1)" = "$2" ]
}

# --- Asterisk ---------------------------------------------------------------------------------------------------------------

# asterisk_version COMMAND…: prints such as 22.10.1, nothing when it does not run.
asterisk_version() {
  "$@" -V 2>/dev/null | sed -n 's/^Asterisk \(certified\/\)\{0,1\}\([0-9][0-9.]*\).*/\2/p' | head -n 1
}

# multiarch: the folder name of this machine's libraries, such as x86_64-linux-gnu.
multiarch() {
  case $(uname -m) in
    x86_64) echo x86_64-linux-gnu ;;
    aarch64) echo aarch64-linux-gnu ;;
    *) die "no Asterisk is installed, and unpacking one is only prepared for x86_64 and aarch64, not $(uname -m)." ;;
  esac
}

# unpacked_loader ROOT: the dynamic loader of an unpacked system.
unpacked_loader() {
  local loader
  for loader in "$1"/lib64/ld-linux-x86-64.so.2 "$1"/lib/ld-linux-aarch64.so.1; do
    [ -x "$loader" ] && echo "$loader" && return 0
  done
  return 1
}

# use_unpacked ROOT: its program is run by its own loader and libraries. That needs neither chroot nor root, and every path
# in Asterisk's configuration is an ordinary one of this machine.
use_unpacked() {
  local root=$1 loader arch
  [ -x "$root/usr/sbin/asterisk" ] || return 1
  loader=$(unpacked_loader "$root") || return 1
  arch=$(multiarch)
  ASTERISK_BIN=("$loader" --library-path "$root/usr/lib/$arch:$root/usr/lib" "$root/usr/sbin/asterisk")
  ASTERISK_VERSION=$(asterisk_version "${ASTERISK_BIN[@]}")
  [ -n "$ASTERISK_VERSION" ] || return 1
  ASTERISK_ROOT=$root
  ASTERISK_MODULES=$root/usr/lib/$arch/asterisk/modules
  ASTERISK_DATA=$root/usr/share/asterisk
}

# configured_folder KEY: what the installed Asterisk's own configuration says.
configured_folder() {
  sed -n "s/^ *$1 *=>\{0,1\} *\([^ ;]*\).*/\1/p" /etc/asterisk/asterisk.conf 2>/dev/null | tail -n 1
}

# use_installed: an Asterisk in PATH, if it is new enough.
use_installed() {
  local binary candidate
  binary=$(PATH=$PATH:/usr/sbin:/usr/local/sbin command -v asterisk) || return 1
  ASTERISK_VERSION=$(asterisk_version "$binary")
  [ -n "$ASTERISK_VERSION" ] || return 1
  if ! version_at_least "$ASTERISK_VERSION" 20; then
    say "The installed Asterisk $ASTERISK_VERSION is older than 20: not used."
    return 1
  fi
  for candidate in "$(configured_folder astmoddir)" "/usr/lib/$(uname -m)-linux-gnu/asterisk/modules" \
    /usr/lib64/asterisk/modules /usr/lib/asterisk/modules /usr/local/lib/asterisk/modules; do
    [ -e "$candidate/res_ari.so" ] && ASTERISK_MODULES=$candidate && break
  done
  for candidate in "$(configured_folder astdatadir)" /usr/share/asterisk /var/lib/asterisk /usr/local/share/asterisk; do
    [ -e "$candidate/documentation" ] && ASTERISK_DATA=$candidate && break
  done
  if [ -z "$ASTERISK_MODULES" ] || [ -z "$ASTERISK_DATA" ]; then
    say "The installed $binary has no ARI modules or no data folder that could be found: not used."
    return 1
  fi
  ASTERISK_BIN=("$binary")
  ASTERISK_ROOT=
}

# install_asterisk_package: the distribution's own, without letting its service start beside what may run here.
install_asterisk_package() {
  local version policy=/usr/sbin/policy-rc.d made=
  command -v apt-cache >/dev/null || return 1
  version=$(apt-cache policy asterisk 2>/dev/null | sed -n 's/^ *Candidate: *\([0-9]*:\)\{0,1\}\([0-9.]*\).*/\2/p')
  [ -n "$version" ] && version_at_least "$version" 20 || return 1
  need_root "install Asterisk $version"
  if [ ! -e "$policy" ]; then
    printf '#!/bin/sh\nexit 101\n' | as_root tee "$policy" >/dev/null
    as_root chmod 755 "$policy"
    made=1
  fi
  (install_packages asterisk asterisk-core-sounds-en-wav asterisk-moh-opsound-wav) || version=
  [ -z "$made" ] || as_root rm -f "$policy"
  [ -n "$version" ] || return 1
  # It was not here before us, so its service need not come up at the next boot either.
  as_root systemctl disable asterisk >/dev/null 2>&1 || true
}

# debian_mirror: the first Debian archive that the machine's own apt uses.
debian_mirror() {
  local file mirror
  for file in /etc/apt/sources.list /etc/apt/sources.list.d/*.list /etc/apt/sources.list.d/*.sources; do
    [ -r "$file" ] || continue
    case $file in
      *.sources)
        mirror=$(awk '
          function flush() { if (deb && on && main && uri != "" && !done) { print uri; done = 1 } deb = 0; on = 1; main = 0; uri = "" }
          BEGIN { on = 1 }
          /^[ \t]*$/ { flush(); next }
          /^#/ { next }
          { key = tolower($1) }
          key == "types:" { for (i = 2; i <= NF; i++) if ($i == "deb") deb = 1 }
          key == "enabled:" && tolower($2) == "no" { on = 0 }
          key == "uris:" { uri = $2 }
          key == "suites:" { for (i = 2; i <= NF; i++) if ($i ~ /security/) on = 0 }
          key == "components:" { for (i = 2; i <= NF; i++) if ($i == "main") main = 1 }
          END { flush() }' "$file")
        ;;
      *)
        mirror=$(sed 's/#.*//; s/\[[^]]*\]//' "$file" |
          awk '$1 == "deb" && $3 !~ /security/ { for (i = 4; i <= NF; i++) if ($i == "main") { print $2; exit } }')
        ;;
    esac
    mirror=${mirror#mirror+}
    case $mirror in
      http://* | https://* | file:*)
        # A repository of something else can have a `main` too: only Debian's has this suite's name in its path.
        case $mirror in
          */debian | */debian/ | *debian*) echo "${mirror%/}" && return 0 ;;
        esac
        ;;
    esac
  done
  return 1
}

# unpack_asterisk ROOT: debootstrap of Debian's newest suite, beside and then renamed, so that a half-made one is never used.
unpack_asterisk() {
  local root=$1 partial=$1.partial mirror lock key keyring=
  mirror=$(debian_mirror) || die "no Asterisk 20 or newer is installed or packaged here, and apt's configuration names no Debian archive to take one from. Install Asterisk 20 or newer, then run this again."
  need_root "unpack an Asterisk into $root (570 MB), because this system has no package of version 20 or newer"
  install_packages debootstrap
  as_root mkdir -p "${root%/*}"
  lock=${root%/*}/.lock
  as_root touch "$lock"
  as_root chmod 666 "$lock"
  exec 8<"$lock"
  if ! flock -n 8; then
    say "Another script is unpacking an Asterisk into $root; waiting for it …"
    flock 8
  fi
  # It may have been made while this one waited.
  if use_unpacked "$root"; then
    exec 8<&-
    return 0
  fi
  say "Unpacking Asterisk from Debian's newest suite into $root: about a minute, 570 MB, once for this machine."
  remove_unpacked "$partial"
  remove_unpacked "$root"
  for key in /usr/share/keyrings/debian-archive-keyring.gpg /usr/share/keyrings/debian-archive-keyring.pgp; do
    [ -r "$key" ] && keyring=$key && break
  done
  [ -n "$keyring" ] || install_packages debian-archive-keyring
  if ! as_root debootstrap --variant=minbase ${keyring:+--keyring="$keyring"} \
    --include=asterisk,asterisk-core-sounds-en-wav,asterisk-moh-opsound-wav sid "$partial" "$mirror" 8<&- 2>&1 | show_progress; then
    as_root tail -n 15 "$partial/debootstrap/debootstrap.log" >&2 2>/dev/null || true
    die "debootstrap could not make $partial; the end of its log is above. Nothing else was changed; run this again to retry."
  fi
  # Downloaded packages are not needed any more.
  as_root find "$partial/var/cache/apt/archives" -name '*.deb' -delete
  as_root mv "$partial" "$root"
  exec 8<&-
  use_unpacked "$root" || die "the Asterisk in $root does not run: ${root}/usr/sbin/asterisk -V prints nothing. Remove $root and try again."
}

# remove_unpacked FOLDER: also one that was interrupted while /proc and /sys were mounted in it; never what is mounted there.
remove_unpacked() {
  local mounted
  [ -e "$1" ] || return 0
  while mounted=$(awk -v folder="$1/" 'index($2, folder) == 1 { print $2 }' /proc/mounts | tail -n 1) && [ -n "$mounted" ]; do
    as_root umount "$mounted" || die "something is mounted in $1, and cannot be unmounted: $mounted"
  done
  as_root rm -rf --one-file-system "$1"
}

# show_progress: debootstrap's lines as one line that counts, or a line for every 50 where nobody watches.
show_progress() {
  awk -v terminal="$([ -t 2 ] && echo 1 || echo 0)" '
    { line = $0; sub(/^I: /, "", line) }
    /^(W|E): / { if (terminal) printf "\r\033[K" > "/dev/stderr"; print "  " $0 > "/dev/stderr"; next }
    { n++; if (length(line) > 70) line = substr(line, 1, 70)
      if (terminal) printf "\r\033[K  … %d %s", n, line > "/dev/stderr"
      else if (n % 50 == 1) print "  … " line > "/dev/stderr"
      fflush("/dev/stderr") }
    END { if (terminal) printf "\r\033[K" > "/dev/stderr" }'
}

# ensure_asterisk
ensure_asterisk() {
  local from=${CALLFLOW_ASTERISK_FROM:-} root=$CALLFLOW_CACHE/asterisk-root
  case $from in '' | installed | package | unpacked) ;; *) die "CALLFLOW_ASTERISK_FROM is '$from'; it can be installed, package or unpacked." ;; esac
  if [ "$from" != unpacked ] && use_installed; then return 0; fi
  [ "$from" != installed ] || die "no installed Asterisk 20 or newer was found in PATH."
  if [ "$from" != package ] && use_unpacked "$root"; then return 0; fi
  if [ "$from" != unpacked ] && install_asterisk_package && use_installed; then return 0; fi
  [ "$from" != package ] || die "apt has no package asterisk of version 20 or newer."
  unpack_asterisk "$root"
}
