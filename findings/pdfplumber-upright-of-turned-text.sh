#!/usr/bin/env bash
# pdfplumber 0.11.10 (with pdfminer.six 20260107) says `upright` True of text that stands on its side, when the producer
# writes cos 90° as 6.1e-17 instead of 0, as typst 0.15.0 does, and of text at 45° too. So `upright` cannot keep a
# turned label in a margin or beside a table out of the lines; the character's `matrix` can.
# Seen: turned by 90°: upright True, matrix (6.12e-17, -1, 1, 6.12e-17); by 45°: True; plain: True.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check \
  pdfplumber==0.11.10 pdfminer.six==20260107 typst==0.15.0 2>/dev/null
"$folder/venv/bin/python" - <<'PY'
import io

import pdfplumber
import typst

text = b"""#set page(width: 200pt, height: 200pt)
#rotate(90deg, reflow: true)[Turned]

#rotate(45deg, reflow: true)[Slanted]

Plain"""
with pdfplumber.open(io.BytesIO(typst.compile(text))) as document:
    first = {letter: next(c for c in document.pages[0].chars if c["text"] == letter) for letter in "TSP"}
for letter, char in first.items():
    print(letter, char["upright"], char["matrix"][:4])
assert all(char["upright"] for char in first.values())
a, b, c, d = first["T"]["matrix"][:4]
assert 0 < a < 1e-9 and (b, c) == (-1, 1), (a, b, c, d)
PY
