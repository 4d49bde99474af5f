"""A table whose cells stand one on each line, or a space apart, as copying out of a PDF gives it.

    指標 / 基準値（R6） / 目標値（R11） / 新規就業者数 / 空き家の戸数 / 3人 / 320戸 / 20人 / 280戸

Cells go to rows where one order alone fits the header, the counts, the units, the years and the blank lines; where none
or several do, there is a doubt and nothing is read.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, pairwise

from msgspec import Struct

from knowledge.model.amount_cells import CellContext, read_amounts
from knowledge.model.column_words import is_unit, may_say
from knowledge.model.fiscal import FiscalYear, Period
from knowledge.model.quantity import Quantity, in_one_scale, is_blank
from knowledge.model.structs import replace
from knowledge.reading.source import Line
from knowledge.reading.tables.cells import Cut, cell_kind, cut, is_page_number, is_target_word, says_a_target
from knowledge.reading.tables.columns import heads_measures
from knowledge.reading.tables.header import ColumnHeading, PlanContext, of_this_plan, read_heading_of_column
from knowledge.reading.tables.header_rows import TableHeader, is_header, with_name_column
from knowledge.reading.tables.part_headings import parted
from knowledge.reading.tables.whole_rows import NAMES_APART, WholeRow, continues, is_unfinished

_LONGEST_CELL = 45
_MOST_LINES = 200  # from the header to the last cell
_FEWEST_VALUES = 2  # with fewer the words of a header stand there by chance
_ANY_PLAN = Period(FiscalYear(2020), FiscalYear(2024))  # which years 「5年間で」 means is read later
_OF_VALUES = ("baseline", "target", "interim", "year")
_HEADS_A_BLOCK = ("baseline", "target", "interim", "unit")
_BRACKETED = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_IN_BRACKETS = re.compile(r"[\s　]+(?=[^()（）]*[)）])")  # 「目標値(令和 6 年度)」
_ENDS = re.compile(r"^\W*(?:[●■◆○◇□▼★☆◎・※<【#]|\([\d一二三四五六七八九十ア-ン]+\)|第\d|\d+[.章節 ]\D)|。\s*$")

Way = list[tuple["_Cell", ...]]
"""The cells of each row in the order of the header."""


class _Cell(Struct, frozen=True):
    """`gaps`: how many blank lines stand above it, from the header on."""

    text: str
    lines: tuple[Line, ...]
    gaps: int

    @property
    def folded(self) -> str:
        return unicodedata.normalize("NFKC", self.text)

    @property
    def is_value(self) -> bool:
        """Which can be no name: an amount with nothing unexplained, a dash, or a word of the kind of 「増加」."""
        if is_blank(self.text) or is_target_word(self.text):
            return True
        return cell_kind(self.text) == "amount" and bool(self.numbers)

    @property
    def numbers(self) -> list[Quantity]:
        parts = read_amounts(self.text, CellContext(plan=_ANY_PLAN, name="増減"))
        return [one for part in parts for one in part.quantities if one.value is not None]


class LinesTable(Struct, frozen=True):
    """`printed` are whole rows, or the lines as they stand where there is a `doubt`; `end` is the index behind them."""

    header: TableHeader
    printed: tuple[WholeRow, ...]
    end: int
    doubt: str = ""


def lines_table_at(lines: Sequence[Line], start: int, plan: PlanContext) -> LinesTable | None:
    """The table that begins with this line; None where none does."""
    if _is_other(lines[start]) or not any(may_say(lines[start].text, role) for role in ("name", "baseline")):
        return None
    cells = list(_cells(lines, start, plan))
    if not cells or _column(cells[0].text, plan) not in ("name", "baseline"):
        return None
    if _labels_each(cells, plan):
        return None
    heads, body = _with_heads(cells, plan)
    if "name" not in (_column(text, plan) for text, _ in heads):  # 「基準値 / 目標値」 over names and values
        heads = [("", replace(heads[0][1], text="")), *heads]
    blocks = _blocks(body, plan) if len(heads) == 1 else []
    heads += [(block[0].text, block[0]) for block in blocks]
    read = [read_heading_of_column(text, plan.columns) for text, _ in heads]
    headings = parted(with_name_column(of_this_plan(read, plan.edition)), plan)
    values = [at for at, cell in enumerate(body) if cell.is_value]
    if len(values) < _FEWEST_VALUES or not is_header(headings, is_loose=True):
        return None
    ways = _of_blocks(body, blocks) if blocks else _ways(body, values[-1] + 1, headings)
    ways = [way for way in ways if _fits(way, headings)]
    rows = tuple(Cut(line, "lines", (line.text.strip(),)) for line in _lines(cell for _, cell in heads))
    header = TableHeader(rows, headings, start, start + 1)
    if len(ways) != 1:
        heads_at = {row.line.number for row in rows}
        left = [line for line in _lines(body[: values[-1] + 1]) if line.number not in heads_at]
        held = tuple(WholeRow((line,), (line.text.strip(),)) for line in left)
        return LinesTable(header, held, _behind(lines, [*left, *(row.line for row in rows)]), NAMES_APART)
    way = ways[0]
    if labels := _labels_above(lines, start, len(way)):
        headings = (read_heading_of_column(labels[0].text, plan.columns), *headings)
        rows = (Cut(labels[0].lines[0], "lines", (labels[0].text,)), *rows)
        header = TableHeader(rows, headings, start, start + 1)
        way = [(label, *row) for label, row in zip(labels[1:], way, strict=True)]
    printed = tuple(WholeRow(tuple(_lines(row)), tuple(cell.text for cell in row)) for row in way)
    return LinesTable(header, printed, _behind(lines, [line for row in printed for line in row.lines]))


def _labels_above(lines: Sequence[Line], start: int, count: int) -> list[_Cell]:
    """「施策」 with as many lines below it as the table has rows, right above its header: the column of measures."""
    above = lines[max(0, start - count - 1) : start]
    is_column = len(above) == count + 1 and all(line.text.strip() and not _is_other(line) for line in above)
    is_column = is_column and heads_measures(above[0].text.strip())
    return [_Cell(line.text.strip(), (line,), 0) for line in above] if is_column else []


def _labels_each(cells: Sequence[_Cell], plan: PlanContext) -> bool:
    """「基準値 14件」 below one name and 「基準値 87人」 below the next: no header, but lines with both."""
    pairs = [(a, b) for a, b in pairwise(cells) if a.lines[-1].number == b.lines[0].number]
    return sum(_column(a.text, plan) == "baseline" and b.is_value for a, b in pairs) >= _FEWEST_VALUES


def _lines(cells: Iterable[_Cell]) -> list[Line]:
    """Each once, in order."""
    return sorted({line.number: line for cell in cells for line in cell.lines}.values(), key=lambda line: line.number)


def _behind(lines: Sequence[Line], used: Sequence[Line]) -> int:
    last = max(line.number for line in used)
    return next(at for at, line in enumerate(lines) if line.number == last) + 1


# From lines to cells


def _is_other(line: Line) -> bool:
    """A line of another kind: of a table, a heading of the file, or prose."""
    row = cut(line)
    return bool(line.level or line.cells) or (row is not None and row.form in ("tab", "bar"))


def _cells(lines: Sequence[Line], start: int, plan: PlanContext) -> Iterator[_Cell]:
    """Up to what is surely no part of the table: another header, a heading, a sentence."""
    before: _Cell | None = None
    gaps = 0
    for at in range(start, min(len(lines), start + _MOST_LINES)):
        line = lines[at]
        if not line.text.strip():
            gaps += 1
            continue
        if is_page_number(line) and _is_alone(lines, at) and not _is_alone(lines, start):
            continue
        own = [_Cell(text, (line,), gaps) for text in _words(line, plan)]
        is_new = before is not None and _column(own[0].text, plan) == "name"
        is_end = not own[0].is_value and (_ENDS.search(own[0].folded) or len(line.text.strip()) > _LONGEST_CELL)
        if is_new or is_end or _is_other(line):
            break
        if before and (joined := _joined(before, own[0])):
            before, own = joined, own[1:]
        for cell in own:
            if before:
                yield before
            before = cell
    if before:
        yield before


def _is_alone(lines: Sequence[Line], at: int) -> bool:
    return all(not lines[near].text.strip() for near in (at - 1, at + 1) if 0 <= near < len(lines))


def _joined(left: _Cell, right: _Cell) -> _Cell | None:
    """What stands in brackets by itself is of the cell above; so is the rest of a name that breaks off."""
    is_aside = bool(_BRACKETED.fullmatch(right.folded))
    goes_on = is_unfinished(left.text) or continues(right.text)
    if not is_aside and (left.is_value or right.is_value or not goes_on):
        return None
    return replace(left, text=left.text + right.text, lines=(*left.lines, *right.lines))


def _words(line: Line, plan: PlanContext) -> list[str]:
    """The words of a header, or a name with the values behind it; anything else is one cell."""
    words: list[str] = []
    split = _IN_BRACKETS.sub("", line.text).split()
    for word in split if any(len(word) > 1 for word in split) else ["".join(split)]:  # 「指 標 名」
        is_of_last = _BRACKETED.fullmatch(unicodedata.normalize("NFKC", word)) or (
            is_unit(word) and words and words[-1][-1:].isdecimal()
        )
        words[-1:] = [words[-1] + word] if words and is_of_last else [*words[-1:], word]
    if all(_column(word, plan) not in ("unknown", "blank") for word in words):
        return words
    words = _with_years(words)
    count = len(words)
    while count and (_Cell(words[count - 1], (), 0).is_value or is_unit(words[count - 1])):
        count -= 1
    name = [" ".join(words[:count])] if count else []
    return [*name, *words[count:]]


def _with_years(words: Sequence[str]) -> list[str]:
    """「令和5年度 120人 令和11年度 150人」: each year with its amount, where all have one."""
    first = next((at for at, word in enumerate(words) if cell_kind(word) == "year"), len(words))
    name, rest = list(words[:first]), words[first:]
    pairs = list(zip(rest[::2], rest[1::2], strict=False))
    is_paired = len(rest) % 2 == 0 and all(cell_kind(a) == "year" and cell_kind(b) == "amount" for a, b in pairs)
    return [*name, *(f"{year} {amount}" for year, amount in pairs)] if is_paired else list(words)


def _column(text: str, plan: PlanContext) -> str:
    return read_heading_of_column(text, plan.columns).column


def _with_heads(cells: Sequence[_Cell], plan: PlanContext) -> tuple[list[tuple[str, _Cell]], list[_Cell]]:
    """The words of the header with their cells, and what stands behind; a year by itself is of the word above."""
    heads: list[tuple[str, _Cell]] = []
    for at, cell in enumerate(cells):
        column = _column(cell.text, plan)
        last = heads[-1][0] if heads else ""
        if column == "year" and last and _column(last, plan) in _OF_VALUES and not _year(last, plan):
            heads[-1] = (f"{last} {cell.text}", replace(cell, lines=(*heads[-1][1].lines, *cell.lines)))
        elif column in ("unknown", "blank"):
            return heads, list(cells[at:])
        else:
            heads.append((cell.text, cell))
    return heads, []


def _year(text: str, plan: PlanContext) -> FiscalYear | None:
    return read_heading_of_column(text, plan.columns).last_year


# From cells to rows


def _blocks(body: Sequence[_Cell], plan: PlanContext) -> list[list[_Cell]]:
    """「名 名 / 基準値 / 3人 320戸 / 目標値 / 20人 280戸」: each word of the header with the cells below it."""
    blocks: list[list[_Cell]] = []
    for cell in body:
        if _column(cell.text, plan) in _HEADS_A_BLOCK:
            blocks.append([cell])
        elif blocks:
            blocks[-1].append(cell)
    return blocks


def _of_blocks(body: Sequence[_Cell], blocks: Sequence[Sequence[_Cell]]) -> list[Way]:
    """As many cells below each word as there are names; behind the last other text may follow, but no value."""
    first = next(at for at, cell in enumerate(body) if cell is blocks[0][0])
    columns = [list(body[:first]), *(list(block[1:]) for block in blocks)]
    count = first
    behind = columns[-1][count:]
    columns[-1] = columns[-1][:count]
    is_even = count > 0 and all(len(column) == count for column in columns)
    return [list(zip(*columns, strict=True))] if is_even and not any(cell.is_value for cell in behind) else []


def _ways(body: Sequence[_Cell], end: int, headings: Sequence[ColumnHeading]) -> list[Way]:
    """Row by row, column by column, or all names and then the values row by row. `end` is behind the last value."""
    width, trailing = len(headings), _trailing(headings)
    ways: list[Way] = []
    for order in (_by_rows, _by_columns, _names_first):
        rows, odd = divmod(end, width - trailing) if order is _by_columns else divmod(end + trailing, width)
        if odd or rows * width > len(body) or not rows:
            continue
        places = [[order(row, column, rows, width) for column in range(width)] for row in range(rows)]
        way: Way = [tuple(body[at] for at in row) for row in places]
        if _keeps_gaps(body[: rows * width], order, rows, width) and _keeps_lines(way) and way not in ways:
            ways.append(way)
    return ways


def _by_rows(row: int, column: int, rows: int, width: int) -> int:
    return row * width + column


def _by_columns(row: int, column: int, rows: int, width: int) -> int:
    return column * rows + row


def _names_first(row: int, column: int, rows: int, width: int) -> int:
    return rows + row * (width - 1) + column - 1 if column else row


def _trailing(headings: Sequence[ColumnHeading]) -> int:
    """Columns behind the last one of values: 備考, 担当課."""
    return next(at for at, heading in enumerate(reversed(headings)) if heading.column in _OF_VALUES)


def _keeps_gaps(body: Sequence[_Cell], order: object, rows: int, width: int) -> bool:
    """Blank lines stand only between rows, or between columns; where they stand everywhere they say nothing."""
    gaps = {at for at, (left, right) in enumerate(pairwise(body), start=1) if left.gaps != right.gaps}
    if len(gaps) == len(body) - 1:
        return True
    if order is _by_columns:
        return all(at % rows == 0 for at in gaps)
    if order is _by_rows:
        return all(at % width in (0, 1) for at in gaps)
    return all(at >= rows and (at - rows) % (width - 1) == 0 for at in gaps)


def _keeps_lines(way: Way) -> bool:
    """The cells of one line are of one row."""
    row_of = [(line.number, at) for at, row in enumerate(way) for cell in row for line in cell.lines]
    return len(dict(row_of)) == len(set(row_of))


def _fits(way: Way, headings: Sequence[ColumnHeading]) -> bool:
    return all(_is_row(row, headings) for row in way)


def _is_row(row: Sequence[_Cell], headings: Sequence[ColumnHeading]) -> bool:
    """A name, values that are values, and units and years that agree."""
    kinds = [heading.column for heading in headings]
    for cell, kind in zip(row, kinds, strict=True):
        if kind == "name" and (cell.is_value or is_unit(cell.text) or cell_kind(cell.text) == "year"):
            return False
        if kind in _OF_VALUES and not (cell.is_value or (says_a_target(cell.text) and cell_kind(cell.text) == "words")):
            return False
        if kind == "unit" and not (is_unit(cell.text) or is_blank(cell.text)):
            return False
    of_values = [cell for cell, kind in zip(row, kinds, strict=True) if kind in _OF_VALUES]
    numbers = in_one_scale(list(chain.from_iterable(cell.numbers for cell in of_values)))
    units = {one.unit for one in numbers if one.unit}
    years = [one.fiscal_year for one in numbers if one.fiscal_year]
    return len(units) < 2 and years == sorted(years)
