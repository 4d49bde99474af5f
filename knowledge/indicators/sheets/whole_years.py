"""The year's figure behind its quarters or months, which its parts must prove: added up, or the last of them.

「第1四半期 … 第4四半期｜年間」 and 「4月 … 3月｜年度計｜年度末」. A year of which a part is empty is none yet.
"""

import re
import unicodedata
from collections.abc import Sequence
from decimal import Decimal

from msgspec import Struct

from knowledge.files.grid import Cell, Row
from knowledge.indicators.sheets.cell_values import has_no_value, read_value
from knowledge.indicators.sheets.columns import ColumnRole
from knowledge.indicators.sheets.header_words import Heading
from knowledge.indicators.sheets.remarks import Remark
from knowledge.indicators.sheets.sheet_words import remark_words
from knowledge.indicators.sheets.tables import RawTable
from knowledge.model.structs import replace

_PART = re.compile(r"第?([1-4])(?:四半期|Q)|([1-4])Q|(\d{1,2})月")
_YEARS_OF_PARTS = ([1, 2, 3, 4], [4, 5, 6, 7, 8, 9, 10, 11, 12, 1, 2, 3])
_BEGUN = "年度の途中"  # one of the words that say that there is no value yet
_ENDING = "は、月や四半期の値を足しても、最後の値を見ても確かめられません"


class WholeYear(Struct, frozen=True):
    """`raw` with what is proved in one column, `columns` with that as their actuals; `remarks` on what is not."""

    raw: RawTable
    columns: tuple[ColumnRole, ...]
    remarks: tuple[Remark, ...] = ()
    is_found: bool = False


def with_whole_year(raw: RawTable, columns: tuple[ColumnRole, ...]) -> WholeYear:
    """Unchanged where a column of actuals stands already, or not even half of the rows prove their year."""
    as_it_is = WholeYear(raw, columns)
    parts = [one.index for one in columns if _part(one.column.parts)]
    totals = [one for one in columns if parts and one.index > parts[-1] and _is_whole(one.column.parts)]
    numbers = [_part(one.column.parts) for one in columns if one.index in parts]
    has_values = any(one.role == "value" and not one.is_bare for one in columns)
    if has_values or numbers not in _YEARS_OF_PARTS or not totals:
        return as_it_is
    read = [_Row.of(row, parts, [one.index for one in totals]) for row in raw.rows]
    filled = [one for one in read if one.total is not None]
    if 2 * sum(one.is_proved for one in filled) < max(len(filled), 1):
        return as_it_is
    rows = tuple(_with(one.row, totals, _BEGUN if one.is_begun and one.text else one.text) for one in read)
    own = replace(totals[0], role="value", why="", year=None)
    return WholeYear(
        replace(raw, rows=rows),
        tuple(own if one.index == own.index else one for one in columns),
        tuple(one.remark for one in filled if not one.is_proved and not one.is_begun),
        is_found=True,
    )


class _Row(Struct, frozen=True):
    """`is_open`: a part is empty, without a dash. `total`, `text`: where exactly one column of totals has an amount."""

    row: Row
    parts: tuple[Decimal | None, ...]
    is_open: bool
    text: str
    total: Decimal | None

    @classmethod
    def of(cls, row: Row, parts: Sequence[int], totals: Sequence[int]) -> "_Row":
        texts = [text for at in totals if not has_no_value(text := row.text(at))]
        text = texts[0] if len(texts) == 1 else ""
        is_open = any(not row.text(at) for at in parts)
        return cls(row, tuple(_amount(row.text(at)) for at in parts), is_open, text, _amount(text))

    @property
    def is_proved(self) -> bool:
        known = [one for one in self.parts if one is not None]
        return len(known) == len(self.parts) and self.total in (sum(known), known[-1])

    @property
    def is_begun(self) -> bool:
        """Some of its year, and not all."""
        return any(self.parts) and self.is_open

    @property
    def remark(self) -> Remark:
        return Remark(self.text, rows=range(self.row.number, self.row.number + 1), ending=_ENDING)


def _amount(text: str) -> Decimal | None:
    said = read_value(text)
    return said.value if said else None


def _part(parts: Sequence[Heading]) -> int:
    """The number of a quarter or a month, 0 for anything else, and where something else is said of it."""
    for part in parts:
        if match := _PART.fullmatch(unicodedata.normalize("NFKC", part.text).strip()):
            return int(match[1] or match[2] or match[3])
    return 0


def _is_whole(parts: Sequence[Heading]) -> bool:
    folded = [unicodedata.normalize("NFKC", part.text) for part in parts]
    texts = [text.strip("() ") for part in folded for text in part.split("/")]
    return bool(texts) and all(text in remark_words("whole_years") for text in texts)


def _with(row: Row, totals: Sequence[ColumnRole], text: str) -> Row:
    at, others = totals[0].index, {one.index for one in totals}
    if not others & set(row.cells):
        return row
    cells = {column: cell for column, cell in row.cells.items() if column not in others}
    return replace(row, cells={**cells, at: Cell(text)} if text else cells)
