# Everything runs in .venv; nothing outside this folder is touched. Needs Python >= 3.11 and make only.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
EVALUATE := ../shared/evaluate

.PHONY: setup run test eval bench lock
.DEFAULT_GOAL := run

setup: $(STAMP)

$(STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo 'Python 3.11 以上が必要です。PYTHON=python3.12 make run のように指定してください。' >&2; exit 1; }
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || { echo '仮想環境 .venv を作ります' >&2; $(PYTHON) -m venv --clear $(VENV); }
	@echo '必要な部品を入れます（初回は1〜2分かかります）' >&2
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $(STAMP)

run: $(STAMP)
	@$(BIN)/senryaku $(ARGS)

test: $(STAMP)
	@echo '書き方の検査 (ruff)' >&2
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@echo '型の検査 (mypy --strict)' >&2
	@$(BIN)/mypy
	@echo '動作の検査 (pytest)' >&2
	@$(BIN)/pytest

eval: $(STAMP)
	@$(BIN)/python -m tests.evaluation $(ARGS)

bench: $(STAMP)
	@$(BIN)/python -m tests.bench $(ARGS)

lock:
	@$(BIN)/python -m pip install --quiet uv
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --extra dev --generate-hashes \
		--no-emit-index-url --no-header --output-file requirements.lock pyproject.toml
