# Thin: each line is a command that works by hand too; README.md says how, for Windows and macOS as well.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules --no-print-directory
.DEFAULT_GOAL := help

PYTHON ?= python3
BIN := .venv/bin
PINS := requirements.txt constraints.txt pyproject.toml
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help setup course test read lab clean

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## /make \1\t/p' $(firstword $(MAKEFILE_LIST)) | expand -t 14

setup: .venv/.course ## make .venv and install what reading, learning and grading need, pinned

course: .venv/.course ## build the book, check the exercises, grade the sample class
	@$(BIN)/rnncourse course

test: .venv/.test ## run every test; installs the browser and the sandbox if it may
	@tools/system-packages
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/python -m pytest -n 2 --dist loadfile

read: .venv/.course ## serve the book on this machine, built first if it is not (make read PORT=8001)
	@[ -e _build/html/index.html ] || $(BIN)/rnncourse build
	@$(BIN)/rnncourse read $(if $(PORT),--port $(PORT))

lab: .venv/.course ## JupyterLab on your copies of exercises and labs, in work/ (make lab NAME=rnn PORT=8889)
	@$(BIN)/rnncourse lab $(NAME) $(if $(PORT),--port $(PORT))

clean: ## remove what was built; your work/, grades/ and .venv stay
	rm -rf _build book/*/solutions.ipynb .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -not -path './.venv/*' -prune -exec rm -rf {} +

.venv/bin/python:
	@command -v $(PYTHON) >/dev/null || { echo "There is no $(PYTHON): install Python 3.11 or newer, or name one, as in: make setup PYTHON=python3.12" >&2; exit 3; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "$$($(PYTHON) --version) is too old: Python 3.11 or newer is needed; name one, as in: make setup PYTHON=python3.12" >&2; exit 3; }
	$(PYTHON) -m venv .venv

.venv/.course: $(PINS) | .venv/bin/python
	@echo "installing, a few minutes the first time"
	@$(BIN)/python -m pip install -q -r requirements.txt -e .
	@touch $@

.venv/.test: requirements-dev.txt .venv/.course
	@echo "installing what the tests need"
	@$(BIN)/python -m pip install -q -r requirements-dev.txt
	@touch $@
