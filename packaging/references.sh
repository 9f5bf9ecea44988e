#!/bin/sh
# Takes the main pages as they look now over as the reference pictures in tests/ui/references. Look at them before they
# are committed.
set -eu
cd "$(dirname "$0")/.."
RENEW_REFERENCES=1 .venv/bin/pytest -q tests/ui/pages/test_pages_references.py
