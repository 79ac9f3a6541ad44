# shellcheck shell=bash
# Sourced by run and check: which distribution packages are needed, which are missing, and how they get installed.
# Debian 12 and 13 and Ubuntu. The package manager is started only when something is missing.

# level | package, or several by preference where distributions name it differently | what also counts as installed:
#         a command, or a file pattern that begins with /
package_table='
run   | g++                                 | g++
run   | cmake                               | cmake
run   | ninja-build                         | ninja
run   | pkg-config pkgconf                  | pkg-config
run   | python3                             | python3
run   | python3-glad                        |
run   | libimgui-dev                        |
run   | libstb-dev                          |
run   | libglfw3-dev                        |
run   | nlohmann-json3-dev                  |
run   | doctest-dev                         |
run   | libfmt-dev                          |
run   | libcli11-dev                        |
run   | libmd4c-dev                         |
run   | fonts-inter                         |
run   | fonts-jetbrains-mono                |
check | clang-format-14 clang-format        | clang-format
check | xvfb                                | Xvfb
check | xauth                               | xauth
check | libgl1-mesa-dri                     |
check | libbenchmark-dev                    |
deep  | clang                               | clang++
deep  | clang-tidy-14 clang-tidy            | clang-tidy
deep  | libclang-rt-dev libclang-rt-14-dev libclang-common-14-dev | /usr/lib/llvm-*/lib/clang/*/lib/linux/libclang_rt.tsan-*.a
'

# shellcheck disable=SC2086
trim() { local -; set -f; echo $1; }

# needed_packages LEVEL: the rows "alternatives|probe" of that level and the levels below it.
needed_packages() {
  local level names probe
  while IFS='|' read -r level names probe; do
    level=$(trim "$level")
    case "$1:$level" in
      run:run | check:run | check:check | deep:run | deep:check | deep:deep) echo "$(trim "$names")|$(trim "$probe")" ;;
    esac
  done <<<"$package_table"
}

installed() {  # installed "ALTERNATIVES|PROBE"
  local name probe=${1#*|}
  for name in ${1%%|*}; do
    [[ " $installed_now " == *" $name "* ]] && return 0
  done
  case "$probe" in
    '') return 1 ;;
    /*) compgen -G "$probe" >/dev/null ;;
    *) "$probe" --version >/dev/null 2>&1 || [[ -x /usr/bin/$probe ]] ;;
  esac
}

# missing_packages LEVEL: one line of alternatives for each package that is not there.
missing_packages() {
  local row names installed_now
  names=$(needed_packages "$1" | cut -d'|' -f1 | tr '\n' ' ')
  # shellcheck disable=SC2086
  installed_now=$(LC_ALL=C dpkg-query -W -f='${db:Status-Status} ${Package}\n' $names 2>/dev/null |
    sed -n 's/^installed //p' | tr '\n' ' ')
  while IFS= read -r row; do
    installed "$row" || echo "${row%%|*}"
  done < <(needed_packages "$1")
}

list_packages() {  # list_packages LEVEL: for people and for tests
  local row missing
  missing=$(missing_packages "$1")
  while IFS= read -r row; do
    if grep -qxF -- "${row%%|*}" <<<"$missing"; then echo "missing    ${row%%|*}"; else echo "installed  ${row%%|*}"; fi
  done < <(needed_packages "$1")
}

# available NAMES...: the first that this distribution has; without any, the first name, so that an error can say it.
available() {
  local name policy
  for name in "$@"; do
    policy=$(LC_ALL=C apt-cache policy "$name" 2>/dev/null)
    if grep -q '^ *Candidate: [^(]' <<<"$policy"; then
      echo "$name"
      return
    fi
  done
  echo "$1"
}

# install_packages LEVEL: silent when all is there. Says what it installs and with which rights, or fails with one line.
install_packages() {
  local missing names line sudo='' log
  missing=$(missing_packages "$1")
  [[ -z $missing ]] && return 0
  names=$(cut -d' ' -f1 <<<"$missing" | tr '\n' ' ')
  names=${names% }

  if ! command -v apt-get >/dev/null; then
    echo "wallflip: missing, and this system has no apt-get: install what Debian calls $names" >&2
    return 1
  fi
  if [[ $(id -u) != 0 ]]; then
    # Without a terminal nobody can answer a password prompt.
    if ! command -v sudo >/dev/null || { [[ ! -t 0 ]] && ! sudo -n true 2>/dev/null; }; then
      echo "wallflip: missing packages, and no right to install them; as root: apt-get install $names" >&2
      return 1
    fi
    sudo='sudo'
  fi

  echo "wallflip: installing${sudo:+ with sudo} (apt-get): $names" >&2
  log=$(mktemp -t wallflip-apt-XXXXXX) || return 1
  $sudo apt-get -qq -o DPkg::Lock::Timeout=120 update >"$log" 2>&1
  # shellcheck disable=SC2086
  names=$(while IFS= read -r line; do available $line; done <<<"$missing" | tr '\n' ' ')
  names=${names% }
  # shellcheck disable=SC2086
  if ! $sudo env DEBIAN_FRONTEND=noninteractive apt-get -qq -y -o DPkg::Lock::Timeout=120 \
      install --no-install-recommends $names >>"$log" 2>&1 </dev/null; then
    grep -E '^[EW]:' "$log" >&2
    echo "wallflip: apt-get could not install: $names (full output: $log)" >&2
    return 1
  fi
  rm -f "$log"
}
