#!/usr/bin/env bash
# Resolves pyproject.toml into pinned names with hashes. Records no address: uv.lock would, so it is thrown away.
set -euo pipefail
cd "$(dirname "$0")/.."
uv=${UV:-.venv/bin/uv}
export_lock() { "$uv" export -q --no-emit-project --extra gateway --format requirements-txt --no-annotate --no-header "$@"; }
"$uv" lock -q ${UPGRADE:+--upgrade}
export_lock --no-dev | sed '/^dlib==.*never/,/[^\\]$/d' >requirements.lock
export_lock | sed '/^dlib==.*never/,/[^\\]$/d' >requirements-dev.lock
rm -f uv.lock
