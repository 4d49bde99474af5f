#!/usr/bin/env bash
# SudachiPy 0.7.0 with SudachiDict core 20261015 takes many English words for loanwords: the normal form of "package" is
# パッケージ, that of "the" is ザ. But not of their other forms: "packages" stays as it is, so that singular and plural
# of one English word have normal forms in two scripts, and a normal form does not join what it seems to join.
# Seen: package → パッケージ, packages → packages, the → ザ.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check \
  sudachipy==0.7.0 sudachidict-core==20261015 2>/dev/null
"$folder/venv/bin/python" - <<'PY'
from sudachipy import Dictionary

tokenizer = Dictionary(dict="core").tokenizer()


def normal(text):
    return "|".join(morpheme.normalized_form() for morpheme in tokenizer.tokenize(text))


seen = {word: normal(word) for word in ("package", "packages", "the")}
print(seen)
assert seen == {"package": "パッケージ", "packages": "packages", "the": "ザ"}, seen
PY
