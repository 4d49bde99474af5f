"""Tables without rules: columns by the gaps between their cells, rows by the distances of their lines."""

import re
import unicodedata
from collections.abc import Sequence
from itertools import pairwise

from msgspec import Struct

from knowledge.model.column_words import is_unit
from knowledge.model.quantity import is_blank
from knowledge.model.years.said import without_years
from knowledge.reading.sources.mending import UNREAD_MARK
from knowledge.reading.sources.pdf.glued import without_glued
from knowledge.reading.sources.pdf.glued_headers import with_headers_apart
from knowledge.reading.sources.pdf.glyphs import Run, ink_left, ink_right, joined_lines, shares_place, unbroken_width
from knowledge.reading.tables.glued_headers import heads_table
from knowledge.reading.tables.header import is_header_text

OTHER_DISTANCE = 1.12  # two distances of lines this much apart are of two kinds: within a row, and between rows
INTERLEAVED = 0.95  # of the size: lines nearer than that cannot stand in one column
LEAST_LEADING = 1.2  # of the size: lines of one cell are no nearer; rows of cells without padding are
HALF_LINE = 1.3  # of the size: half the distance of two lines, between which a cell of one is set
FEWEST_ROWS = 2
SET_IN = 0.2  # of the size: the padding of a cell is wider
REACH = 3.0  # of the size: a line further away belongs to no row here
WRAPPED = 2.0  # of the size: lines of one cell are nearer than that
FULL_CELL = 1.4  # of the size: a cell that ends no further from its column's edge goes on below

_AMOUNT = re.compile(r"[△▲−－-]?[0-9０-９]")
_DIGIT = re.compile(r"[0-9０-９]")

CellColumn = tuple[float, float]
CellLines = Sequence[Sequence[Run]]


class GapTable(Struct, frozen=True):
    """`end`: one behind the last of the lines that it was made of; `columns`: what the next page may go on with."""

    rows: tuple[tuple[str, ...], ...]
    end: int
    columns: tuple[CellColumn, ...]


def may_begin(lines: CellLines, at: int) -> bool:
    """A line of several cells, or the upper part of one that is set between the lines of another."""
    if len(lines[at]) > 1 or at + 1 == len(lines):
        return len(lines[at]) > 1
    (own,), below = lines[at], lines[at + 1]
    if heads_table(own.text) and any(len(line) > 1 for line in lines[at + 1 : at + 3]):
        return True
    if len(below) < 2:
        return False
    if _is_near(lines[at], below) and len(without_glued(lines[at : at + 2])[0]) > 1:
        return True
    is_beside = not any(shares_place(own, (run.x0, run.x1)) for run in below)
    return is_beside and _is_near(lines[at], below) and _distance(lines[at], below) < HALF_LINE * own.size


def find_gap_table(lines: CellLines, start: int, above: Sequence[CellColumn] = ()) -> GapTable | None:
    """The table that begins here. CellLines of one cell belong to it where they go on, or stand within a row.

    `above`: the columns of the table at the foot of the page before; a single row is enough to go on with it.
    """
    end = start + 1
    while end < len(lines) and _is_near(lines[end - 1], lines[end]):
        end += 1
    end = _before_margin(lines, start, end)
    lines = [*lines[:start], *without_glued(lines[start:end]), *lines[end:]]
    several = [at for at in range(start, end) if len(lines[at]) > 1]
    goes_on = bool(several) and _fit([lines[at] for at in several], above)
    fewest = 1 if goes_on else FEWEST_ROWS
    if len(several) < fewest:
        return None
    columns = list(above) if goes_on else _columns(lines[start : several[-1] + 1])
    if len(columns) < 2:
        return None
    if not goes_on:
        apart = without_glued([with_headers_apart(line, columns) for line in lines[start:end]])
        lines = [*lines[:start], *apart, *lines[end:]]
        columns = _columns(lines[start : several[-1] + 1])
    rows = _rows(lines[start:end], columns)
    while rows and not any(len(line) > 1 for line in rows[-1]):
        end -= len(rows.pop())
    for at, row in enumerate(rows):  # text between two tables ends the first
        if at and not any(len(line) > 1 for line in row) and len(rows[at - 1]) and _leaves(row, columns):
            end = start + sum(map(len, rows[:at]))
            rows = rows[:at]
            break
    cells = tuple(_cells(row, columns) for row in rows)
    return GapTable(cells, end, tuple(columns)) if len(rows) >= fewest else None


def _fit(lines: CellLines, columns: Sequence[CellColumn]) -> bool:
    """Each cell stands in a column of its own."""
    own = [[[at for at, column in enumerate(columns) if shares_place(run, column)] for run in line] for line in lines]
    return all(len(found) == 1 for line in own for found in line) and all(
        len({at for found in line for at in found}) == len(line) for line in own
    )


