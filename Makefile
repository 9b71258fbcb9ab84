# The two commands: `make run` and `make test`. Everything else is for those who work on the code.
# Another Python: make run PYTHON=python3.12
PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python

# What is installed belongs to one Python and one folder: another one of either installs anew.
MARK := $(subst $() $(),-,$(shell $(PYTHON) -V 2>/dev/null || echo none))
ifneq ($(file <$(VENV)/place),$(CURDIR))
MOVED := moved
endif
RUNTIME := $(VENV)/runtime-$(MARK)
DEV := $(VENV)/dev-$(MARK)
export PYTHON
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: run test torture bench messages pictures lock moved
.DELETE_ON_ERROR:

run: $(RUNTIME)
	@exec $(PY) -m wertschatz serve

test: $(DEV)
	@sh install/chromium
	@sh install/telephones
	@sh install/calendars
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	$(PY) -m mypy
	$(VENV)/bin/lint-imports
	$(PY) tests/wording/messages.py --check
	$(PY) -m pytest -n 2 --dist loadfile -m "not torture and not browser and not sip"
	WERTSCHATZ_TEST_DATABASE=postgresql $(PY) -m pytest -m "not torture" tests/storage tests/usecases
	$(PY) -m pytest -n 1 --dist loadfile -m "browser and not torture" -rs
	$(PY) -m pytest -m "sip and not torture" -rs tests/telephone

# TORTURE=short is what every change goes through; without it, everything.
torture: $(DEV)
	@sh install/chromium
	$(PY) -m pytest -m torture -rs -o faulthandler_timeout=1800

bench: $(DEV)
	$(PY) -m bench

messages: $(DEV)
	$(PY) tests/wording/messages.py

pictures: $(DEV)
	@sh install/chromium
	$(PY) -m tests.web.pictures

lock:
	@sh install/lock

$(RUNTIME): requirements/runtime.txt pyproject.toml install/packages install/check $(MOVED)
	@sh install/packages runtime $@

$(DEV): requirements/dev.txt requirements/runtime.txt pyproject.toml install/packages install/check $(MOVED)
	@sh install/packages dev $@
	@touch $(RUNTIME)
