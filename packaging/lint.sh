#!/usr/bin/env bash
# Everything that can be said about the code without running it. Goes through to the end, then names what failed.
#   packaging/lint.sh    style, types, import directions, QML
set -uo pipefail
cd "$(dirname "$0")/.."
bin=.venv/bin
failed=()

check() {
    local name=$1
    shift
    echo "== $name"
    "$@" || failed+=("$name")
}

check "style (ruff check)" "$bin/ruff" check
check "format (ruff format)" "$bin/ruff" format --check --quiet
check "types (basedpyright, strict)" "$bin/basedpyright"
check "import directions (import-linter)" "$bin/lint-imports" --no-logo
check "QML (qmllint)" packaging/qmllint.sh

if [ ${#failed[@]} -gt 0 ]; then
    printf '\nlint failed:\n'
    printf '  %s\n' "${failed[@]}"
    exit 1
fi
printf '\nlint: all well\n'
