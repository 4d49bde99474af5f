"""The header of a table of 事業 over columns of spaces: on one line or two, itself in such columns or between bars."""

import re
from collections import Counter
from collections.abc import Collection, Sequence
from itertools import pairwise, takewhile

from knowledge.model.structs import replace
from knowledge.reading.layout import Layout
from knowledge.reading.source import Line
from knowledge.reading.tables.cells import Cut, cut, display_column
from knowledge.reading.tables.projects.columns import ProjectHeader, project_column, project_header

_FEWEST_ALIKE = 2  # cells that begin at one place in front of their header
_BRACKETED = re.compile(r"[(（][^()（）]*[)）]")


def projects_header_at(
    lines: Sequence[Line], at: int, layout: Layout, wide: int = 2, taken: Collection[int] = ()
) -> tuple[Cut, ProjectHeader, int] | None:
    """With the place of the first line behind it. `taken`: the numbers of lines that tables of indicators hold."""
    below = lines[at + 1] if at + 1 < len(lines) else None
    head = _cut_of_header(lines[at], layout, wide) or (_over_columns(lines[at], below) if below else None)
    header = project_header(head.cells, layout) if head else None
    if head is None or header is None:
        return None
    start = at + 1
    if below and (two := _with_line_below(head, header, below, layout)):
        head, header = two
        start = at + 2
    below_it = [*takewhile(lambda line: line.number not in taken, lines[start:])] if taken else lines[start:]
    return _over_cells(head, below_it), header, start


def _over_cells(head: Cut, lines: Sequence[Line]) -> Cut:
    """With each header of a column, printed over its middle, from where the cells below it begin."""
    begins = _begins(head, lines)
    places = list(head.places)
    for at, (before, (left, right)) in enumerate(pairwise(head.places), start=1):
        inside = [begin for begin in begins if before[1] <= begin < left and begins[begin] >= _FEWEST_ALIKE]
        most = max(inside, key=lambda begin: begins[begin], default=left)
        if begins[most] > begins[left]:
            places[at] = (most, right)
    return replace(head, places=tuple(places))


def in_line(head: Cut, lines: Sequence[Line]) -> float:
    """Which share of the cells below begins where a column does."""
    begins = _begins(head, lines)
    return sum(begins[left] for left, _ in head.places) / max(begins.total(), 1)


def _begins(head: Cut, lines: Sequence[Line]) -> Counter[int]:
    below = takewhile(lambda one: one.text.strip(), lines)
    rows = [row for line in below if (row := cut(line, head.wide)) and row.form == "space"]
    return Counter(begin for row in rows for begin, _ in row.places)


def _over_columns(line: Line, below: Line) -> Cut | None:
    """「¦事業名¦内容¦担当課」 over as many columns of spaces as it has cells."""
    own, row = cut(line), cut(below)
    is_over = own and row and own.form in ("bar", "tab") and row.form == "space" and len(own.cells) == len(row.cells)
    return replace(own, form="space", places=row.places) if own and row and is_over else None


def _with_line_below(head: Cut, header: ProjectHeader, below: Line, layout: Layout) -> tuple[Cut, ProjectHeader] | None:
    """「持続的発展　事業名」 over 「施策区分　（施設名）」: each word goes on what stands above it."""
    own = cut(below, head.wide)
    if own is None or own.form != "space":
        return None
    cells = list(head.cells)
    for text, place in zip(own.cells, own.places, strict=True):
        above = [at for at, (begin, end) in enumerate(head.places) if place[0] < end and begin < place[1]]
        if len(above) != 1:
            return None
        cells[above[0]] += text
    found = project_header(cells, layout)
    goes_on = [at for at, cell in enumerate(cells) if cell != head.cells[at]]
    is_more = found and all(
        found.columns[at] != header.columns[at] or _BRACKETED.fullmatch(cells[at][len(head.cells[at]) :])
        for at in goes_on
    )
    is_known = found and all(found.columns[at] for at in goes_on)
    return (replace(head, cells=tuple(cells)), found) if found and is_more and is_known else None


def _cut_of_header(line: Line, layout: Layout, wide: int) -> Cut | None:
    """Words for columns that one space alone parts, 「事業主体　備考」, are two."""
    own = cut(line, wide)
    if own is None or own.form != "space" or len(own.cells) < 2:
        return None
    cells: list[tuple[str, tuple[int, int]]] = []
    for text, (begin, end) in zip(own.cells, own.places, strict=True):
        words = text.replace("　", " ").split(" ")
        if len(words) > 1 and all(project_column(word, layout) for word in words):
            starts = [(word, begin + display_column(text, text.index(word), wide)) for word in words]
            cells += [(word, (at, at + display_column(word, len(word), wide))) for word, at in starts]
        else:
            cells.append((text, (begin, end)))
    return replace(own, cells=tuple(text for text, _ in cells), places=tuple(place for _, place in cells))
