PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo test install bench bench-compare faults cluster-faults hostile clean messages screenshots

demo: install
	$(BIN)/souwen demo

test: install
	$(BIN)/python -m pytest -n auto --maxprocesses 4 --dist worksteal

install: $(VENV)/installed

$(VENV)/installed: setup.cfg pyproject.toml setup.py $(wildcard messages/locale/zh/LC_MESSAGES/*.po)
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[parquet,warc,zstd,web,cluster,eval,test,browser]'
	touch $@

bench: $(VENV)/installed-bench
	$(BIN)/python benchmarks/stock.py
	$(BIN)/python benchmarks/bench.py --write $(BENCH)

# OLD is the Python of an environment with the souwen to compare with.
bench-compare: install
	$(BIN)/python benchmarks/shapes.py --python $(OLD) --python $(BIN)/python

faults: install
	SOUWEN_FAULTS=long $(BIN)/python -m pytest tests/faults

# Three nodes of OpenSearch, made of Maven's jars; needs a JDK 17 and mvn. Prints a table.
TIMES ?= 20

cluster-faults: install
	$(BIN)/python benchmarks/cluster_faults.py --times $(TIMES)

# Minutes for all the tests that try input at random; the others take some minutes more.
HOSTILE ?= 60

hostile: install
	SOUWEN_HOSTILE=$(HOSTILE) $(BIN)/python -m pytest tests/hostile tests/web/test_openapi.py

$(VENV)/installed-bench: $(VENV)/installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[bench]'
	touch $@

# Needs Debian's chromium and fonts-noto-cjk.
screenshots: install
	$(BIN)/python benchmarks/screenshots.py

clean:
	rm -rf build *.egg-info $(VENV)

# Brings the catalogue up to date with the sentences of the code; then translate what is empty.
messages: install
	$(BIN)/pybabel -q extract -F messages/babel.cfg -k later --no-location --omit-header \
		--no-wrap -o build/souwen.pot .
	$(BIN)/pybabel -q update --no-wrap --no-fuzzy-matching --ignore-obsolete -D souwen \
		-l zh -i build/souwen.pot -d messages/locale
	$(BIN)/python setup.py -q compile_catalog
