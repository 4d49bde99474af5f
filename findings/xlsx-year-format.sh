#!/usr/bin/env bash
# A cell of .xlsx that shows only a Japanese year or only a weekday, of a real date, is read as a bare number by openpyxl
# 3.1.5 and by python-calamine 0.9.1 alike: both tell a date by y, m, d, h or s in the number format, and e, g and a are not
# among these. Excel shows 令和7年度, 7年度 and 火 for 1 April 2025, and the readers give 45748, which passes for a
# head count; one m more in the format, or the weekday written ddd, and the same cell is a date.
# Seen: ggge"年度", e"年度" and aaa: 45748 from both; ggge"年"m"月", yyyy"年度" and ddd: 2025-04-01 from both.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check \
  openpyxl==3.1.5 python-calamine==0.9.1 xlsxwriter==3.3.1 2>/dev/null
"$folder/venv/bin/python" - <<'PY'
import datetime
import io

import openpyxl
import xlsxwriter
from python_calamine import CalamineWorkbook

as_numbers = ['[$-411]ggge"年度"', '[$-411]e"年度"', "[$-411]aaa"]
as_dates = ['[$-411]ggge"年"m"月"', 'yyyy"年度"', "[$-411]ddd"]
day = datetime.date(2025, 4, 1)
file = io.BytesIO()
with xlsxwriter.Workbook(file) as workbook:
    sheet = workbook.add_worksheet()
    for row, code in enumerate(as_numbers + as_dates):
        sheet.write_datetime(row, 0, day, workbook.add_format({"num_format": code}))
by_openpyxl = [row[0] for row in openpyxl.load_workbook(file).active.values]
by_calamine = [row[0] for row in CalamineWorkbook.from_filelike(io.BytesIO(file.getvalue())).get_sheet_by_index(0).to_python()]
for code, one, other in zip(as_numbers + as_dates, by_openpyxl, by_calamine):
    print(code, repr(one), repr(other))
assert by_openpyxl == [45748] * 3 + [datetime.datetime(2025, 4, 1)] * 3, by_openpyxl
assert by_calamine == [45748.0] * 3 + [day] * 3, by_calamine
PY
