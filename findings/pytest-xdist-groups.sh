#!/usr/bin/env bash
# pytest-xdist 3.8.0 marks the group of a test (xdist_group, --dist loadgroup) by rewriting the private Item._nodeid.
# pytest 9.2.0 reports another id than that, so the scheduler never sees a group: tests of one group are dealt out to
# several workers without a word. --dist loadfile is not affected. Seen: two workers for one group.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check pytest==9.2.0 pytest-xdist==3.8.0 2>/dev/null
cat > "$folder/test_group.py" <<'PY'
import os
import time
from pathlib import Path

import pytest


@pytest.mark.xdist_group("one")
@pytest.mark.parametrize("number", range(12))
def test_one_of_a_group(number):
    time.sleep(0.1)
    with Path(os.environ["WORKERS"]).open("a") as file:
        file.write(os.environ["PYTEST_XDIST_WORKER"] + "\n")
PY
cd "$folder"
for dist in loadgroup loadfile; do
  WORKERS="$folder/$dist" venv/bin/python -m pytest -q -n 2 --dist "$dist" test_group.py > /dev/null
  echo "--dist $dist: $(sort -u "$folder/$dist" | wc -l) worker(s) for one group"
done
[ "$(sort -u "$folder/loadgroup" | wc -l)" -eq 2 ]
[ "$(sort -u "$folder/loadfile" | wc -l)" -eq 1 ]
