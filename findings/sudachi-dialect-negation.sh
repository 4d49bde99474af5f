#!/usr/bin/env bash
# SudachiPy 0.7.0 with SudachiDict core 20261015 analyses the western Japanese negation とらん (しとらん = していない) in
# three ways that do not meet in the normal form. After a voiceless sound it is the auxiliary とる with ず, a negation;
# its voiced twin in 進んどらん becomes the particle ど with the adverb らん; and ちょらん of Kyushu becomes a particle with
# らむ, the classical auxiliary of supposition, which asserts where the speaker denies. Who looks for ない or ず in normal
# forms takes the last two for the opposite of what is said.
# Seen: 届いとらん → 届く とる ず, 進んどらん → 進む ど らん, 達成しちょらん → 達成 為る ちょ らむ.
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
    return [morpheme.normalized_form() for morpheme in tokenizer.tokenize(text)]


seen = {text: normal(text) for text in ("届いとらん", "進んどらん", "達成しちょらん")}
print(seen)
assert seen == {
    "届いとらん": ["届く", "とる", "ず"],
    "進んどらん": ["進む", "ど", "らん"],
    "達成しちょらん": ["達成", "為る", "ちょ", "らむ"],
}, seen
PY
