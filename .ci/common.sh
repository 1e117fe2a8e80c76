# Shared by run and full: finds interpreters, makes environments in a folder that goes away, says what it runs.
cd "$(dirname "${BASH_SOURCE[0]}")/.."
root=$PWD
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=()
counts=()

say() { printf '\n=== %s\n' "$*"; }

# step NAME COMMAND...: runs it, keeps going when it fails, remembers the name
step() {
  local name=$1
  shift
  say "$name: $*"
  local log=$work/step.log
  "$@" 2>&1 | tee "$log"
  local status=${PIPESTATUS[0]}
  local line
  line=$(grep -E '^(=+ )?[0-9]+ (passed|failed|deselected|error).* in [0-9.]+s' "$log" | tail -n 1 | tr -d '=' | sed 's/^ *//; s/ *$//' || true)
  [ -n "$line" ] && counts+=("$name: $line")
  [ "$status" -eq 0 ] || failed+=("$name")
  return 0
}

# python_for VERSION: an interpreter of that version from the path or from pyenv, else the python3 at hand
python_for() {
  local candidate
  for candidate in "python$1" "${PYENV_ROOT:-$HOME/.pyenv}"/versions/"$1".*/bin/python; do
    if "$candidate" -c "import sys; sys.exit('%d.%d' % sys.version_info[:2] != '$1')" >/dev/null 2>&1; then
      printf '%s\n' "$candidate"
      return
    fi
  done
  printf 'python3\n'
}

# environment NAME INTERPRETER: a fresh virtual environment with the project and what tests need
environment() {
  say "environment $1: $("$2" --version 2>&1)"
  "$2" -m venv "$work/$1" &&
    "$work/$1/bin/python" -m pip install --quiet --disable-pip-version-check -e "$root[test]"
}

# finish: the closing line says how each test run counted; fails if any step did
finish() {
  say "summary"
  local line
  line=$(printf '%s; ' ${counts[@]+"${counts[@]}"})
  if [ ${#failed[@]} -gt 0 ]; then
    printf 'FAILED in %d s (%s): %s\n' "$SECONDS" "${failed[*]}" "$line"
    exit 1
  fi
  printf 'passed in %d s: %s\n' "$SECONDS" "$line"
}
