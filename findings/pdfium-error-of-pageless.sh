#!/usr/bin/env bash
# pypdfium2 5.15.2 (pdfium 159.0.8149.0): a valid PDF without a page cannot be opened, and the number of the error that
# comes with it is not its own. Where nothing failed before in the process it is 0, 「Success」; after a file that was
# damaged it is 3, and after one with a password 4, also when another file was opened well in between.
# Seen: 0, then 3 after a damaged file, then 4 after a locked one. pdfplumber 0.11.10 opens it, with no pages.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check pdfplumber==0.11.10 pypdfium2==5.15.2 pypdf==7.1.0 2>/dev/null
"$folder/venv/bin/python" - <<'PY'
import io

import pdfplumber
import pypdfium2
from pypdf import PdfWriter


def made(pages, password=""):
    out, writer = io.BytesIO(), PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(100, 100)
    if password:
        writer.encrypt(password)
    writer.write(out)
    return out.getvalue()


def code(data):
    try:
        return f"{len(pypdfium2.PdfDocument(data))} page"
    except pypdfium2.PdfiumError as error:
        return error.err_code


empty, whole = made(0), made(1)
seen = [code(empty), code(whole[:20]), code(empty), code(made(1, "x")), code(empty), code(whole), code(empty)]
print(seen)
assert seen == [0, 3, 3, 4, 4, "1 page", 4], seen
with pdfplumber.open(io.BytesIO(empty)) as document:
    assert document.pages == []
PY
