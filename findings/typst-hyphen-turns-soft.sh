#!/usr/bin/env bash
# typst 0.15.2 writes one character for each glyph of a font, the first that it stood for. A word that is divided at a line's
# end brings a soft hyphen (U+00AD), drawn as the glyph of "-": from there on every "-" of the document is U+00AD in the
# PDF, also in numbers and codes of other pages. Where the divided word comes last, it is the other way round.
# pdfplumber 0.11.10 hands on what stands there, pypdfium2 5.15.2 gives "-" again. A reader that drops soft hyphens, as is
# usual, gets 20252029 from the period 2025-2029, or not, depending on a word pages before it.
# Seen: 2025-2029 alone, or before the divided word: "-"; after it: U+00AD in pdfplumber, "-" in pypdfium2.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check \
  typst==0.15.2 pdfplumber==0.11.10 pypdfium2==5.15.2 2>/dev/null
"$folder/venv/bin/python" - <<'PY'
import io

import pdfplumber
import pypdfium2
import typst

divided = '#block(width: 40pt)[#set text(lang: "en", hyphenate: true); comprehensive]'
period = "Plan 2025-2029"


def read(*pages):
    data = typst.compile("\n#pagebreak()\n".join(pages).encode())
    at = pages.index(period)
    with pdfplumber.open(io.BytesIO(data)) as document:
        by_pdfplumber = document.pages[at].extract_text()
    by_pdfium = pypdfium2.PdfDocument(data)[at].get_textpage().get_text_range()
    return by_pdfplumber, by_pdfium


alone, before, after = read(period), read(period, divided), read(divided, period)
print("alone", alone, "- before", before, "- after", after)
assert alone == before == (period, period), (alone, before)
assert after == ("Plan 2025\u00ad2029", period), after
PY