def _before_margin(lines: CellLines, start: int, end: int) -> int:
    """A line at the margin of the text ends a table whose cells all stand further in: a heading, list or note."""
    margin = min(ink_left(line[0]) for line in lines)
    left = min(ink_left(line[0]) for line in lines[start:end] if len(line) > 1)
    size = lines[start][0].size
    if left - margin < SET_IN * size:
        return end
    alone = (
        at for at in range(start, end) if len(lines[at]) == 1 and ink_left(lines[at][0]) - margin < SET_IN * size / 2
    )
    return next((at for at in alone if not _is_interleaved(lines, at)), end)


def _is_interleaved(lines: CellLines, at: int) -> bool:
    near = [pair for pair in pairwise(lines[max(at - 1, 0) : at + 2]) if lines[at] in pair]
    return any(_distance(one, below) < INTERLEAVED * lines[at][0].size for one, below in near)


def _is_near(line: Sequence[Run], below: Sequence[Run]) -> bool:
    size = line[0].size
    return _distance(line, below) <= REACH * size and abs(below[0].size - size) < 0.1 * size


def _distance(line: Sequence[Run], below: Sequence[Run]) -> float:
    return below[0].bottom - line[0].bottom


def _columns(lines: CellLines) -> list[CellColumn]:
    """Where cells overlap from line to line, those of the fullest lines first: one that lies over two is a header."""
    columns: list[CellColumn] = []
    for line in sorted(lines, key=len, reverse=True):
        for run in line:
            shared = [column for column in columns if shares_place(run, column)]
            if len(shared) < 2:
                x0, x1 = shared[0] if shared else (run.x0, ink_right(run))
                own = (min(x0, run.x0), max(x1, ink_right(run)))
                columns = [*(column for column in columns if column not in shared), own]
    return _with_headers(sorted(columns), lines)


def _with_headers(columns: Sequence[CellColumn], lines: CellLines) -> list[CellColumn]:
    """A header in the middle of its column may share no place with any cell below: still one column.

    Only where each of such neighbours finds another: 「基準値」 between two columns of values is of neither.
    """
    out: list[CellColumn] = []
    chain: list[CellColumn] = []
    for column in [*columns, None]:
        if column and (not chain or _is_headed_by(chain[-1], column, lines)):
            chain.append(column)
            continue
        is_paired = len(chain) % 2 == 0
        out += (
            [(left[0], right[1]) for left, right in zip(chain[::2], chain[1::2], strict=True)] if is_paired else chain
        )
        chain = [column] if column else []
    return out


def _is_headed_by(one: CellColumn, other: CellColumn, lines: CellLines) -> bool:
    """No line has a cell in each, and all of one stand above all of the other."""
    filled = [
        {side for side, column in enumerate((one, other)) for run in line if shares_place(run, column)}
        for line in lines
    ]
    are_two = any(
        len([run for run in line if shares_place(run, one) or shares_place(run, other)]) > 1 for line in lines
    )
    places = [[at for at, sides in enumerate(filled) if sides == {side}] for side in (0, 1)]
    return not are_two and all(places) and (max(places[0]) < min(places[1]) or max(places[1]) < min(places[0]))


def _leaves(row: CellLines, columns: Sequence[CellColumn]) -> bool:
    """Text that reaches over columns is none of their cells."""
    return any(sum(shares_place(run, column) for column in columns) > 1 for line in row for run in line)


# Rows


def _rows(lines: CellLines, columns: Sequence[CellColumn]) -> list[list[Sequence[Run]]]:
    """Lines that are nearer to one another than others are one row, unless both are whole."""
    distances = [_distance(a, b) for a, b in pairwise(lines)]
    most = _threshold(distances)
    rows: list[list[Sequence[Run]]] = [[lines[0]]]
    behind = [*distances[1:], REACH * lines[0][0].size]
    for line, below, distance, next_one in zip(lines[1:], [*lines[2:], ()], distances, behind, strict=False):
        is_rest = next_one < LEAST_LEADING * line[0].size and _is_over(line, below, columns)
        is_rest = is_rest and all(_is_below_full(run, rows[-1], columns) for run in line)
        is_of_next = next_one * OTHER_DISTANCE < distance and not is_rest and not _is_whole([line], columns)
        above = [_above(run, rows[-1], columns) for run in line]
        pairs = list(zip(above, (run.text for run in line), strict=True))
        goes_on = all(_goes_on(text, own) for text, own in pairs)
        is_closed = any(_is_open(text) and _is_closing(own) for text, own in pairs)
        closes = (goes_on and any(map(_is_open, above))) or (is_closed and not _clashes(rows[-1], line, columns))
        if closes or (not is_of_next and _is_one_row(rows[-1], line, columns, distance, most)):
            rows[-1].append(line)
        else:
            rows.append([line])
    return rows


