"""Lines of years above or below the values that they are of: which of the two, where the print proves it."""

import re
from collections.abc import Sequence

from knowledge.reading.tables.cells import cell_kind
from knowledge.reading.tables.whole_rows import Frame, WholeRow

UNPROVEN_YEARS = "年度の行が、上の値のものか下の値のものか分からない表です"


def with_years_behind(printed: Sequence[WholeRow], frame: Frame, follows_years: bool) -> tuple[list[WholeRow], str]:
    """Each line of years behind the values that it is of, and why that is not known ("" where it is).

    `follows_years`: the header ends in a line of years, which may be that of the first values. Then a table that ends
    in values has its years above them, and one that ends in years may be either.
    """
    marks = [_mark(row, frame) for row in printed]
    order = "".join(marks)
    if "Y" not in order or (not follows_years and re.fullmatch(r"(?:VY)+", order)):
        return list(printed), ""
    if not re.fullmatch(r"V?(?:YV)+" if follows_years else r"(?:YV)+", order):
        return list(printed), UNPROVEN_YEARS
    return _moved(printed, marks), ""


def _mark(row: WholeRow, frame: Frame) -> str:
    """Y for years alone, V for values, "" for names; years in brackets are of the value above them anyway."""
    filled = [row.cells[at] for at in frame.filled(row)]
    if not filled:
        return ""
    if any(cell_kind(cell) != "year" for cell in filled):
        return "V" if not all(map(_is_bracketed, filled)) else ""
    return "" if frame.has_name(row) or all(map(_is_bracketed, filled)) else "Y"


def _is_bracketed(cell: str) -> bool:
    return cell.startswith(("(", "（", "[", "［", "〔"))


def _moved(printed: Sequence[WholeRow], marks: Sequence[str]) -> list[WholeRow]:
    rows: list[WholeRow] = []
    years: list[WholeRow] = []
    for row, mark in zip(printed, marks, strict=True):
        if mark == "Y":
            years = [row]
            continue
        rows.append(row)
        if mark == "V":
            rows += years
            years = []
    return rows
