"""Cells beside a value that say it is not the whole of its year: 「9月」, 「東部」, 「見込」, 「R4の値」.

A column whose header is known to be harmless (an office, a number, a comment) is not looked at. One without a header,
one whose header is not understood and the remarks are; one that parts the city, the year or the people (月, 地区, 性別)
narrows by whatever it holds, except by the words for the whole.
"""

import re
import unicodedata
from collections.abc import Iterator

from knowledge.files.grid import Row
from knowledge.indicators.sheets.cell_values import has_no_value, is_amount
from knowledge.indicators.sheets.columns import ColumnRole
from knowledge.indicators.sheets.legend import HeadingReader
from knowledge.indicators.sheets.remarks import (
    INSTEAD_OF_ACTUALS,
    Remark,
    counting_said,
    is_of_other_figures,
    stripped,
    units_in,
)
from knowledge.indicators.sheets.sheet_words import is_total, marks, remark_words
from knowledge.indicators.sheets.table_columns import Table
from knowledge.model.column_words import is_unit
from knowledge.model.fiscal import FiscalYear
from knowledge.model.normalize import name_key
from knowledge.model.structs import replace

_PARTS = re.compile(r"[。;、\n()]|(?:であり|ですが)")
_NOT_UNDERSTOOD = frozenset((None, "neutral", "partial", "elsewhere", "total", "unclear"))
_LONGEST_MONTHS = 8  # characters: 「令和8年12月末」 without what surrounds it


def said_beside(table: Table, row: Row) -> Iterator[Remark]:
    """Of each cell that is beside the row's values, and none of them."""
    known = {one.index for one in table.taken}
    notes, comments = (table.attributes.get(role, ()) for role in ("note", "comment"))
    for one in table.columns:
        text = row.text(one.index)
        if not text:
            continue
        if one in notes:
            yield from read_beside(text, "備考に", table.raw.read, year=one.year)
        elif one in comments:
            yield from _of_comment(text, one, table.raw.read)
        elif one.index not in known and _may_narrow(one) and not has_no_value(text):
            yield from _of_column(table, row, one)
    for at in _behind(table, row):
        yield from read_beside(row.text(at), "", table.raw.read)


def said_of_cell(table: Table, row: Row, column: int) -> Iterator[Remark]:
    """By a comment attached to it or to its indicator's name, and by its colour where a legend speaks of that."""
    for at, where in ((column, "セルのコメントに"), (table.name, "指標のセルのコメントに")):
        if comment := row.comment(at):
            yield from read_beside(comment, where, table.raw.read)
    if table.coloured and column in row.cells and row.cells[column].fill == table.coloured[0]:
        yield table.coloured[1]


def _may_narrow(one: ColumnRole) -> bool:
    """「確定／見込」 is no column of forecasts."""
    roles = {role for part in one.column.parts for role in part.roles}
    return not one.why and (one.role in _NOT_UNDERSTOOD or {"plan", "status"} <= roles)


def _behind(table: Table, row: Row) -> Iterator[int]:
    """Cells to the right of the table that stand under no header."""
    header = next(own for own in table.raw.sheet.rows if own.number == table.raw.header_row)
    end = min((at for at in header.cells if at >= table.raw.span.stop), default=max(row.cells, default=0) + 1)
    yield from (at for at in row.cells if table.raw.span.stop <= at < end)


def _of_column(table: Table, row: Row, one: ColumnRole) -> Iterator[Remark]:
    text = row.text(one.index)
    if not one.column.text:
        is_part = _is_between(table, one) and row.area(one.index) is None and not _is_harmless(text)
        yield from [Remark(text, place=text)] if is_part else read_beside(text, "", table.raw.read)
        return
    where = f"「{one.column.text}」の列に"
    if name_key(one.column.parts[-1].text) in map(name_key, remark_words("columns")):
        yield from () if _is_whole(text) else (Remark(text, place=text, is_named=True, where=where),)
    elif not is_amount(text):
        yield from (found for found in read_beside(text, where, table.raw.read) if not found.said_years)


