# make run    start Spona from a fresh clone (again: starts in seconds, keeps data); PORT=8001 chooses another port
# make test   install what the tests need, check the code, run the whole suite
# make check  formatting, lint, import order, types, security lint
# make bench  measure pages and the engine on a throw-away installation (ten minutes)
# make lock   renew the locks after a change of pyproject.toml

SHELL := /bin/bash
export PORT
BIN := .venv/bin

.PHONY: run test check bench format lock messages clean

run:
	@scripts/install run
	@exec $(BIN)/spona serve --with-demo

test:
	@scripts/system-packages
	@scripts/install test
	@$(MAKE) --no-print-directory check
	@exec $(BIN)/python -m tests

check:
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/lint-imports --no-cache
	@$(BIN)/mypy
	@$(BIN)/bandit --quiet --recursive --configfile pyproject.toml --severity-level medium src

format:
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

bench:
	@$(BIN)/spona bench web && $(BIN)/spona bench engine

lock:
	@scripts/lock

messages:
	@$(BIN)/python scripts/compile_messages.py

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis
