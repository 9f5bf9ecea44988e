#!/usr/bin/env bash
# Resolves pyproject.toml into pinned names with hashes, without addresses. What is pinned stays while it fits;
# UPGRADE=1 packaging/lock.sh takes the newest that fits.
set -euo pipefail
cd "$(dirname "$0")/.."

compile() {
    .venv/bin/uv pip compile --quiet --python-version 3.11 --generate-hashes --no-annotate --no-header \
        ${UPGRADE:+--upgrade} pyproject.toml --extra gateway --group build "$@"
}
compile --output-file requirements.lock
compile --extra postgresql --extra onnx --extra ocr --group dev --constraints requirements.lock --output-file requirements-dev.lock
