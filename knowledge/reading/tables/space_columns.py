"""Columns of spaces: which cell stands under which header, by the places where both are printed."""

from collections.abc import Callable, Sequence
from itertools import pairwise

from msgspec import Struct

from knowledge.model.column_words import is_unit
from knowledge.model.quantity import is_blank
from knowledge.reading.source import Line
from knowledge.reading.tables.cells import Cut, cell_kind, cut, is_bare_value, is_short_target
from knowledge.reading.tables.whole_rows import Frame

TYPED, COUNTED = 2, 1  # columns of a wide character: in typed text, and where a converter counts characters
_FEWEST_ALIKE = 5  # edges of cells that stand below one another
_CLEARLY = 1.5
_LONGEST_UNIT = 4
_ANY_NAME = "名"  # of the row above, where one is set in

ColumnPlace = tuple[int, int]


class SpaceColumns(Struct, frozen=True):
    """`texts` of the header with the place of each."""

    texts: tuple[str, ...]
    places: tuple[ColumnPlace, ...]

    def zones(self) -> list[ColumnPlace]:
        """Each column with half of the gaps on both sides: a cell must reach into its own."""
        middles = [(left[1] + right[0]) // 2 for left, right in pairwise(self.places)]
        return list(zip([0, *middles], [*middles, 10_000], strict=True))

    def row(self, cut: Cut, frame: Frame) -> tuple[str, ...] | None:
        """The cells by column; None where a cell may belong to one column or another.

        By their places, by their number where it leaves no other way, else each by the only column it reaches.
        """
        name = min(frame.values) - 1
        has_name = bool(cut.places) and cut.places[0][0] < self.places[name][1]
        columns = range(len(self.places)) if has_name else frame.values
        if len(cut.cells) == len(columns) and self._reaches(cut, columns):
            return self._placed(cut.cells, columns)
        if counted := self.counted(cut, frame):
            return counted
        nearest = [self._only_zone(place) for place in cut.places]
        if None in nearest or len(set(nearest)) < len(nearest):
            return None
        return self._placed(cut.cells, [at for at in nearest if at is not None])

    def counted(self, cut: Cut, frame: Frame) -> tuple[str, ...] | None:
        """A cell for every column, or for each behind the name in a row that is set in; one space may part them."""
        every, behind = range(len(self.places)), range(frame.names[0] + 1, len(self.places))
        is_alone = frame.names == (0,)
        if len(cut.cells) == len(every) and _fits(cut.cells, frame, _may_be_unit):
            return cut.cells
        if is_alone and (words := _words_from_right(cut, len(behind))) and _fits(words, frame):
            return tuple(words)
        is_set_in = is_alone and frame.part is not None and cut.places[0][0] > self.places[0][1]
        if is_set_in and len(cut.cells) == len(behind) and _fits((_ANY_NAME, *cut.cells), frame):
            return self._placed(cut.cells, behind)
        return None

    def _reaches(self, cut: Cut, columns: Sequence[int]) -> bool:
        zones = self.zones()
        return all(_overlap(place, zones[at]) for place, at in zip(cut.places, columns, strict=True))

    def _only_zone(self, place: ColumnPlace) -> int | None:
        """That of the header it stands under, else the only one whose zone it reaches into."""
        under = [at for at, own in enumerate(self.places) if _overlap(place, own)]
        inside = [at for at, zone in enumerate(self.zones()) if _overlap(place, zone)]
        found = under if len(under) == 1 else inside
        return found[0] if len(found) == 1 else None

    def _placed(self, cells: Sequence[str], columns: Sequence[int]) -> tuple[str, ...]:
        by_column = dict(zip(columns, cells, strict=True))
        return tuple(by_column.get(at, "") for at in range(len(self.places)))


def _words_from_right(cut: Cut, count: int) -> list[str]:
    """「英語が好きな生徒の割合 46.2%    48%」: the last words one by one behind all that stands before them.

    Empty where a year stands among them: it is of the value beside it.
    """
    words = " ".join(cut.cells).split()
    at = len(words) - count
    has_year = any(cell_kind(word) == "year" for word in words[max(at - 1, 0) :])
    return [] if at < 1 or has_year or is_bare_value(words[at - 1]) else [" ".join(words[:at]), *words[at:]]


def _may_be_unit(cell: str) -> bool:
    """Also 「口」, which is no known one."""
    return is_unit(cell) or (len(cell) <= _LONGEST_UNIT and cell_kind(cell) == "words")


def _fits(row: Sequence[str], frame: Frame, may_be_unit: Callable[[str], bool] = is_unit) -> bool:
    """A name, a unit in a column of units, and a value in every column of values: nothing else can be meant."""
    names = all(row[at] and not is_bare_value(row[at]) for at in frame.names)
    units = all(
        may_be_unit(row[at]) or is_blank(row[at]) or cell_kind(row[at]) == "year" for at in frame.years_and_units
    )
    values = [row[at] for at in frame.values]
    return names and units and any(map(is_bare_value, values)) and all(map(_is_value, values))


def _is_value(cell: str) -> bool:
    return bool(cell) and (is_blank(cell) or is_bare_value(cell) or is_short_target(cell))


def joined_header(rows: Sequence[Cut], columns_at: int | None = None) -> SpaceColumns:
    """Several lines of a header: one gives the columns, else that with the most cells; a label spans those under it."""
    base = max(rows, key=lambda row: len(row.cells)) if columns_at is None else rows[columns_at]
    columns = [(place, [text]) for place, text in zip(base.places, base.cells, strict=True)]
    for row in rows:
        for place, text in zip(row.places, row.cells, strict=True) if row is not base else ():
            under = [texts for own, texts in columns if _overlap(place, own)]
            is_above = rows.index(row) < rows.index(base)
            for texts in under:
                texts.insert(0 if is_above else len(texts), text)
            if not under:
                columns.append((place, [text]))
    columns.sort(key=lambda column: column[0])
    return SpaceColumns(tuple(" ".join(texts) for _, texts in columns), tuple(place for place, _ in columns))


def _overlap(one: ColumnPlace, other: ColumnPlace) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def width_of_wide(lines: Sequence[Line]) -> int:
    """By which of the two more cells of lines below one another begin or end at one place."""
    typed, counted = (_alike(lines, wide) for wide in (TYPED, COUNTED))
    return COUNTED if counted >= _FEWEST_ALIKE and counted > _CLEARLY * typed else TYPED


def _alike(lines: Sequence[Line], wide: int) -> int:
    rows = [None if line.cells else cut(line, wide) for line in lines]
    return sum(len(_edges(above) & _edges(below)) for above, below in pairwise(rows) if above and below)


def _edges(row: Cut) -> set[int]:
    """Without those of the first cell: all lines begin at the margin."""
    return {edge for place in row.places[1:] for edge in place}
