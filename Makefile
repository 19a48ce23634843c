# make site · make serve · make check · make quick · make test · make fuzz · make exact · make bench · make cms · make lock · make licences · make sbom · make messages
# Needs Python 3.11 or newer with venv, make and git. `make test` also wants Chromium (see tests/browser/install.sh).

PYTHON ?= python3
BIN := .venv/bin
# Processes that share the tests of `make test`: one more than processors, for those that wait for a browser or an engine.
WORKERS ?= $(shell $(PYTHON) -c "import os; print((os.cpu_count() or 1) + 1)")

# What fails while all processors are busy has one more try on its own, in which it has to pass.
ALONE = { echo "once more, what failed, one test after the other"; $(BIN)/python -m pytest --last-failed --last-failed-no-failures none; }

# What Python has compiled serves all processes that tests and commands start, even where it is told to keep nothing.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: site serve check quick test tests lint browser fuzz exact bench cms lock licences sbom messages clean

site: .venv/installed
	$(BIN)/duizhao build

serve: .venv/installed
	$(BIN)/duizhao serve

check: .venv/installed
	$(BIN)/duizhao check

# While working: format, lint, types, and every test that builds no site, opens no browser and measures no time.
quick: lint
	$(BIN)/python -m pytest -m "not slow and not browser and not timing"

# Everything: format, lint, types, and beside them tests with a real browser, the real content built and checked.
test: .venv/installed-dev browser
	@$(MAKE) --no-print-directory -j2 lint tests

tests:
	$(BIN)/duizhao check
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal || $(ALONE)

lint: .venv/installed-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

browser:
	sh tests/browser/install.sh

# Hostile strings, random texts, content broken at random (ten minutes), merges by git and axe at length: minutes to hours, in no run of the suite.
fuzz: .venv/installed-dev
	DUIZHAO_FUZZ=1 $(BIN)/python -m pytest tests/test_markdown_properties.py tests/test_markdown_injection.py tests/test_strict_yaml.py tests/test_traces.py tests/test_validate.py tests/test_linear.py tests/test_fallback.py tests/test_branches.py tests/test_rename.py tests/test_fix.py tests/test_content_fuzz.py tests/test_set_aside.py tests/test_accept.py tests/test_po.py tests/test_quantities_properties.py tests/test_untranslated.py tests/browser/test_budget.py tests/browser/test_search.py tests/browser/test_search_costs.py tests/browser/test_injection.py tests/browser/test_accessibility.py tests/browser/test_identity.py tests/browser/test_charts.py

# Incremental builds compared with clean ones over hundreds of random edits, commands killed at hundreds of moments, other
# places, other Pythons: an hour. PARTS="walk kill race served place python real", SEED=…, STEPS=…, KILLS=… choose.
exact: .venv/installed-dev
	$(BIN)/python -m tests.exact $(PARTS) $(if $(SEED),--seed $(SEED)) $(if $(STEPS),--steps $(STEPS)) $(if $(KILLS),--kills $(KILLS))

# How long builds take, beside other programs on the same pages: docs/benchmark.md. Minutes; in no run of the suite.
bench: .venv/installed-dev
	$(BIN)/python -m tests.bench $(SIZES) $(if $(ROUNDS),--rounds $(ROUNDS))

# The editing page with the real Decap CMS and its local server, which it fetches from npm: docs/cms.md.
cms: .venv/installed-dev browser
	sh tests/browser/install_cms.sh
	DUIZHAO_CMS=1 $(BIN)/python -m pytest tests/browser/test_cms.py

# Exact versions and hashes of everything, from the ranges in pyproject.toml; says in the end what changed.
lock:
	mkdir -p .venv-lock && cp requirements.txt requirements-dev.txt .venv-lock/
	$(PYTHON) -m venv .venv-lock && .venv-lock/bin/pip -q install uv
	.venv-lock/bin/uv pip compile pyproject.toml --extra pictures --universal --python-version 3.11 --generate-hashes --no-annotate --upgrade -q --custom-compile-command "make lock" -o requirements.txt
	.venv-lock/bin/uv pip compile pyproject.toml --extra pictures --group dev -c requirements.txt --universal --python-version 3.11 --generate-hashes --no-annotate -q --custom-compile-command "make lock" -o requirements-dev.txt
	@$(PYTHON) tests/tools/lock_changes.py .venv-lock/requirements.txt requirements.txt
	@$(PYTHON) tests/tools/lock_changes.py .venv-lock/requirements-dev.txt requirements-dev.txt
	rm -rf .venv-lock

# The licences of what is installed and shipped: THIRD-PARTY-LICENCES.md; after each make lock.
licences: .venv/installed-dev
	$(BIN)/python -m tests.tools.licences

# The bill of materials (CycloneDX 1.6) of what is installed beside the generator.
sbom: .venv/installed-dev
	.venv/bin/cyclonedx-py requirements requirements.txt --pyproject pyproject.toml --output-reproducible --spec-version 1.6 --validate -o sbom.json

# Brings the catalogues of the interface text up to date with templates and code; new messages come out empty.
messages: .venv/installed
	$(BIN)/python -m build_scripts.content.messages

.venv/created:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { echo "error: Python 3.11 or newer is needed ($(PYTHON) is not); name another with make PYTHON=…" >&2; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "error: Python's venv module is missing; on Debian: apt-get install python3-venv" >&2; exit 1; }
	@rm -rf .venv
	@$(PYTHON) -m venv .venv && touch $@

.venv/installed: .venv/created requirements.txt pyproject.toml
	@echo "installing the locked versions of requirements.txt …"
	@$(BIN)/pip -q --disable-pip-version-check install --use-pep517 --require-hashes -r requirements.txt || { echo "error: the packages of requirements.txt could not be installed (is the package registry reachable?)" >&2; exit 1; }
	@$(BIN)/pip -q --disable-pip-version-check install --no-deps --editable . || { echo "error: the command duizhao could not be installed" >&2; exit 1; }
	@touch $@

.venv/installed-dev: .venv/installed requirements-dev.txt
	@echo "installing the locked versions of requirements-dev.txt …"
	@$(BIN)/pip -q --disable-pip-version-check install --use-pep517 --require-hashes -r requirements-dev.txt || { echo "error: the packages of requirements-dev.txt could not be installed (is the package registry reachable?)" >&2; exit 1; }
	@touch $@

clean:
	rm -rf site .build .venv
