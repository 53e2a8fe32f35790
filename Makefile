# Everything is done in .venv of this checkout; nothing outside it is changed.
PYTHON ?= python3
RUN := .venv/bin/yoritish
# the replica's clock, fixed so that "Bugun, 14:05" means the same day every time
REPLICA_NOW := 2026-10-31T22:00:00+05:00
REPLICA_DAYS := 30
REPLICA_SINCE := 2026-10-02

.PHONY: setup nightly desk test slow coverage lint gate docs

setup: .venv/.installed

.venv/.installed: requirements.lock pyproject.toml tools/setup.sh
	PYTHON="$(PYTHON)" sh tools/setup.sh

nightly: setup
ifdef REPLICA
	.venv/bin/python tools/replica_night.py --now $(REPLICA_NOW) --days $(REPLICA_DAYS) --since $(REPLICA_SINCE)
else
	$(RUN) nightly
endif

# the press desk on http://127.0.0.1:8000/
desk: setup
	$(RUN) desk

test: setup
	.venv/bin/python -m pytest -n auto

# the tests that take more than a few seconds, a file on one core; a report of what all tests
# together cover
slow: setup
	.venv/bin/python -m pytest -m slow -n auto --dist loadfile --ignore=tests/crawler/test_workers.py
	# a worker is known to live by its heartbeat: nothing else runs beside these
	.venv/bin/python -m pytest -m slow tests/crawler/test_workers.py

coverage: setup
	.venv/bin/python -m pytest -m "slow or not slow" --cov --cov-report=term

# what may not sink: extraction, mentions, dates
gate: setup
	.venv/bin/python tools/quality_gate.py

# writes docs/commands.md from the program's own --help
docs: setup
	.venv/bin/python -m cogapp -r docs/commands.md

lint: setup
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports
	.venv/bin/python -m cogapp --check docs/commands.md
