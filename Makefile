# Everything happens in .venv; nothing outside this folder is changed by installing.
SHELL := /bin/bash
# The system's own first: it is compiled with optimisation, which one made by hand seldom is. One
# that cannot make environments (Debian's without python3.11-venv) is passed over.
PYTHON ?= $(shell for each in /usr/bin/python3.11 python3.11 python3; do \
	"$$each" -c "import ensurepip" 2> /dev/null && command -v "$$each" && exit; done; echo python3)
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input
# The versions this release was tested with.
PINS := -c requirements/constraints.txt

# Tests start many processes: compiled modules are kept, whatever the machine is set to.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: install install-test openssh-client chromium machines-programs demo test nightly machines check bench bench-console soak format clean promtool upgrade-check sbom audit fuzz fuzz-nightly

install: $(VENV)/.installed

install-test: $(VENV)/.installed-test openssh-client chromium

# Some tests talk to the SFTP door with OpenSSH's own client.
openssh-client:
	@command -v sftp > /dev/null || { \
		[ "$$(id -u)" = 0 ] && command -v apt-get > /dev/null \
		&& apt-get update -qq && apt-get install -y -qq openssh-client > /dev/null; } || { \
		echo "The tests need OpenSSH's client; install the package openssh-client." >&2; exit 1; }

# Pages are tested in a real browser.
chromium:
	@command -v chromium > /dev/null || { \
		[ "$$(id -u)" = 0 ] && command -v apt-get > /dev/null \
		&& apt-get update -qq && apt-get install -y -qq chromium > /dev/null; } || { \
		echo "The tests need Chromium; install the package chromium." >&2; exit 1; }

# What computes alerts, for the nightly run: part of Debian's package prometheus.
promtool:
	@command -v promtool > /dev/null || { \
		[ "$$(id -u)" = 0 ] && command -v apt-get > /dev/null \
		&& apt-get update -qq && apt-get install -y -qq --no-install-recommends prometheus > /dev/null; } || { \
		echo "The alerts need promtool; install the package prometheus." >&2; exit 1; }

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: pyproject.toml requirements/constraints.txt | $(VENV)/bin/python
	$(PIP) install --quiet $(PINS) -e .
	touch $@

$(VENV)/.installed-test: $(VENV)/.installed
	$(PIP) install --quiet $(PINS) -e '.[test]'
	touch $@

$(VENV)/.installed-fuzz: $(VENV)/.installed-test
	$(PIP) install --quiet $(PINS) -e '.[test,fuzz]'
	touch $@

demo: install
	$(BIN)/verzuimbrug demo

# A test that waits for what never comes says where, and ends the process it is in.
LONGEST_TEST_SECONDS := 600
test: install-test
	$(BIN)/python -m pytest -n 3 --dist loadfile --no-loadscope-reorder --durations=40 \
		-o faulthandler_timeout=$(LONGEST_TEST_SECONDS) -o faulthandler_exit_on_timeout=true \
		--cov --cov-report=term

# All tests, also those that take too long for every change, and ten times as many random cases.
nightly: install-test machines-programs promtool
	VERZUIMBRUG_TESTS=nightly $(BIN)/python -m pytest -n 3 --dist loadfile --no-loadscope-reorder -m "" \
		--cov --cov-fail-under=100
	$(MAKE) fuzz-nightly
	$(BIN)/python tests/nightly/sign_in_times.py

# The programs of `deploy/`, for the test with more than one host.
machines-programs:
	@command -v patroni > /dev/null && command -v etcd > /dev/null && command -v haproxy > /dev/null \
		&& test -x /usr/lib/postgresql/15/bin/postgres || { \
		[ "$$(id -u)" = 0 ] && command -v apt-get > /dev/null \
		&& apt-get update -qq \
		&& apt-get install -y -qq --no-install-recommends postgresql-15 patroni \
			python3-etcd etcd-server haproxy iproute2 > /dev/null; } || { \
		echo "Needed: the packages postgresql-15 patroni python3-etcd etcd-server haproxy" \
			"iproute2." >&2; exit 1; }

# Two database hosts, two application hosts, a balancer: hosts die under load. Only as root.
# MACHINES_ROUNDS is how often each case is tried.
machines: install-test machines-programs
	$(BIN)/python -m pytest -m nightly -n 0 -p no:randomly -s tests/nightly/machines

check: install-test
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python tools/check_sizes.py
	$(BIN)/python tools/check_migrations.py
	$(BIN)/python tools/check_packages.py
	# Without a running instance Django warns that it cannot compare with a database.
	DJANGO_SETTINGS_MODULE=verzuimbrug.project.settings $(BIN)/python -W ignore::RuntimeWarning \
		-m django makemigrations --check --dry-run
	$(BIN)/python tools/generate_docs.py --check
	$(BIN)/python -W ignore::RuntimeWarning tools/translations.py --check

# The tests of the last release on the tables of this one; fails while there is no release.
upgrade-check: install-test
	$(BIN)/python tools/upgrade_check.py

# About a minute of processor time, and the same inputs every time.
FUZZ_INPUTS ?= 10000
fuzz: $(VENV)/.installed-fuzz
	$(BIN)/python tests/nightly/fuzz/run.py $(FUZZ_INPUTS)

# Other inputs every night: the seed is the day.
fuzz-nightly: $(VENV)/.installed-fuzz
	$(BIN)/python tests/nightly/fuzz/run.py 1000000 $$(date +%Y%m%d)

bench: install
	$(BIN)/python bench/run.py

# An hour of steady traffic; SOAK="--minutes 3" tries it.
soak: install
	$(BIN)/python bench/soak.py $(SOAK)

# Fills a database with a million messages first; that takes some ten minutes.
bench-console: install
	$(BIN)/python bench/console.py

# The tools of the two below have an environment of their own: the product needs none of them.
build/supply/.installed: requirements/supply.txt
	$(PYTHON) -m venv build/supply
	build/supply/bin/python -m pip --disable-pip-version-check --no-input install --quiet --no-deps -r $<
	touch $@

# What a release consists of, as CycloneDX: what is installed without anything for tests.
sbom: build/supply/.installed
	rm -rf build/release && $(PYTHON) -m venv build/release
	build/release/bin/python -m pip --disable-pip-version-check --no-input install --quiet $(PINS) .
	build/release/bin/python -m pip --disable-pip-version-check --no-input uninstall --quiet --yes pip setuptools
	build/supply/bin/cyclonedx-py environment build/release/bin/python --pyproject pyproject.toml \
		--mc-type application --output-reproducible --output-format JSON --output-file build/sbom.cdx.json
	@echo "written: build/sbom.cdx.json"

# Known vulnerabilities of what is pinned; asks PyPI, and fails where that cannot be reached.
audit: build/supply/.installed
	@build/supply/bin/pip-audit --strict --progress-spinner off --no-deps --disable-pip \
		-r requirements/constraints.txt || { \
		echo "audit: a package is vulnerable, or the vulnerability service (pypi.org) gave no answer; see above." >&2; exit 1; }

format: install-test
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

clean:
	rm -rf $(VENV) .coverage .coverage.* .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
