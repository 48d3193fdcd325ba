# Every target works on a fresh Debian with Python >= 3.11 (with venv), git and make: the environment is built on first use.
.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready

.PHONY: help demo test check format torture bench pictures lock clean

help:            ## show this list
	@grep -E '^[a-z]+: .*##' $(MAKEFILE_LIST) | sed -E 's/:.*##/\t/' | expand -t 12

$(READY): requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

demo: $(READY)   ## try the bot on a page, without a token; ARGS=--headless plays a day in the terminal
	$(BIN)/fengshao demo $(ARGS)

test: $(READY)   ## every fast test
	$(BIN)/python -m pytest -q -n auto

check: $(READY)  ## style, types, the layers of the house, and whether a pinned dependency is known to be vulnerable
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m tests.advisories

format: $(READY) ## let ruff lay the code out
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

torture: $(READY) ## every fault in its long form, people who do anything in any order and 10,000 odd texts: hours
	$(BIN)/python -m tests.torture --long
	FENGSHAO_TORTURE=1 $(BIN)/python -m pytest -q tests/stories/test_monkey.py tests/reading/test_anything.py

bench: $(READY)  ## benchmarks: ratios against a floor measured in the same run
	$(BIN)/python -m tests.benchmarks

pictures: $(READY) ## take the READMEs' pictures of the page anew (needs chromium)
	$(BIN)/python -m tests.browser.screenshots docs/pictures

lock:            ## renew requirements.lock from pyproject.toml (needs uv)
	uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-emit-find-links --no-header --quiet --output-file requirements.lock

clean:           ## remove what was built
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis
