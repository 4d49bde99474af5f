"""Numbered lines that are points of a list and head nothing: the last would take the table below the list.

① 農業の担い手を育て、所得を高めます。
② 起業しやすい環境づくり
指標	基準値	目標値
"""

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import zip_longest

from msgspec import Struct, field

from knowledge.reading.headings import find_heading, find_point, is_heading_like
from knowledge.reading.layout import HeadingForm, Layout
from knowledge.reading.project_names import names_project
from knowledge.reading.source import Line

_UNFINISHED = tuple("をがにはのとでや、，")
_TITLES = ("はじめに", "おわりに")
_VALUE_APART = re.compile(r"(?:[ 　]{2,}|\d[ 　])[▲△−-]?[\d０-９][\d０-９,.，．]*(?=[ 　]|$)")
FEWEST_POINTS = 2
FEWEST_VALUES = 2
FEWEST_BARE = 3


class _Run(Struct):
    """Points of one style whose numbers follow each other; `told` says of each whether something stands below it."""

    points: list[tuple[Line, HeadingForm]] = field(default_factory=list)
    told: list[bool] = field(default_factory=list)

    def goes_on_with(self, point: HeadingForm) -> bool:
        if not self.points or self.points[-1][1].style != point.style:
            return False
        before = self.points[-1][1].number
        return point.number is None if before is None else point.number == before + 1

    def numbers(self, *, is_above_table: bool) -> Iterator[int]:
        """Of the lines, where they are a list: some are sentences, or nothing stands under any but the last."""
        if len(self.points) < FEWEST_POINTS:
            return
        sentences = [not _is_title(line, point) for line, point in self.points]
        are_bare = all(is_sentence or not told for told, is_sentence in zip(self.told[:-1], sentences, strict=False))
        is_long = len(self.points) >= FEWEST_BARE  # so many sections in which nothing stands are none
        if are_bare and (any(sentences) or is_long or (is_above_table and not self.told[-1])):
            yield from (line.number for line, _ in self.points)


def _is_title(line: Line, point: HeadingForm) -> bool:
    is_finished = point.text in _TITLES or point.text.endswith("こと") or not point.text.endswith(_UNFINISHED)
    return is_heading_like(line.text.strip()) and is_finished


def points_of_lists(lines: Sequence[Line], layout: Layout, rows: Collection[int]) -> frozenset[int]:
    """Numbers of lines. `rows`: those of tables of indicators."""
    found: set[int] = set()
    run, is_list_of_projects = _Run(), False
    for line in (line for line in lines if line.text.strip()):
        point = None if line.number in rows else _point(line, layout)
        if point and run.goes_on_with(point):
            run.points.append((line, point))
            run.told.append(False)
            continue
        head = find_heading(line.text, layout, level=line.level, is_bold=line.is_bold)
        is_table = line.number in rows or bool(head and head.role == "indicators")
        if run.points and not (point or head or is_table):
            run.told[-1] = True
            continue
        if not is_list_of_projects:
            found.update(run.numbers(is_above_table=is_table))
        if head and not point:
            goes_on = is_list_of_projects and names_project(head.text, layout)
            is_list_of_projects = goes_on or head.role == "projects"
        run = _Run([(line, point)], [False]) if point else _Run()
    return frozenset(found if is_list_of_projects else found.union(run.numbers(is_above_table=False)))


def points_of_rows(lines: Sequence[Line], layout: Layout) -> frozenset[int]:
    """Numbers of lines: points with values behind them, and those whose values stand right below.

    ④ 学校図書館の児童一人当たりの年間
      貸出冊数             冊   42.0  46.0  50.0
    """
    return frozenset(
        line.number
        for line, below in zip_longest(lines, lines[1:])
        if any(map(_holds_values, (line, below))) and (point := _point(line, layout)) and point.style == "circled"
    )


def _holds_values(line: Line | None) -> bool:
    return line is not None and not line.cells and len(_VALUE_APART.findall(line.text)) >= FEWEST_VALUES


def _point(line: Line, layout: Layout) -> HeadingForm | None:
    """What may be one: no word of it, no size and no bold type says that it heads something."""
    if line.level is not None or line.is_bold:
        return None
    point = find_point(line.text.strip(), layout)
    return None if point is None or point.role or names_project(point.text, layout) else point
