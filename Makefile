# The commands to remember: run · test · check · docs. Each sets up what it needs in .venv.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8501
ADDRESS ?=
ARGS ?=

.PHONY: help run workshop test test-slow test-again check lock docs screens bench clean

help:
	@echo "make run     the app in the browser, with the sample inventory"
	@echo "make workshop  the app with pages for phones, on the local network (ADDRESS=… to choose)"
	@echo "make test    all tests (ARGS='tests/engine -k topsis' for some)"
	@echo "make test-slow  the tests that take long: kills, walks in the browser, the office, the wheel"
	@echo "make test-again  those of them that failed, once more, one at a time"
	@echo "make check   the whole gate: format, lint, types, imports, docs, tests"
	@echo "make screens  every page at three sizes, light and dark, in out/screens"
	@echo "make bench   the benchmarks"

# A stamp per lock file: pip runs again only when the lock changes.
$(VENV)/.run: requirements.lock
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

$(VENV)/.dev: requirements-dev.lock
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $(VENV)/.run $@

run: $(VENV)/.run
	$(BIN)/python -m prioritizer app --port $(PORT)

# Phones in the room reach this computer at ADDRESS; the connection is not encrypted.
workshop: $(VENV)/.run
	$(BIN)/python -m prioritizer app --port $(PORT) --workshop $(if $(ADDRESS),--address $(ADDRESS))

test: $(VENV)/.dev
	$(BIN)/python -m pytest -n auto --dist worksteal $(ARGS)

test-slow: $(VENV)/.dev
	$(BIN)/python -m pytest -n auto --dist worksteal -m slow $(ARGS) || \
	  { status=$$?; test $$status = 1 || rm -f .pytest_cache/v/cache/lastfailed; exit $$status; }

# A walk that failed among others may have been too hasty for a busy machine: a fault fails alone, too. Of a run that broke
# off (any status but 1) nothing is known of the other tests: it leaves nothing to try again, which fails.
test-again: $(VENV)/.dev
	$(BIN)/python -m pytest -m slow --last-failed --last-failed-no-failures none $(ARGS)

check: $(VENV)/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -n auto --dist worksteal -m "slow or not slow" $(ARGS)

docs: $(VENV)/.dev
	$(BIN)/python -m prioritizer.readers.data_format > docs/data_format.md
	$(BIN)/python -m prioritizer.readers.reference_tables > docs/reference_tables.md
	$(BIN)/python -m tests.calibration_page > docs/calibration.md
	$(BIN)/python -m tests.hindcast_page > docs/hindcast.md

screens: $(VENV)/.dev
	$(BIN)/python -m tests.screens

bench: $(VENV)/.dev
	for name in $$(basename -s .py benchmarks/*.py); do $(BIN)/python -m benchmarks.$$name $(ARGS) || exit 1; done

# Renews the locks from requirements*.txt; needs uv (python -m pip install uv).
lock:
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --quiet requirements.txt --output-file requirements.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --quiet requirements-dev.txt --output-file requirements-dev.lock

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis
