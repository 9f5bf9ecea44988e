# Two commands matter: `make run` and `make test`. Each sets up what it needs first.
.PHONY: run test lint bench soak lock clean setup setup-dev
PY := .venv/bin/python

run: setup
	@$(PY) -m kiosk.cli up

test: setup-dev
	@$(PY) -m pytest -q -n 3 --dist loadfile # three on two cores: half of the time is spent waiting for wires

lint: setup-dev
	@packaging/lint.sh

bench: setup-dev
	@$(PY) -m tests.bench

soak: setup-dev
	@$(PY) -m pytest -q -m soak -o timeout=0

lock: setup-dev
	@packaging/lock.sh

setup:
	@packaging/bootstrap.sh run

setup-dev:
	@packaging/bootstrap.sh dev

clean:
	rm -rf .venv build dist .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
