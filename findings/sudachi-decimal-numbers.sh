#!/usr/bin/env bash
# SudachiPy 0.7.0 with SudachiDict core 20261015 joins digits to one number whose normal form is a value, not a name: the
# zeros that end a decimal fall away, so that the measures 2.1 and 2.10 of one plan, or the tables 3.2 and 3.20, have the
# same tokens in normal form. And digits that cannot be joined because of a comma behind them are not left as they stood
# but fall into single ones: 10,20代 (people in their tens and twenties) holds no 10 and no 20, while 10・20代 does.
# Seen: 施策2.10 → 施策 2.1, as 施策2.1; 10,20代 → 1 0 , 2 0 代; 10・20代 → 10 ・ 20 代.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check \
  sudachipy==0.7.0 sudachidict-core==20261015 2>/dev/null
"$folder/venv/bin/python" - <<'PY'
from sudachipy import Dictionary, SplitMode

expected = {
    "施策2.1": "施策|2.1",
    "施策2.10": "施策|2.1",
    "10,20代": "1|0|,|2|0|代",
    "10・20代": "10|・|20|代",
}
for mode in "AC":
    tokenizer = Dictionary(dict="core").tokenizer(mode=getattr(SplitMode, mode))
    seen = {text: "|".join(one.normalized_form() for one in tokenizer.tokenize(text)) for text in expected}
    print(mode, seen)
    assert seen == expected, seen
PY
