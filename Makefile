PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo test install bench clean

demo: install
	$(BIN)/souwen demo

test: install
	$(BIN)/python -m pytest

install: $(VENV)/installed

$(VENV)/installed: setup.cfg pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[fast,eval,test]'
	touch $@

bench: install
	$(BIN)/python benchmarks/stock.py

clean:
	rm -rf build *.egg-info $(VENV)
