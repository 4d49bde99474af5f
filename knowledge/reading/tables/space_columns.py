"""Columns of spaces: which cell stands under which header, by the places where both are printed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from knowledge.reading.tables.cells import Cut, cell_kind, display_column, is_bare_value

ColumnPlace = tuple[int, int]


@dataclass(frozen=True, slots=True)
class SpaceColumns:
    """`texts` of the header with the place of each."""

    texts: tuple[str, ...]
    places: tuple[ColumnPlace, ...]

    def zones(self) -> list[ColumnPlace]:
        """Each column with half of the gaps on both sides: a cell must reach into its own."""
        middles = [(left[1] + right[0]) // 2 for left, right in pairwise(self.places)]
        return list(zip([0, *middles], [*middles, 10_000], strict=True))

    def row(self, cut: Cut, values: Sequence[int]) -> tuple[str, ...] | None:
        """The cells by column; None where a cell may belong to one column or another. `values` stand behind a name."""
        has_name = bool(cut.places) and cut.places[0][0] < self.places[min(values) - 1][1]
        columns = range(len(self.places)) if has_name else values
        if len(cut.cells) == len(columns) and self._reaches(cut, columns):
            return self._placed(cut, columns)
        if (apart := _with_value_apart(cut)) and len(apart.cells) == len(columns) and self._reaches(apart, columns):
            return self._placed(apart, columns)
        nearest = [self._only_zone(place) for place in cut.places]
        if None in nearest or len(set(nearest)) < len(nearest):
            return None
        return self._placed(cut, [at for at in nearest if at is not None])

    def _reaches(self, cut: Cut, columns: Sequence[int]) -> bool:
        zones = self.zones()
        return all(_overlap(place, zones[at]) for place, at in zip(cut.places, columns, strict=True))

    def _only_zone(self, place: ColumnPlace) -> int | None:
        """That of the header it stands under, else the only one whose zone it reaches into."""
        under = [at for at, own in enumerate(self.places) if _overlap(place, own)]
        inside = [at for at, zone in enumerate(self.zones()) if _overlap(place, zone)]
        found = under if len(under) == 1 else inside
        return found[0] if len(found) == 1 else None

    def _placed(self, cut: Cut, columns: Sequence[int]) -> tuple[str, ...]:
        by_column = dict(zip(columns, cut.cells, strict=True))
        return tuple(by_column.get(at, "") for at in range(len(self.places)))


def _with_value_apart(cut: Cut) -> Cut | None:
    """A name so long that one space parts it from its first value: 「英語が好きな生徒の割合 46.2%    48%」."""
    name, _, value = cut.cells[0].replace("　", " ").rpartition(" ")
    if not name.strip() or cell_kind(value) != "amount" or is_bare_value(name):
        return None
    (start, end), *others = cut.places
    middle = end - display_column(value, len(value))
    places = ((start, middle - 1), (middle, end), *others)
    return replace(cut, cells=(name.strip(), value, *cut.cells[1:]), places=places)


def joined_header(rows: Sequence[Cut]) -> SpaceColumns:
    """Several lines of a header: the one with the most cells gives the columns, a label above spans those under it."""
    base = max(rows, key=lambda row: len(row.cells))
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
