# Two commands do everything: `make run` and `make test`. `make help` lists the rest.
VENV := .venv
PYTHON ?= python3
BIN := $(VENV)/bin
WORKERS ?= 3
# Who has the packages for testing keeps them: they hold all of those for running.
WHOLE = $(if $(wildcard $(VENV)/dev.stamp),dev,run)
# Enough of a production's settings to check them; nothing answers at these addresses.
PRODUCTION := SECRET_KEY=$$($(BIN)/python -c "import secrets; print(secrets.token_urlsafe(64))") \
  BASE_URL=https://cities.example.org ALLOWED_HOSTS=cities.example.org REDIS_URL=redis://valkey:6379/0 \
  DATABASE_URL=postgresql://app_rw@db/educities NETWORK_DATABASE_URL=postgresql://app_network@db/educities

.DEFAULT_GOAL := help
.PHONY: help run test test-quick test-clock coverage mutants check bench figures lock demo-reset clean

help: ## this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

$(BIN)/uv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed: PYTHON=python3.12 make run"; exit 1; }
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/pip install --quiet --disable-pip-version-check uv

$(VENV)/run.stamp: requirements/run.txt | $(BIN)/uv
	@echo "packages ..."
	@$(BIN)/uv pip sync --quiet --python $(BIN)/python requirements/$(WHOLE).txt
	@touch $@ $(VENV)/$(WHOLE).stamp

$(VENV)/dev.stamp: requirements/dev.txt | $(BIN)/uv
	@echo "packages for testing ..."
	@$(BIN)/uv pip sync --quiet --python $(BIN)/python requirements/dev.txt
	@touch $@ $(VENV)/run.stamp

run: $(VENV)/run.stamp ## start everything: http://127.0.0.1:8000 (PORT=8010 for another)
	@exec $(BIN)/python -m educities.embedded run

test: $(VENV)/dev.stamp ## the whole suite, on a real database, with browser tests where a chromium is found
	@$(BIN)/python manage.py words compile && $(BIN)/python manage.py subset_fonts
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder $(ARGS)

test-quick: $(VENV)/dev.stamp ## without browsers, real processes and walks over every page
	@$(BIN)/python manage.py words compile
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder -m "not browser and not processes and not walk" $(ARGS)

test-clock: $(VENV)/dev.stamp ## the quick suite at other hours and dates, with a moved clock (needs faketime; AT="2026-12-31 21:50" for one)
	@$(BIN)/python manage.py words compile
	$(BIN)/python -m tests.moved_clock $(ARGS)

coverage: $(VENV)/dev.stamp ## lines and branches that the quick suite reaches; lists what stays below the aim
	@$(BIN)/python manage.py words compile
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder -m "not browser and not processes" --cov --cov-report=json:var/coverage.json $(ARGS)
	@$(BIN)/python -m tests.coverage_report

mutants: $(VENV)/dev.stamp ## do the tests see small faults? ARGS="labs/rules" for some of tests/mutants
	@$(BIN)/python manage.py words compile
	$(BIN)/python -m tests.mutants $(ARGS)

check: $(VENV)/dev.stamp ## lint, types, layers, migrations, templates, languages, the API's description, production settings
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/djade --target-version 5.2 --check $$(find templates -name "*.html")
	$(BIN)/djlint templates --lint --quiet
	$(BIN)/check-jsonschema --quiet --builtin-schema vendor.compose-spec docker-compose.yml
	$(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/python manage.py words check
	$(BIN)/python manage.py openapi --check
	@echo manage.py check --deploy
	@$(PRODUCTION) $(BIN)/python manage.py check --deploy --fail-level WARNING

bench: $(VENV)/dev.stamp ## speed, as ratios against a bare application in the same run
	$(BIN)/python -m tests.benchmarks

figures: $(VENV)/dev.stamp ## what the code looks like in figures, written into docs/architecture.md
	@$(BIN)/python -m tests.figures

lock: $(BIN)/uv ## compile the requirements anew
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header requirements/run.in -o requirements/run.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header requirements/dev.in -o requirements/dev.txt

demo-reset: $(VENV)/run.stamp ## lay the practice city out anew
	$(BIN)/python manage.py practice_city --reset

clean: ## remove the environment and everything made at run time, the data too; refuses while somebody uses it
	@$(if $(wildcard $(BIN)/python),$(BIN)/python,$(PYTHON)) -m educities.embedded clean
	rm -rf $(VENV) var .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
