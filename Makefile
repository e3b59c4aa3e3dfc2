# Every target sets up what it needs: Python 3.11+ and make are all a machine must have.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
UV_PIN := uv==0.13.8
STAMP  := $(VENV)/.synced
NODE   := $(VENV)/.node
CLIENTS := $(VENV)/.clients
EARLIER := $(VENV)/earlier-clients

.DEFAULT_GOAL := help
.PHONY: help demo test check lint types imports bench soak golden hooks clean

help: ## What can be run here
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

# The environment comes from the lock file. uv is taken from the machine, else from PyPI into the
# environment itself, so nothing outside this folder changes.
UV   = $$(command -v uv || echo $(BIN)/uv)
SYNC = VIRTUAL_ENV=$(CURDIR)/$(VENV) $(UV) sync --frozen --active --inexact --quiet --python $(BIN)/python

$(STAMP): pyproject.toml uv.lock
	@$(PYTHON) -c 'import sys; sys.exit(0 if (3, 11) <= sys.version_info[:2] <= (3, 13) else f"Readback needs Python 3.11 to 3.13; $(PYTHON) is {sys.version.split()[0]}. Say make PYTHON=/path/to/python3.")'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@test -x $(UV) || $(BIN)/python -m pip install --quiet --disable-pip-version-check "$(UV_PIN)"
	@$(SYNC)
	@touch $@

# pyright runs on Node; where the machine has none, that comes from PyPI as well.
$(NODE): $(STAMP)
	@command -v node >/dev/null 2>&1 || $(SYNC) --group node
	@touch $@

# The vector stores' own libraries, whose objects tests hand in.
$(CLIENTS): $(STAMP)
	@$(SYNC) --group clients
	@touch $@

# Their earlier versions, for the same tests, in an environment of their own.
$(EARLIER)/.synced: tests/clients/earlier.txt | $(STAMP)
	@$(UV) venv --quiet --clear --python $(BIN)/python $(EARLIER)
	@VIRTUAL_ENV=$(CURDIR)/$(EARLIER) $(UV) pip sync --quiet $<
	@touch $@

demo: $(STAMP) ## One machine, no account: three handoffs into a stand-in vendor, with receipts
	@$(BIN)/readback demo $(ARGS)

# Four workers on two cores: many tests wait for a process or a socket.
test: $(CLIENTS) $(EARLIER)/.synced ## All tests but the soak
	$(BIN)/python -m pytest -n 4 --dist worksteal -m "not soak" $(ARGS)

check: lint types imports test ## Everything CI checks

lint: $(STAMP) ## Format and lint
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: $(STAMP) $(NODE) ## mypy and pyright, both strict
	$(BIN)/mypy
	$(BIN)/pyright

imports: $(STAMP) ## Who may import whom
	$(BIN)/lint-imports

bench: $(STAMP) ## Benchmarks, as ratios within one run; ARGS=--peers measures others too
	$(BIN)/python -m benchmarks $(ARGS)

soak: $(CLIENTS) ## The long runs
	$(BIN)/python -m pytest -m soak $(ARGS)

golden: $(STAMP) ## Write the golden files anew, to be reviewed as a diff
	$(BIN)/python -m pytest -q tests/golden tests/unit/mappings/test_problems.py \
		tests/unit/contract_tests/stand_ins tests/docs/test_mapping_guide.py \
		tests/docs/test_mapping_problems.py tests/docs/test_adapters_reference.py \
		tests/docs/test_how_adapters_are_tested.py \
		tests/docs/test_dialects_reference.py --golden=write
	$(BIN)/python -m pytest -q tests/adapters -k recorded --golden=write --recordings=write

hooks: $(STAMP) ## Check each commit before it is made
	@$(BIN)/pre-commit install

clean: ## Remove the environment and caches
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis
