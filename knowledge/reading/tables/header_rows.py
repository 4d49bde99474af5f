"""The lines of a header: one row or up to four, with labels that span several columns."""

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import pairwise

from msgspec import Struct

from knowledge.model.column_words import may_say
from knowledge.model.normalize import name_key
from knowledge.model.structs import replace
from knowledge.model.years.said import find_years
from knowledge.reading.source import Line
from knowledge.reading.tables.cells import Cut, Form, cell_kind, display_column, is_bare_value, is_ruler
from knowledge.reading.tables.columns import heads_measures
from knowledge.reading.tables.header import (
    ColumnHeading,
    PlanContext,
    has_only_header_words,
    heads_parts,
    is_header_text,
    of_this_plan,
    part_column,
    read_heading_of_column,
)
from knowledge.reading.tables.notes import is_unit_caption
from knowledge.reading.tables.part_headings import names_part, parted
from knowledge.reading.tables.space_columns import SpaceColumns, joined_header
from knowledge.reading.tables.spanning_labels import with_labels_widened
from knowledge.reading.tables.told_years import with_told_years
from knowledge.reading.tables.whole_rows import Frame, WholeRow

MOST_STACKED = 4
MOST_UNDER_A_LABEL = 2
_WORD = re.compile(r"[^ 　]+")
_WEAK_NAMES = ("項目", "項目名", "評価項目", "目標項目")
_NAMES_OF_ANY = ("名称", "名前")  # of 事業 as well: they head indicators beside values alone
_OF_VALUES = ("baseline", "target", "interim")


class TableHeader(Struct, frozen=True, dict=True):
    """`end` is the index of the first line behind it. `spaces` only where the columns are of spaces."""

    rows: tuple[Cut, ...]
    headings: tuple[ColumnHeading, ...]
    start: int
    end: int
    spaces: SpaceColumns | None = None

    @property
    def form(self) -> Form:
        return self.rows[0].form

    @property
    def width(self) -> int:
        return len(self.headings)

    def says_again(self, row: WholeRow) -> bool:
        """Whether a row below it repeats words of several columns: labels merged over a row of headers not read."""
        if self.spaces or len(row.cells) != self.width:
            return False
        pairs = [
            (cell, [own.cells[at] for own in self.rows if at < len(own.cells)]) for at, cell in enumerate(row.cells)
        ]
        return sum(any(map(str.isalpha, cell)) and cell in own for cell, own in pairs) > 1

    @cached_property
    def groups(self) -> tuple[range, ...]:
        """The tables that stand side by side: header words that repeat."""
        names = [at for at, heading in enumerate(self.headings) if heading.column == "name"]
        starts = [0]
        for at in names[1:]:
            if any(heading.column in ("target", "year") for heading in self.headings[starts[-1] : at]):
                starts.append(self._with_leading(at, starts[-1]))
        return tuple(range(a, b) for a, b in zip(starts, [*starts[1:], self.width], strict=True))

    def _with_leading(self, name: int, group: int) -> int:
        """As many columns before the name as the first table has, where they say the same."""
        first = next(at for at in range(group, self.width) if self.headings[at].column == "name")
        lead = first - group
        same = [name_key(heading.text) for heading in self.headings[group:first]]
        return name - lead if [name_key(h.text) for h in self.headings[name - lead : name]] == same else name

    @property
    def ends_in_years(self) -> bool:
        """Whether its last line is one of years alone, which may be that of the first values."""
        filled = [cell for cell in self.rows[-1].cells if cell]
        return len(self.rows) > 1 and all(cell_kind(cell) == "year" and cell[0] not in "(（" for cell in filled)

    @property
    def names(self) -> tuple[int, ...]:
        return tuple(max(self._names_of(group)) for group in self.groups)

    def _names_of(self, group: range) -> list[int]:
        """Those before the first column of values."""
        first = next((at for at in group if self.headings[at].column in ("baseline", "target", "year")), group.stop)
        names = [at for at in group if self.headings[at].column == "name"]
        return [at for at in names if at < first] or names

    @property
    def part(self) -> int | None:
        return part_column(self.headings, self.names[0])

    @property
    def says_target(self) -> bool:
        return any(one.column in ("target", "interim", "year") for one in self.headings)

    @property
    def values(self) -> tuple[int, ...]:
        """Those of values by their words; where none says that it is a target, those that may be."""
        of_values = ["baseline", "target", "interim", "year", *([] if self.says_target else ["unknown"])]
        return tuple(at for at, one in enumerate(self.headings) if one.column in of_values and at not in self.names)

    @property
    def frame(self) -> Frame:
        beside = tuple(at for at, one in enumerate(self.headings) if one.column in ("unit", "years"))
        return Frame(self.names, self.values, self.part, beside)


def with_words_apart(line: Line, row: Cut | None, wide: int) -> Cut | None:
    """A header whose words stand one space apart: 「KPI     基準値（R1） 目標値（R7）」. Any other line as it is."""
    if line.cells or (row and row.form != "space") or not (may_say(line.text, "target") or may_say(line.text, "name")):
        return row
    row = _with_headings_apart(row) if row and row.wide == 1 else row
    found = list(_WORD.finditer(line.text))
    if len(found) < 3 or (row and len(row.cells) == len(found)):
        return row
    headings = [read_heading_of_column(one[0], {}) for one in found]
    columns = [heading.column for heading in headings]
    if any("year" in (a.column, b.column) and not (a.years and b.years) for a, b in pairwise(headings[1:])):
        return row  # 「策定時 2024年度」 is one column
    is_of_values = {"baseline", "target"} <= set(columns) or ("baseline" in columns and columns.count("year") > 1)
    has_value = any(one.column == "unknown" and any(map(str.isdecimal, one.text)) and not one.years for one in headings)
    is_header = columns[0] == "name" and columns.count("name") == 1 and "blank" not in columns and not has_value
    if not is_header or not (is_of_values or set(columns) <= {"name", "target", "interim"}):
        return row
    ends = [(one.start(), one.end()) for one in found]
    places = tuple((display_column(line.text, a, wide), display_column(line.text, b, wide)) for a, b in ends)
    return Cut(line, "space", tuple(one[0] for one in found), places, wide)


def _with_headings_apart(row: Cut) -> Cut:
    """「単位 令和6年度 令和12年度」 and 「中間目標値 目標値」 in a cell are as many; 「策定時 2024年度」 is one."""
    cells: list[tuple[str, tuple[int, int]]] = []
    for text, place in zip(row.cells, row.places, strict=True):
        words = list(_WORD.finditer(text))
        kinds = [read_heading_of_column(word[0], {}).column for word in words]
        has_pair = any(a in _OF_VALUES and b == "year" for a, b in pairwise(kinds))
        if len(words) < 2 or has_pair or not all(kind in (*_OF_VALUES, "unit", "year") for kind in kinds):
            cells.append((text, place))
            continue
        begins = [(word, place[0] + display_column(text, word.start(), row.wide)) for word in words]
        cells += [(word[0], (at, at + display_column(word[0], len(word[0]), row.wide))) for word, at in begins]
    return replace(row, cells=tuple(text for text, _ in cells), places=tuple(place for _, place in cells))


def header_at(lines: Sequence[Line], cuts: Sequence[Cut | None], start: int, plan: PlanContext) -> TableHeader | None:
    """The longest header that begins with this line; None where none does."""
    if is_unit_caption(lines[start].text) or _holds_values(cuts[start]):
        return None
    if _is_title(cuts[start]) and start + 1 < len(lines) and header_at(lines, cuts, start + 1, plan):
        return None
    near = [row for row in cuts[start : start + MOST_STACKED + 1] if row]
    if not plan.columns and not any(
        may_say(cell, role) for row in near for cell in row.cells for role in ("name", "target")
    ):
        return None
    found: TableHeader | None = None
    for rows, end in _stacks(lines, cuts, start):
        if found and not _goes_on(found, rows[-1]):
            break
        spaces = joined_header(*with_labels_widened(rows, _stands_under_label)) if rows[0].form == "space" else None
        texts = spaces.texts if spaces else tuple(_stacked([row.cells for row in rows]))
        read = [read_heading_of_column(text, plan.columns) for text in texts]
        own = with_told_years(of_this_plan(read, plan.edition), plan.years)
        headings = parted(with_name_column(with_numerical_target(with_goals_before(own))), plan)
        header = TableHeader(rows, headings, start, end, spaces)
        if is_header(headings, is_loose=spaces is not None) and (header.values or spaces is None):
            found = header
        elif found:
            break
    return found


def _holds_values(row: Cut | None) -> bool:
    """「数値目標｜従業者数｜21,480｜R3｜21,800」 is a row of the table above, whatever words stand in it."""
    bare = [cell for cell in row.cells if is_bare_value(cell) and cell_kind(cell) == "amount"] if row else []
    return sum(read_heading_of_column(cell, {}).column == "unknown" for cell in bare) > 1


def _is_title(row: Cut | None) -> bool:
    """「農業の振興の指標」 over the whole of a table, which says nothing of its columns."""
    if row is None or row.form == "space" or len(row.cells) <= MOST_UNDER_A_LABEL:
        return False
    first, *others = row.cells
    is_one = bool(first) and all(cell in ("", first) for cell in others)
    return is_one and read_heading_of_column(first, {}).column in ("unknown", "name") and not find_years(first)


def with_numerical_target(headings: list[ColumnHeading]) -> list[ColumnHeading]:
    """「指標｜現状値｜数値目標（R11）」: it heads values where another column is the name and none is of targets."""
    first = next((one for one in headings if one.column == "name"), None)
    if first is None or any(one.column in ("target", "interim", "year") for one in headings):
        return headings
    return [
        replace(one, column="target") if one.column == "name" and "目標" in one.text and one.text != first.text else one
        for one in headings
    ]


def with_goals_before(headings: list[ColumnHeading]) -> list[ColumnHeading]:
    """「目標｜施策｜KPI｜…」: what stands before the measures is the goal."""
    measures = next((at for at, one in enumerate(headings) if heads_measures(one.text)), 0)
    name = next((at for at, one in enumerate(headings) if one.column == "name"), 0)
    return [
        replace(one, column="known") if one.column == "target" and at < measures < name else one
        for at, one in enumerate(headings)
    ]


def with_name_column(headings: list[ColumnHeading]) -> tuple[ColumnHeading, ...]:
    """Names may stand under an empty cell, where both baseline and target are headed."""
    columns = {heading.column for heading in headings}
    if "name" in columns or not {"baseline", "target"} <= columns:
        return tuple(headings)
    bare = [at for at, one in enumerate(headings) if name_key(one.text) in _NAMES_OF_ANY]
    at = 0 if headings[0].column == "blank" else bare[0] if len(bare) == 1 else None
    return tuple(replace(one, column="name") if place == at else one for place, one in enumerate(headings))


def _stacks(lines: Sequence[Line], cuts: Sequence[Cut | None], start: int) -> Iterator[tuple[tuple[Cut, ...], int]]:
    rows: list[Cut] = []
    for at in range(start, min(start + 2 * MOST_STACKED, len(lines))):
        row = cuts[at]
        if rows and is_ruler(lines[at]):
            continue
        if row is None or len(rows) == MOST_STACKED or (rows and row.form != rows[0].form):
            return
        above = rows[-1].cells if rows and row.form != "space" else ()
        merged = {at for at, (one, cell) in enumerate(zip(above, row.cells, strict=False)) if one == cell}
        others = [cell for at, cell in enumerate(row.cells) if cell and at not in merged and not _parts_rows(cell)]
        if rows and not (has_only_header_words(others) if others else any(row.cells)):
            return
        rows.append(row)
        yield tuple(rows), at + 1


def _stands_under_label(cell: str) -> bool:
    """A year, 「実績」 or 「男性」, not 「備考」."""
    return names_part(cell) or read_heading_of_column(cell, {}).column in ("year", "baseline", "target", "interim")


def _parts_rows(cell: str) -> bool:
    """「男性」 over a value, 「区分」 over the parts of the rows."""
    return names_part(cell) or heads_parts(cell)


def _goes_on(header: TableHeader, row: Cut) -> bool:
    """A further row of a header names nothing new in the columns of names."""
    if header.spaces:
        return all(place[0] >= header.spaces.places[header.names[0]][1] for place in row.places)
    pairs = [(header.headings[at].text, row.cells[at]) for at in header.names if at < len(row.cells)]
    return all(not text or name_key(cell) in name_key(text) for text, cell in pairs)


def _stacked(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Labels of all rows by column; one that spans several stands in the first of them, or in each."""
    width = max(map(len, rows))
    filled = [list(row) + [""] * (width - len(row)) for row in rows]
    for above, below in pairwise(filled):
        for at in range(1, width):
            if not above[at] and below[at] and above[at - 1] and below[at - 1]:
                above[at] = above[at - 1]
    for column in zip(*filled, strict=True):
        yield " ".join(dict.fromkeys(cell for cell in column if cell))


def is_header(headings: Sequence[ColumnHeading], *, is_loose: bool) -> bool:
    """Names an indicator and values of it. Years alone do so only beside a word for indicators."""
    columns = [heading.column for heading in headings]
    if "name" not in columns:
        return False
    is_strong = any(h.column == "name" and name_key(h.text) not in _WEAK_NAMES for h in headings)
    says_target = "target" in columns or "interim" in columns
    if says_target or ("baseline" in columns and "year" in columns):
        return True
    return is_strong and (columns.count("year") > 1 or (not is_loose and "unknown" in columns))


def looks_like_header(row: Cut) -> bool:
    """A row of two or more header words and nothing else: another table begins, whatever it is."""
    filled = [cell for cell in row.cells if cell]
    return sum(map(is_header_text, filled)) > 1 and not any(any(c.isdecimal() for c in cell) for cell in filled)
