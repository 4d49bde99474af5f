# Everything runs in .venv; nothing outside this folder is touched. Needs Python >= 3.11 and make only.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
TOOLS := $(VENV)/.installed-dev
EVALUATE := ../shared/evaluate
SPREAD := --dist loadfile --no-loadscope-reorder
PIP = $(BIN)/python -m pip install --quiet --disable-pip-version-check
unexport PYTHONDONTWRITEBYTECODE  # without bytecode every start compiles 260 modules first

.PHONY: setup extras run lint check unit pythons fmt test fuzz soak reliability eval fit bench bundle lock
.DEFAULT_GOAL := run

setup: $(INSTALLED)

$(INSTALLED): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo 'Python 3.11 以上が必要です。PYTHON=python3.12 make run のように指定してください。' >&2; exit 1; }
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || { echo '仮想環境 .venv を作ります' >&2; $(PYTHON) -m venv --clear $(VENV) >/dev/null; } || { echo '仮想環境を作れません。Debian・Ubuntu では、sudo apt-get install python3-venv を実行してから、もう一度お試しください。' >&2; exit 1; }
	@echo '必要な部品を入れます（初回は1〜2分かかります）' >&2
	@$(PIP) --require-hashes -r requirements.lock || { echo '部品を入れられません。ネットワークと、庁内のプロキシ・認証局の設定（docs/start.md）を確かめてください。' >&2; exit 1; }
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $(INSTALLED)

$(TOOLS): $(INSTALLED) requirements-dev.lock
	@echo '検査の部品を入れます（初回は1分ほどかかります）' >&2
	@$(PIP) --no-deps --require-hashes -r requirements-dev.lock
	@touch $(TOOLS)

# What PostgreSQL, /metrics and `senryaku mcp` need besides.
extras: $(INSTALLED)
	@echo '追加の部品（PostgreSQL、/metrics、mcp）を入れます' >&2
	@$(PIP) --no-deps --require-hashes -r requirements-extras.lock

run: $(INSTALLED)
	@$(BIN)/senryaku $(ARGS)

lint: $(TOOLS)
	@echo '書き方の検査 (ruff)' >&2
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@echo '型の検査 (mypy --strict)' >&2
	@$(BIN)/mypy

# A minute: what most mistakes show in, with few examples of each property. ARGS go to pytest.
check: STARTED := $(shell date +%s)
check: lint unit
	@echo "$$(($$(date +%s) - $(STARTED))) 秒" >&2

unit: $(TOOLS)
	@echo '動作の検査 (pytest、速いもの)' >&2
	@$(BIN)/pytest -m unit -n auto $(SPREAD) --hypothesis-profile=quick $(ARGS)

# The same under the other Pythons that the program is for, as far as this machine has them: each in an environment of its own.
pythons:
	@for python in python3.12 python3.13; do \
	  $$python -c '' 2>/dev/null || { echo "$$python はこの機械にないので、飛ばします" >&2; continue; }; \
	  echo "$$python での検査" >&2; \
	  $(MAKE) --no-print-directory VENV=build/$$python PYTHON=$$python unit || exit 1; \
	done

# Everything, with the coverage by unit tests (--cov first: it takes a path that follows it for its own). Two runs more than there are cores: a test of the whole program mostly waits for it.
test: lint
	@echo '動作の検査 (pytest)' >&2
	@$(BIN)/pytest --cov -n $$(($$(getconf _NPROCESSORS_ONLN) + 2)) $(SPREAD) $(ARGS)

fmt: $(TOOLS)
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

# 200,000 hostile texts and payloads through all doors, then properties with far more examples than `make test` tries.
fuzz: $(TOOLS)
	@$(BIN)/python -m tests.hostile
	@$(BIN)/pytest -m hypothesis -n auto $(SPREAD) --hypothesis-profile=fuzz $(ARGS)

# Whether anything depends on how busy the machine is: five runs beside a busy loop on every core.
soak: $(TOOLS)
	@$(BIN)/python -m tests.soak -n auto $(SPREAD) $(ARGS)

# What is lost or doubled under kill -9 and wrong clocks, as a table. ARGS='writers:1000' for one row, more often.
reliability: $(TOOLS)
	@$(BIN)/python -m tests.reliability $(ARGS)

eval: $(TOOLS)
	@$(BIN)/python -m tests.evaluation $(ARGS)

# The weights by which readings of a question are chosen, from all question sets but those that only measure.
fit: $(TOOLS)
	@$(BIN)/python -m tests.evaluation.fit $(ARGS)

bench: $(TOOLS)
	@$(BIN)/python -m tests.bench $(ARGS)

# All that a machine without a network needs besides Python of this version: docs/operations.md.
BUNDLE = build/senryaku-$$($(BIN)/python -c 'import platform, sys; print("python{}.{}".format(*sys.version_info), platform.system().lower(), platform.machine(), sep="-")')
bundle: $(INSTALLED)
	@echo '部品を集めます（1〜2分かかります）' >&2
	@rm -rf $(BUNDLE) && mkdir -p $(BUNDLE)/wheels
	@$(BIN)/python -m pip download --quiet --disable-pip-version-check --require-hashes --only-binary :all: --dest $(BUNDLE)/wheels --requirement requirements.lock
	@$(BIN)/python -m pip download --quiet --disable-pip-version-check --require-hashes --only-binary :all: --dest $(BUNDLE)/wheels --requirement requirements-extras.lock
	@$(BIN)/python -m hatchling build --target wheel --directory $(BUNDLE)/wheels
	@cp -R requirements.lock requirements-extras.lock LICENSE NOTICE README.md docs docs/deploy/install.sh $(BUNDLE)
	@$(BIN)/python -c 'import sys; print("{}.{}".format(*sys.version_info))' > $(BUNDLE)/python-version
	@tar -C build -czf $(BUNDLE).tar.gz $(BUNDLE:build/%=%)
	@ls -sh $(BUNDLE).tar.gz

# Three locks: what the program runs with (and hatchling, which installs it), the same with what its extras bring, and
# what the checks add, all in the same versions.
LOCK = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header
lock:
	@$(PIP) $$($(BIN)/python -c 'import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["dependency-groups"]["lock"])')
	@$(LOCK) --group install --output-file requirements.lock pyproject.toml
	@$(LOCK) --extra mcp --extra metrics --extra postgres --constraint requirements.lock --output-file requirements-extras.lock pyproject.toml
	@$(LOCK) --group dev --constraint requirements-extras.lock --output-file requirements-dev.lock
