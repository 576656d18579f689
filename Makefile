# `make` alone lists the targets. Everything runs from .venv, made with pip on first use; nothing is activated.

PYTHON ?= python3
ARTICLES ?= tests/articles
OUTPUT ?= output

BIN := .venv/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check
CHROMIUM := chromium chromium-browser google-chrome google-chrome-stable
VIRTUOSO := virtuoso-opensource-7-bin libminizip1 libpcre3

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help graph test bench benchmark calibrate browser virtuoso train clean

help: ## list the targets
	@sed -n 's/^\([a-z]*\):[^#]*## \(.*\)/make \1\t\2/p' Makefile | expand -t 16
	@echo
	@echo "ARTICLES=folder OUTPUT=folder   what to read, and nothing else (now: $(ARTICLES)); where to write (now: $(OUTPUT))"
	@echo "PYTHON=python3.12               the interpreter, 3.11 or later (now: $(PYTHON))"

graph: .venv/.kg ## build the graph of the articles, say what to open
	@$(BIN)/kg build "$(ARTICLES)" --output "$(OUTPUT)" --sync

test: .venv/.dev browser virtuoso ## lint, check types, run all tests
	@echo "ruff: lint and format"
	@$(BIN)/ruff check --quiet
	@$(BIN)/ruff format --quiet --check || { echo "run: $(BIN)/ruff format" >&2; exit 1; }
	@echo "mypy: types"
	@$(BIN)/mypy --no-error-summary
	@echo "pytest: tests"
	@$(BIN)/python -m pytest --quiet -rs

bench: .venv/.dev ## seconds and memory of a build beside bare spaCy
	@$(BIN)/python tests/bench.py

benchmark: .venv/.dev ## figures on public annotated sets beside the published ones; says so where the sets are absent
	@$(BIN)/python -m tests.benchmarks

calibrate: .venv/.dev ## estimate the confidences from the annotated sets, write ontology/confidence.ttl
	@$(BIN)/python -m tests.benchmarks.calibrate

train: .venv/.train ## train the relation model on the annotated sets (hours on two cores), write kg/models/relations
	@$(BIN)/python -m tests.training

clean: ## remove what the other targets made: .venv, output/, caches
	@rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
	@find output -mindepth 1 ! -name .gitkeep -delete
	@find kg tests -name __pycache__ -prune -exec rm -rf {} +

# The stamps: pip runs again only when pyproject.toml has changed.
.venv/.kg: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "kg needs Python 3.11 or later, and $(PYTHON) is not: try make PYTHON=python3.12" >&2; exit 1; }
	@echo "Setting up .venv (about 750 MB)"
	@$(PYTHON) -m venv .venv || { \
	  echo "$(PYTHON) has no venv module: on Debian and Ubuntu, apt-get install python3-venv" >&2; exit 1; }
	@$(PIP) install --editable .
	@touch $@

.venv/.dev: .venv/.kg
	@echo "Adding the development tools to .venv"
	@$(PIP) install --editable '.[dev]'
	@touch $@

.venv/.train: .venv/.dev
	@echo "Adding torch and what else training needs to .venv (about 1 GB)"
	@$(PIP) install --editable '.[dev,train]'
	@touch $@

browser: # Debian's chromium for the tests that open the HTML graph; without it they are skipped, and say so
	@for name in $(CHROMIUM); do command -v $$name >/dev/null && exit 0; done; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  echo "Installing chromium with apt-get, for the browser tests"; \
	  { apt-get -qq update && DEBIAN_FRONTEND=noninteractive \
	    apt-get -qq install --yes --no-install-recommends chromium; } </dev/null >/dev/null || \
	  echo "chromium could not be installed: the browser tests will be skipped" >&2; \
	else \
	  echo "no chromium here, and no right to install it: the browser tests will be skipped" >&2; \
	fi

virtuoso: # Debian's Virtuoso for the tests that load exports into it, unpacked and not installed; without it they are skipped
	@test -x build/virtuoso/usr/bin/virtuoso-t && exit 0; \
	if ! command -v apt-get >/dev/null || ! command -v dpkg >/dev/null; then \
	  echo "no apt-get here: the tests with Virtuoso will be skipped" >&2; exit 0; \
	fi; \
	echo "Unpacking Virtuoso into build/, for the tests that load exports into it"; \
	rm -rf build/virtuoso && mkdir -p build/virtuoso && cd build/virtuoso && \
	{ apt-get -qq download $(VIRTUOSO) || { apt-get -qq update && apt-get -qq download $(VIRTUOSO); }; } \
	  </dev/null >/dev/null 2>&1 && for package in *.deb; do dpkg -x $$package . || exit 1; done && rm *.deb || \
	  echo "Virtuoso could not be downloaded: its tests will be skipped" >&2
