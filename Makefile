# Every target works alone on a machine with Python 3.11 to 3.13, pip, make and git: `install` comes first.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
RUN := PATH="$(CURDIR)/$(BIN):$$PATH"
export DO_NOT_TRACK := 1
export DBT_SEND_ANONYMOUS_USAGE_STATS := false

.DEFAULT_GOAL := help
.PHONY: help demo test install build summary lint checks docs contract real-data slow property mutants \
        bench trials drills lock data-docs clean

help: ## list the commands
	@grep -hE '^[a-z-]+:.*##' Makefile | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 12

demo: install ## install, build the demo company's marts, and say what came out
	$(RUN) dbt build --quiet
	$(RUN) python -m plr.summary

test: install ## install, then every check and every test
	$(RUN) python -m plr.checks all

install: $(INSTALLED) ## the environment in .venv, exactly as locked

# uv is quicker by a minute; where the index has none for this machine, pip does the same.
$(INSTALLED): requirements.lock
	$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' \
		|| (echo "Python 3.11, 3.12 or 3.13 is needed: make $(MAKECMDGOALS) PYTHON=python3.12" && exit 1)
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv \
		&& $(RUN) VIRTUAL_ENV="$(CURDIR)/$(VENV)" uv pip install --quiet --system-certs --compile-bytecode --no-deps --require-hashes -r requirements.lock \
		|| $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
	touch $@

build: install ## dbt build, with its log
	$(RUN) dbt build

summary: install ## what the last build made
	$(RUN) python -m plr.summary

lint: install ## sqlfluff on every model, ruff on the Python
	$(RUN) python -m plr.checks lint

checks: install ## every check of the house, without pytest
	$(RUN) python -m plr.checks

docs: install ## the documentation as one page: target/static_index.html
	$(RUN) dbt docs generate --static --quiet
	@echo "target/static_index.html"

data-docs: install ## the guards' report as pages: build/data_docs
	$(RUN) python -m plr.guards docs --out build/data_docs

contract: install ## base views, staging views and their YAML, from the input contract
	$(RUN) python -m plr.generate

real-data: install ## the published figures of real books, reproduced (PLR_PEER_DATA names their folder)
	$(RUN) python -m plr.real_data

slow: install ## every slow test; `make test` runs one of them a day, in turn
	$(RUN) python -m pytest -m slow

property: install ## 500 random books through the project's own models
	$(RUN) python -m pytest -m property

mutants: install ## one-line mutations of the rules, each killed by a named test
	$(RUN) python -m plr.mutants

trials: install ## how often the ledger and the failure modes are right, on simulated companies
	$(RUN) python -m plr.trials report --quiet
	$(RUN) python -m plr.trials judge --quiet
	$(RUN) python -m plr.trials modes --quiet

drills: install ## kills, full disks, two builds at once ...: done on purpose, and counted
	$(RUN) python -m plr.drills kills
	$(RUN) python -m plr.drills service

bench: install ## the ledger of a million subscriptions, beside the plain way
	$(RUN) python -m plr.bench

lock: install ## requirements.lock for pip, from uv.lock
	$(RUN) uv export --quiet --frozen --all-groups --no-emit-project -o requirements.lock

clean: ## forget everything that was built (the environment stays)
	git clean -fdXq build target logs
