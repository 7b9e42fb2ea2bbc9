# Every target works on a fresh clone with only Python 3.11+ and make, and does nothing twice.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
STAMPS := .build
PIP    := $(BIN)/python -m pip --disable-pip-version-check --quiet

CODE    := $(shell find builder -name page -prune -o -type f -not -name '*.pyc' -print 2>/dev/null)
PAGE    := builder/qradar_builder/preview/page
CONTENT := $(shell find content -type f 2>/dev/null)

.DEFAULT_GOAL := help
.PHONY: again help build test browser pictures lint format page page-check docs site bench corpus corpus-page fuzz lock clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

build: $(STAMPS)/packages ## Build every package under content/ into dist/

test: $(STAMPS)/dev ## Run every test, in parallel and offline
	@$(BIN)/python -m pytest -n auto --dist loadfile $(PYTEST_ARGS)

browser: $(STAMPS)/dev ## Run the tests of the manual and the preview in Chromium; pictures go to .build/pictures
	@$(BIN)/python -m pytest -n auto --dist loadfile -m browser tests/browser $(PYTEST_ARGS)

pictures: $(STAMPS)/dev ## Bring new pictures of the preview, made in Chromium, into the manual
	@$(BIN)/python -m pytest -q -m browser tests/browser/preview/test_look.py -k axe_finds_nothing_and $(PYTEST_ARGS)
	@$(BIN)/python -m tools.preview_pictures

lint: $(STAMPS)/dev ## Check style, types, layers and every package under content/
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/qradar-builder lint

format: $(STAMPS)/dev ## Rewrite the code in the project's style
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

page: $(STAMPS)/page-tools ## Build the page of the preview from its sources; needs Node.js 18 and npm
	@npm --prefix $(PAGE) run --silent check
	@npm --prefix $(PAGE) run --silent build

page-check: $(STAMPS)/page-tools ## Check that the committed page is what its sources give
	@npm --prefix $(PAGE) run --silent check
	@rm -rf $(STAMPS)/page
	@npm --prefix $(PAGE) run --silent build -- "$(CURDIR)/$(STAMPS)/page"
	@diff -r $(STAMPS)/page $(PAGE)/built || { echo "The page is not what its sources give: run 'make page', and commit $(PAGE)/built." >&2; exit 1; }

docs: $(STAMPS)/dev ## Write the generated parts of docs/
	@$(BIN)/python -m tools.generated_docs

site: docs ## Build the manual as a site, which needs no network, into site/
	@$(BIN)/python -m tools.site site

bench: $(STAMPS)/dev ## Measure speed and memory; also writes benchmarks/latest.json
	@$(BIN)/python -m benchmarks

corpus-page: $(STAMPS)/dev ## Write docs/ibm-corpus.md from IBM's repository in DIR at COMMIT
	@$(BIN)/python -m tools.corpus_page "$(DIR)" "$(COMMIT)"

corpus: $(STAMPS)/dev ## Load, check and compile every XML file below DIR
	@$(BIN)/python -m tools.corpus "$(DIR)"

fuzz: $(STAMPS)/dev ## Try broken copies of real documents: MUTANTS=3000 SECONDS=600 SEED=1
	@$(BIN)/python -m tools.fuzz --mutants $(or $(MUTANTS),3000) --seconds $(or $(SECONDS),600) --seed $(or $(SEED),1)

lock: $(STAMPS)/dev ## Pin the newest allowed versions again, with hashes
	@$(PIP) install uv
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --upgrade \
	  pyproject.toml --group build -o requirements/run.lock
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --upgrade \
	  pyproject.toml --group build --group dev --extra preview --extra survey -c requirements/run.lock -o requirements/dev.lock

clean: ## Remove everything that the other targets made
	@rm -rf $(VENV) $(STAMPS) $(PAGE)/node_modules .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache benchmarks/latest.json site
	@find dist -mindepth 1 -not -name .gitkeep -delete
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	@echo "Setting up $(VENV) with the pinned versions in requirements/; this is done once and takes a minute or less."
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed: set PYTHON=..." >&2; exit 2; }
	@$(PYTHON) -m venv $(VENV)

# The installed tools, by the pinned and hashed versions in requirements/.
$(STAMPS)/run: requirements/run.lock pyproject.toml | $(BIN)/python
	@mkdir -p $(STAMPS)
	@echo "Installing what qradar-builder needs …"
	@$(PIP) install --require-hashes -r requirements/run.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@echo "qradar-builder is in $(BIN): call it there, or put it on your path with '. $(BIN)/activate'."
	@touch $@

$(STAMPS)/dev: requirements/dev.lock $(STAMPS)/run
	@echo "Installing what the tests and checks need …"
	@$(PIP) install --require-hashes -r requirements/dev.lock
	@touch $@

# The tools and libraries of the page, by the exact versions and hashes of its lock. Nothing of them runs at installation.
$(STAMPS)/page-tools: $(PAGE)/package.json $(PAGE)/package-lock.json
	@mkdir -p $(STAMPS)
	@command -v npm >/dev/null || { echo "npm is missing: install Node.js 18 or newer with npm." >&2; exit 2; }
	@npm --prefix $(PAGE) ci --ignore-scripts --no-audit --no-fund --silent
	@touch $@

$(STAMPS)/packages: $(STAMPS)/run $(CODE) $(CONTENT) $(if $(wildcard dist/*.zip),,again)
	@# As pip does for what it installs. Python does so itself, except where PYTHONDONTWRITEBYTECODE is set.
	@$(BIN)/python -m compileall -q builder
	@$(BIN)/qradar-builder build -o dist
	@touch $@
