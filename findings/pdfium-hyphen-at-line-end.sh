#!/usr/bin/env bash
# pypdfium2 5.15.2 (pdfium 159.0.8149.0) takes a "-" at the end of a line for the sign of a divided word wherever a letter
# stands before it, kana and kanji included, also if a digit follows on the next line: the two lines become one, and the
# hyphen is neither "-" nor a soft hyphen but U+FFFE from get_text_range() and U+0002 from get_text_bounded(). Once such
# signs are cleaned away, 施策ア-1 is 施策ア1. After a digit (2025-, 2029) hyphen and line end both stay. pdfplumber
# 0.11.10, which reads the same file beside it, keeps all of them.
# Seen: 施策ア- / 1 → 施策ア U+FFFE 1, or U+0002; A- / 1 the same; 2025- / 2029 → "2025-", line end, "2029".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check \
  reportlab==5.1.0 pdfplumber==0.11.10 pypdfium2==5.15.2 2>/dev/null
"$folder/venv/bin/python" - <<'PY'
import io

import pdfplumber
import pypdfium2
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

pdfmetrics.registerFont(UnicodeCIDFont("HeiseiMin-W3"))


def read(*lines):
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(200, 100))
    canvas.setFont("HeiseiMin-W3", 10)
    for number, line in enumerate(lines):
        canvas.drawString(20, 70 - 14 * number, line)
    canvas.save()
    page = pypdfium2.PdfDocument(out.getvalue())[0].get_textpage()
    with pdfplumber.open(out) as document:
        return page.get_text_range(), page.get_text_bounded(), document.pages[0].extract_text()


expected = {
    ("交通の施策ア-", "1を進める"): ("交通の施策ア\ufffe1を進める", "交通の施策ア\x021を進める"),
    ("交通の施策A-", "1を進める"): ("交通の施策A\ufffe1を進める", "交通の施策A\x021を進める"),
    ("計画期間は2025-", "2029年度"): ("計画期間は2025-\r\n2029年度", "計画期間は2025-\r\n2029年度"),
}
for lines, by_pdfium in expected.items():
    *seen, by_pdfplumber = read(*lines)
    print(lines, seen, repr(by_pdfplumber))
    assert tuple(seen) == by_pdfium, seen
    assert by_pdfplumber == "\n".join(lines), by_pdfplumber
PY
