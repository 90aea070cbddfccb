# Two commands do everything on a machine with Python 3.11 or newer: make report, make test.
PYTHON ?= python3
# The environment that everything is installed into; another one: make report VENV=/opt/toolbelt-venv
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input
INSTALL := $(PIP) install --quiet --require-hashes --no-deps -r
SELF := $(PIP) install --quiet --no-deps --no-build-isolation --editable .
SOURCE ?=
REVISION ?=
OLD ?=
OUT ?= reports
LAB ?=
QUICK ?=
SECTION ?=
# A notebook that somebody adds is none of the tests' business.
SHIPPED := $(wildcard notebooks/0[1-8]-*.ipynb) notebooks/start.ipynb
# One more than there are cores: tests wait for kernels and for the browser.
WORKERS ?= $(shell echo $$(( $$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2) + 1 )))

.DEFAULT_GOAL := help
.PHONY: help setup report test lab chromium check-code notebooks docs model evaluate digests bench lock clean

help:  ## Show what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*##/\t/' | expand -t 14

setup: $(VENV)/report.stamp  ## Install what reports need into VENV (default: .venv)

report: $(VENV)/report.stamp  ## Write a report; SOURCE=folder-or-address REVISION=commit OLD=commit OUT=reports
	@$(BIN)/toolbelt-data report $(if $(SOURCE),--source "$(SOURCE)") $(if $(REVISION),--revision "$(REVISION)") $(if $(OLD),-p old "$(OLD)") --out "$(OUT)"

test: $(VENV)/test.stamp check-code chromium  ## Run every test: units, documentation, notebooks
	@$(BIN)/python -m pytest --numprocesses $(WORKERS) --dist loadscope --no-loadscope-reorder || { status=$$?; echo \
	"If a notebook's outputs differ on purpose, refresh them with: make notebooks" >&2; exit $$status; }

lab: $(VENV)/lab.stamp  ## Open JupyterLab at the notebook to start with
	@mkdir -p scratch
	@$(BIN)/jupyter lab --notebook-dir=. --LabApp.default_url=/lab/tree/notebooks/start.ipynb \
	--LabApp.app_settings_dir=tools/lab --LabApp.extension_manager=readonly $(LAB)

chromium:  ## Install the browser that tests drive, as root and where apt is there
	@tools/install-chromium

check-code: $(VENV)/test.stamp  ## Lint and check the format
	@$(BIN)/ruff check --quiet . $(SHIPPED)
	@$(BIN)/ruff format --quiet --check . $(SHIPPED)

notebooks: $(VENV)/test.stamp  ## Run the notebooks on the embedded edition and keep their outputs
	@$(BIN)/ruff format --quiet $(SHIPPED)
	@$(BIN)/python tools/refresh_notebooks.py $(SHIPPED)

docs: $(VENV)/test.stamp  ## Write again the pages of docs/ that are made from the code
	@$(BIN)/python tools/write_docs.py

model: $(VENV)/test.stamp  ## Fit data/model.json on reviewed pairs and recommendations
	@$(BIN)/python tools/evaluate.py --fit

evaluate: $(VENV)/test.stamp  ## Measure how good predictions are
	@$(BIN)/python tools/evaluate.py

digests: $(VENV)/report.stamp  ## Update the digests of reviews after correcting a restatement
	@$(BIN)/python tools/update_digests.py

bench: $(VENV)/report.stamp  ## Measure, beside other tools, and write docs/benchmarks.md; QUICK=1 SECTION="commands report"
	@PYTHONPATH=tools $(BIN)/python -m bench $(if $(QUICK),--quick) $(SECTION)

lock:  ## Resolve the dependencies again (needs uv)
	@tools/lock

clean:  ## Remove the environment and what tests left; reports stay
	@rm -rf $(VENV) build dist .pytest_cache .ruff_cache .hypothesis

# One environment, filled as far as it is asked for; each stamp says which lock it was filled from.
$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; v = sys.version_info; sys.exit(None if v >= (3, 11) else \
	"Python %d.%d is too old: 3.11 or newer is needed; name one with make PYTHON=..." % v[:2])'
	@$(PYTHON) -m venv $(VENV)

$(VENV)/report.stamp: requirements/report.txt pyproject.toml | $(VENV)/bin/python
	@$(INSTALL) requirements/report.txt
	@$(SELF)
	@touch $@

$(VENV)/test.stamp: requirements/test.txt $(VENV)/report.stamp
	@$(INSTALL) requirements/test.txt
	@touch $@

$(VENV)/lab.stamp: requirements/lab.txt $(VENV)/report.stamp
	@$(INSTALL) requirements/lab.txt
	@touch $@
