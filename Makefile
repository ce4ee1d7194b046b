# Two commands do the main jobs: `make build` and `make test`. `make help` lists the rest.

PYTHON ?=
VENV := .venv
BIN := $(VENV)/bin
WORKERS ?= 2
# Further options of the command, as in `make build OPTIONS="--report sarif=findings.sarif"`.
OPTIONS ?=

.DEFAULT_GOAL := help
.PHONY: help build check-articles links check test test-all golden manual bench clean lock

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-16s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

build: $(VENV)/.installed $(VENV)/.system ## Check the articles in source/ and publish them into build/
	@$(BIN)/pipeline build $(OPTIONS)

check-articles: $(VENV)/.installed ## Only check the articles in source/
	@$(BIN)/pipeline check $(OPTIONS)

links: $(VENV)/.installed ## Ask whether the pages that the articles link to are there
	@$(BIN)/pipeline links $(OPTIONS)

check: $(VENV)/.dev ## Lint and type-check the program, and check the articles
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/pipeline check --fail-on warning

test: $(VENV)/.dev $(VENV)/.system ## Run the tests, without the longest ones
	$(BIN)/pytest -n $(WORKERS) --dist loadfile -m "not slow"

test-all: $(VENV)/.dev $(VENV)/.system ## Run all tests
	$(BIN)/pytest -n $(WORKERS) --dist loadfile

golden: $(VENV)/.dev $(VENV)/.system ## Write the expected outputs of the golden tests anew; review the diff
	GOLDEN=write $(BIN)/pytest tests/test_golden.py

manual: $(VENV)/.installed ## Write the pages of the rules anew
	$(BIN)/pipeline explain --markdown > .manual/rules.md

bench: $(VENV)/.dev $(VENV)/.bench $(VENV)/.system ## Measure the program beside its peers
	$(BIN)/python -m tests.bench

clean: ## Remove what was built and what was installed
	rm -rf $(VENV) .pipeline .dist .tools .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find build -mindepth 1 ! -name .gitignore -delete

lock: $(VENV)/.dev ## Pin the newest versions that pyproject.toml allows
	$(BIN)/pip install -q uv
	@set -e; for name in install dev bench; do \
	  case $$name in install) groups="--group install" file=requirements ;; \
	    *) groups="--group install --group $$name" file=requirements-$$name ;; esac; \
	  $(BIN)/uv pip compile pyproject.toml $$groups --universal --python-version 3.11 \
	    --generate-hashes --no-header --no-annotate --no-emit-index-url --upgrade -q \
	    -o .ci/$$file.txt; done

$(VENV)/bin/python:
	@.ci/venv "$(PYTHON)" $(VENV)

$(VENV)/.installed: .ci/requirements.txt pyproject.toml | $(VENV)/bin/python
	@echo "installing the program into $(VENV)"
	@$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r .ci/requirements.txt
	@$(BIN)/pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@$(BIN)/python -m compileall -q pipeline
	@touch $@

$(VENV)/.dev: .ci/requirements-dev.txt $(VENV)/.installed
	@echo "installing what the tests need into $(VENV)"
	@$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r .ci/requirements-dev.txt
	@touch $@

$(VENV)/.bench: .ci/requirements-bench.txt $(VENV)/.installed
	@$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r .ci/requirements-bench.txt
	@touch $@

$(VENV)/.system: .ci/system-packages | $(VENV)/bin/python
	@.ci/system-packages $(BIN)/python
	@touch $@
