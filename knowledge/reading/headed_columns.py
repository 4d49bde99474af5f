"""Two columns of a page that a file gives as cells side by side, each under small headings of its own.

10年後の姿                          | 基本事業
町民が健康づくりに取り組んでいま    | ①健診の受診勧奨
す。                                | 土日の健診を広げます。

No row of a table breaks off in a sentence that the next one ends.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from knowledge.model.records import Finding, Span
from knowledge.model.structs import replace
from knowledge.reading.source import Line
from knowledge.reading.two_columns import READ_APART, RIGHT

_BOTH = 2
_SHORTEST_BROKEN = 20  # characters; a shorter cell may be a name


def headed_columns_apart(
    lines: Sequence[Line], is_heading: Callable[[str], bool]
) -> tuple[tuple[Line, ...], list[Finding]]:
    """The lines of both columns one after the other; those at the right are numbered as `two_columns` does it."""
    out: list[Line] = []
    findings: list[Finding] = []
    for run in _runs(lines):
        cells = [_cells(line) for line in run]
        is_pair = len(run) > _BOTH == len(cells[0])
        is_page = is_pair and all(map(is_heading, cells[0])) and _breaks_off(cells, is_heading)
        out += [line for at in (0, 1) for line in _column(run, at, is_heading)] if is_page else run
        if is_page:
            findings.append(Finding("info", READ_APART, Span(run[0].number, run[-1].number, run[0].page)))
    return tuple(out), findings


def _runs(lines: Sequence[Line]) -> Iterator[list[Line]]:
    run: list[Line] = []
    for line in lines:
        if run and (len(_cells(line)) == _BOTH) != (len(_cells(run[-1])) == _BOTH):
            yield run
            run = []
        run.append(line)
    yield run


def _cells(line: Line) -> tuple[str, ...]:
    return line.cells or tuple(line.text.strip("\n").split("\t"))


def _breaks_off(cells: Sequence[Sequence[str]], is_heading: Callable[[str], bool]) -> bool:
    broken = (
        len(own[at]) >= _SHORTEST_BROKEN and not own[at].endswith("。") and below[at] and not is_heading(below[at])
        for own, below in pairwise(cells)
        for at in range(_BOTH)
    )
    return any(broken)


def _column(run: Sequence[Line], at: int, is_heading: Callable[[str], bool]) -> Iterator[Line]:
    for line in run:
        text = _cells(line)[at].strip()
        own = replace(line, text=text, likely=text, cells=(), number=line.number + at * RIGHT)
        if is_heading(text):
            yield replace(own, text="", likely="")
        if text:
            yield own
    yield replace(run[-1], text="", likely="", cells=(), number=run[-1].number + at * RIGHT)
