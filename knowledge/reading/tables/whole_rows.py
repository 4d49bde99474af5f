"""Printed lines of a table → whole rows: values over their years, names first and values later, merged labels.

A row is put together only where the print leaves no other way; else there is a doubt, and nothing is read.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import cache

from msgspec import Struct, field

from knowledge.model.amount_words import kinds_of
from knowledge.model.cell_tokens import without_footnote
from knowledge.model.column_words import is_unit
from knowledge.model.data_files import VOCABULARY, read_toml
from knowledge.model.structs import replace
from knowledge.model.years.said import find_years
from knowledge.reading.source import Line
from knowledge.reading.tables.cells import cell_kind, is_bare_value

_IN_BRACKETS = re.compile(r"[(（][^()（）]+[)）]")
_ASIDES = ("yearly", "cumulative", "mean", "period", "neutral")
NAMES_APART = "指標の名前と値が別の行に並び、どの名前の値か分からない表です"
NO_NAME = "名前の欄が空の行があり、どの指標の値か分かりません"


class WholeRow(Struct, frozen=True):
    """`lines` of the text with the cells that they make up, as many as the header has columns.

    `lacks`: how many cells before the name it was printed without, `lacks_behind` how many at its end.
    """

    lines: tuple[Line, ...]
    cells: tuple[str, ...]
    lacks: int = 0
    lacks_behind: int = 0


class _Assembly(Struct):
    rows: list[WholeRow] = field(default_factory=list)
    waiting: list[WholeRow] = field(default_factory=list)  # names whose values have not come
    late: list[WholeRow] = field(default_factory=list)  # values that came behind several names
    labels: list[WholeRow] = field(default_factory=list)
    doubt: str = ""


class Frame(Struct, frozen=True):
    """Where names and values stand in the rows of one table; of two side by side the columns of both.

    `years_and_units`: the columns without which a value is not whole.
    """

    names: tuple[int, ...]
    values: tuple[int, ...]
    part: int | None = None
    years_and_units: tuple[int, ...] = ()

    def has_name(self, row: WholeRow) -> bool:
        return any(row.cells[at] for at in self.names)

    def filled(self, row: WholeRow) -> list[int]:
        return [at for at in self.values if row.cells[at]]

    def is_whole(self, row: WholeRow) -> bool:
        """Whether each of its values is there by itself: no lone year."""
        return all(row.cells[at] and cell_kind(row.cells[at]) != "year" for at in self.values)


def whole_rows(printed: Sequence[WholeRow], frame: Frame) -> tuple[list[WholeRow], str, list[WholeRow]]:
    """The rows that hold values, why they cannot be told apart ("" where they can), and the names without values."""
    made = _Assembly()
    for row in printed:
        if _wraps(made, row, frame):
            made.rows[-1] = _merged(_merged(made.rows[-1], row, frame.values), replace(row, lines=()), frame.names, "")
        elif frame.has_name(row) and frame.filled(row):
            _settle(made, frame)
            goes_on = continues(row.cells[frame.names[0]])
            unfinished = [one for one in made.waiting if goes_on or is_unfinished(one.cells[frame.names[0]])]
            made.labels += [one for one in made.waiting if one not in unfinished]
            made.waiting = unfinished
            made.rows.append(_with_open_name(made, row, frame))
        elif frame.has_name(row):
            _settle(made, frame)
            _take_name(made, row, frame)
        elif frame.filled(row):
            _take_values(made, row, frame)
    _settle(made, frame)
    return made.rows, made.doubt, [*made.labels, *made.waiting]


def _wraps(made: _Assembly, row: WholeRow, frame: Frame) -> bool:
    """「就業者数（農業・ 8人 60人」 over 「林業を含む。） （R5） （R11）」: the years of values that have none."""
    if not made.rows or made.waiting or not frame.has_name(row) or not frame.filled(row):
        return False
    above = made.rows[-1]
    are_years = all(cell_kind(row.cells[at]) == "year" and not find_years(above.cells[at]) for at in frame.filled(row))
    return are_years and _completes(above, row, frame)


def _with_open_name(made: _Assembly, row: WholeRow, frame: Frame) -> WholeRow:
    """「新規就業者数（農業・」 above the row that closes the bracket."""
    waiting, made.waiting = made.waiting, []
    for one in reversed(waiting):
        row = _merged(one, row, (frame.names[0],), between="")
    return row


def _take_name(made: _Assembly, row: WholeRow, frame: Frame) -> None:
    at = frame.names[0]
    if made.rows and not made.waiting and name_goes_on(made.rows[-1], row, at):
        made.rows[-1] = _merged(made.rows[-1], row, (at,), between="")
    else:
        made.waiting.append(row)


@cache
def _names(part: str) -> tuple[str, ...]:
    return tuple(read_toml(VOCABULARY / "table_words.toml")["names"][part])


def is_unfinished(name: str) -> bool:
    """Whether the next line must go on with it: a bracket is left open, or it ends in 「の」."""
    if name.endswith(_names("unfinished")) and not name.endswith(_names("finished")):
        return True
    return name.count("（") + name.count("(") > name.count("）") + name.count(")")


def is_torn(above: WholeRow, row: WholeRow, frame: Frame) -> bool:
    """Whether the name begins in the row right above, which holds no values: 「…利用者」「人/」 over 「数」「便」."""
    at = frame.names[0]
    behind = [cell for place, cell in enumerate(above.cells) if row.cells[place] and place not in (at, *frame.values)]
    is_next = above.lines[-1].number + 1 == row.lines[0].number
    return is_next and (is_mere_ending(row.cells[at]) or any(cell.endswith(("/", "／")) for cell in behind))


def is_mere_ending(name: str) -> bool:
    """「数」「率」「人」 alone: the last character of a name, or the head of a column."""
    bare = without_footnote(name).strip()
    return len(bare) == 1 and (counts_something(bare) or is_unit(bare))


def name_goes_on(above: WholeRow, row: WholeRow, at: int) -> bool:
    """Whether the line is the rest of the name above: it must be, or only with it the name counts anything.

    「愛着がある」 over 「市民の割合」, or 「（小５）」「（人）※1」, which begins no name, with no line between them.
    """
    name, rest = above.cells[at], row.cells[at]
    if is_unfinished(name):
        return True
    is_next = above.lines[-1].number + 1 == row.lines[0].number
    if is_next and _IN_BRACKETS.fullmatch(without_footnote(rest)) and cell_kind(rest) != "year":
        return True
    return is_next and not counts_something(name) and counts_something(rest) and not continues(name)


def counts_something(name: str) -> bool:
    """「… の割合（小４～高３）」 ends in a word for what is counted or measured."""
    return re.sub(r"[(（][^()（）]*[)）]$|[※*]\s*\d*$", "", name).strip().endswith(_names("counted"))


def continues(text: str) -> bool:
    """Whether it can only be the rest of a name: 「における割合」."""
    return text.startswith(_names("continued"))


def _take_values(made: _Assembly, row: WholeRow, frame: Frame) -> None:
    """Without a name of their own: of the names that wait, the year of the row above, or a further part of it."""
    open_rows = made.late if made.waiting else made.rows
    above = open_rows[-1] if open_rows else None
    if above is not None and _completes(above, row, frame):
        open_rows[-1] = _merged(above, row, frame.values)
    elif made.waiting:
        made.late.append(row)
    elif above is not None and frame.part is not None and row.cells[frame.part] and not is_unit(row.cells[frame.part]):
        names = tuple(above.cells[at] if at in frame.names else cell for at, cell in enumerate(row.cells))
        made.rows.append(replace(row, cells=names))
    else:
        made.doubt = NO_NAME


def _completes(above: WholeRow, row: WholeRow, frame: Frame) -> bool:
    """In each column where both print something the second is the year or an aside of the first; none is new."""
    filled = [at for at in frame.filled(row) if above.cells[at]]
    pairs = [
        (cell_kind(above.cells[at]), "aside" if _is_aside(row.cells[at]) else cell_kind(row.cells[at])) for at in filled
    ]
    others = all(not cell or at in (*frame.values, *frame.names) for at, cell in enumerate(row.cells))
    is_new = any(not above.cells[at] for at in frame.filled(row))
    fits = all(pair[0] != pair[1] and not {"year", "aside"}.isdisjoint(pair) for pair in pairs)
    return others and fits and bool(pairs) and not is_new


def _is_aside(cell: str) -> bool:
    """「（延べ30日）」「（毎年度）」 says more of the value above it."""
    folded = unicodedata.normalize("NFKC", cell).strip()
    inside = folded[1:-1] if folded.startswith("(") and folded.endswith(")") else ""
    return bool(inside) and (cell_kind(cell) == "amount" or kinds_of(inside, _ASIDES) is not None)


def _settle(made: _Assembly, frame: Frame) -> None:
    """Values that came behind names are theirs in order where there are as many, each by itself and whole."""
    if not made.late:
        return
    names, values = made.waiting, made.late
    if len(names) != len(values) or not all(frame.is_whole(row) for row in values):
        made.doubt = NAMES_APART
    else:
        made.rows += [_merged(a, b, frame.values) for a, b in zip(names, values, strict=True)]
    made.waiting, made.late = [], []


def _merged(first: WholeRow, second: WholeRow, columns: Sequence[int], between: str = " ") -> WholeRow:
    """The second's cells in these columns behind the first's; in the others whichever there is."""
    cells = [
        between.join(filter(None, (a, b))) if at in columns else a or b
        for at, (a, b) in enumerate(zip(first.cells, second.cells, strict=True))
    ]
    return WholeRow((*first.lines, *second.lines), tuple(cells))


def in_width(row: WholeRow, width: int, frame: Frame, leading: int) -> WholeRow | None:
    """The row with as many cells as the header: `leading` are the columns before the name, whose labels may be merged.

    None where a row is too short and its width does not say which cells are missing.
    """
    cells = row.cells
    while len(cells) > width and not cells[-1]:
        cells = cells[:-1]
    if len(cells) > width:
        return None
    short = width - len(cells)
    if short == 0:
        return replace(row, cells=cells)
    ways = {before: ("",) * before + cells + ("",) * (short - before) for before in range(min(short, leading) + 1)}
    last = max((0, *frame.years_and_units))
    fitting = {n: way for n, way in ways.items() if _fits(way, frame) and last < width - (short - n)}
    if len(fitting) == 1:
        [(before, way)] = fitting.items()
        return replace(row, cells=way, lacks=before, lacks_behind=short - before)
    return None


def unproven(rows: Sequence[WholeRow], frame: Frame) -> list[WholeRow]:
    """Shorter rows that may lack another cell than it seems: whole rows tell what the cells beside should hold.

    A name that is the label of others is no name; an amount behind the values may have moved into them.
    """
    whole = [row for row in rows if not row.lacks and not row.lacks_behind]
    labels = {cell for row in whole for cell in row.cells[: frame.names[0]] if cell}
    behind = [row.cells[max(frame.values) + 1] for row in whole if row.cells[max(frame.values) + 1 :]]
    is_text = bool(behind) and all(cell_kind(cell) in ("words", "blank") for cell in behind)
    columns = zip(*(row.cells for row in whole or rows), strict=False)
    years = [at for at, cells in enumerate(columns) if all(cell_kind(cell) == "year" for cell in cells)]

    def shows_place(row: WholeRow) -> bool:
        """Its years stand where those of the whole rows do, behind the last value too."""
        return max(years, default=0) > max(frame.values) and all(cell_kind(row.cells[at]) == "year" for at in years)

    return [
        row
        for row in rows
        if (row.lacks and row.cells[frame.names[0]] in labels)
        or (row.lacks_behind and not is_text and not shows_place(row))
    ]


def _fits(cells: Sequence[str], frame: Frame) -> bool:
    """Names are no values, values are amounts or dashes."""
    names = all(cells[at] and not is_bare_value(cells[at]) for at in frame.names)
    return names and all(cells[at] and cell_kind(cells[at]) in ("amount", "blank") for at in frame.values)
