# Every target sets up what it needs first; running one again does only what is missing.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
# How many random trials more a soak makes of each fault.
N ?= 25

.PHONY: help demo test test-all soak explore format bench clean
.DEFAULT_GOAL := help

help: ## Show the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  \1\t/' | expand -t 12

$(STAMP): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; name one with: make $(MAKECMDGOALS) PYTHON=python3.12"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $(STAMP)

demo: $(STAMP) ## Set up and open the sample partnership
	$(BIN)/facilitator demo

test: $(STAMP) ## Set up, check format, types and imports, and run all tests
	$(BIN)/ruff format --check --quiet
	$(BIN)/ruff check --quiet
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo 2>/dev/null || $(BIN)/lint-imports
	$(BIN)/python -m pytest

test-all: $(STAMP) ## As test, and every fault test; a tool of apt-packages.txt that is missing fails
	FACILITATOR_TEST_ALL=1 PYTEST_ADDOPTS=-rs $(MAKE) --no-print-directory test

soak: $(STAMP) ## Many more random kills, power cuts, bursts and damaged files: make soak N=100
	FACILITATOR_TEST_ALL=1 FACILITATOR_SOAK=$(N) $(BIN)/python -m pytest -rs tests/faults

explore: $(STAMP) ## Let the property tests look for new examples
	FACILITATOR_HYPOTHESIS=explore $(BIN)/python -m pytest -m "not pty" -k "propert or test_exports or test_importing or journal"

format: $(STAMP) ## Format the code and mend what can be mended
	$(BIN)/ruff format
	$(BIN)/ruff check --fix

bench: $(STAMP) ## Measure speed against a bare Textual program
	$(BIN)/python -m bench

clean: ## Remove what was set up
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
