#!/usr/bin/env bash
# SudachiPy 0.7.0 with SudachiDict core 20261015 has no boundary after the year in 一昨年末 (the end of the year before
# last), in any split mode: it is cut as 一昨 and 年末 (the year's end). 昨年末, one year later, is cut after the year. So
# a reader of dates that asks the tokenizer where words begin finds no 年 there, and would take the rest for 年末.
# And 当 and 来 before 年度 are of another part of speech straight behind a noun: a prefix in 来年度, a suffix in
# 支援来年度, where the normal form of 当 becomes 当たり.
# Seen: 一昨|年末 in A, B and C; 昨年|末 in A; 来 接頭辞 / 接尾辞; 当 → 当たり.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check \
  sudachipy==0.7.0 sudachidict-core==20261015 2>/dev/null
"$folder/venv/bin/python" - <<'PY'
from sudachipy import Dictionary, SplitMode

dictionary = Dictionary(dict="core")
tokenizers = {mode: dictionary.tokenizer(mode=getattr(SplitMode, mode)) for mode in "ABC"}


def cut(mode, text):
    return "|".join(morpheme.surface() for morpheme in tokenizers[mode].tokenize(text))


def described(text, word):
    [found] = [m for m in tokenizers["A"].tokenize(text) if m.surface() == word]
    return found.part_of_speech()[0], found.normalized_form()


seen = {mode: cut(mode, "一昨年末") for mode in "ABC"}
print(seen, cut("A", "昨年末"))
assert set(seen.values()) == {"一昨|年末"}, seen
assert cut("A", "昨年末") == "昨年|末"
for text, word, expected in (
    ("来年度", "来", ("接頭辞", "来")),
    ("支援来年度", "来", ("接尾辞", "来")),
    ("当年度", "当", ("接頭辞", "当")),
    ("児童数当年度", "当", ("接尾辞", "当たり")),
):
    print(text, described(text, word))
    assert described(text, word) == expected, (text, described(text, word))
PY
