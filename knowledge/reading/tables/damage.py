"""Rows of a table that are cut: one of them is a text that broke off, several are a layout that we do not know."""

import re
from collections.abc import Iterator, Sequence

from knowledge.model.column_words import words_of_role
from knowledge.model.records import Finding, Severity, Span
from knowledge.model.years.spellings import is_begun_era
from knowledge.reading.source import Line
from knowledge.reading.tables.cells import cell_kind, is_page_number
from knowledge.reading.tables.gather import LONGEST_NAME, TableBody
from knowledge.reading.tables.header_rows import TableHeader
from knowledge.reading.tables.notes import is_table_note
from knowledge.reading.tables.whole_rows import Frame, WholeRow

_LISTED = re.compile(r"[・○●◎◯〇◇◆□■*•][\s　]*\S|[①-⑳]")
_CELL_OF_AMOUNT = re.compile(r"[\s　][△▲]?[0-9０-９][^\s　]*")


def damaged_rows(
    lines: Sequence[Line], header: TableHeader, body: TableBody, rows: Sequence[WholeRow], frame: Frame | None
) -> Iterator[Finding]:
    """Rows that are cut: one of them is a text that broke off, several are a layout that we do not know.

    `frame` is None where the rows are in doubt anyway.
    """
    wide = [row for row in body.misfits if row.width > header.width]
    short = [row for row in body.misfits if row not in wide]
    is_layout = len(short) > 1
    for row in short:
        yield _cut(row.line, "warning" if is_layout else "error")
    for row in wide:
        yield Finding("warning", f"見出しより欄の多い行です: 「{_shown(row.line)}」", _at(row.line))
    below = lines[body.end] if body.end < len(lines) else None
    is_last = not any(line.text.strip() for line in lines[body.end + 1 :])
    if (
        below is not None
        and not is_table_note(below.text)
        and below.text.strip()
        and _is_broken(below, is_last=is_last)
    ):
        yield _cut(below, "error")
    elif frame is not None and is_last and header.spaces is None and not body.misfits:
        last = next(line for line in reversed(lines[header.start : body.end]) if line.text.strip())
        if _breaks_off(last, rows, header):
            yield _cut(last, "error")


def _is_broken(line: Line, *, is_last: bool) -> bool:
    """A line right under a row that is neither a note nor a sentence: a row of which only the name is left."""
    is_row = line.text.strip().startswith("|")
    text = line.text.strip()
    is_short = len(text) <= LONGEST_NAME and not is_page_number(line)
    is_whole = bool(_LISTED.match(text)) or len(_CELL_OF_AMOUNT.findall(text)) > 1
    return is_row or (is_last and is_short and not is_whole and not _is_note(text))


def _is_note(text: str) -> bool:
    """What may stand right under a table: 「※…」「出典：…」, or a sentence."""
    named = text.lstrip().startswith((*words_of_role("source"), *words_of_role("note"), *"※*＊(（注"))
    return named or text.rstrip().endswith(tuple("。．）)"))


def _breaks_off(last: Line, rows: Sequence[WholeRow], header: TableHeader) -> bool:
    """Whether the last line is a name only, or its last value is a year only. 「目標年度」 heads years, no values."""
    if not rows or last.number > max(line.number for line in rows[-1].lines):
        return True
    unclear = [at for at in header.values if "年" in header.headings[at].text and not header.headings[at].years]
    of_years = [at for at in unclear if all(cell_kind(row.cells[at]) == "year" for row in rows)]
    values = [at for at in header.values if at not in of_years]
    cell = rows[-1].cells[values[-1]] if values else ""
    is_shut = len(last.cells) == len(header.headings) > 0  # as Markdown shuts a row: its last cell was left empty
    return cell_kind(cell) == "year" or is_begun_era(cell) or not (cell.strip() or is_shut)


def name_without_values(row: WholeRow) -> Finding:
    line = row.lines[0]
    return Finding(
        "warning", f"表の中の値のない行です（隣の指標の名前の続きかもしれません）: 「{_shown(line)}」", _at(line)
    )


def _cut(line: Line, severity: Severity) -> Finding:
    return Finding(severity, f"表の行「{_shown(line)}」が途中で切れています", _at(line))


def _shown(line: Line) -> str:
    return " ".join(line.text.split())[:40]


def _at(line: Line) -> Span:
    return Span(line.number, line.number)
