# make run    set everything up and serve http://localhost:8000 (PORT=… changes it)
# make install   what the site needs to run, and nothing of the tests
# make test   set everything up and run every check and what matters of all tests
# make soak   the rest: the breadth of all tests, then load, faults and other people's validators alone
# make bench  the speed of what must be fast
# make lock   resolve the dependencies anew, after a change to pyproject.toml or package.json

PYTHON ?= python3
PORT ?= 8000
JOBS ?= 2
ARGS ?=
export PATH := $(CURDIR)/.venv/bin:$(CURDIR)/.setup/bin:$(PATH)
export PORT

.PHONY: run test soak bench setup install lock
.DEFAULT_GOAL := run

run:
	@$(PYTHON) tools/setup.py run
	@forum db upgrade
	@forum demo --owner organiser@localhost.example
	@echo "Sign in, once, within a day: $$(forum organiser organiser@localhost.example)"
	@exec forum serve --port "$(PORT)"

install:
	@$(PYTHON) tools/setup.py run

setup:
	@$(PYTHON) tools/setup.py test

test:
	@$(PYTHON) tools/setup.py test
	@sh tools/check.sh -n $(JOBS) $(ARGS)

soak:
	@$(PYTHON) tools/setup.py soak
	@failed=; pytest -m "broad and not soak" -n $(JOBS) --dist worksteal $(ARGS) || failed=1; \
		pytest -m soak $(ARGS) && test -z "$$failed"

bench:
	@$(PYTHON) tools/setup.py test
	@for part in bench bench.registering bench.running bench.lists; do python -m tests.$$part || exit 1; done

lock:
	@$(PYTHON) tools/setup.py test
	@sh tools/lock.sh
