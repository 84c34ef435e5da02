# A bare machine needs python3 (3.11 or later), make and git; everything else is set up in .venv.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip --disable-pip-version-check --quiet
LOCK := uv pip compile pyproject.toml --group build --universal --python-version 3.11 --upgrade \
	--generate-hashes --no-emit-index-url --no-emit-find-links --no-header --no-annotate --quiet

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup setup-dev run watch samples test bench lint types docs docs-check lock clean

help: ## Show this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' $(MAKEFILE_LIST) | awk -F'|' '{ printf "%-18s %s\n", $$1, $$2 }'

setup: $(VENV)/.gateway xsd/official/.installed ## Install the gateway and the official schemas

setup-dev: setup $(VENV)/.dev

run: setup samples ## Take every file in the inboxes through the gateway once (first time: the samples)
	@$(BIN)/gateway run || [ $$? -eq 1 ] # 1 = some file was rejected, which the table has told

watch: setup ## Keep watching the inboxes; stop with Ctrl-C
	@$(BIN)/gateway watch

test: setup-dev ## Pass all tests
	$(BIN)/pytest -n auto $(TESTS)

bench: setup-dev ## Print the benchmark table
	$(BIN)/python benchmarks/run.py

lint: setup-dev ## Check style, imports between rooms, Dockerfile
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/hadolint Dockerfile

types: setup-dev ## Check types
	$(BIN)/mypy

docs: setup-dev ## Bring the generated parts of docs/reference up to date
	$(BIN)/python docs/generate.py

docs-check: setup-dev ## Fail when a generated part of docs/reference is out of date
	$(BIN)/python docs/generate.py --check

lock: ## Lock the newest allowed versions of all dependencies (needs uv)
	$(LOCK) --output-file requirements.lock
	$(LOCK) --extra dev --output-file requirements-dev.lock

clean: ## Remove what set-up and tools made; never inbox, outbox or var
	rm -rf $(VENV) xsd/official build *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find gateway tests benchmarks docs -name __pycache__ -type d -prune -exec rm -rf {} +

# The samples are dropped once, and only into an empty inbox: whoever has put own files there wants those.
samples:
	@if [ ! -e var/journal.db ] && [ -z "$$(find inbox -type f ! -name '.*' -print -quit)" ]; then \
		for folder in samples/*/; do \
			route=$$(basename "$$folder"); mkdir -p "inbox/$$route" && cp "$$folder"* "inbox/$$route/"; \
		done; \
	fi

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "gateway needs Python 3.11 or later; name one with: make PYTHON=/path/to/python3.11"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.locked: requirements.lock | $(BIN)/python
	@echo "Installing the dependencies …"
	@$(PIP) install --require-hashes --requirement requirements.lock
	@touch $@

$(VENV)/.gateway: pyproject.toml $(VENV)/.locked
	@$(PIP) install --no-build-isolation --no-deps --editable .
	@touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.gateway
	@echo "Installing the tools for tests and checks …"
	@$(PIP) install --require-hashes --requirement requirements-dev.lock
	@touch $@

xsd/official/.installed: xsd/schemas.lock $(VENV)/.gateway
	$(BIN)/gateway schemas install
	@touch $@
