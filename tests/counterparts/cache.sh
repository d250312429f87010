# shellcheck shell=bash
# Sourced by the recipes beside it: one place outside the checkout that keeps what they build.
# A recipe prints the path of its program on standard output and everything else on standard error.

# shellcheck disable=SC2034  # used by the recipes
cache=${XDG_CACHE_HOME:-$HOME/.cache}/mesh
recipes=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

say() { printf '%s\n' "$*" >&2; }

# once TARGET TITLE BUILDER: makes the directory TARGET by running `BUILDER scratch-directory`, unless it is there already.
# Two runs at once build it once; a build that was cut short leaves nothing behind that looks finished. What a network
# failed to give is asked for three times.
once() {
  local target=$1 title=$2 builder=$3 started scratch tries=1
  [ -d "$target" ] && return 0
  mkdir -p "$(dirname "$target")"
  exec 9>"$target.lock"
  flock 9
  if [ ! -d "$target" ]; then
    started=$SECONDS
    say "$title ..."
    scratch=$(mktemp -d "$target.XXXXXX")
    until "$builder" "$scratch" >"$target.log" 2>&1; do
      tail -n 20 "$target.log" >&2
      rm -rf "$scratch"
      if [ $tries -eq 3 ]; then
        say "failed; the whole log is $target.log"
        return 1
      fi
      tries=$((tries + 1))
      say "failed; once more ..."
      scratch=$(mktemp -d "$target.XXXXXX")
    done
    chmod 755 "$scratch"
    mv "$scratch" "$target"
    say "  done in $((SECONDS - started)) s, kept in $target"
  fi
  exec 9>&-
}

# go_tool_build MODULE-FOLDER VERSION PACKAGE LDFLAGS SCRATCH: builds one program of a pinned module into SCRATCH.
go_tool_build() {
  local go
  go=$("$recipes/go") || return 1
  (cd "$recipes/$1" && GOTOOLCHAIN=local GOWORK=off CGO_ENABLED=0 "$go" build -mod=readonly -trimpath -buildvcs=false \
    -ldflags "-s -w $4" -o "$5/$2" "$3")
}

# go_module_folder MODULE-FOLDER MODULE: prints where the sources of a dependency of a pinned module are.
go_module_folder() {
  local go folder
  go=$("$recipes/go") || return 1
  folder=$(cd "$recipes/$1" && GOTOOLCHAIN=local GOWORK=off "$go" mod download -json "$2" | sed -n 's/^\t"Dir": "\(.*\)",$/\1/p')
  [ -d "$folder" ] && echo "$folder"
}

# kubernetes_version VERSION: the linker flags that tell a Kubernetes program its version; without them it reports one
# that clients cannot parse.
kubernetes_version() {
  local rest=${1#*.}
  echo "-X k8s.io/component-base/version.gitVersion=v$1" \
    "-X k8s.io/component-base/version.gitMajor=${1%%.*} -X k8s.io/component-base/version.gitMinor=${rest%%.*}"
}
