# `make help` lists what can be done. Any variable of docs/deploy.md can be given: make run PORT=8001
PYTHON ?= python3
BIN := .venv/bin
INSTALL := $(PYTHON) tracker/install.py
# A trial on this machine unless the environment says otherwise.
export DEBUG ?= 1
# Only what was given is passed on; an empty PORT would not be one.
ifdef PORT
export PORT
endif
ifdef BIND
export BIND
endif
.DEFAULT_GOAL := help
.PHONY: help install run test test-long mutants lock check bench chaos

help: ## this list
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 18

install: ## set up .venv and nothing else
	@$(INSTALL)

run: ## set up what is missing and start the tracker (PORT=8000 BIND=127.0.0.1)
	@$(INSTALL) && exec $(BIN)/python manage.py serve

test: ## everything but the long tests, on SQLite and on PostgreSQL
	@$(INSTALL) --dev --browser && exec .ci/tests "not long"

test-long: ## the long tests, on SQLite and on PostgreSQL
	@$(INSTALL) --dev --browser && exec .ci/tests "long"

mutants: ## change the code of the dates and see whether a test notices (half an hour; goes on where it stopped)
	@$(INSTALL) --dev && exec $(BIN)/python .ci/mutants.py

lock: ## pin every package with the hashes of its files, after a change of requirements*.txt
	@$(PYTHON) .ci/lock.py

check: ## style, types, templates, import contracts, migrations, deployment settings
	@$(INSTALL) --dev && exec .ci/checks

bench: ## speed against a floor measured in the same run (SMALL=1 for 10,000 requests only)
	@$(INSTALL) --dev && SMALL=$(SMALL) exec $(BIN)/python -m bench

chaos: ## kill workers while they send 20,000 reminders, and count what the mail server got (KILLS=500 SEED=1)
	@$(INSTALL) --dev && exec $(BIN)/python -m tests.chaos
