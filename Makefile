# Unisono: `make demo` to see it, `make test` to prove it. Everything is installed into .venv; nothing else is touched.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin
PORT ?= 8000
# Set to run the tests on another database as well; tried on its own where a local PostgreSQL answers.
TEST_POSTGRES ?= postgres://postgres@127.0.0.1:5432/test

.PHONY: help demo test check fix bench soak words lock clean

help: ## Say what can be made
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 16

demo: .venv/demo ## Install, import the demo campaign, freeze, open and serve it on http://127.0.0.1:8000
	@exec $(BIN)/unisono demo --port $(PORT)

test: .venv/dev ## Install what tests need and run everything
	@tests/run

check: .venv/dev ## Format, lint, rooms, types, templates, migrations, catalogues
	@tests/check

fix: .venv/dev ## Format and mend what can be mended by machine
	@$(BIN)/ruff check --fix -q src tests bench demo; $(BIN)/ruff format -q src tests bench demo

bench: .venv/dev ## Measure; always against a peer or a floor in the same run
	@$(BIN)/python -m bench

soak: .venv/dev ## Hours of proof: every language × design × format, then thousands of cards with any words (resumable)
	@$(BIN)/python -m tests.kit.engine.matrix
	@UNISONO_EXAMPLES=$${UNISONO_EXAMPLES:-500} $(BIN)/pytest -n 2 tests/kit/engine/test_any_words.py

words: .venv/dev ## Bring the interface catalogues up to date with the sources
	@$(BIN)/python -m unisono.languages.extraction

lock: .venv/dev ## Pin the dependencies anew (requirements/*.lock)
	@$(BIN)/uv pip compile -q --upgrade --generate-hashes --no-emit-index-url --no-header pyproject.toml --group build --extra video -o requirements/base.lock
	@$(BIN)/uv pip compile -q --upgrade --generate-hashes --no-emit-index-url --no-header pyproject.toml --group build --group dev --extra video -c requirements/base.lock -o requirements/dev.lock

clean: ## Remove what was installed and made here
	@rm -rf .venv var .pytest_cache .ruff_cache .mypy_cache .import_linter_cache .hypothesis node_modules test-output
	@find . -name __pycache__ -prune -exec rm -rf {} +

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' || \
	  { echo "Unisono needs Python 3.11. If it has another name here: make PYTHON=python3.11 $(MAKECMDGOALS)"; exit 1; }
	@echo "Making .venv …"
	@$(PYTHON) -m venv .venv || \
	  { rm -rf .venv; echo "Python cannot make a virtual environment. On Debian and Ubuntu: apt install python3-venv"; exit 1; }

.venv/demo: .venv/bin/python requirements/base.lock pyproject.toml
	@echo "Installing what Unisono needs (about a minute the first time) …"
	@$(BIN)/pip install --quiet --disable-pip-version-check --progress-bar on --no-deps --require-hashes -r requirements/base.lock
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@$(BIN)/python -m unisono.languages.extraction --compile
	@touch $@

.venv/dev: .venv/bin/python requirements/dev.lock pyproject.toml
	@echo "Installing what the tests need (a minute or two the first time) …"
	@$(BIN)/pip install --quiet --disable-pip-version-check --progress-bar on --no-deps --require-hashes -r requirements/dev.lock
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@$(BIN)/python -m unisono.languages.extraction --compile
	@touch $@ .venv/demo