def _is_over(line: Sequence[Run], below: Sequence[Run], columns: Sequence[CellColumn]) -> bool:
    return any(
        shares_place(run, column) and shares_place(other, column)
        for run in line
        for other in below
        for column in columns
    )


def _is_one_row(
    row: CellLines, line: Sequence[Run], columns: Sequence[CellColumn], distance: float, most: float
) -> bool:
    is_rest = distance < WRAPPED * line[0].size and all(_is_below_full(run, row, columns) for run in line)
    if _clashes(row, line, columns):
        return False
    if distance < INTERLEAVED * line[0].size:
        return True
    if not _is_whole(row, columns):
        return distance < most
    if _is_whole([line], columns):
        return distance < most and is_rest
    return is_rest or (distance < most and all(_goes_on(_above(run, row, columns), run.text) for run in line))


def _clashes(row: CellLines, line: Sequence[Run], columns: Sequence[CellColumn]) -> bool:
    """Two amounts in one column are of two rows, but for a year in brackets."""
    for run in line:
        above = _above(run, row, columns)
        if _DIGIT.search(run.text) and _DIGIT.search(above) and not _goes_on(above, run.text):
            return True
    return False


def _above(run: Run, row: CellLines, columns: Sequence[CellColumn]) -> str:
    own = [column for column in columns if shares_place(run, column)]
    return " ".join(one.text for other in row for one in other if any(shares_place(one, column) for column in own))


def _goes_on(above: str, below: str) -> bool:
    return _is_open(above) or below.startswith(("（", "(")) or _ends_in_part(above)


def _is_open(text: str) -> bool:
    return any(text.count(left) > text.count(right) for left, right in ("（）", "()"))


def _is_closing(text: str) -> bool:
    return any(text.count(left) < text.count(right) for left, right in ("（）", "()"))


def _ends_in_part(text: str) -> bool:
    """「男 40.0 女」, 「保育所 4 学童」: the amount of the last part is yet to come."""
    *before, last = text.split() or [""]
    is_word = not _DIGIT.search(last) and not is_unit(last) and not is_blank(last)
    return is_word and bool(before) and bool(_DIGIT.search(before[-1])) and not _DIGIT.search(before[0])


def _threshold(distances: Sequence[float]) -> float:
    """Between the distances within a row and those between rows; 0 where all are alike."""
    ordered = sorted(distances, reverse=True)
    return next(((a + b) / 2 for a, b in pairwise(ordered) if a >= OTHER_DISTANCE * b), 0.0)


def _is_below_full(run: Run, row: CellLines, columns: Sequence[CellColumn]) -> bool:
    own = [column for column in columns if shares_place(run, column)]
    above = [one for other in row for one in other if any(shares_place(one, column) for column in own)]
    return (
        len(own) == 1
        and bool(above)
        and own[0][1] - above[-1].x1 < max(FULL_CELL * run.size, 1.1 * unbroken_width(run))
    )


def _is_whole(row: CellLines, columns: Sequence[CellColumn]) -> bool:
    """It has a name and a value behind it."""
    filled = {at for line in row for run in line for at, column in enumerate(columns) if shares_place(run, column)}
    return 0 in filled and len(filled) > 1


def _cells(row: CellLines, columns: Sequence[CellColumn]) -> tuple[str, ...]:
    """A cell over several columns stands in each; one with an amount may be two that touch: nobody can tell."""
    found: list[list[list[Run]]] = [[] for _ in columns]
    for line in row:
        for at, column in enumerate(columns):
            if own := [run for run in line if shares_place(run, column)]:
                found[at].append(own)
    cells = [joined_lines(lines, *column) for lines, column in zip(found, columns, strict=True)]
    runs = [run for line in row for run in line]
    has_amounts = any(_AMOUNT.match(run.text) for run in runs)
    for run in runs:
        over = [at for at, column in enumerate(columns) if shares_place(run, column)]
        if len(over) > 1 and (_holds_amount(run.text) or (has_amounts and _DIGIT.search(run.text))):
            cells = [UNREAD_MARK if at in over else text for at, text in enumerate(cells)]
    return tuple(cells)


def _holds_amount(text: str) -> bool:
    """「男 79.8年 女男 80.5年」, where one cell was set over another; no header with a year or a length of time."""
    folded = unicodedata.normalize("NFKC", text)
    return not is_header_text(text) and bool(_DIGIT.search(without_years(folded)))
