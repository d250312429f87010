# shellcheck shell=bash
# Sourced by demo and test: installs what is missing, builds the programs, and says what it does.

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
build=${MESH_BUILD_DIR:-$top/build}
# shellcheck disable=SC2034  # used by the scripts that source this file
version=$(sed -n 's/^project(mesh VERSION \([0-9.]*\).*/\1/p' "$top/CMakeLists.txt")

# A build in another checkout of the same sources finds this one's objects.
export CCACHE_BASEDIR=$top CCACHE_NOHASHDIR=true

bold='' plain=''
if [ -t 1 ] && [ -z "${NO_COLOR:-}" ]; then bold=$'\e[1m' plain=$'\e[0m'; fi

heading() { printf '\n%s== %s%s\n' "$bold" "$*" "$plain"; }
note() { printf '   %s\n' "$*"; }
die() { printf 'FAILED: %s\n' "$*" >&2; exit 1; }

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else command -v sudo >/dev/null || die "installing packages needs root or sudo"; sudo "$@"; fi
}

# install_packages build|test: what scripts/packages.txt names for it and this machine lacks.
install_packages() {
  local wanted have missing log=/tmp/mesh-packages.$$.log
  wanted=$(awk -v which="$1" '$1 == "build" || $1 == which {print $2}' "$top/scripts/packages.txt" | sort -u)
  # shellcheck disable=SC2086  # package names have no spaces
  # dpkg-query fails where one is unknown, and still prints the others.
  have=$({ dpkg-query -W -f '${Package} ${db:Status-Abbrev}\n' $wanted 2>/dev/null || true; } | awk '$2 == "ii" {print $1}' | sort -u)
  missing=$(comm -23 <(echo "$wanted") <(echo "$have"))
  [ -n "$missing" ] || return 0
  note "installing $(wc -w <<<"$missing") Debian packages (about a minute, once):" "$(tr '\n' ' ' <<<"$missing")"
  # shellcheck disable=SC2086
  if ! { as_root apt-get update -qq -o Acquire::Retries=3 && as_root env DEBIAN_FRONTEND=noninteractive \
           apt-get install -y -qq -o Acquire::Retries=3 --no-install-recommends $missing; } >"$log" 2>&1 </dev/null; then
    tail -n 15 "$log" >&2
    die "apt-get could not install them; the whole log is $log"
  fi
  rm -f "$log"
}

# build_preset PRESET TARGET...: configures where needed and builds, with a line per tenth of the work.
build_preset() {
  local preset=$1 dir=$build started=$SECONDS
  shift
  [ "$preset" = release ] || dir=$build/$preset
  mkdir -p "$dir"
  if [ ! -e "$dir/build.ninja" ] || [ "$top/CMakePresets.json" -nt "$dir/build.ninja" ]; then
    note "configuring the $preset build"
    cmake --preset "$preset" -S "$top" -B "$dir" >"$dir/configure.log" 2>&1 || { tail -n 30 "$dir/configure.log" >&2; die "cmake --preset $preset"; }
  fi
  NINJA_STATUS='%p %f/%t ' ninja -C "$dir" "$@" 2>&1 | tee "$dir/build.log" | show_progress "$preset" "$started" || {
    grep -A 40 -m 1 '^FAILED' "$dir/build.log" >&2 || tail -n 30 "$dir/build.log" >&2
    die "the $preset build; the whole log is $dir/build.log"
  }
  note "built ($preset) in $((SECONDS - started)) s"
}

# show_progress PRESET STARTED: of a build on standard input, a line per tenth of the work once it takes longer than 5 s.
show_progress() {
  local line percent shown=0
  while IFS= read -r line; do
    [[ $line =~ ^\ *([0-9]+)% ]] || continue
    percent=${BASH_REMATCH[1]}
    if [ $((SECONDS - $2)) -ge 5 ] && [ "$percent" -ge $((shown + 10)) ]; then
      shown=$((percent / 10 * 10))
      note "building ($1): $shown% after $((SECONDS - $2)) s"
    fi
  done
}
