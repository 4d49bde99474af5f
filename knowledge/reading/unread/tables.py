"""Lines in columns of spaces that are a table whose header nobody knows: they would be prose without a word."""

from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import pairwise, takewhile

from knowledge.model.records import Finding, Span
from knowledge.reading.outline import Section
from knowledge.reading.source import Line
from knowledge.reading.tables.cells import Cut, cell_kind, cut, is_bare_value
from knowledge.reading.tables.glued_headers import heading_kind
from knowledge.reading.tables.space_columns import width_of_wide

_FEWEST_COLUMNS = 3
_FEWEST_ROWS = 2
_OF_INDICATORS = ("unit", "baseline", "target")
_LONGEST_SHOWN = 40


def unknown_tables(
    root: Section, taken: Collection[int], told: Collection[Span], holds: Callable[[Section], bool]
) -> Iterator[Finding]:
    """A warning below goals and measures and where a header has a word of indicators, elsewhere for information.

    `taken` are the blocks of records; `told` the places of which other findings speak; `holds` of a section that it is
    part of the plan's goals and measures.
    """
    known = {number for span in told for number in range(span.first_line, span.last_line + 1)}
    lines = list(_lines(root, taken, holds, is_held=False))
    wide = width_of_wide([line for line, _ in lines])
    for run in _runs([(line, is_held) for line, is_held in lines if line.number not in known]):
        rows = [row for line, _ in run if (row := cut(line, wide)) and row.form == "space"]
        if found := _table(rows):
            first, last = found[0].line, found[-1].line
            shown = " ".join(first.text.split())[:_LONGEST_SHOWN]
            told_of = (
                f"見出し「{shown}」の表の列が何の値か分からないため、表として読めません（行は本文として検索できます）"
            )
            is_of_indicators = run[0][1] or any(heading_kind(cell) in _OF_INDICATORS for cell in found[0].cells)
            span = Span(first.number, last.number, first.page)
            yield Finding("warning" if is_of_indicators else "info", told_of, span)


def _lines(
    section: Section, taken: Collection[int], holds: Callable[[Section], bool], *, is_held: bool
) -> Iterator[tuple[Line, bool]]:
    is_held = is_held or holds(section)
    for block in section.blocks:
        if block.kind not in ("contents", "footnote", "table_row") and id(block) not in taken:
            yield from ((line, is_held) for line in block.lines)
    for child in section.children:
        yield from _lines(child, taken, holds, is_held=is_held)


def _runs(lines: Sequence[tuple[Line, bool]]) -> Iterator[list[tuple[Line, bool]]]:
    """Lines right below one another."""
    breaks = [0, *(at for at, (a, b) in enumerate(pairwise(lines), start=1) if b[0].number != a[0].number + 1)]
    yield from (list(lines[a:b]) for a, b in pairwise([*breaks, len(lines)]) if b > a)


def _table(rows: Sequence[Cut]) -> list[Cut]:
    """The first header of words over rows as wide, each of a name and amounts."""
    for at, head in enumerate(rows):
        is_head = len(head.cells) >= _FEWEST_COLUMNS and not any(cell_kind(cell) == "amount" for cell in head.cells)
        wide = [row for row in rows[at + 1 :] if len(row.cells) == len(head.cells)]
        below = list(takewhile(_is_row, wide))
        if is_head and len(below) >= _FEWEST_ROWS and below[0] is rows[at + 1]:
            return [head, *below]
    return []


def _is_row(row: Cut) -> bool:
    return not is_bare_value(row.cells[0]) and sum(map(is_bare_value, row.cells[1:])) > 1
