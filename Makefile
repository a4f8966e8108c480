# Everything runs inside .venv and by relative paths, so the checkout may lie under a path with spaces.
# Needed: make and Python 3.11 or later; another interpreter: make PYTHON=python3.12 …
PYTHON ?= python3
FROM ?= ../shared/data
PYTEST_ARGS ?= -n auto

PY = .venv/bin/python
PIP = $(PY) -m pip --disable-pip-version-check --quiet
UV = uv==0.13.9
COMPILE = .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --custom-compile-command "make requirements"

.PHONY: help brief test test-all lint format bench data requirements clean

help:  ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "make %-13s %s\n", $$1, $$2}' Makefile

brief: .venv/.main-installed  ## the Russia-Myanmar page: build/russia-myanmar.html
	@mkdir -p build
	@.venv/bin/comity brief Russia Myanmar -o build/russia-myanmar.html
	@echo "The page is here: $$(pwd)/build/russia-myanmar.html"

test: .venv/.dev-installed  ## the fast tests
	@$(PY) -m pytest $(PYTEST_ARGS) -m "not chromium and not spark and not slow"

test-all: .venv/.dev-installed  ## all tests, also the slow ones and those that need Chromium or Spark
	@$(PY) -m pytest $(PYTEST_ARGS)

lint: .venv/.dev-installed  ## format, style, types, and which room imports which
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	$(PY) -m mypy
	.venv/bin/lint-imports

format: .venv/.dev-installed  ## put the code into its format
	$(PY) -m ruff format .
	$(PY) -m ruff check --fix .

bench: .venv/.dev-installed  ## time the measures
	@if [ -f bench/__main__.py ]; then $(PY) -m bench; else \
	for file in bench/*.py; do \
		[ -e "$$file" ] || { echo "There is no benchmark in bench/ yet." >&2; exit 1; }; \
		$(PY) "$$file" || exit 1; \
	done; fi

data: .venv/.main-installed  ## build the embedded snapshot from the publishers' files: make data FROM=folder
	.venv/bin/comity data build --from "$(FROM)" --shippable

# Pins stay as they are where pyproject.toml still allows them; for newer ones remove the files first.
# editables is what hatchling needs for an editable install, and only asks for at that moment.
requirements: .venv/.python  ## pin anew what pyproject.toml asks for
	$(PIP) install $(UV)
	$(COMPILE) pyproject.toml -o requirements/main.txt
	$(PY) -c 'import tomllib; print("editables", *tomllib.load(open("pyproject.toml", "rb"))["build-system"]["requires"], sep="\n")' \
		| $(COMPILE) -c requirements/main.txt - -o requirements/build.txt
	$(COMPILE) --extra dev -c requirements/main.txt -c requirements/build.txt pyproject.toml -o requirements/dev.txt
	$(COMPILE) --extra spark pyproject.toml -o requirements/spark.txt

clean:  ## remove .venv, .venv-spark, build/ and caches
	rm -rf .venv .venv-spark build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find src tests -name __pycache__ -type d -prune -exec rm -rf {} +

# A stamp is touched when its step is through, so nothing is installed twice and a broken-off install starts again.
.venv/.python:
	@"$(PYTHON)" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "Comity needs Python 3.11 or later with its venv module; \"$(PYTHON)\" is" \
			"$$("$(PYTHON)" -c 'import platform; print(platform.python_version())' 2>/dev/null || echo "not there")." >&2; \
		echo "Install it (Debian, Ubuntu: apt install python3 python3-venv; macOS: brew install python)" >&2; \
		echo "or name one that is there, for instance: make PYTHON=python3.12 brief" >&2; \
		exit 1; }
	@"$(PYTHON)" -m venv --clear .venv
	@touch $@

# Editable, for users and developers alike: one environment, and a changed source file never asks for a reinstall.
.venv/.main-installed: .venv/.python requirements/main.txt requirements/build.txt pyproject.toml
	@echo "Installing into .venv (once, about a minute) …"
	@$(PIP) install --require-hashes -r requirements/build.txt -r requirements/main.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

.venv/.dev-installed: .venv/.main-installed requirements/dev.txt
	@echo "Installing the developers' tools into .venv …"
	@$(PIP) install --require-hashes -r requirements/dev.txt
	@touch $@