def _of_comment(text: str, one: ColumnRole, read: HeadingReader) -> Iterator[Remark]:
    """Comments tell of other years and plans at length; they narrow where they speak of the figure itself."""
    parts = list(filter(None, _PARTS.split(unicodedata.normalize("NFKC", text))))
    is_short = len(parts) == 1 and _says_no_more(parts[0], read)
    of_figures = [part for part in parts if is_short or _is_of_figures(part, read)]
    for part in of_figures:
        found = read_beside(part, f"「{one.column.text}」に", read, year=one.year)
        yield from (replace(remark, text=" ".join(text.split())) for remark in found)


def _says_no_more(part: str, read: HeadingReader) -> bool:
    """「見込み」「12月末現在」."""
    short = _short(part)
    return read(short).is_clear or (len(short) <= _LONGEST_MONTHS and is_of_other_figures(part, read))


def _is_of_figures(part: str, read: HeadingReader) -> bool:
    """「令和5年度は…」「令和4年度実績を記載」."""
    subject, is_said, _ = part.partition("は")
    own = read(stripped(subject.strip(), "subject"))
    restated = any(word in part for word in remark_words("restated"))
    return (bool(is_said) and own.is_clear and bool(own.years)) or (restated and "value" in read(part).roles)


def _is_between(table: Table, one: ColumnRole) -> bool:
    """Between the name and its values."""
    return table.name is not None and table.name < one.index < min(value.index for value in table.values)


def _is_whole(text: str) -> bool:
    return is_total(text) or name_key(text) in map(name_key, remark_words("all"))


def _is_harmless(text: str) -> bool:
    is_office = text.endswith(tuple(remark_words("offices")))
    return is_amount(text) or is_unit(text.strip("()（）")) or _is_whole(text) or is_office


def read_beside(text: str, where: str, read: HeadingReader, *, year: FiscalYear | None = None) -> Iterator[Remark]:
    """What stands anywhere in a cell. `year`: of which its column is alone."""
    quoted = Remark(" ".join(text.split()), where=where)
    if "単位" in text and (units := units_in(unicodedata.normalize("NFKC", text).partition("単位")[2])):
        yield replace(quoted, units=units)
        return
    for part in filter(None, _PARTS.split(unicodedata.normalize("NFKC", text))):
        if (remark := _read_part("".join(part.split()), read)) and (year is None or not remark.years):
            years = remark.years if year is None else frozenset((year,))
            yield replace(remark, text=" ".join(text.split()), where=where, years=years)


def _read_part(part: str, read: HeadingReader) -> Remark | None:
    subject, is_said, said = part.strip("※*").partition("は")
    years = read(stripped(subject, "subject")).fiscal_years if is_said else frozenset()
    said = said if is_said else subject
    remark = Remark("", years)
    heading = read(_short(said))
    if counting := counting_said(_short(said)):
        return replace(remark, counting=counting)
    if (told := read(said).fiscal_years) and any(word in said for word in remark_words("restated")):
        return replace(remark, said_years=told)
    is_named = bool({*INSTEAD_OF_ACTUALS, "baseline"} & set(heading.roles))
    is_other = heading.is_clear and is_named and "money" not in heading.roles
    if is_other or is_of_other_figures(said, read) or any(word in said for word in remark_words("beside")):
        return remark
    if heading.is_clear and heading.fiscal_years and set(heading.roles) <= {"neutral", "value", "as_of"}:
        return Remark("", said_years=heading.fiscal_years)
    if _is_provisional(said):
        return replace(remark, is_provisional=True)
    place = next((word for word in remark_words("directions") if said.startswith(word)), "")
    return Remark("", place=place) if place and _short(said).startswith(place) else None


def _is_provisional(said: str) -> bool:
    """「速報値」 and 「未確定」, but not 「速報値から確定値に変更」."""
    drafts, rest = remark_words("drafts"), said
    for word in drafts:
        rest = rest.replace(word, "")
    return rest != said and not any(word in rest for word in marks()["final"])


def _short(said: str) -> str:
    """Without what surrounds it, however many words that is."""
    while (shorter := stripped(stripped(said, "behind"), "around")) not in (said, ""):
        said = shorter
    return said
