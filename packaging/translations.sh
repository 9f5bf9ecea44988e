#!/bin/sh
# Brings ui/i18n/kiosk_en.ts up to date with every sentence in ui/ and compiles it. New sentences come as unfinished:
# translate them, run this again, and commit both files. VENV_BIN: where the tools are, when not in .venv/bin.
set -eu
cd "$(dirname "$0")/.."
bin=${VENV_BIN:-.venv/bin}
ts=${1:-ui/i18n/kiosk_en.ts}
# shellcheck disable=SC2046 # no file of ours has a space in its name
"$bin"/pyside6-lupdate -silent -no-obsolete -locations none -source-language zh_CN -target-language en \
    $(find ui -name '*.py' -o -path 'ui/qml/*' -name '*.qml' | LC_ALL=C sort) -ts "$ts"
"$bin"/pyside6-lrelease -silent "$ts" -qm "${ts%.ts}.qm"
