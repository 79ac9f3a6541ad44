# shellcheck shell=bash
# Sourced by run and check, after root=CHECKOUT: where the build lives, and how one preset is configured and built.

# build/ and out/ go into the checkout, or into the user's cache when somebody else owns the checkout.
# shellcheck disable=SC2154,SC2174
find_place() {
  local folder key
  place=$root
  for folder in "$root" "$root/build" "$root/build/log" "$root/build/release" "$root/out"; do
    [[ -e $folder && ! -w $folder ]] && place=''
  done
  [[ -n $place ]] && return 0
  key=wallflip-$(cksum <<<"$root" | cut -d' ' -f1)
  for folder in "${XDG_CACHE_HOME:-}" "${HOME:+$HOME/.cache}" "${TMPDIR:-/tmp}/cache-of-$(id -u)"; do
    if [[ -n $folder ]] && mkdir -p -m 700 "$folder/$key" 2>/dev/null && [[ -O $folder/$key && -w $folder/$key ]]; then
      place=$folder/$key
      return 0
    fi
  done
  echo "wallflip: no writable place for the build; set TMPDIR to one" >&2
  return 1
}

python=/usr/bin/python3  # the distribution's, whatever pyenv or conda put in front of it
[[ -x $python ]] || python=python3

# configure PRESET [-DNAME=VALUE...]: does nothing when nothing changed. After that ninja re-runs CMake by itself.
configure() {
  local preset=$1 dir=$place/build/$1 wanted
  shift
  wanted="$root $*"
  if [[ -f $dir/CMakeCache.txt ]] && ! grep -qxF "CMAKE_HOME_DIRECTORY:INTERNAL=$root" "$dir/CMakeCache.txt"; then
    rm -rf "$dir"  # the checkout was moved or copied, and a CMake cache cannot move
  fi
  if [[ -f $dir/build.ninja && $dir/configured -nt $root/CMakePresets.json && $(<"$dir/configured") == "$wanted" ]]; then
    return 0
  fi
  (cd "$root" && cmake --preset "$preset" -B "$dir" "$@") && echo "$wanted" >"$dir/configured"
}

# build PRESET [TARGET...]
build() {
  local dir=$place/build/$1
  shift
  cmake --build "$dir" ${1:+--target "$@"}
}
