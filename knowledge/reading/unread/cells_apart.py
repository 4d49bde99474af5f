"""A table of indicators whose cells stand one on each line in no order that tells which value is of which name."""

import unicodedata
from collections.abc import Collection, Iterator, Sequence

from knowledge.model.records import TABLE_NOT_TAKEN, Finding, Span
from knowledge.reading.layout import Layout
from knowledge.reading.outline import Section
from knowledge.reading.source import Line
from knowledge.reading.tables.cells import is_bare_value
from knowledge.reading.tables.header import read_heading_of_column
from knowledge.reading.tables.whole_rows import NAMES_APART

_LONGEST_CELL = 45
_FARTHEST = 3  # lines from one cell to the next
_FEWEST_VALUES = 4
_LEAST_SHARE = 4  # one of so many cells is a value
_OF_INDICATORS = ("name", "baseline", "target")
_NOT_TAKEN = f"{TABLE_NOT_TAKEN}（行は本文として検索できます）"
_HOW = "名前と値を1行にそろえるか、写す前のファイル（PDF・Word・Excel）を指定してください"


def cells_apart(root: Section, layout: Layout, known: Collection[Span]) -> Iterator[Finding]:
    """`known`: the lines of records, and those of which other findings speak."""
    numbers = {number for span in known for number in range(span.first_line, span.last_line + 1)}
    lines = sorted(_lines(root, layout), key=lambda line: line.number)
    for run in _runs([line for line in lines if line.number not in numbers]):
        values = [line for line in run if is_bare_value(line.text.strip())]
        heads = (read_heading_of_column(line.text.strip(), {}).column for line in run)
        is_many = len(values) >= _FEWEST_VALUES and len(values) * _LEAST_SHARE >= len(run)
        if is_many and any(column in _OF_INDICATORS for column in heads):
            told = f"{NAMES_APART}（値と見られる行が{len(values)}行）。{_NOT_TAKEN}。{_HOW}"
            yield Finding("warning", told, Span(run[0].number, run[-1].number, run[0].page))


def _lines(section: Section, layout: Layout) -> Iterator[Line]:
    """Without the plan before, contents and what is known as a table."""
    if section.heading and layout.is_past(section.title):
        return
    yield from section.heading.lines if section.heading else ()
    for block in section.blocks:
        if block.kind not in ("contents", "footnote", "table_row"):
            yield from block.lines
    for child in section.children:
        yield from _lines(child, layout)


def _runs(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Of short lines that are no sentences, near each other."""
    run: list[Line] = []
    for line in lines:
        text = unicodedata.normalize("NFKC", line.text.strip())
        is_cell = len(text) <= _LONGEST_CELL and not text.endswith(("。", "、"))
        if run and (not is_cell or line.number - run[-1].number > _FARTHEST):
            yield run
            run = []
        run += [line] if is_cell else []
    if run:
        yield run
