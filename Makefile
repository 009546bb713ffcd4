# Everything one does with the project. `make run` and `make test` need Python 3.11+ and make, nothing else.

SHELL := /bin/bash
PORT ?= 8000
HOST ?= 127.0.0.1
PYTHON ?= python3
BIN := .venv/bin
MANAGE := $(BIN)/python manage.py
CHROMIUM ?= /usr/bin/chromium

.DEFAULT_GOAL := help
.PHONY: help run worker setup test check fix bench fuzz messages film lock browser

help:  ## what there is
	@grep -E '^[a-z]+:.*##' Makefile | sed -E 's/:[^#]*## /\t/'

run: setup  ## set up, load, serve: make run PORT=8000 HOST=127.0.0.1
	@$(MANAGE) load_content
	@echo "MigraDo is at http://$(HOST):$(PORT)/  (stop with Ctrl+C)"
	@exec $(MANAGE) runserver $(HOST):$(PORT)

worker: setup  ## what takes longer than a request, such as machine translation: beside make run, in a second window
	@exec $(MANAGE) db_worker --no-reload --interval 2

setup: .venv/base .env  ## virtual environment, settings, catalogues, database
	@$(MANAGE) compile_catalogues
	@$(MANAGE) migrate --verbosity 0

.venv/base: requirements/base.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "MigraDo needs Python 3.11 or newer; this is $$($(PYTHON) --version). Call make PYTHON=/path/to/python3.11 run"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "Installing the requirements (once; a minute)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/base.txt
	@touch $@

.venv/dev: requirements/dev.txt .venv/base
	@echo "Installing what tests need (once; a minute)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@

.env:
	@umask 077; printf 'DEBUG=1\nSECRET_KEY=%s\nSITE_URL=http://127.0.0.1:%s\n' "$$($(PYTHON) -c 'import secrets; print(secrets.token_urlsafe(50))')" "$(PORT)" > .env

browser:  ## Chromium for the browser tests, through apt if there is none and it may
	@test -x $(CHROMIUM) || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium fonts-noto-core >/dev/null; } || echo "No Chromium at $(CHROMIUM) and it cannot be installed here: browser tests will be skipped."

test: .venv/dev .env browser  ## all tests; DATABASE_URL=postgres://… runs them on PostgreSQL
	@$(MANAGE) compile_catalogues
	@CHROMIUM=$(CHROMIUM) $(BIN)/python -m pytest -n auto $(ARGS)

check: .venv/dev setup  ## lint, format, import contract, migrations, catalogues, content, translations, system checks
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/djade --check --target-version 5.2 $$(git ls-files 'templates/*.html')
	@$(BIN)/lint-imports
	@$(MANAGE) makemigrations --check --dry-run
	@$(MANAGE) check_catalogues
	@$(MANAGE) load_content --verbosity 0
	@$(MANAGE) check_translations
	@$(MANAGE) check

fix: .venv/dev  ## repair what can be repaired
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .
	@$(BIN)/djade --target-version 5.2 $$(git ls-files 'templates/*.html')

messages: .venv/dev  ## bring the gettext catalogues in step with the strings in use
	@$(MANAGE) update_catalogues

bench: .venv/dev .env  ## measure the pages: make bench
	@$(BIN)/python -m tests.bench
	@$(BIN)/python -m tests.bench_search

fuzz: .venv/dev .env  ## 500 broken files of each kind at the upload
	@MUTATIONS=500 $(BIN)/python -m pytest -n auto tests/documents/test_uploads.py

film: .venv/dev  ## the example film from the pages of a running portal (needs ffmpeg): make film beside make run
	@CHROMIUM=$(CHROMIUM) SITE_URL=http://$(HOST):$(PORT) $(BIN)/python documents/content/films/film.py

lock: .venv/dev  ## pin the requirements anew, with hashes and without any index address
	@$(PYTHON) -m venv build/lock && build/lock/bin/pip install --quiet uv
	@build/lock/bin/uv pip compile --quiet --python-version 3.11 --universal --generate-hashes --no-emit-index-url --no-header pyproject.toml -o requirements/base.txt
	@build/lock/bin/uv pip compile --quiet --python-version 3.11 --universal --generate-hashes --no-emit-index-url --no-header --extra s3 pyproject.toml -o requirements/s3.txt
	@build/lock/bin/uv pip compile --quiet --python-version 3.11 --universal --generate-hashes --no-emit-index-url --no-header --group dev pyproject.toml -o requirements/dev.txt
